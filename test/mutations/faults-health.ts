// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's and the shell's variables look like placeholders.
import { add, all, change, type Fault, inFirstTask, inScript, on, runbook, script, sli, swap } from './fault.ts'

/** Faults after which something that could not be checked looks healthy, or something healthy stays unhealthy. */

const swallowed = ['script/failure-swallowed']
const asked = /="\$\((?=("\$KUBERNETES_DISTRIBUTION_BINARY"|aws|az|gcloud|curl) )((?:[^()"]|"[^"]*"|\$\([^)]*\))*)\)"/

export const healthFaults: readonly Fault[] = [
  {
    group: 'health',
    name: 'failed command taken for an empty list',
    expects: swallowed,
    seed: swap(script, asked, '="$($2 2>/dev/null || echo "[]")"'),
  },
  {
    group: 'health',
    name: 'failed command taken for no items',
    expects: swallowed,
    seed: swap(script, asked, `="$($2 2>/dev/null || echo '{"items":[]}')"`),
  },
  {
    group: 'health',
    name: 'failed command made to succeed',
    expects: swallowed,
    seed: swap(script, asked, '="$($2 2>/dev/null || true)"'),
  },
  { group: 'health', name: 'failed command gives an empty text', expects: swallowed, seed: swap(script, asked, '="$($2 || echo "")"') },
  {
    group: 'health',
    name: 'jq failure taken for zero',
    expects: [...swallowed, 'script/answer-replaced'],
    seed: inScript('count="$(kubectl get pods --output json | jq ".items | length" 2>/dev/null || echo 0)"\necho "$count"'),
  },
  {
    group: 'health',
    name: 'jq failure taken for an empty list',
    expects: [...swallowed, 'script/answer-replaced'],
    seed: inScript('rows="$(jq ".items" answer.json 2>/dev/null || echo "[]")"\necho "$rows"'),
  },
  {
    group: 'health',
    name: 'swallowed in a Robot command',
    expects: swallowed,
    seed: inFirstTask(
      '    ${pods}=    RW.CLI.Run Cli\n    ...    cmd=kubectl get pods --output json 2>/dev/null || echo "[]"\n    ...    env=${env}\n    ...    timeout_seconds=60\n    RW.Core.Add Pre To Report    ${pods.stdout}',
    ),
  },
  { group: 'health', name: 'unclosed quote', expects: ['script/syntax'], seed: inScript('echo "looking at the resources') },
  { group: 'health', name: 'missing fi', expects: ['script/syntax'], seed: inScript('if [[ -n "${PATH:-}" ]]; then\n  echo "ready"') },
  {
    group: 'health',
    name: 'failure caught and only logged',
    expects: ['robot/except-silent'],
    seed: inFirstTask(
      '    TRY\n        RW.CLI.Run Cli    cmd=kubectl get nodes    env=${env}    timeout_seconds=60\n    EXCEPT\n        Log    It did not work\n    END',
    ),
  },
  {
    group: 'health',
    name: 'failure caught and nothing done',
    expects: ['robot/except-silent'],
    seed: inFirstTask(
      '    TRY\n        RW.CLI.Run Cli    cmd=kubectl get nodes    env=${env}    timeout_seconds=60\n    EXCEPT\n        No Operation\n    END',
    ),
  },
  {
    group: 'health',
    name: 'results begin as healthy, exit code ignored',
    expects: ['script/preset-healthy', 'script/results-preset', 'robot/exit-unread', 'script/initial-healthy'],
    seed: (bundle) => {
      const eager = change(bundle, script, (text) =>
        /: > "\$issues_file"/.test(text) ? text.replace(': > "$issues_file"', `echo '[]' > "$issues_file"`) : text,
      )
      return eager && swap(runbook, /( {4}TRY\n) {8}Should Be Equal As Integers {4}\$\{check\.returncode\} {4}0\n/, '$1')(eager)
    },
  },
  {
    group: 'health',
    name: 'SLI without a final metric',
    expects: ['sli/metric'],
    seed: swap(sli, /( {4}RW\.Core\.Push Metric {4}\$\{(?:score|health)\w*\})\n/, '$1    sub_name=total\n'),
  },
  {
    group: 'health',
    name: 'SLI without any metric',
    expects: ['sli/metric'],
    seed: swap(sli, /^ {4}RW\.Core\.Push Metric .*$/gm, '    No Operation'),
  },
  {
    group: 'health',
    name: 'SLI that starts at 1',
    expects: ['sli/initial-score', 'sli/preset-healthy', 'sli/initial-healthy', 'rehearsal/everything-fails'],
    seed: swap(sli, /=\$\{0\}/g, '=${1}'),
  },
  {
    group: 'health',
    name: 'no failure is ever told',
    proof: 'rehearsal',
    expects: ['rehearsal/everything-fails'],
    seed: (bundle) => {
      const silent = change(bundle, runbook, (text) =>
        text.replace(/ {4}EXCEPT\n(?: {8}.*\n)*? {8}RETURN\n/, '    EXCEPT\n        RETURN\n'),
      )
      return silent
    },
  },
  {
    group: 'health',
    name: 'SLI whose failed measurement counts as healthy',
    proof: 'rehearsal',
    expects: ['rehearsal/everything-fails'],
    seed: swap(sli, /=\$\{0\}/g, '=${1}'),
  },
  {
    group: 'health',
    name: 'every script swallows',
    proof: 'rehearsal',
    expects: ['rehearsal/everything-fails'],
    seed: on('k8s', (bundle) => {
      const empty = `="$($2 2>/dev/null || echo '{"items":[]}')"`
      const files = bundle.files.map((file) => ({ ...file, content: file.content.replaceAll(new RegExp(asked, 'g'), empty) }))
      return files.some(({ content }, index) => content !== bundle.files[index]?.content) ? { ...bundle, files } : null
    }),
  },
  {
    group: 'sticky',
    name: 'unescaped equals sign in a report',
    expects: ['robot/unescaped-equals'],
    seed: inFirstTask('    RW.Core.Add To Report    Looked at all (limit=5)'),
  },
  {
    group: 'sticky',
    name: 'unescaped equals sign in an SLI',
    expects: ['robot/unescaped-equals'],
    seed: inFirstTask('    RW.Core.Add To Report    SLI rows=1; api ok=2', sli),
  },
  { group: 'sticky', name: 'committed results of a run', expects: ['files/no-artifacts'], seed: add('check_issues.json', '[]\n') },
  {
    group: 'sticky',
    name: 'results of an earlier run stay',
    expects: ['script/stale-results'],
    seed: (bundle) => {
      const kept = change(bundle, script, (text) =>
        text.replace(/: > "\$issues_file"\n/, '').replace(/ > "\$issues_file"/g, ' >> "$issues_file"'),
      )
      return kept
    },
  },
  {
    group: 'sticky',
    name: 'logs without a bound',
    expects: ['script/unbounded', 'command/unbounded', 'script/unbounded-query', 'script/lookback'],
    seed: inScript('kubectl logs deployment/web | tail -n 5'),
  },
  {
    group: 'sticky',
    name: 'cloud logs without a bound',
    expects: ['script/unbounded', 'command/unbounded', 'script/unbounded-query', 'script/lookback'],
    seed: on('gcp', inScript("gcloud logging read 'severity>=ERROR' --format=json")),
  },
  {
    group: 'access',
    name: 'read-only task that deletes',
    expects: ['access/undeclared-write'],
    seed: inScript('kubectl delete pod "stuck" --namespace "default"'),
  },
  {
    group: 'access',
    name: 'read-only task that writes to the cloud',
    expects: ['access/undeclared-write'],
    seed: on('aws', inScript('aws ec2 stop-instances --instance-ids i-1')),
  },
  {
    group: 'access',
    name: 'read-only task seen to delete',
    proof: 'rehearsal',
    expects: ['rehearsal/read-only'],
    seed: on('k8s', inScript('kubectl scale deployment web --replicas=0 || exit 1')),
  },
  {
    group: 'health',
    name: 'a scenario that cannot be met',
    proof: 'rehearsal',
    expects: ['rehearsal/scenario'],
    seed: all(add('.test/rehearsal/quiet.yaml', 'name: quiet\ndefault:\n  exitCode: 1\nexpect:\n  noIssues: true\n')),
  },
]
