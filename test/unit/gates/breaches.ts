// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import type { Check } from '../../../worker/domain/report.ts'
import {
  call,
  file,
  fullIssue,
  goodDryRun,
  goodFacts,
  goodModel,
  goodReadme,
  goodTask,
  initialization,
  namespaceImport,
  path,
  rules,
  runbookPath,
  setting,
  slx,
  template,
  withImport,
  withModel,
  withTask,
} from './good-facts.ts'

/** One way to break each rule, with what the finding must say. */
export interface Breach {
  id: string
  when: string
  facts: BundleFacts
  says: RegExp
  line?: number
  severity?: Check['severity']
}

const settingsWithout = (name: string, key?: string) =>
  goodModel().settings.filter((one) => one.name !== name || (key !== undefined && one.cells[0]?.[0] !== key))

const fault = { file: runbookPath, line: 21, keyword: null }
const script = { path: `${path}/check.sh`, mode: '100755', text: '#!/bin/bash\n', syntax: [], lint: [] }

/** Good facts with one script of this text. */
export const withScript = (text: string): BundleFacts => ({ ...goodFacts(), scripts: [{ ...script, text }] })

export const breaches: Breach[] = [
  { id: 'files/directory-name', when: 'the name has capitals', facts: { ...goodFacts(), slug: 'K8s_PVC' }, says: /K8s_PVC/ },
  { id: 'files/name-parts', when: 'the name has two parts', facts: { ...goodFacts(), slug: 'k8s-pvc' }, says: /three parts/ },
  {
    id: 'files/inside-bundle',
    when: 'a draft path leads out',
    facts: { ...goodFacts(), refused: [{ path: '../x', why: 'has a ".." part' }] },
    says: /\.\.\/x/,
  },
  { id: 'files/plain', when: 'there is a link', facts: { ...goodFacts(), files: [file('x', { kind: 'link' })] }, says: /symbolic link/ },
  {
    id: 'files/size',
    when: 'a file is 5 MB',
    facts: { ...goodFacts(), files: [file('x.json', { bytes: 5e6, text: null })] },
    says: /5000000 bytes/,
  },
  {
    id: 'files/no-artifacts',
    when: 'an issues file is committed',
    facts: { ...goodFacts(), files: [file('pvc_issues.json')] },
    says: /output of a run/,
  },
  { id: 'files/no-meta', when: 'there is a meta.yaml', facts: { ...goodFacts(), files: [file('meta.yaml')] }, says: /deprecated/ },
  {
    id: 'files/no-tfvars',
    when: 'values are committed',
    facts: { ...goodFacts(), files: [file('.test/terraform.tfvars')] },
    says: /Terraform/,
  },
  { id: 'robot/runbook-present', when: 'there is no runbook', facts: { ...goodFacts(), files: [] }, says: /runbook.robot does not exist/ },
  {
    id: 'robot/text',
    when: 'the runbook is binary',
    facts: { ...goodFacts(), files: [file('runbook.robot', { text: null })] },
    says: /binary/,
  },
  {
    id: 'robot/parses',
    when: 'Robot refuses a line',
    facts: withModel({ problems: [{ kind: 'file', line: 9, message: 'IF must have closing END.' }] }),
    says: /closing END/,
    line: 9,
  },
  {
    id: 'robot/sections',
    when: 'a section is unknown',
    facts: withModel({ sections: [...goodModel().sections, { type: 'invalid', header: '*** Steps ***', line: 30 }] }),
    says: /Steps/,
    line: 30,
  },
  { id: 'robot/sections', when: 'there are no tasks at all', facts: withModel({ sections: [] }), says: /no \*\*\* Tasks/ },
  {
    id: 'robot/task-count',
    when: 'there are 16 tasks',
    facts: withModel({ tasks: Array.from({ length: 16 }, goodTask) }),
    says: /16 tasks/,
  },
  { id: 'robot/task-empty', when: 'a task has no steps', facts: withTask({ steps: [] }), says: /no steps/, line: 14 },
  {
    id: 'robot/task-unique',
    when: 'two names differ only in case',
    facts: withModel({ tasks: [goodTask(), { ...goodTask(), name: goodTask().name.toUpperCase(), line: 30 }] }),
    says: /used twice/,
    line: 30,
  },
  {
    id: 'settings/documentation',
    when: 'there is none',
    facts: withModel({ settings: settingsWithout('Documentation') }),
    says: /no Documentation/,
  },
  {
    id: 'settings/metadata',
    when: 'Supports is missing',
    facts: withModel({ settings: settingsWithout('Metadata', 'Supports') }),
    says: /Supports/,
  },
  {
    id: 'settings/suite-setup',
    when: 'another keyword is run',
    facts: withModel({ settings: [setting('Suite Setup', ['Prepare'], 6)] }),
    says: /Prepare/,
    line: 6,
  },
  { id: 'settings/suite-setup', when: 'the keyword does not exist', facts: withModel({ keywords: [] }), says: /does not exist/, line: 6 },
  {
    id: 'settings/force-tags',
    when: 'there are none',
    facts: withModel({ settings: settingsWithout('Force Tags') }),
    says: /no Force Tags/,
  },
  { id: 'settings/rw-core', when: 'it is not imported', facts: withModel({ settings: settingsWithout('Library') }), says: /RW.Core/ },
  {
    id: 'settings/libraries',
    when: 'a keyword of a library that is not imported is used',
    facts: {
      ...goodFacts(),
      dryRuns: [
        {
          ...goodDryRun(),
          faults: [{ ...fault, kind: 'step', message: "No keyword with name 'Get File' found.", keyword: 'Get File' }],
          offers: { 'Get File': ['OperatingSystem'] },
        },
      ],
    },
    says: /OperatingSystem is not imported/,
    line: 21,
  },
  { id: 'task/documentation', when: 'a task has none', facts: withTask({ settings: [] }), says: /no \[Documentation\]/, line: 14 },
  {
    id: 'task/access-tag',
    when: 'a task declares both',
    facts: withTask({ settings: [setting('Tags', ['access:read-only', 'access:read-write'])] }),
    says: /exactly one/,
  },
  {
    id: 'task/data-tag',
    when: 'a task has none',
    facts: withTask({ settings: [setting('Tags', ['access:read-only'])] }),
    says: /no data: tag/,
  },
  {
    id: 'task/title-variables',
    when: 'a title names an unknown variable',
    facts: withTask({ name: 'Check `${CLUSTER}`' }),
    says: /CLUSTER/,
    line: 14,
  },
  { id: 'task/title-scope', when: 'a title has no scope', facts: withTask({ name: 'Check Volumes' }), says: /no scope/ },
  {
    id: 'import/complete',
    when: 'an import has only a name',
    facts: withImport('NAMESPACE'),
    says: /description, type, pattern, example or default/,
    line: 44,
  },
  {
    id: 'import/secret-complete',
    when: 'a secret has no description',
    facts: withModel({ keywords: [initialization(call('Import Secret', ['kubeconfig'], 45))] }),
    says: /kubeconfig/,
    line: 45,
  },
  {
    id: 'import/pattern',
    when: 'the example does not fit',
    facts: { ...goodFacts(), patterns: [{ pattern: '^[a-z0-9-]+$', text: 'online-shop', result: 'none' }] },
    says: /does not accept "online-shop"/,
    line: 41,
  },
  {
    id: 'import/pattern',
    when: 'the pattern is no regular expression',
    facts: { ...goodFacts(), patterns: [{ pattern: '^[a-z0-9-]+$', text: '', result: 'invalid' }] },
    says: /not a regular expression/,
  },
  {
    id: 'import/pattern-whole',
    when: 'the pattern matches only a part',
    facts: { ...goodFacts(), patterns: [{ pattern: '^[a-z0-9-]+$', text: 'online-shop', result: 'part' }] },
    says: /only a part/,
  },
  {
    id: 'import/name',
    when: 'the import is assigned to another variable',
    facts: withModel({ keywords: [initialization(call('RW.Core.Import User Variable', namespaceImport, 41, ['${SPACE_NAME}=']))] }),
    says: /"SPACE_NAME"/,
    line: 41,
  },
  { id: 'import/platform-prefix', when: 'the name begins with RW_', facts: withImport('RW_WORKSPACE'), says: /RW_WORKSPACE/ },
  { id: 'import/credential', when: 'a password is a user variable', facts: withImport('DB_PASSWORD'), says: /DB_PASSWORD/, line: 44 },
  {
    id: 'import/leftovers',
    when: 'a description is cut by two spaces',
    facts: withImport('NAMESPACE', 'description=The', 'namespace'),
    says: /"namespace"/,
  },
  {
    id: 'script/exists',
    when: 'the script is missing',
    facts: { ...goodFacts(), files: [file('runbook.robot')] },
    says: /check.sh does not exist/,
    line: 17,
  },
  {
    id: 'script/executable',
    when: 'the mode is 100644',
    facts: { ...goodFacts(), scripts: [{ ...script, mode: '100644' }] },
    says: /not executable/,
  },
  {
    id: 'script/shebang',
    when: 'there is no first line #!',
    facts: { ...goodFacts(), scripts: [{ ...script, text: 'true\n' }] },
    says: /#!/,
    line: 1,
  },
  {
    id: 'script/syntax',
    when: 'bash refuses a line',
    facts: { ...goodFacts(), scripts: [{ ...script, syntax: [{ line: 7, message: 'unexpected end of file' }] }] },
    says: /unexpected end of file/,
    line: 7,
  },
  {
    id: 'script/shellcheck',
    when: 'ShellCheck reports an error',
    facts: { ...goodFacts(), scripts: [{ ...script, lint: [{ line: 3, message: 'Quote this.', code: 'SC2068' }] }] },
    says: /SC2068/,
    line: 3,
  },
  {
    id: 'script/timeout',
    when: 'a run has none',
    facts: withTask({ steps: [call('Run Bash File', ['bash_file=check.sh'], 17)] }),
    says: /timeout_seconds/,
    line: 17,
  },
  {
    id: 'robot/unescaped-equals',
    when: 'a text holds an equals sign',
    facts: withTask({ steps: [call('RW.Core.Add To Report', ['score (job=${x})'], 22)] }),
    says: /"score \(job"/,
    line: 22,
  },
  {
    id: 'issue/complete',
    when: 'next steps are missing',
    facts: withTask({
      steps: [
        call(
          'Add Issue',
          fullIssue.filter((arg) => !arg.startsWith('next_steps')),
          23,
        ),
      ],
    }),
    says: /without next_steps/,
    line: 23,
  },
  {
    id: 'issue/severity',
    when: 'it is 5',
    facts: withTask({ steps: [call('RW.Core.Add Issue', ['severity=5'], 24)] }),
    says: /"5"/,
    line: 24,
  },
  {
    id: 'robot/imports',
    when: 'a library does not exist',
    facts: {
      ...goodFacts(),
      dryRuns: [
        {
          ...goodDryRun(),
          faults: [{ ...fault, kind: 'import', message: "Importing library 'Nope' failed: ModuleNotFoundError: No module named 'Nope'" }],
        },
      ],
    },
    says: /Nope/,
    line: 21,
    severity: 'block',
  },
  {
    id: 'robot/imports',
    when: 'a library needs a package that is not installed',
    facts: {
      ...goodFacts(),
      dryRuns: [
        {
          ...goodDryRun(),
          faults: [{ ...fault, kind: 'import', message: "Importing library 'Own' failed: ModuleNotFoundError: No module named 'boto3'" }],
        },
      ],
    },
    says: /not installed here/,
    severity: 'warn',
  },
  {
    id: 'robot/dry-run',
    when: 'an argument is missing',
    facts: {
      ...goodFacts(),
      dryRuns: [{ ...goodDryRun(), faults: [{ ...fault, kind: 'step', message: "Keyword 'Log' expected 1 to 6 arguments, got 0." }] }],
    },
    says: /expected 1 to 6/,
    line: 21,
  },
  {
    id: 'rules/yaml',
    when: 'the file is not YAML',
    facts: { ...goodFacts(), rules: [{ ...rules(), value: undefined, fault: { line: 4, message: 'bad indent' } }] },
    says: /bad indent/,
    line: 4,
  },
  { id: 'rules/empty', when: 'the file is empty', facts: { ...goodFacts(), rules: [{ ...rules(), value: null }] }, says: /empty/ },
  {
    id: 'rules/shape',
    when: 'the platform is unknown',
    facts: { ...goodFacts(), rules: [rules({}, {}, { platform: 'vercel' })] },
    says: /"vercel"/,
  },
  {
    id: 'rules/shape',
    when: 'match rules are missing',
    facts: { ...goodFacts(), rules: [rules({}, { matchRules: [] })] },
    says: /matchRules/,
  },
  {
    id: 'rules/slxs',
    when: 'a field is misspelt',
    facts: { ...goodFacts(), rules: [rules({ qualifier: ['resource'] })] },
    says: /qualifier is unknown/,
  },
  {
    id: 'rules/slxs',
    when: 'an output type is unknown',
    facts: { ...goodFacts(), rules: [rules({ outputItems: [{ type: 'dashboard' }] })] },
    says: /"dashboard"/,
  },
  {
    id: 'rules/qualifiers',
    when: 'a qualifier is invented',
    facts: { ...goodFacts(), rules: [rules({ qualifiers: ['location'] })] },
    says: /"location"/,
    line: 12,
  },
  {
    id: 'rules/base-name',
    when: 'the name has 20 characters',
    facts: { ...goodFacts(), rules: [rules({ baseName: 'kubernetes-pvc-usage' })] },
    says: /20 characters/,
  },
  {
    id: 'rules/templates',
    when: 'a template does not exist',
    facts: { ...goodFacts(), rules: [rules({ outputItems: [...slx.outputItems, { type: 'sli' }] })] },
    says: /k8s-pvc-usage-sli.yaml/,
  },
  {
    id: 'templates/render',
    when: 'Jinja refuses it',
    facts: { ...goodFacts(), templates: [{ ...template('', []), fault: { line: 3, message: 'Jinja cannot' } }] },
    says: /Jinja/,
    line: 3,
  },
  {
    id: 'templates/path-to-robot',
    when: 'the path is wrong',
    facts: { ...goodFacts(), templates: [template(`${path}/run.robot`, [])] },
    says: /does not exist/,
    line: 4,
  },
  {
    id: 'templates/path-to-robot',
    when: 'it names an unknown bundle',
    facts: { ...goodFacts(), templates: [template('codebundles/other/runbook.robot', [])] },
    says: /other/,
  },
  {
    id: 'templates/config-required',
    when: 'a variable without default is not provided',
    facts: { ...withImport('CLUSTER', 'example=a'), templates: [template(runbookPath, ['NAMESPACE'])] },
    says: /CLUSTER/,
    line: 5,
  },
  {
    id: 'templates/config-known',
    when: 'a name is not imported',
    facts: { ...goodFacts(), templates: [template(runbookPath, ['NAMESPACE', 'REGION'])] },
    says: /REGION/,
  },
  { id: 'readme/present', when: 'there is none', facts: { ...goodFacts(), readme: null }, says: /does not exist/ },
  {
    id: 'readme/sections',
    when: 'no heading names the configuration',
    facts: { ...goodFacts(), readme: { path: `${path}/README.md`, text: goodReadme.replace('## Configuration', '## More') } },
    says: /configuration/,
  },
  {
    id: 'readme/names',
    when: 'a secret is not named',
    facts: { ...goodFacts(), readme: { path: `${path}/README.md`, text: goodReadme.replace('kubeconfig', 'access') } },
    says: /kubeconfig/,
  },
  {
    id: 'rules/resource-types',
    when: 'a name is invented',
    facts: { ...goodFacts(), rules: [rules({}, { resourceTypes: ['gcp_cloud_run_service'] }, { platform: 'gcp' })] },
    says: /"gcp_cloud_run_service" is no resource type of gcp/,
  },
  {
    id: 'rules/resource-types',
    when: 'a Kubernetes kind is misspelt',
    facts: { ...goodFacts(), rules: [rules({}, { resourceTypes: ['stateful_set'] })] },
    says: /stateful_set/,
  },
  {
    id: 'script/failure-swallowed',
    when: 'an empty list stands in for a failed command',
    facts: withScript('pods=$(kubectl get pods -o json 2>/dev/null || echo "[]")\n'),
    says: /"kubectl get pods" fails/,
    line: 1,
  },
  {
    id: 'script/failure-swallowed',
    when: 'the fallback follows a pipe, or assigns',
    facts: withScript("az vm list | jq length || echo '0'\nrows=$(aws ec2 describe-instances) || rows='{}'\n"),
    says: /az vm list/,
  },
  {
    id: 'robot/except-silent',
    when: 'a failure is only logged',
    facts: withTask({
      steps: [
        { kind: 'block', type: 'EXCEPT', cells: [], assign: [], line: 18, body: [call('Log', ['Could not read the list', 'WARN'], 19)] },
      ],
    }),
    says: /told to nobody/,
    line: 18,
  },
  {
    id: 'sli/metric',
    when: 'nothing is pushed',
    facts: { ...goodFacts(), robots: [{ path: `${path}/sli.robot`, role: 'sli', model: goodModel() }] },
    says: /pushes no metric/,
  },
  {
    id: 'sli/metric',
    when: 'only parts of the metric are pushed',
    facts: {
      ...goodFacts(),
      robots: [
        {
          path: `${path}/sli.robot`,
          role: 'sli',
          model: { ...goodModel(), tasks: [{ ...goodTask(), steps: [call('RW.Core.Push Metric', ['1', 'sub_name=pods'], 22)] }] },
        },
      ],
    },
    says: /sub_name/,
    line: 22,
  },
]
