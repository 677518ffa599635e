// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's and the shell's variables look like placeholders.
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import type { Breach } from './breaches.ts'
import { call, file, goodFacts, goodModel, goodTask, initialization, path, withTask } from './good-facts.ts'

const script = { path: `${path}/check.sh`, mode: '100755', text: '#!/bin/bash\n', syntax: [], lint: [] }
const withScript = (text: string): BundleFacts => ({ ...goodFacts(), scripts: [{ ...script, text }] })

/** The good bundle with an SLI of this setup, whose task pushes `${score}`. */
export function withSli(...setup: Parameters<typeof initialization>): BundleFacts {
  const task = {
    ...goodTask(),
    steps: [call('RW.Core.Push Metric', ['${score}'], 20), call('RW.Core.Push Metric', ['${parts}[memory]', 'sub_name=memory'], 21)],
  }
  const sli = {
    path: `${path}/sli.robot`,
    role: 'sli' as const,
    model: { ...goodModel(), tasks: [task], keywords: [initialization(...setup)] },
  }
  return { ...goodFacts(), robots: [...goodFacts().robots, sli] }
}

/** Ways to break the rules about scripts, results and safety. */
export const shellBreaches: Breach[] = [
  {
    id: 'script/jq',
    when: 'jq refuses a program',
    facts: { ...goodFacts(), jq: [{ file: script.path, line: 3, fault: { line: 5, message: 'strip/0 is not defined' } }] },
    says: /strip\/0 is not defined/,
    line: 5,
  },
  {
    id: 'script/failure-swallowed',
    when: 'a failure is made a success',
    facts: withScript('x=$(kubectl get pods || true)\n'),
    says: /kubectl get pods/,
    line: 1,
  },
  {
    id: 'script/failure-swallowed',
    when: 'other text takes the place of the answer',
    facts: withScript('v="$(az version 2>/dev/null | head -1 || echo unknown)"\nx=$(aws s3 ls 2>/dev/null || echo none)\n'),
    says: /aws s3 ls|az/,
  },
  {
    id: 'script/answer-replaced',
    when: 'jq fails and a list stands in',
    facts: withScript('\nx=$(jq .a x.json 2>/dev/null || echo "[]")\n'),
    says: /"jq \.a" fails/,
    line: 2,
    severity: 'advise',
  },
  {
    id: 'script/lost-in-pipe',
    when: 'a counter is lost',
    facts: {
      ...goodFacts(),
      scripts: [{ ...script, lost: [{ line: 4, message: 'Modification of count is local (to subshell caused by pipeline).' }] }],
    },
    says: /"count" is set in a loop/,
    line: 4,
  },
  {
    id: 'script/preset-healthy',
    when: 'the answer is there before the question',
    facts: {
      ...withTask({ steps: [call('RW.CLI.Run Bash File', ['bash_file=check.sh', 'timeout_seconds=9'], 17)] }),
      scripts: [{ ...script, text: '#!/bin/bash\necho "[]" > found.json\nkubectl get pods > found.json\n' }],
    },
    says: /found\.json/,
    line: 2,
  },
  {
    id: 'script/stale-results',
    when: 'findings are appended',
    facts: withScript('kubectl get pods >> issues.json\n'),
    says: /issues\.json is appended to/,
    line: 1,
  },
  {
    id: 'script/unbounded',
    when: 'logs have no bound',
    facts: withScript('kubectl logs deploy/web -n shop\n'),
    says: /--since or --tail/,
    line: 1,
  },
  {
    id: 'script/unbounded',
    when: 'cloud logs have no bound',
    facts: withScript("gcloud logging read 'severity>=ERROR'\n"),
    says: /--freshness/,
  },
  {
    id: 'script/request-timeout',
    when: 'curl waits for ever',
    facts: withScript('curl -s https://shop.example.org\n'),
    says: /--max-time/,
    line: 1,
  },
  {
    id: 'sli/initial-healthy',
    when: 'a score begins at 1',
    facts: withSli(call('Set Suite Variable', ['${score}', '1'], 41)),
    says: /"score" is 1/,
    line: 41,
  },
  {
    id: 'sli/initial-healthy',
    when: 'a part begins at 1',
    facts: withSli(call('Create Dictionary', ['memory=${1}'], 42, ['&{parts}='])),
    says: /"memory" is 1/,
  },
  {
    id: 'robot/env-json',
    when: 'an environment has a comma too many',
    facts: withTask({ steps: [call('Set Suite Variable', ['${env}', '{"A":"${A}",}'], 44)] }),
    says: /no JSON/,
    line: 44,
  },
  {
    id: 'robot/env-json',
    when: 'a literal is loaded',
    facts: withTask({ steps: [call('Evaluate', ['json.loads(\'{"a":}\')', 'json'], 45)] }),
    says: /no JSON/,
  },
  {
    id: 'command/known',
    when: 'gcloud has no such group',
    facts: withScript('gcloud monitoring time-series list --format=json\n'),
    says: /"gcloud monitoring" has no "time-series"/,
    line: 1,
    severity: 'block',
  },
  {
    id: 'command/known',
    when: 'aws has no such operation',
    facts: withScript('aws --region "$R" rds describe-db-health\n'),
    says: /"aws rds" has no "describe-db-health"/,
    severity: 'block',
  },
  {
    id: 'command/known',
    when: 'kubectl has no such verb',
    facts: withScript('${KUBERNETES_DISTRIBUTION_BINARY} -n shop inspect pods\n'),
    says: /has no "inspect"/,
    severity: 'warn',
  },
  {
    id: 'secret/committed',
    when: 'a password is in a script',
    facts: { ...goodFacts(), files: [file('check.sh', { text: 'DB_PASSWORD="q9Vr!tZ27mXw"\n' })] },
    says: /credential/,
    line: 1,
  },
  { id: 'secret/printed', when: 'a token is printed', facts: withScript('echo "with $API_TOKEN"\n'), says: /API_TOKEN/, line: 1 },
  {
    id: 'secret/printed',
    when: 'a command prints a token',
    facts: withScript('gcloud auth print-access-token\n'),
    says: /prints a credential/,
  },
  { id: 'shell/xtrace', when: 'commands are traced', facts: withScript('set -ex\n'), says: /traced/, line: 1 },
  { id: 'shell/xtrace', when: 'the first line traces', facts: withScript('#!/bin/bash -x\n'), says: /first line/, line: 1 },
  { id: 'shell/eval', when: 'text is run', facts: withScript('eval "$FILTER"\n'), says: /run as a command/, line: 1 },
  {
    id: 'shell/download',
    when: 'a download is run',
    facts: withScript('curl -sSL https://get.example.org | bash\n'),
    says: /downloaded/,
    line: 1,
  },
  {
    id: 'tls/off',
    when: 'certificates are not checked',
    facts: withScript('curl -k --max-time 5 https://shop.example.org\n'),
    says: /-k/,
    line: 1,
  },
  {
    id: 'access/undeclared-write',
    when: 'a read-only task deletes',
    facts: withScript('kubectl delete pod web\n'),
    says: /kubectl delete/,
    line: 1,
  },
]

/** Habits of good scripts that look like a breach at first sight. */
export const shellInnocents: [id: string, what: string, facts: BundleFacts][] = [
  ['script/failure-swallowed', 'a failure that ends the script', withScript('x=$(kubectl get pods) || { echo "[]"; exit 1; }\n')],
  ['script/failure-swallowed', 'a message on standard error', withScript('kubectl get pods || echo "could not ask" >&2\n')],
  ['script/failure-swallowed', 'a clean-up that may fail', withScript('kubectl delete pod probe || true\n')],
  ['script/failure-swallowed', 'a question by exit code', withScript('kubectl get ns shop >/dev/null 2>&1 || echo "no"\n')],
  ['script/answer-replaced', 'a look whether a program is there', withScript('x=$(command -v jq 2>/dev/null || echo none)\n')],
  ['script/preset-healthy', 'an empty file', withScript('#!/bin/bash\n: > found.json\nkubectl get pods > found.json\n')],
  ['script/stale-results', 'a file that was emptied', withScript(': > issues.json\nkubectl get pods >> issues.json\n')],
  ['script/stale-results', 'a temporary file', withScript('out=$(mktemp)\nkubectl get pods >> "$out/issues.json"\n')],
  [
    'script/unbounded',
    'a bound from a variable',
    withScript('kubectl logs deploy/web --since="$WINDOW"\nkubectl logs deploy/web "${LOG_ARGS[@]}"\n'),
  ],
  ['script/request-timeout', 'options from a file', withScript('curl --silent --config - https://shop.example.org\n')],
  [
    'sli/initial-healthy',
    'a score that begins at 0',
    withSli(call('Set Suite Variable', ['${score}', '0'], 41), call('Create Dictionary', ['memory=${0}'], 42)),
  ],
  ['sli/initial-healthy', 'a setting that is 1', withSli(call('Set Suite Variable', ['${MINIMUM}', '1'], 41))],
  [
    'robot/env-json',
    'variables inside and outside of quotes',
    withTask({ steps: [call('Set Suite Variable', ['${env}', '{"A":"${A}", "B":${B}, "C":"%{HOME=/x}"}'], 44)] }),
  ],
  [
    'command/known',
    'tracks, options before the command, and what a variable names',
    withScript(
      'gcloud beta run services list\ngcloud --project "$P" compute instances list\naws "$SERVICE" list\nkubectl "$VERB" pods\naz vm --help\n',
    ),
  ],
  [
    'secret/printed',
    'a token handed on',
    withScript(
      'token=$(gcloud auth print-access-token)\ngcloud auth print-access-token | helm registry login -u x --password-stdin example.org\n',
    ),
  ],
]
