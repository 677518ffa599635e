// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's variables look like placeholders.
import { expect, it } from 'vitest'
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import { securityReport } from '../../../worker/domain/security/security-report.ts'
import { call, file, goodFacts, goodTask, path, setting, withImport, withModel, withTask } from '../gates/good-facts.ts'

const found = (facts: BundleFacts) =>
  securityReport(facts).findings.map(({ id, severity, line }) => `${severity} ${id}${line === null ? '' : `:${line}`}`)

/** The good bundle whose script has this text. */
const script = (text: string): BundleFacts => ({
  ...goodFacts(),
  scripts: [{ path: `${path}/check.sh`, mode: '100755', text, syntax: [], lint: [] }],
})

const text = (name: string, content: string): BundleFacts => ({ ...goodFacts(), files: [file(name, { text: content })] })

// Put together here, so that no scanner takes this file for a leak.
const key = ['AKIA', 'J7QX2M9PLT4VWZ8R'].join('')
const token = ['ghp', 'Zk3Lq9Xw2Rt7Yb5Nm8Vc4Jh6Pd1Sf0Ga'].join('_')
const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----`

it('has nothing to say of a good bundle', () => {
  expect(securityReport(goodFacts())).toMatchObject({
    level: 'none',
    findings: [],
    skipped: [],
    access: { declared: 'read-only', writes: [] },
  })
})

it.each([
  ['a key', text('notes.txt', `id: ${key}`), 'block secret/committed:1'],
  ['a token on the third line', text('x.sh', `\n\nT=${token}`), 'block secret/committed:3'],
  ['a whole private key', text('k.pem', pem('PRIVATE KEY', 'MIIEvQIBADANBgkqhkiG9w0BAQ'.repeat(8))), 'block secret/committed:1'],
  ['a literal password', text('x.sh', 'DB_PASSWORD="tR7!kQ29zLm"'), 'block secret/committed:1'],
  ['a credential as a plain variable', withImport('GITHUB_TOKEN'), 'block import/credential:44'],
  ['traced commands', script('#!/bin/bash\nset -x\n'), 'warn shell/xtrace:2'],
  ['traced commands by the shell', script('bash -x other.sh'), 'warn shell/xtrace:1'],
  ['a printed token', script('echo "Token: $GITHUB_TOKEN"'), 'warn secret/printed:1'],
  ['text run as a command', script('eval "$cmd"'), 'advise shell/eval:1'],
  ['a download that is run', script('curl -fsSL https://example.org/install.sh | sudo bash -s --'), 'block shell/download:1'],
  ['a download that is run by a substitution', script('bash <(curl -s https://example.org/x)'), 'block shell/download:1'],
  ['unchecked certificates', script('curl -sk https://api'), 'warn tls/off:1'],
  ['unchecked certificates of a cluster', script('kubectl --insecure-skip-tls-verify get pods'), 'warn tls/off:1'],
  ['unchecked certificates in Python', text('x.py', 'requests.get(u, verify=False)'), 'warn tls/off:1'],
  [
    'a change in a task that only reads',
    withTask({ steps: [call('RW.CLI.Run Cli', ['cmd=kubectl delete pod x'], 17)] }),
    'warn access/undeclared-write:17',
  ],
  [
    'a change in a task without a tag',
    withTask({ settings: [], steps: [call('RW.CLI.Run Cli', ['cmd=${KUBERNETES_DISTRIBUTION_BINARY} delete pod ${POD}'], 17)] }),
    'advise access/untagged-write:17',
  ],
  ['a change in a script of a task that only reads', script('az vm restart --ids "$id"'), 'warn access/undeclared-write:1'],
  [
    'a removal that could take everything',
    {
      ...goodFacts(),
      scripts: [
        {
          path: `${path}/check.sh`,
          mode: '100755',
          text: 'rm',
          syntax: [],
          lint: [],
          warnings: [{ code: 'SC2115', line: 4, message: 'Use "${x:?}"' }],
        },
      ],
    },
    'warn shell/lint:4',
  ],
] satisfies [string, BundleFacts, string][])('finds %s', (_what, facts, finding) => {
  expect(found(facts)).toEqual([finding])
})

it.each([
  ['a placeholder in a manual', text('README.md', 'GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxx')],
  ['an example that says so', text('README.md', 'AKIAIOSFODNN7EXAMPLE')],
  ['the header of a key alone', text('README.md', 'starts with -----BEGIN PRIVATE KEY----- and goes on')],
  ['an address with variables', text('x.sh', 'git clone https://user:${TOKEN}@example.org/x')],
  ['an address in a manual', text('README.md', 'postgres://user:password@host/db')],
  ['a password that comes from elsewhere', text('x.sh', 'PASSWORD="$(get-password)"\nTOKEN_URL="https://example.org/a1B2c3D4"')],
  ['the name of a secret', text('x.yaml', 'api_key: "litellm-master-key"')],
  ['tracing behind a condition', script('[[ "$DEBUG" == true ]] && set -x\nif [ -n "$was" ]; then set -x; fi\nset +x')],
  [
    'a function that returns a token',
    script('token() {\n  echo "$ACCESS_TOKEN"\n}\nheader() {\n  printf "Bearer %s" "${API_TOKEN:-${TOKEN:-}}"\n}'),
  ],
  ['a token in a pipe or a file', script('echo "$TOKEN" | docker login --password-stdin\nprintf "%s" "$TOKEN" > token.txt')],
  ['the length of a token', script('echo "${#TOKEN} ${TOKEN:+set}"')],
  ['a download that is read', script('curl -s https://x | python3 -c "import json"\ncurl -s https://x | bash_parser')],
  [
    'a change in a fixture',
    { ...script(''), scripts: [{ path: `${path}/.test/x.sh`, mode: '100755', text: 'kubectl delete ns x', syntax: [], lint: [] }] },
  ],
] satisfies [string, BundleFacts][])('does not take %s for a finding', (_what, facts) => {
  expect(found(facts)).toEqual([])
})

it('accepts a change in a task that declares it, and lists it', () => {
  const settings = [setting('Tags', ['access:read-write'])]
  const report = securityReport(withTask({ settings, steps: [call('RW.CLI.Run Cli', ['cmd=kubectl delete pod x'], 17)] }))
  expect(report).toMatchObject({ level: 'none', access: { declared: 'read-write', writes: [{ command: 'kubectl delete pod', line: 17 }] } })
})

it('judges a script by the tasks that run it', () => {
  const run = (tag: string) => ({
    ...goodTask(),
    settings: [setting('Tags', [tag])],
    steps: [call('RW.CLI.Run Bash File', ['bash_file=check.sh'])],
  })
  const facts = (...tags: string[]) => ({ ...script('kubectl delete pod x'), robots: withModel({ tasks: tags.map(run) }).robots })
  expect(found(facts('access:read-only'))).toEqual(['warn access/undeclared-write:1'])
  expect(found(facts('access:read-only', 'access:read-write'))).toEqual([])
})

it('lists every platform command once, sorted, without what stays on the machine', () => {
  const { commands } = securityReport(
    script('kubectl get pods\nkubectl get pods -n x\naz login\naws ec2 describe-instances\nkubectl logs x'),
  )
  expect(commands).toEqual([
    { tool: 'aws', verb: 'describe-instances', resource: 'ec2' },
    { tool: 'kubectl', verb: 'get', resource: 'pods' },
    { tool: 'kubectl', verb: 'logs', resource: 'pods/log' },
  ])
})

it('says that ShellCheck could not run', () => {
  const facts = { ...goodFacts(), scripts: [{ path: `${path}/check.sh`, mode: '100755', text: 'true', syntax: [], lint: null }] }
  expect(securityReport(facts).skipped).toEqual([expect.stringContaining('ShellCheck')])
})
