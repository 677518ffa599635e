import { optionOf, splitWords } from './command-words.ts'
import { type Touch, touch } from './touch.ts'

/** What a call of aws, az, gcloud, gsutil or bq does, by its words. */

const awsValued = new Set(
  '--region --profile --output --query --endpoint-url --cli-read-timeout --cli-connect-timeout --ca-bundle --color --page-size --max-items'.split(
    ' ',
  ),
)

/** Names of services whose permissions are called otherwise. */
const iamPrefixes: Record<string, string> = {
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  efs: 'elasticfilesystem',
  emr: 'elasticmapreduce',
  stepfunctions: 'states',
  opensearch: 'es',
  configservice: 'config',
  deploy: 'codedeploy',
  amp: 'aps',
  resourcegroupstaggingapi: 'tag',
  'service-quotas': 'servicequotas',
  'application-autoscaling': 'application-autoscaling',
  'cognito-idp': 'cognito-idp',
  s3api: 's3',
  s3control: 's3',
  docdb: 'rds',
  neptune: 'rds',
  sesv2: 'ses',
  'sso-admin': 'sso',
  mwaa: 'airflow',
  cloudhsmv2: 'cloudhsm',
  'timestream-write': 'timestream',
  'timestream-query': 'timestream',
  'lexv2-models': 'lex',
}

/** Operations whose permission has another name, by service and operation. Source: the Service Authorization Reference. */
const otherActions: Record<string, string> = {
  'lambda invoke': 'lambda:InvokeFunction',
  'logs tail': 'logs:FilterLogEvents',
  'ecr get-login-password': 'ecr:GetAuthorizationToken',
  'budgets describe-budgets': 'budgets:ViewBudget',
  'budgets describe-budget': 'budgets:ViewBudget',
}

/** Operations of s3api and words of s3 whose permission has another name than the operation. */
const s3Actions: Record<string, string[]> = {
  'list-buckets': ['ListAllMyBuckets'],
  'list-objects': ['ListBucket'],
  'list-objects-v2': ['ListBucket'],
  'head-bucket': ['ListBucket'],
  'head-object': ['GetObject'],
  'get-bucket-encryption': ['GetEncryptionConfiguration'],
  'get-public-access-block': ['GetBucketPublicAccessBlock'],
  'get-bucket-lifecycle-configuration': ['GetLifecycleConfiguration'],
  ls: ['ListAllMyBuckets', 'ListBucket'],
  presign: ['GetObject'],
  'list-object-versions': ['ListBucketVersions'],
  'list-multipart-uploads': ['ListBucketMultipartUploads'],
  'get-bucket-replication': ['GetReplicationConfiguration'],
  'get-bucket-notification-configuration': ['GetBucketNotification'],
  'get-bucket-accelerate-configuration': ['GetAccelerateConfiguration'],
  'get-object-lock-configuration': ['GetBucketObjectLockConfiguration'],
}

const awsReads =
  /^(describe|list|get|head|lookup|search|query|scan|batch-get|batch-describe|filter|view|estimate|simulate|select|preview|check|validate|wait|start-query$|stop-query$|ls$|presign$)/
const awsLocal = new Set(['configure', 'help', 'sso', 'login', 'logout'])

/** `describe-db-instances` → `DescribeDbInstances`. IAM does not look at the case. */
function pascal(operation: string): string {
  return operation.replace(/(^|-)([a-z0-9])/g, (_whole, _dash, letter: string) => letter.toUpperCase())
}

/** Judges one call of aws: `aws SERVICE OPERATION`. */
export function awsTouch(args: readonly string[]): Touch {
  const { words, options } = splitWords(args, awsValued)
  const [service, operation] = words
  if (service === undefined) return touch(options.has('--version') ? 'local' : 'unknown')
  if (awsLocal.has(service)) return touch('local', { verb: service })
  if (operation === undefined) return touch('unknown', { resource: service })
  if (service === 'eks' && operation === 'update-kubeconfig') return cloudRead('aws', 'eks:DescribeCluster', operation, service)
  if (service === 'sts')
    return touch('read', { verb: operation, resource: service, permissions: [{ kind: 'aws', operation: `sts:${pascal(operation)}` }] })
  const other = otherActions[`${service} ${operation}`]
  if (other !== undefined) {
    const access = operation === 'invoke' ? 'write' : 'read'
    return touch(access, { verb: operation, resource: service, permissions: [{ kind: 'aws', operation: other }] })
  }
  // Both services have one action a method.
  if (/^apigateway(v2)?$/.test(service) && awsReads.test(operation)) return cloudRead('aws', 'apigateway:GET', operation, service)
  const isS3 = service === 's3' || service === 's3api'
  const named = isS3 ? s3Actions[operation] : undefined
  const prefix = iamPrefixes[service] ?? service
  const actions = named ?? (service === 's3' || service === 'apigateway' ? [] : [pascal(operation)])
  return touch(awsReads.test(operation) ? 'read' : 'write', {
    verb: operation,
    resource: service,
    permissions: actions.map((action) => ({ kind: 'aws' as const, operation: `${prefix}:${action}` })),
  })
}

function cloudRead(kind: 'aws' | 'azure' | 'gcp', operation: string, verb: string, resource: string): Touch {
  return touch('read', { verb, resource, permissions: [{ kind, operation }] })
}

const azLocal = /^(login|logout|config|configure|extension|version|cloud|account set|account clear|upgrade|find|feedback|bicep)\b/
const azReads = /^(list|show|get|check|query|exists|export|download|validate|wait|what-if|tail)(-|$)/
const azWrites =
  /^(create|delete|update|set|add|remove|start|stop|restart|deallocate|scale|purge|register|unregister|assign|attach|detach|enable|disable|reset|regenerate|renew|run|invoke-action|import|upload|deploy|swap|move|rotate|approve|reject|cancel|grant|revoke|upgrade|restore|failover|redeploy|reimage)(-|$)/

/** Judges one call of az: the words before the first option name the operation. */
export function azureTouch(args: readonly string[]): Touch {
  const bare = args.findIndex((arg) => arg.startsWith('-'))
  const words = bare < 0 ? args : args.slice(0, bare)
  const operation = words.join(' ')
  if (operation === '') return touch('local')
  if (azLocal.test(operation)) return touch('local', { verb: operation })
  const { options } = splitWords(args, new Set(['--method', '-m', '--url', '--uri', '-u']))
  const verb = words.at(-1) ?? null
  const resource = words.slice(0, -1).join(' ') || null
  const permissions = [{ kind: 'azure' as const, operation: `az ${operation}` }]
  if (operation === 'rest') return restTouch(optionOf(options, '--method', '-m'), optionOf(options, '--url', '--uri', '-u'))
  if (verb !== null && (azReads.test(verb) || operation === 'graph query')) return touch('read', { verb, resource, permissions })
  return touch(verb !== null && azWrites.test(verb) ? 'write' : 'unknown', { verb, resource, permissions })
}

function restTouch(method: string | null, url: string | null): Touch {
  const verb = (method ?? 'get').toUpperCase()
  const access = verb === 'GET' || verb === 'HEAD' ? 'read' : verb === 'POST' ? 'unknown' : 'write'
  return touch(access, { verb, resource: url, permissions: [{ kind: 'azure', operation: `az rest ${verb}` }] })
}

const gcloudValued = new Set(
  '--project --format --filter --zone --region --location --limit --sort-by --account --configuration'.split(' '),
)
const gcloudLocal = new Set(['auth', 'config', 'components', 'version', 'info', 'init', 'help', 'topic'])
const gcloudReads = /^(list|describe|read|get|search|tail|print|lookup|check|query|analyze|export)(-|$)/
const gcloudWrites =
  /^(create|delete|update|add|remove|set|deploy|reset|start|stop|restart|resize|patch|enable|disable|import|write|move|attach|detach|suspend|resume|undelete|rollback|failover|restore|clone|call|run|execute|invoke|promote|drain|purge|submit|cancel|ack|pull|publish|seek|upgrade|migrate)(-|$)/

/** Judges one call of gcloud: groups, then a verb, then names. */
export function gcloudTouch(args: readonly string[]): Touch {
  const { words, options } = splitWords(args, gcloudValued)
  const [first] = words
  if (first === undefined) return touch(options.has('--version') ? 'local' : 'unknown')
  if (gcloudLocal.has(first)) return touch('local', { verb: words.slice(0, 2).join(' ') })
  const at = words.findIndex((word, index) => index > 0 && (gcloudReads.test(word) || gcloudWrites.test(word)))
  const verb = words[at] ?? null
  if (verb === null) return touch('unknown', { resource: words.slice(0, 3).join(' ') })
  const groups = words.slice(0, at).join(' ')
  const permissions = [{ kind: 'gcp' as const, operation: `gcloud ${groups} ${verb}` }]
  return touch(gcloudReads.test(verb) ? 'read' : 'write', { verb, resource: groups, permissions })
}

/** Judges one call of gsutil or bq. A query of bq is read by its first word. */
export function googleStoreTouch(tool: string, args: readonly string[]): Touch {
  const { words } = splitWords(args, new Set(['-o', '-h', '--project_id', '--location', '--format', '-n', '--max_rows']))
  const [verb = null, about = null] = words
  const permissions = verb === null ? [] : [{ kind: 'gcp' as const, operation: `${tool} ${verb}` }]
  if (verb === 'query')
    return touch(/^\s*(select|with)\b/i.test(about ?? '') ? 'read' : 'unknown', { verb, resource: 'query', permissions })
  if (verb === null || verb === 'version' || verb === 'help') return touch('local', { verb })
  const reads = new Set(['ls', 'stat', 'cat', 'du', 'hash', 'show', 'head', 'getiampolicy'])
  const access = reads.has(verb) ? 'read' : ['iam', 'cp', 'rsync', 'config'].includes(verb) ? 'unknown' : 'write'
  return touch(access, { verb, resource: about, permissions })
}
