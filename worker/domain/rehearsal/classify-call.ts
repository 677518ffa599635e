import { awsTouch, azureTouch, gcloudTouch, googleStoreTouch } from './cloud-call.ts'
import { kubernetesTouch } from './kubernetes-call.ts'
import { databaseTouch, verbTouch, webTouch } from './plain-call.ts'
import { type Touch, touch } from './touch.ts'

/** Tools a rehearsal stands in for. Text tools (jq, yq, awk) and interpreters stay real. */
export const standInNames = [
  ...['kubectl', 'oc', 'helm', 'istioctl', 'aws', 'az', 'gcloud', 'gsutil', 'bq', 'gh', 'glab', 'docker', 'terraform', 'flux', 'argocd'],
  ...['curl', 'wget', 'grpcurl', 'ssh', 'scp', 'ping', 'dig', 'nslookup', 'nc', 'psql', 'mysql', 'redis-cli', 'mongosh', 'vault'],
  ...['linkerd', 'stern', 'eksctl', 'doctl', 'vercel', 'custodian', 'kubelogin', 'sqlcmd', 'jf', 'kong'],
] as const

/** Tools that ask a network for something and change nothing. */
const askers = new Set(['ping', 'dig', 'nslookup'])

/** What one recorded call does, judged by its words alone. */
export function classifyCall(call: { tool: string; args: readonly string[]; stdin: string }): Touch {
  const { tool, args, stdin } = call
  switch (tool) {
    case 'kubectl':
    case 'oc':
      return inside(kubernetesTouch(args), args)
    case 'aws':
      return awsTouch(args)
    case 'az':
      return azureTouch(args)
    case 'gcloud':
      return gcloudTouch(args)
    case 'gsutil':
    case 'bq':
      return googleStoreTouch(tool, args)
    case 'curl':
    case 'wget':
      return webTouch(tool, args)
    case 'psql':
    case 'mysql':
    case 'redis-cli':
      return databaseTouch(tool, args, stdin)
    default:
      return (
        verbTouch(tool, args) ?? touch(askers.has(tool) ? 'read' : 'unknown', { verb: args.find((arg) => !arg.startsWith('-')) ?? null })
      )
  }
}

/** Programs of a container that only look. */
const lookers = new Set(
  'cat ls df du ps head tail grep stat id whoami hostname uptime free nproc printenv readlink wc which uname'.split(' '),
)

/** What a command run inside a pod changes is told by its own words. */
function inside(outer: Touch, args: readonly string[]): Touch {
  const at = args.indexOf('--')
  const [tool, ...rest] = at < 0 ? [] : args.slice(at + 1)
  if (tool === undefined || (outer.verb !== 'exec' && outer.verb !== 'rsh')) return outer
  const { access } = lookers.has(tool) ? touch('read') : classifyCall({ tool, args: rest, stdin: '' })
  return { ...outer, access: access === 'local' ? 'read' : access }
}
