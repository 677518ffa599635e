import { optionOf, splitWords } from './command-words.ts'
import { type Touch, touch } from './touch.ts'

/** What a call of any other tool does: web requests, tools with a verb as first word, database clients. */

const webValued = new Set(
  (
    '-X --request -H --header -d --data --data-raw --data-binary --data-urlencode -F --form -u --user -o --output -w --write-out -m --max-time ' +
    '--connect-timeout -T --upload-file -A --user-agent -b --cookie -c --cookie-jar --retry --retry-delay --cacert --cert --key -e --referer ' +
    '--json --url -O --output-document --method --post-data --body-data --timeout --tries --resolve --proxy -x'
  ).split(' '),
)

/** Judges a web request by its method. A POST may be a query as well as a change. */
export function webTouch(tool: string, args: readonly string[]): Touch {
  const valued = tool === 'curl' ? new Set([...webValued].filter((name) => name !== '-O')) : webValued
  const { words, options } = splitWords(args, valued)
  const resource = options.get('--url') ?? words.find((word) => /^https?:\/\//.test(word)) ?? words[0] ?? null
  if (resource === null) return touch(options.has('--version') ? 'local' : 'unknown')
  const method = (optionOf(options, '-X', '--request', '--method') ?? impliedMethod(options)).toUpperCase()
  const access = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? 'read' : method === 'POST' ? 'unknown' : 'write'
  return touch(access, { verb: method, resource: resource.replace(/[?#].*$/, '').slice(0, 300) })
}

function impliedMethod(options: ReadonlyMap<string, string>): string {
  if (options.has('-I') || options.has('--head')) return 'HEAD'
  if (options.has('-T') || options.has('--upload-file')) return 'PUT'
  const isSent = [...options.keys()].some((name) => /^(-d|--data.*|-F|--form|--json|--post-.*|--body-.*)$/.test(name))
  return isSent && !options.has('-G') && !options.has('--get') ? 'POST' : 'GET'
}

interface Verbs {
  valued: string
  local: string
  read: string
  write: string
}

/** A verb in none of the lists is unknown. A verb of two words is looked up before its first word. */
const tools: Record<string, Verbs> = {
  helm: {
    valued: '-n --namespace --kube-context --kubeconfig -o --output -f --values --set --version',
    local: 'repo version env completion lint template package dependency create pull',
    read: 'list ls status get history show search',
    write: 'install upgrade uninstall delete rollback test push',
  },
  gh: {
    valued: '-R --repo --json -q --jq -L --limit',
    local: 'auth config alias completion version help extension',
    read: 'run list|run view|run watch|pr list|pr view|pr status|pr checks|pr diff|issue list|issue view|issue status|repo view|repo list|release list|release view|workflow list|workflow view|search|status|browse',
    write:
      'run cancel|run rerun|run delete|pr create|pr merge|pr close|pr comment|pr edit|issue create|issue close|issue comment|issue edit|repo create|repo delete|repo edit|release create|release delete|workflow run|workflow enable|workflow disable|secret set|variable set',
  },
  docker: {
    valued: '-H --host --context --format -f --filter',
    local: 'version info help context login logout',
    read: 'ps images inspect logs stats search top events port history diff',
    write: 'run start stop restart rm rmi kill exec build push pull tag create update rename pause unpause cp',
  },
  terraform: {
    valued: '-chdir',
    local: 'init validate fmt version providers graph output console',
    read: 'plan|show|state list|state show|state pull',
    write: 'apply|destroy|import|taint|untaint|refresh|state mv|state rm|state push|force-unlock',
  },
  istioctl: {
    valued: '-n --namespace --context -o --output -i --istioNamespace',
    local: 'version completion help profile manifest',
    read: 'analyze proxy-status proxy-config ps pc x experimental describe',
    write: 'install uninstall upgrade kube-inject tag remote-clusters create-remote-secret',
  },
}

/** Judges a tool by its first words: `helm list`, `gh run view`. Null for a tool without a list of verbs. */
export function verbTouch(tool: string, args: readonly string[]): Touch | null {
  const lists = tools[tool]
  if (!lists) return null
  const { words, options } = splitWords(args, new Set(lists.valued.split(' ')))
  const [first = '', second = ''] = words
  if (tool === 'gh' && first === 'api') return ghApiTouch(args)
  const has = (list: string, verb: string) => list.split(list.includes('|') ? '|' : ' ').includes(verb)
  const verb = [`${first} ${second}`, first].find((candidate) =>
    [lists.local, lists.read, lists.write].some((list) => has(list, candidate)),
  )
  const known = { verb: verb ?? (first || null), resource: words[verb?.includes(' ') ? 2 : 1] ?? null }
  const namespace = optionOf(options, '-n', '--namespace')
  if (verb === undefined) return touch(first === '' ? 'local' : 'unknown', known)
  return touch(has(lists.local, verb) ? 'local' : has(lists.read, verb) ? 'read' : 'write', { ...known, namespace })
}

function ghApiTouch(args: readonly string[]): Touch {
  const { words, options } = splitWords(
    args,
    new Set('-X --method -f --raw-field -F --field -H --header -q --jq --input --hostname'.split(' ')),
  )
  const isSent = ['-f', '--raw-field', '-F', '--field', '--input'].some((name) => options.has(name))
  const method = (optionOf(options, '-X', '--method') ?? (isSent ? 'POST' : 'GET')).toUpperCase()
  const access = method === 'GET' || method === 'HEAD' ? 'read' : method === 'POST' ? 'unknown' : 'write'
  return touch(access, { verb: `api ${method}`, resource: words[1] ?? null })
}

const readingSql = /^\s*(select|show|explain|describe|desc|with|table|values|\\[dl])/i
const writingSql = /^\s*(insert|update|delete|drop|create|alter|truncate|grant|revoke|replace|merge|vacuum|reindex|set|begin|copy)\b/i
const readingRedis =
  /^(get|mget|info|ping|keys|scan|llen|lrange|hget|hgetall|hlen|ttl|type|exists|dbsize|memory|slowlog|client|cluster|latency|time|role)$/i
const writingRedis =
  /^(set|setex|setnx|mset|incr|incrby|decr|decrby|append|del|unlink|expire|lpush|rpush|lpop|rpop|sadd|srem|zadd|zrem|hset|hdel|rename|flushall|flushdb|save|bgsave|shutdown|failover|migrate)$/i

/** Judges a database client by the first word of its statement. A pipe or a file of statements is unknown. */
export function databaseTouch(tool: string, args: readonly string[], stdin: string): Touch {
  const { words, options } = splitWords(
    args,
    new Set(
      '-h --host -p --port -U --username -d --dbname -c --command -e --execute -u --user -P -D --database -a --pass -n -f --file'.split(
        ' ',
      ),
    ),
  )
  if (tool === 'redis-cli') {
    const [verb = null] = words
    if (verb === null) return touch('unknown')
    const access = readingRedis.test(verb) ? 'read' : writingRedis.test(verb) ? 'write' : 'unknown'
    return touch(access, { verb: verb.toUpperCase(), resource: words[1] ?? null })
  }
  const statement = optionOf(options, '-c', '--command', '-e', '--execute') ?? stdin
  const verb = /\w+/.exec(statement)?.[0]?.toUpperCase() ?? null
  const isSingle = !/;\s*\S/.test(statement)
  if (writingSql.test(statement)) return touch('write', { verb })
  return touch(readingSql.test(statement) && isSingle ? 'read' : 'unknown', { verb })
}
