// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's variables look like placeholders.
import { add, change, type Fault, inFirstTask, innerPath, inScript, on, runbook, script, swap } from './fault.ts'

/** Faults of scripts: invented commands, habits of bash that lose results, and what leaks. */

const unknown = ['command/known']
const jq = ['script/jq', 'jq/compiles', 'script/jq-compiles', 'script/jq-program']
const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' RSA ')

export const shellFaults: readonly Fault[] = [
  {
    group: 'invented',
    name: 'gcloud command',
    expects: unknown,
    seed: on('gcp', inScript('gcloud monitoring time-series list --format=json')),
  },
  {
    group: 'invented',
    name: 'aws operation',
    expects: unknown,
    seed: on('aws', inScript('aws elasticache list-cache-health --output json')),
  },
  { group: 'invented', name: 'aws service', expects: unknown, seed: on('aws', inScript('aws cachewatch describe-clusters --output json')) },
  { group: 'invented', name: 'az command', expects: unknown, seed: on('azure', inScript('az aks health list --output json')) },
  { group: 'invented', name: 'kubectl verb', expects: unknown, seed: on('k8s', inScript('kubectl inspect pods --output json')) },
  { group: 'invented', name: 'jq function', expects: jq, seed: inScript("jq '.items | map(.name | strip)' answer.json") },
  { group: 'invented', name: 'jq syntax', expects: jq, seed: inScript("jq '.items[ | .name' answer.json") },
  {
    group: 'invented',
    name: 'jq variable that nobody gives',
    expects: jq,
    seed: inScript("jq '.items[] | select(.size > $limit)' answer.json"),
  },
  {
    group: 'invented',
    name: 'jq in a Robot command',
    expects: jq,
    seed: inFirstTask("    RW.CLI.Run Cli    cmd=echo '{}' | jq '.a | nosuchfilter'    env=${env}    timeout_seconds=60"),
  },
  {
    group: 'bash',
    name: 'results lost in a piped loop',
    expects: ['script/lost-in-pipe', 'script/pipe-while', 'script/lost-results'],
    seed: inScript('count=0\nkubectl get pods --output name | while read -r pod; do\n  count=$((count + 1))\ndone\necho "$count pods"'),
  },
  {
    group: 'bash',
    name: 'list lost in a piped loop',
    expects: ['script/lost-in-pipe', 'script/pipe-while', 'script/lost-results'],
    seed: inScript('found=()\nkubectl get pods --output name | while read -r pod; do\n  found+=("$pod")\ndone\necho "${#found[@]} pods"'),
  },
  {
    group: 'bash',
    name: 'script not executable',
    expects: ['script/executable'],
    seed: (bundle) => {
      const target = bundle.files.find((file) => script(innerPath(bundle, file), file.content))
      return target
        ? { ...bundle, files: bundle.files.map((file) => (file === target ? { ...file, mode: '100644' as const } : file)) }
        : null
    },
  },
  { group: 'bash', name: 'no interpreter', expects: ['script/shebang'], seed: swap(script, /^#!.*\n/, '') },
  { group: 'bash', name: 'ShellCheck error', expects: ['script/shellcheck'], seed: inScript('if [ "$PATH" =~ bin ]; then echo "yes"; fi') },
  {
    group: 'bash',
    name: 'script that does not exist',
    expects: ['script/exists'],
    seed: swap(runbook, /bash_file=[\w-]+\.sh/, 'bash_file=no_such_script.sh'),
  },
  { group: 'bash', name: 'no timeout', expects: ['script/timeout'], seed: swap(runbook, / {4}\.\.\. {4}timeout_seconds=\d+\n/, '') },
  {
    group: 'security',
    name: 'token printed',
    expects: ['secret/printed'],
    seed: on('gcp', inScript('token="$(gcloud auth print-access-token)"\necho "using $token"')),
  },
  {
    group: 'security',
    name: 'token printed at once',
    expects: ['secret/printed'],
    seed: on('gcp', inScript('gcloud auth print-access-token')),
  },
  { group: 'security', name: 'secret variable printed', expects: ['secret/printed'], seed: inScript('echo "token: ${API_TOKEN}"') },
  { group: 'security', name: 'trace of a script', expects: ['shell/xtrace'], seed: inScript('set -x') },
  { group: 'security', name: 'trace by the first line', expects: ['shell/xtrace'], seed: swap(script, /^#!.*\n/, '#!/bin/bash -x\n') },
  {
    group: 'security',
    name: 'certificates not checked',
    expects: ['tls/off'],
    seed: inScript('curl --silent -k https://internal.example.org/health'),
  },
  {
    group: 'security',
    name: 'download that is run',
    expects: ['shell/download'],
    seed: inScript('curl -sSL https://get.example.org/install.sh | bash'),
  },
  { group: 'security', name: 'evaluated text', expects: ['shell/eval'], seed: inScript('eval "$USER_FILTER"') },
  {
    group: 'security',
    name: 'committed private key',
    expects: ['secret/committed'],
    seed: add(
      'key.pem',
      `${key}\n${'MIIEowIBAAKCAQEAvx7Zk3nq9s2LtPd5RkYwWg8uJm1bCzXhQeTfNi4oVaSlDpKrHyEjUcMtBvGxFzOw'.repeat(4)}\n${key.replace('BEGIN', 'END')}\n`,
    ),
  },
  { group: 'security', name: 'password in a script', expects: ['secret/committed'], seed: inScript('export DB_PASSWORD="q9Vr!tZ27mXw"') },
  {
    group: 'security',
    name: 'changed link to outside',
    expects: ['secret/committed', 'files/inside-bundle', 'files/plain'],
    seed: (bundle) => ({
      ...bundle,
      files: [...bundle.files, { path: `codebundles/${bundle.slug}/../other/x.sh`, mode: '100644', content: 'x' }],
    }),
  },
  {
    group: 'bash',
    name: 'script cut in half',
    expects: ['script/syntax'],
    seed: (bundle) => change(bundle, script, (text) => `${text.slice(0, text.lastIndexOf("'"))}`),
  },
]
