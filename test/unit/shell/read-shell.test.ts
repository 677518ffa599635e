// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's variables look like placeholders.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everyCommand } from '../../../worker/domain/shell/command.ts'
import { aliasesOf, phrase, platformCalls } from '../../../worker/domain/shell/platform-command.ts'
import { readShell } from '../../../worker/domain/shell/read-shell.ts'

/** Every platform call of a text as `line effect phrase`. */
function callsOf(text: string): string[] {
  const commands = everyCommand(readShell(text))
  const aliases = aliasesOf(commands)
  return commands.flatMap((command) => platformCalls(command, aliases)).map((call) => `${call.line} ${call.effect} ${phrase(call)}`)
}

it.each([
  ['options before the verb', 'kubectl --context "$CTX" -n shop get pods -o json', ['1 read kubectl get pods']],
  ['a variable for the client', '${KUBERNETES_DISTRIBUTION_BINARY} delete pod "$POD"', ['1 write kubectl delete pod']],
  ['a variable with a default', '"${K:-oc}" get routes', ['1 read oc get routes']],
  ['a variable set in the text', 'K="kubectl --context $C"\n$K get deploy/web', ['2 read kubectl get deploy']],
  ['an array of arguments', 'args=(get pods)\nkubectl "${args[@]}"', ['2 read kubectl get pods']],
  ['an array that is the command', 'cmd=(az vm list --output json)\n"${cmd[@]}"', ['1 read az vm list']],
  [
    'a command in a substitution in quotes',
    'x="all: $(aws ec2 describe-instances --query "Reservations[]")"',
    ['1 read aws ec2 describe-instances'],
  ],
  ['nested substitutions', 'echo $(echo $(kubectl get ns))', ['1 read kubectl get ns']],
  ['backticks', 'n=`kubectl get nodes | wc -l`', ['1 read kubectl get nodes']],
  ['continued lines', 'aws \\\n  s3api \\\n  list-buckets', ['1 read aws s3api list-buckets']],
  [
    'conditions, loops and groups',
    'if ! kubectl get ns; then { while read -r p; do oc delete pod "$p"; done; }; fi',
    ['1 read kubectl get ns', '1 write oc delete pod'],
  ],
  [
    'case branches',
    'case "$1" in\n  a|b) kubectl scale deploy/x --replicas 1 ;;\n  (c) kubectl get pods;;\nesac\nkubectl top nodes',
    ['2 write kubectl scale deploy', '3 read kubectl get pods', '5 read kubectl top nodes'],
  ],
  [
    'case in a substitution',
    'x=$(case $y in a) kubectl get pods;; esac)\nkubectl get svc',
    ['1 read kubectl get pods', '2 read kubectl get svc'],
  ],
  ['functions', 'stop() {\n  az vm stop --name "$1"\n}\nstop x', ['2 write az vm stop']],
  ['wrappers', 'timeout 30 kubectl get pods | xargs -n 1 kubectl delete pod', ['1 read kubectl get pods', '1 write kubectl delete pod']],
  ['a function of the script that runs its arguments', 'retry 3 kubectl get pods', ['1 read kubectl get pods']],
  ['an assignment before the name', 'AWS_REGION=x aws sqs purge-queue --queue-url u', ['1 write aws sqs purge-queue']],
] as const)('finds the calls behind %s', (_what, text, calls) => {
  expect(callsOf(text)).toEqual(calls)
})

it.each([
  ['text that is printed', 'echo "kubectl delete pod x" \'oc delete y\''],
  ['a comment', 'true # kubectl delete pod x'],
  ['a here-document', 'cat <<EOF\nkubectl delete pod x\nEOF'],
  ['a here-document with tabs', "cat <<-'END'\n\tkubectl delete pod x\n\tEND\ntrue"],
  ['a look for the program', 'command -v kubectl || which az; type gcloud'],
  ['a parameter with quotes inside', 'x=${y:-"a; kubectl delete pod z"}'],
  ['arithmetic', '(( n = 1 )); x=$(( n << 2 ))'],
])('takes %s for no call', (_what, text) => {
  expect(callsOf(text)).toEqual([])
})

it.each([
  ['kubectl apply -f x.yaml --dry-run=client', 'local kubectl apply'],
  ['kubectl rollout restart deployment/web', 'write kubectl rollout restart deployment'],
  ['kubectl rollout status deployment/web', 'read kubectl rollout status deployment'],
  ['kubectl label pod x a=b', 'write kubectl label pod'],
  ['kubectl auth can-i list pods', 'read kubectl auth can-i pods'],
  ['kubectl exec pod -- psql', 'unknown kubectl exec pods'],
  ['aws s3 cp s3://bucket/key .', 'read aws s3 cp'],
  ['aws s3 cp file s3://bucket/key', 'write aws s3 cp'],
  ['aws logs start-query --log-group-name x', 'read aws logs start-query'],
  ['aws eks update-kubeconfig --name x', 'local aws eks update-kubeconfig'],
  ['az lock list', 'read az lock list'],
  ['az group lock list -g x', 'read az group lock list'],
  ['az rest --method post --url https://x/query', 'read az rest POST'],
  ['az rest --method delete --url https://x/y', 'write az rest DELETE'],
  ['az devops invoke --area build', 'read az invoke GET'],
  ['az account set -s x', 'local az account set'],
  ['gcloud compute os-config patch-jobs list', 'read gcloud compute os-config patch-jobs list'],
  ['gcloud compute os-config patch-jobs list-instance-details x', 'read gcloud compute os-config patch-jobs list-instance-details'],
  ['gcloud projects get-iam-policy x', 'read gcloud projects get-iam-policy'],
  ['gcloud beta run services update web', 'write gcloud run services update'],
  ['gcloud config set project x', 'local gcloud config set'],
  ['helm rollback web 1', 'write helm rollback release'],
  ['gh api repos/a/b -X DELETE', 'write gh api DELETE'],
  ['gh api graphql -f query=x', 'read gh api POST'],
  ['gh run list', 'read gh run list'],
  ['curl -s https://api.example.org/x', 'read curl GET api.example.org'],
  ['curl -s -d "q=1" https://api.example.org/search', 'read curl POST api.example.org'],
  ['curl -XDELETE https://api.example.org/x', 'write curl DELETE api.example.org'],
  ['curl -X POST "$URL/x"', 'unknown curl POST'],
] as const)('says of %s: %s', (text, said) => {
  expect(callsOf(text)).toEqual([`1 ${said}`])
})

it('reads any text without breaking, and soon', { timeout: 20_000 }, () => {
  const parts = fc.constantFrom(
    '$(',
    '${',
    '`',
    '"',
    "'",
    '((',
    '))',
    ')',
    '(',
    '\\',
    '\n',
    '|',
    '<<E',
    'case x in',
    'esac',
    'if',
    'fi',
    '{',
    '}',
    '()',
    ' kubectl get pods ',
    'x=(',
    '#',
    '&&',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), (list) => {
      expect(Array.isArray(readShell(list.join('')))).toBe(true)
    }),
    { numRuns: 400 },
  )
  for (const part of ['$(', '${', '"$(', 'x=(', '`', '(']) expect(Array.isArray(readShell(part.repeat(10_000)))).toBe(true)
})
