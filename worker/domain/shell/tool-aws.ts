import { isLiteral, positional } from './arguments.ts'
import type { Reading } from './platform-command.ts'

/** What `aws` does: the service and the operation say it. */

const valued = new Set([
  '--region',
  '--profile',
  '--output',
  '--query',
  '--endpoint-url',
  '--color',
  '--ca-bundle',
  '--cli-read-timeout',
  '--cli-connect-timeout',
])

const readOperation =
  /^(describe|list|get|head|batch-get|batch-describe|lookup|search|scan|query|select|filter|tail|ls|wait|view|detect|estimate|preview|simulate|validate|verify|test|check|download|discover)(-|$)/
/** Operations that start something which only reads, or make a report about what is there. */
const harmless = /^(start-query|start-query-execution|stop-query|stop-query-execution|generate-|assume-role|decode-|presign)/
const writeOperation =
  /^(create|delete|put|update|modify|terminate|stop|start|reboot|run|attach|detach|associate|disassociate|authorize|revoke|register|deregister|set|add|remove|tag|untag|enable|disable|invoke|send|publish|restore|reset|cancel|copy|import|purge|rotate|allocate|release|replace|request|accept|reject|complete|execute|abort|change|move|promote|failover|scale|deploy|apply|swap|upgrade|batch-(delete|write|put|create)|rm|mb|rb)(-|$)/

export function effectOfAws(args: string[]): Reading {
  const [service, operation, ...rest] = positional(args, valued)
  if (!isLiteral(service) || !isLiteral(operation)) return null
  return { verb: operation, resource: service, effect: effectOf(service, operation, { args, rest }) }
}

function effectOf(service: string, operation: string, { args, rest }: { args: string[]; rest: string[] }): NonNullable<Reading>['effect'] {
  if (service === 'configure' || service === 'sso' || operation === 'update-kubeconfig' || operation === 'help') return 'local'
  if (service === 's3' && /^(cp|mv|sync)$/.test(operation)) {
    const target = rest.filter((word) => !word.startsWith('-'))[1] ?? ''
    if (operation === 'mv' || target.startsWith('s3:')) return 'write'
    return target.includes('$') ? 'unknown' : 'read'
  }
  if (args.includes('--dry-run') || args.includes('--dryrun')) return 'read'
  if (readOperation.test(operation) || harmless.test(operation)) return 'read'
  return writeOperation.test(operation) ? 'write' : 'unknown'
}
