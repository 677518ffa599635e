// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { change, type Fault, inFirstTask, runbook, sli, swap } from './fault.ts'

/** Faults of Robot files: what Robot refuses, and what the platform or people need and do not get. */

export const robotFaults: readonly Fault[] = [
  {
    group: 'robot',
    name: 'Collections not imported',
    expects: ['settings/libraries'],
    seed: (bundle) =>
      change(bundle, runbook, (text) =>
        text
          .replace(/^Library +Collections\n/m, '')
          .replace(
            /(\*\*\* Tasks \*\*\*\n(?:.+\n)+)/,
            (task) => `${task}    &{seen}=    Create Dictionary\n    Set To Dictionary    \${seen}    a    b\n`,
          ),
      ),
  },
  {
    group: 'robot',
    name: 'OperatingSystem not imported',
    expects: ['settings/libraries'],
    seed: (bundle) =>
      change(bundle, runbook, (text) =>
        text
          .replace(/^Library +OperatingSystem\n/m, '')
          .replace(/(\*\*\* Tasks \*\*\*\n(?:.+\n)+)/, (task) => `${task}    \${home}=    Get Environment Variable    HOME\n`),
      ),
  },
  { group: 'robot', name: 'RW.CLI not imported', expects: ['settings/libraries'], seed: swap(runbook, /^Library +RW\.CLI\n/m, '') },
  {
    group: 'robot',
    name: 'RW.Core not imported',
    expects: ['settings/rw-core', 'settings/libraries'],
    seed: swap(runbook, /^Library +RW\.Core\n/m, ''),
  },
  {
    group: 'robot',
    name: 'library that does not exist',
    expects: ['robot/imports'],
    seed: swap(runbook, 'Library             RW.CLI', 'Library             RW.CLI\nLibrary             RW.Imaginary'),
  },
  {
    group: 'robot',
    name: 'keyword that does not exist',
    expects: ['settings/libraries'],
    seed: inFirstTask('    RW.CLI.Run Shell Script    bash_file=x.sh'),
  },
  {
    group: 'robot',
    name: 'too few arguments',
    expects: ['robot/dry-run'],
    seed: inFirstTask('    RW.CLI.Run Bash File    env=${env}    timeout_seconds=60'),
  },
  {
    group: 'robot',
    name: 'malformed environment',
    expects: ['robot/env-json', 'robot/json', 'robot/env'],
    seed: inFirstTask('    ${env}=    Evaluate    json.loads(\'{"NAMESPACE":"a","CONTEXT":}\')    json'),
  },
  {
    group: 'robot',
    name: 'unknown section',
    expects: ['robot/parses', 'robot/sections'],
    seed: swap(runbook, '*** Keywords ***', '*** Keyword List ***'),
  },
  {
    group: 'robot',
    name: 'IF without END',
    expects: ['robot/parses', 'robot/dry-run'],
    seed: inFirstTask('    IF    ${True}\n        Log    yes'),
  },
  {
    group: 'robot',
    name: 'two tasks of one name',
    expects: ['robot/task-unique'],
    seed: (bundle) => change(bundle, runbook, (text) => text.replace(/(\*\*\* Tasks \*\*\*\n)((?:.+\n)+)/, '$1$2\n$2')),
  },
  {
    group: 'robot',
    name: 'empty task',
    expects: ['robot/task-empty', 'robot/parses'],
    seed: swap(runbook, '*** Tasks ***\n', '*** Tasks ***\nCheck Nothing in Namespace\n\n'),
  },
  { group: 'robot', name: 'task without access', expects: ['task/access-tag'], seed: swap(runbook, / {4}access:read-(only|write)/, '') },
  {
    group: 'robot',
    name: 'task with both accesses',
    expects: ['task/access-tag'],
    seed: swap(runbook, 'access:read-only', 'access:read-only    access:read-write'),
  },
  { group: 'robot', name: 'task without data tag', expects: ['task/data-tag'], seed: swap(runbook, / {4}data:[\w-]+/, '') },
  {
    group: 'robot',
    name: 'task without documentation',
    expects: ['task/documentation'],
    seed: swap(runbook, / {4}\[Documentation\].*\n/, ''),
  },
  {
    group: 'robot',
    name: 'title with an unknown variable',
    expects: ['task/title-variables'],
    seed: swap(runbook, /^(\w.*)`\$\{(\w+)\}`$/m, '$1`${NO_SUCH_SCOPE}`'),
  },
  { group: 'robot', name: 'title without a scope', expects: ['task/title-scope'], seed: swap(runbook, /^(\w.*) in .*`\$\{\w+\}`$/m, '$1') },
  { group: 'robot', name: 'no suite setup', expects: ['settings/suite-setup'], seed: swap(runbook, /^Suite Setup.*\n/m, '') },
  { group: 'robot', name: 'no author', expects: ['settings/metadata'], seed: swap(runbook, /^Metadata +Author.*\n/m, '') },
  {
    group: 'robot',
    name: 'no documentation',
    expects: ['settings/documentation'],
    seed: swap(runbook, /^Documentation.*\n(\.\.\..*\n)*/m, ''),
  },
  { group: 'robot', name: 'no force tags', expects: ['settings/force-tags'], seed: swap(runbook, /^Force Tags.*\n/m, '') },
  {
    group: 'robot',
    name: 'variable without description',
    expects: ['import/complete'],
    seed: swap(runbook, /(Import User Variable .*\n {4}\.\.\. {4}type=\w+\n) {4}\.\.\. {4}description=.*\n/, '$1'),
  },
  {
    group: 'robot',
    name: 'pattern that refuses its example',
    expects: ['import/pattern'],
    seed: swap(runbook, /(Import User Variable .*\n(?: {4}\.\.\..*\n)*? {4}\.\.\. {4}pattern=).*/, '$1^[0-9]{9}z$'),
  },
  {
    group: 'robot',
    name: 'pattern that is no expression',
    expects: ['import/pattern'],
    seed: swap(runbook, /(Import User Variable .*\n(?: {4}\.\.\..*\n)*? {4}\.\.\. {4}pattern=).*/, '$1^[a-z'),
  },
  {
    group: 'robot',
    name: 'import under another name',
    expects: ['import/name'],
    seed: swap(runbook, /\$\{(\w+)\}=( {4}RW\.Core\.Import User Variable {4})/, '${OTHER_NAME}=$2'),
  },
  {
    group: 'robot',
    name: 'platform prefix',
    expects: ['import/platform-prefix'],
    seed: swap(sli, /RW\.Core\.Import User Variable {4}\w+/, 'RW.Core.Import User Variable    RW_LOOKBACK_WINDOW'),
  },
  { group: 'robot', name: 'severity out of range', expects: ['issue/severity'], seed: swap(runbook, 'severity=3', 'severity=7') },
  {
    group: 'robot',
    name: 'issue without next steps',
    expects: ['issue/complete'],
    seed: swap(runbook, / {8}\.\.\. {4}next_steps=.*\n/, ''),
  },
  { group: 'robot', name: 'issue without details', expects: ['issue/complete'], seed: swap(runbook, / {8}\.\.\. {4}details=.*\n/, '') },
  {
    group: 'security',
    name: 'credential as a user variable',
    expects: ['import/credential'],
    seed: swap(runbook, /RW\.Core\.Import User Variable {4}\w+/, 'RW.Core.Import User Variable    SERVICE_API_KEY'),
  },
]
