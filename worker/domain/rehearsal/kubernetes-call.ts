import { optionOf, splitWords } from './command-words.ts'
import { resourceType } from './kubernetes-resources.ts'
import { type Touch, touch } from './touch.ts'

/** What a call of kubectl or oc does, and the RBAC rules it needs. */

const valued = new Set(
  (
    '-n --namespace --context --kubeconfig --cluster --user -s --server -l --selector -o --output -f --filename -k --kustomize -c --container ' +
    '--field-selector --sort-by --tail --since --since-time --request-timeout --type -p --patch --timeout --for --replicas --as --token ' +
    '--chunk-size --limit-bytes --template --image --max-log-requests --raw --dry-run-value --certificate-authority --as-group --to-revision'
  ).split(' '),
)

/** The verbs of the API that a word of the command line needs, on the resource type that it names. */
const reading: Record<string, string[]> = { get: ['get', 'list'], describe: ['get', 'list'], wait: ['get', 'list', 'watch'], events: [] }

const writing: Record<string, string[]> = {
  apply: ['get', 'create', 'patch'],
  create: ['create'],
  delete: ['get', 'delete'],
  patch: ['get', 'patch'],
  replace: ['get', 'update'],
  edit: ['get', 'patch'],
  annotate: ['get', 'patch'],
  label: ['get', 'patch'],
  set: ['get', 'patch'],
  expose: ['get', 'create'],
  autoscale: ['get', 'create'],
  run: ['create'],
  cordon: ['get', 'patch'],
  uncordon: ['get', 'patch'],
  taint: ['get', 'patch'],
  drain: ['get', 'patch'],
  process: [],
}

const local = new Set(['config', 'version', 'completion', 'plugin', 'options', 'kustomize', 'help', 'login', 'logout'])
const general = new Set([
  'api-resources',
  'api-versions',
  'cluster-info',
  'auth',
  'explain',
  'whoami',
  'projects',
  'project',
  'status',
  'diff',
])

type Rule = Touch['permissions'][number]

function rule(group: string | null, resource: string, ...verbs: string[]): Rule {
  return { kind: 'kubernetes', group, resource, verbs }
}

/** The types a command names: `pods,svc`, `deployment/web`, `-f file` gives none. */
function typesOf(words: readonly string[]): { type: string; isNamed: boolean }[] {
  const [first] = words
  if (first === undefined) return []
  if (first.includes('/')) return words.map((word) => ({ type: word.split('/')[0] ?? '', isNamed: true }))
  return first.split(',').map((type) => ({ type, isNamed: words.length > 1 }))
}

/** Judges one call by its words. The rest of the command line (files, patches) is not looked into. */
export function kubernetesTouch(args: readonly string[]): Touch {
  const { words, options } = splitWords(args, valued)
  const [verb, ...rest] = words
  const namespace = optionOf(options, '-n', '--namespace') ?? (options.has('-A') || options.has('--all-namespaces') ? '*' : null)
  if (verb === undefined) return touch(options.has('--version') || options.size === 0 ? 'local' : 'unknown')
  const dryRun = optionOf(options, '--dry-run')
  if (local.has(verb)) return touch('local', { verb })
  if (verb === 'get' && options.has('--raw')) return touch('read', { verb, resource: options.get('--raw') ?? null })
  if (general.has(verb)) return touch('read', { verb })
  if (reading[verb]) return { ...read(verb, rest), namespace }
  const special = ofSubresource(verb, rest)
  if (special) return { ...special, namespace }
  if (!writing[verb]) return touch('unknown', { verb, resource: rest[0] ?? null, namespace })
  const written = write(verb, rest)
  return { ...written, access: dryRun === null || dryRun === 'none' ? 'write' : 'read', namespace }
}

function read(verb: string, rest: readonly string[]): Touch {
  if (verb === 'events') return touch('read', { verb, resource: 'events', permissions: [rule('', 'events', 'list')] })
  const permissions = typesOf(rest).flatMap(({ type, isNamed }) => {
    if (type === 'all') return allTypes().map(({ group, resource }) => rule(group, resource, 'list'))
    const { group, resource } = resourceType(type)
    const verbs = (reading[verb] ?? []).filter((wanted) => wanted !== (isNamed ? 'list' : 'get') || verb !== 'get')
    return [rule(group, resource, ...verbs)]
  })
  const events = verb === 'describe' ? [rule('', 'events', 'list')] : []
  return touch('read', { verb, resource: nameOf(rest), permissions: [...permissions, ...events] })
}

function nameOf(rest: readonly string[]): string | null {
  const types = typesOf(rest).map(({ type }) => (type === 'all' ? 'all' : resourceType(type).resource))
  return types.length > 0 ? [...new Set(types)].join(',') : null
}

function allTypes(): { resource: string; group: string | null }[] {
  return ['po', 'svc', 'rc', 'deploy', 'rs', 'sts', 'ds', 'jobs', 'cj', 'hpa'].map(resourceType)
}

function write(verb: string, rest: readonly string[]): Touch {
  const isNode = ['cordon', 'uncordon', 'drain'].includes(verb)
  const about = verb === 'set' ? rest.slice(1) : isNode ? ['nodes'] : verb === 'run' ? ['pods'] : rest
  const permissions = typesOf(about).map(({ type }) => {
    const { group, resource } = resourceType(type)
    return rule(group, resource, ...(writing[verb] ?? []))
  })
  const evictions = verb === 'drain' ? [rule('', 'pods', 'get', 'list'), rule('', 'pods/eviction', 'create')] : []
  return touch('write', { verb, resource: nameOf(about), permissions: [...permissions, ...evictions] })
}

/** Verbs that reach into a pod or into a part of a resource. */
function ofSubresource(verb: string, rest: readonly string[]): Touch | null {
  if (verb === 'logs') {
    return touch('read', { verb, resource: 'pods/log', permissions: [rule('', 'pods', 'get', 'list'), rule('', 'pods/log', 'get')] })
  }
  if (verb === 'top') {
    const { resource } = resourceType(rest[0] ?? '')
    return touch('read', { verb, resource, permissions: [rule('metrics.k8s.io', resource, 'get', 'list')] })
  }
  if (['exec', 'rsh', 'port-forward', 'attach'].includes(verb)) {
    const part = { exec: 'pods/exec', rsh: 'pods/exec', attach: 'pods/attach' }[verb] ?? 'pods/portforward'
    return touch('unknown', { verb, resource: part, permissions: [rule('', 'pods', 'get'), rule('', part, 'create')] })
  }
  if (verb === 'scale') return onWorkload(verb, rest, (group, resource) => [rule(group, `${resource}/scale`, 'get', 'patch')])
  if (verb !== 'rollout') return verb === 'adm' && rest[0] === 'top' ? ofSubresource('top', rest.slice(1)) : null
  const [action = '', ...about] = rest
  if (action === 'status' || action === 'history') {
    const found = onWorkload(`rollout ${action}`, about, (group, resource) => [rule(group, resource, 'get', 'list', 'watch')])
    return { ...found, access: 'read' }
  }
  return onWorkload(`rollout ${action}`, about, (group, resource) => [rule(group, resource, 'get', 'patch')])
}

function onWorkload(verb: string, about: readonly string[], rules: (group: string | null, resource: string) => Rule[]): Touch {
  const permissions = typesOf(about).flatMap(({ type }) => {
    const { group, resource } = resourceType(type)
    return rules(group, resource)
  })
  return touch('write', { verb, resource: nameOf(about), permissions })
}
