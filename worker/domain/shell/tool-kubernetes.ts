import { isLiteral, optionValue, positional } from './arguments.ts'
import type { Reading } from './platform-command.ts'

/** What `kubectl`, `oc` and `helm` do. */

const valued = new Set([
  '-n',
  '--namespace',
  '--context',
  '--kubeconfig',
  '--cluster',
  '--user',
  '--request-timeout',
  '-o',
  '--output',
  '-l',
  '--selector',
  '-f',
  '--filename',
  '-c',
  '--container',
  '--field-selector',
  '--sort-by',
  '--server',
  '-s',
  '--token',
  '--as',
  '--tail',
  '--since',
  '--type',
  '-p',
  '--patch',
])

const writes = new Set([
  'apply',
  'create',
  'delete',
  'patch',
  'replace',
  'edit',
  'scale',
  'autoscale',
  'cordon',
  'uncordon',
  'drain',
  'taint',
  'expose',
  'run',
  'debug',
  'new-app',
  'new-project',
  'start-build',
  'cancel-build',
])
const reads = new Set([
  'get',
  'describe',
  'logs',
  'top',
  'explain',
  'api-resources',
  'api-versions',
  'version',
  'cluster-info',
  'events',
  'wait',
  'diff',
  'status',
  'whoami',
  'adm',
])
const locals = new Set([
  'config',
  'completion',
  'plugin',
  'login',
  'logout',
  'project',
  'options',
  'help',
  'kustomize',
  'proxy',
  'port-forward',
])
/** Verbs whose second word decides. */
const pairs: Record<string, Record<string, 'read' | 'write'>> = {
  rollout: { restart: 'write', undo: 'write', pause: 'write', resume: 'write', status: 'read', history: 'read' },
  auth: { 'can-i': 'read', whoami: 'read', reconcile: 'write' },
  certificate: { approve: 'write', deny: 'write' },
}

export function effectOfKubectl(args: string[]): Reading {
  const [verb, ...words] = positional(args, valued)
  if (!isLiteral(verb)) return null
  const dry = args.some((word) => /^--dry-run(=(client|server|true))?$/.test(word))
  const pair = pairs[verb]
  if (pair) {
    const effect = pair[words[0] ?? ''] ?? 'unknown'
    return {
      verb: `${verb} ${words[0] ?? ''}`.trim(),
      resource: kindOf(words.slice(verb === 'auth' ? 2 : 1)),
      effect: dry ? 'read' : effect,
    }
  }
  if (verb === 'set') return { verb, resource: kindOf(words.slice(1)), effect: dry ? 'read' : 'write' }
  if (verb === 'label' || verb === 'annotate') {
    const changes = words.slice(1).some((word) => /=|-$/.test(word))
    return { verb, resource: kindOf(words), effect: changes && !dry && !args.includes('--list') ? 'write' : 'read' }
  }
  if (verb === 'exec' || verb === 'cp' || verb === 'attach' || verb === 'rsh') return { verb, resource: 'pods', effect: 'unknown' }
  if (writes.has(verb)) return { verb, resource: kindOf(words), effect: dry ? 'local' : 'write' }
  if (reads.has(verb)) return { verb, resource: verb === 'logs' ? 'pods/log' : kindOf(words), effect: 'read' }
  return locals.has(verb) ? { verb, resource: null, effect: 'local' } : null
}

/** The kind in `pods`, `pods,services` or `deployment/web`; null when it is a variable or a file decides. */
function kindOf(words: readonly string[]): string | null {
  const kind = words[0]?.split('/')[0]
  return isLiteral(kind) && !kind.includes(':') ? kind.toLowerCase() : null
}

const helmValued = new Set([
  '-n',
  '--namespace',
  '--kube-context',
  '--kubeconfig',
  '-o',
  '--output',
  '-f',
  '--values',
  '--set',
  '--version',
])
const helmWrites = new Set(['install', 'upgrade', 'uninstall', 'delete', 'rollback', 'del'])
const helmReads = new Set(['list', 'ls', 'status', 'get', 'history'])

export function effectOfHelm(args: string[]): Reading {
  const [verb, second] = positional(args, helmValued)
  if (!isLiteral(verb)) return null
  if (helmWrites.has(verb)) {
    const dry = optionValue(args, '--dry-run') !== null
    return { verb, resource: 'release', effect: dry ? 'read' : 'write' }
  }
  if (helmReads.has(verb)) return { verb, resource: verb === 'get' && isLiteral(second) ? second : 'release', effect: 'read' }
  return { verb, resource: null, effect: 'local' }
}
