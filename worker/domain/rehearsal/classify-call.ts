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
      return kubernetesTouch(args)
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
