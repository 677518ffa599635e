import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { BundleModel, BundleTask } from './bundle-model.ts'
import { plainWords, robotCell } from './quoting.ts'
import type { Setting } from './setting.ts'

/** The runbook: one task for each planned task. */
export function writeRunbook(model: BundleModel): DraftFile {
  const content = [
    ...settingsSection(model, 'Runbook'),
    '',
    '*** Tasks ***',
    ...model.tasks.flatMap((task) => [...runbookTask(model, task), '']),
    '*** Keywords ***',
    ...initialization(model),
    '',
    ...raiseIssues(),
    '',
  ].join('\n')
  return { path: `${model.path}/runbook.robot`, mode: '100644', content }
}

/** The SLI: one dimension for each distinct check, then their mean. */
export function writeSli(model: BundleModel): DraftFile {
  const seen = new Set<string>()
  const scored = model.tasks.filter((task) => {
    const fresh = !seen.has(task.check.id)
    seen.add(task.check.id)
    return fresh
  })
  const names = scored.map((task) => task.check.id.replace(/[^a-z0-9]+/gi, '_').toLowerCase())
  const content = [
    ...settingsSection(model, 'SLI'),
    '',
    '*** Tasks ***',
    ...scored.flatMap((task, index) => [...sliTask(model, task, names[index] ?? 'score'), '']),
    ...scoreTask(model),
    '',
    '*** Keywords ***',
    ...initialization(model),
    `    Set Suite Variable    @{SCORES}    @{EMPTY}`,
    '',
    ...scoreKeyword(),
    '',
  ].join('\n')
  return { path: `${model.path}/sli.robot`, mode: '100644', content }
}

function settingsSection(model: BundleModel, kind: 'Runbook' | 'SLI'): string[] {
  const about =
    kind === 'Runbook'
      ? `${robotCell(model.summary)}`
      : `Scores 1 when no check of this CodeBundle finds anything, less for each that does, and counts a check that could not run as 0.`
  const supports = [...model.profile.supports, model.resourceTag].filter((tag) => tag !== '').join(', ')
  const tags = [...model.profile.tags, model.resourceTag, model.purpose].filter((tag) => tag !== '').map((tag) => robotCell(tag))
  return [
    '*** Settings ***',
    `Documentation       ${about}`,
    `Metadata            Author    ${robotCell(model.author)}`,
    `Metadata            Display Name    ${robotCell(kind === 'SLI' ? `${model.displayName} SLI` : model.displayName)}`,
    `Metadata            Supports    ${robotCell(supports)}`,
    `Force Tags          ${[...new Set(tags)].join('    ')}`,
    '',
    'Library             BuiltIn',
    'Library             Collections',
    'Library             OperatingSystem',
    'Library             RW.Core',
    'Library             RW.CLI',
    '',
    'Suite Setup         Suite Initialization',
  ]
}

/** What and where: the planned title, then the scope with its variable in backticks. */
export function robotTitle(model: BundleModel, title: string): string {
  const bare = title.replace(
    / (?:in|of|within|across) (?:the|a|an|our|each|every|my|this) (?:given )?(?:namespace|cluster|resource group|project|region|subscription|account)\b/i,
    '',
  )
  return `${robotCell(bare, 110)} in ${model.profile.scopeWord} \`\${${model.profile.scopeVariable}}\``
}

function runbookTask(model: BundleModel, task: BundleTask): string[] {
  const tags = [model.resourceTag, model.purpose].filter((tag) => tag !== '').map((tag) => robotCell(tag.toLowerCase()))
  return [
    robotTitle(model, task.title),
    `    [Documentation]    ${robotCell(task.documentation)}`,
    `    [Tags]    ${[...new Set(tags)].join('    ')}    access:${task.access}    ${task.check.data}`,
    ...runScript(model, task, []),
    `    RW.Core.Add Pre To Report    \${check.stdout}`,
    `    Raise Issues    \${check}    ${task.name}    ${robotCell(plainWords(task.title, 110))}`,
  ]
}

function runScript(model: BundleModel, task: BundleTask, args: readonly string[]): string[] {
  const secret = model.profile.secret
  return [
    `    \${check}=    RW.CLI.Run Bash File`,
    `    ...    bash_file=${task.name}.sh`,
    `    ...    cmd_override=bash "$RUN_CMD_FROM/${[`${task.name}.sh"`, ...args].join(' ')}`,
    `    ...    env=\${env}`,
    ...(secret?.asFile === true ? [`    ...    secret_file__${secret.name}=\${${secret.name}}`] : []),
    `    ...    timeout_seconds=${task.timeoutSeconds}`,
    `    ...    include_in_history=\${False}`,
    `    ...    show_in_rwl_cheatsheet=true`,
  ]
}

function sliTask(model: BundleModel, task: BundleTask, name: string): string[] {
  const quick: BundleTask = { ...task, timeoutSeconds: Math.min(task.timeoutSeconds, 60) }
  return [
    `Score Whether ${robotCell(scoreTitle(task), 100)} in ${model.profile.scopeWord} \`\${${model.profile.scopeVariable}}\``,
    `    [Documentation]    1 when the check finds nothing, 0 when it does or when it cannot run.`,
    `    [Tags]    ${robotCell(model.resourceTag.toLowerCase() || 'health')}    access:read-only    ${task.check.data}`,
    ...runScript(model, quick, ['--score']),
    `    \${score}=    Read Score    \${check}`,
    `    Append To List    \${SCORES}    \${score}`,
    `    RW.Core.Push Metric    \${score}    sub_name=${name}`,
  ]
}

function scoreTitle(task: BundleTask): string {
  return (
    plainWords(task.title.replace(/^(?:Check|Find|List|Detect|Verify|Report|Show|Identify) (?:that |whether |if )?/, ''), 90) ||
    'The Check Passes'
  )
}

function scoreTask(model: BundleModel): string[] {
  return [
    `Generate Score in ${model.profile.scopeWord} \`\${${model.profile.scopeVariable}}\``,
    `    [Documentation]    The mean of all dimensions, from 0 to 1; 0 when none could be scored.`,
    `    [Tags]    ${robotCell(model.resourceTag.toLowerCase() || 'health')}    access:read-only    data:metrics`,
    `    \${total}=    Evaluate    round(sum($SCORES) / len($SCORES), 2) if $SCORES else 0`,
    `    RW.Core.Add Pre To Report    Score: \${total}`,
    `    RW.Core.Push Metric    \${total}`,
  ]
}

function initialization(model: BundleModel): string[] {
  const { settings, secret, environment } = model.profile
  const lines = [
    'Suite Initialization',
    `    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.`,
  ]
  for (const setting of settings) lines.push(...importSetting(setting))
  if (secret !== null) {
    lines.push(
      `    \${${secret.name}}=    RW.Core.Import Secret    ${secret.name}`,
      `    ...    type=string`,
      `    ...    description=${robotCell(secret.description)}`,
      `    ...    pattern=.*`,
      `    ...    example=${robotCell(secret.example)}`,
      ...(secret.optional ? [`    ...    optional=\${True}`] : []),
    )
  }
  for (const name of [...settings.map((setting) => setting.name), ...(secret === null ? [] : [secret.name])])
    lines.push(`    Set Suite Variable    \${${name}}    \${${name}}`)
  lines.push(`    &{env}=    Create Dictionary`, `    ...    PATH=%{PATH}`, `    ...    HOME=%{HOME=/tmp}`)
  for (const setting of settings) lines.push(`    ...    ${setting.name}=\${${setting.name}}`)
  for (const [name, value] of environment) lines.push(`    ...    ${name}=${value}`)
  lines.push(`    Set Suite Variable    \${env}    \${env}`)
  return lines
}

function importSetting(setting: Setting): string[] {
  return [
    `    \${${setting.name}}=    RW.Core.Import User Variable    ${setting.name}`,
    `    ...    type=${setting.type}`,
    `    ...    description=${robotCell(setting.description)}`,
    `    ...    pattern=${setting.pattern}`,
    ...(setting.enum === null ? [] : [`    ...    enum=${setting.enum}`]),
    `    ...    example=${setting.example}`,
    ...(setting.default === null ? [] : [`    ...    default=${setting.default === '' ? `\${EMPTY}` : setting.default}`]),
  ]
}

function raiseIssues(): string[] {
  return `Raise Issues
    [Documentation]    Raises what a check found. A check that did not come to a verdict is itself an issue, never a healthy result.
    [Arguments]    \${check}    \${name}    \${subject}
    \${found}=    RW.CLI.Run Cli
    ...    cmd=cat "\${name}_issues.json"
    ...    env=\${env}
    ...    timeout_seconds=30
    ...    include_in_history=\${False}
    TRY
        Should Be Equal As Integers    \${check.returncode}    0
        \${issues}=    Evaluate    json.loads($found.stdout)    modules=json
    EXCEPT    AS    \${error}
        RW.Core.Add Issue
        ...    severity=3
        ...    title=Could not finish: \${subject}
        ...    expected=The check comes to a verdict.
        ...    actual=The check ended with code \${check.returncode} and left no readable result; the state is unknown.
        ...    details=\${check.stdout}\${SPACE}\${check.stderr}\${SPACE}\${error}
        ...    next_steps=Run the task again and read its log; check credentials and permissions first.
        ...    reproduce_hint=Run \${name}.sh with the settings of the task.
        \${issues}=    Create List
    END
    FOR    \${issue}    IN    @{issues}
        RW.Core.Add Issue
        ...    severity=\${issue}[severity]
        ...    title=\${issue}[title]
        ...    expected=\${issue}[expected]
        ...    actual=\${issue}[actual]
        ...    details=\${issue}[details]
        ...    next_steps=\${issue}[next_steps]
        ...    reproduce_hint=\${issue}[reproduce_hint]
    END`.split('\n')
}

function scoreKeyword(): string[] {
  return `Read Score
    [Documentation]    The number that a check printed, as 1 or 0; 0 for everything else.
    [Arguments]    \${check}
    \${score}=    Evaluate    1 if $check.returncode == 0 and $check.stdout.strip() == "1" else 0
    RETURN    \${score}`.split('\n')
}
