// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's and the shell's variables look like placeholders.
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import type { RobotBody, RobotStep } from '../../../worker/domain/robot-model.ts'
import type { Breach } from './breaches.ts'
import { withSli } from './breaches-shell.ts'
import { call, file, goodFacts, goodTask, path, setting, withModel, withTask } from './good-facts.ts'

const script = { path: `${path}/check.sh`, mode: '100755', text: '#!/bin/bash\n', syntax: [], lint: [] }
const withScript = (text: string): BundleFacts => ({ ...goodFacts(), scripts: [{ ...script, text }] })
const withPython = (text: string): BundleFacts => ({ ...goodFacts(), files: [...goodFacts().files, file('helper.py', { text })] })

const block = (type: string, cells: string[], ...body: RobotStep[]): RobotStep => ({
  kind: 'block',
  type,
  cells: cells.map((text) => [text, 30]),
  assign: [],
  line: 30,
  body,
})

const runScript = (line: number, name = 'rsp') =>
  call('RW.CLI.Run Bash File', ['bash_file=check.sh', 'timeout_seconds=9'], line, [`\${${name}}=`])
const show = (text: string) => call('RW.Core.Add Pre To Report', [text], 29)

/** The good bundle whose SLI has these tasks. */
function withSliTasks(...tasks: Partial<RobotBody>[]): BundleFacts {
  const facts = withSli()
  return {
    ...facts,
    robots: facts.robots.map((robot) =>
      robot.role === 'sli' ? { ...robot, model: { ...robot.model, tasks: tasks.map((task) => ({ ...goodTask(), ...task })) } } : robot,
    ),
  }
}

const push = (...args: string[]) => call('RW.Core.Push Metric', args, 31)

/** Ways to break the rules about how runs end, what an SLI is, and what Robot and Python files show. */
export const outcomeBreaches: Breach[] = [
  {
    id: 'robot/exit-unread',
    when: 'only the output is shown',
    facts: withTask({ steps: [runScript(21), show('${rsp.stdout}')] }),
    says: /how "check\.sh" ended: neither \$\{rsp\.returncode\}/,
    line: 21,
    severity: 'warn',
  },
  {
    id: 'robot/exit-unread',
    when: 'only the second of two is looked at',
    facts: withTask({ steps: [runScript(21), runScript(22), block('IF', ['${rsp.returncode} != 0'])] }),
    says: /check\.sh/,
    line: 21,
  },
  {
    id: 'robot/exit-unread',
    when: 'a result is thrown away',
    facts: withTask({ steps: [call('RW.CLI.Run Cli', ['cmd=az account set --subscription ${ID}'], 23)] }),
    says: /thrown away/,
    line: 23,
    severity: 'advise',
  },
  {
    id: 'issue/none',
    when: 'nothing raises one',
    facts: withTask({ steps: [show('all is well')] }),
    says: /No task/,
    line: 14,
  },
  {
    id: 'sli/read-only',
    when: 'a task changes something',
    facts: withSliTasks({ settings: [setting('Tags', ['access:read-write', 'data:config'], 16)] }),
    says: /access:read-write/,
    line: 14,
    severity: 'block',
  },
  { id: 'sli/range', when: 'a share is in percent', facts: withSliTasks({ steps: [push('100')] }), says: /100 is not between/, line: 31 },
  {
    id: 'sli/dimensions',
    when: 'three tasks share one number',
    facts: withSliTasks({}, {}, { steps: [push('${score}')] }),
    says: /3 tasks push one metric/,
    line: 31,
  },
  {
    id: 'sli/threshold',
    when: 'a condition has a number',
    facts: withSliTasks({ steps: [block('IF', ['${usage.stdout} > 80']), push('${score}')] }),
    says: /fixed number 80/,
    line: 30,
  },
  {
    id: 'sli/threshold',
    when: 'an expression has a number',
    facts: withSliTasks({ steps: [call('Evaluate', ['1 if int($usage) <= 2.5 else 0'], 33, ['${score}='])] }),
    says: /fixed number 2\.5/,
    line: 33,
  },
  {
    id: 'settings/force-tags',
    when: 'the SLI has none',
    facts: (() => {
      const facts = withSli()
      const without = facts.robots.map((robot) =>
        robot.role === 'sli'
          ? { ...robot, model: { ...robot.model, settings: robot.model.settings.filter(({ name }) => name !== 'Force Tags') } }
          : robot,
      )
      return { ...facts, robots: without }
    })(),
    says: /no Force Tags/,
    severity: 'warn',
  },
  {
    id: 'script/text',
    when: 'a script is binary',
    facts: { ...goodFacts(), files: [file('check.sh', { text: null })] },
    says: /binary/,
  },
  {
    id: 'script/shellcheck',
    when: 'ShellCheck did not end',
    facts: { ...goodFacts(), scripts: [{ ...script, lint: null }] },
    says: /not checked/,
    severity: 'warn',
  },
  {
    id: 'script/answer-replaced',
    when: 'a date that cannot be read becomes 1970',
    facts: withScript('\nat=$(date -d "$expiry" +%s 2>/dev/null || echo 0)\n'),
    says: /"date -d" fails/,
    line: 2,
  },
  {
    id: 'secret/written',
    when: 'a token goes into a report',
    facts: withScript('echo "with $API_TOKEN" > report.txt\n'),
    says: /API_TOKEN into report\.txt/,
    line: 1,
  },
  {
    id: 'secret/printed',
    when: 'a file of credentials is shown',
    facts: withScript('\ncat "$GOOGLE_APPLICATION_CREDENTIALS"\n'),
    says: /Prints the file/,
    line: 2,
  },
  { id: 'secret/printed', when: 'all variables are shown', facts: withScript('env | sort\n'), says: /every variable/, line: 1 },
  {
    id: 'secret/printed',
    when: 'a report shows an imported secret',
    facts: withTask({ steps: [call('RW.Core.Add To Report', ['with ${kubeconfig.value}'], 26)] }),
    says: /\$\{kubeconfig\.value\}/,
    line: 26,
  },
  {
    id: 'secret/printed',
    when: 'a report shows the token that a command gave',
    facts: withTask({
      steps: [call('RW.CLI.Run Cli', ['cmd=gcloud auth print-access-token'], 25, ['${token}=']), call('Log', ['${token.stdout}'], 27)],
    }),
    says: /\$\{token\.stdout\}/,
    line: 27,
  },
  {
    id: 'secret/printed',
    when: 'Python prints a token',
    facts: withPython('import os\nprint(f"asking with {api_token}")\n'),
    says: /api_token/,
    line: 2,
  },
  {
    id: 'tls/off',
    when: 'Python checks no certificate',
    facts: withPython('requests.get(url, verify=False)\n'),
    says: /verify=False/,
    line: 1,
  },
  {
    id: 'shell/eval',
    when: 'Python runs a text by a shell',
    facts: withPython('run(f"ls {name}", shell=True)\n'),
    says: /by a shell/,
    line: 1,
  },
]

/** Habits of good bundles that look like a breach at first sight. */
export const outcomeInnocents: [id: string, what: string, facts: BundleFacts][] = [
  ['robot/exit-unread', 'a return code in a condition', withTask({ steps: [runScript(21), block('IF', ['${rsp.returncode} != 0'])] })],
  ['robot/exit-unread', 'a return code in an expression', withTask({ steps: [runScript(21), call('Evaluate', ['$rsp.returncode == 0'])] })],
  ['robot/exit-unread', 'a result that is handed on', withTask({ steps: [runScript(21), call('Check Result', ['${rsp}'])] })],
  [
    'robot/exit-unread',
    'an output that must be JSON',
    withTask({ steps: [runScript(21), call('Evaluate', ["json.loads(r'''${rsp.stdout}''')", 'json'])] }),
  ],
  [
    'robot/exit-unread',
    'one of two ways to ask, and one look at both',
    withTask({ steps: [block('IF', ['$a'], runScript(21)), block('ELSE', [], runScript(22)), block('IF', ['${rsp.returncode} > 0'])] }),
  ],
  [
    'robot/exit-unread',
    'a file that is read back',
    withTask({ steps: [call('RW.CLI.Run Cli', ['cmd=cat issues.json'], 21, ['${rsp}=']), show('${rsp.stdout}')] }),
  ],
  [
    'issue/none',
    'a parser that raises issues',
    withModel({ tasks: [{ ...goodTask(), steps: [call('RW.CLI.Parse Cli Json Output', ['rsp=${rsp}', 'ready__raise_issue_if_lt=1'])] }] }),
  ],
  ['issue/none', 'an issue behind a condition', withTask({ steps: [call('Run Keyword If', ['$a', 'RW.Core.Add Issue', 'severity=3'])] })],
  ['sli/range', 'a value from a variable', withSliTasks({ steps: [push('${score}', 'sub_name=1')] })],
  [
    'sli/threshold',
    'whether there is something',
    withSliTasks({ steps: [block('IF', ['len(@{found}) > 0']), block('IF', ['${n} >= ${MAX}'])] }),
  ],
  [
    'sli/dimensions',
    'tasks with metrics of their own',
    withSliTasks({}, {}, { steps: [push('${a}', 'sub_name=memory'), push('${score}')] }),
  ],
  ['script/answer-replaced', 'the time as another date writes it', withScript('at=$(date -d yesterday 2>/dev/null || echo "")\n')],
  ['secret/written', 'a file of credentials for a tool', withScript('echo "$API_TOKEN" > "$HOME/token.txt"\n')],
  ['secret/printed', 'a page of a list', withScript('echo "next: $NEXT_TOKEN"\n')],
  ['secret/printed', 'a command with more variables', withScript('env A=b kubectl get pods\nenv | grep -c PROXY\n')],
  [
    'secret/printed',
    'Python that speaks of a token',
    withPython(
      'print("no token was given")\nprint(len(token))\nprint(f"{next_token} {token is None}")\nlogging.info("%s tokens", total_tokens)\n',
    ),
  ],
  ['shell/eval', 'Python that compiles an expression', withPython('re.compile(x)\nast.literal_eval(x)\ndb.eval(x)\n')],
  [
    'import/complete',
    'an enum in the place of a pattern',
    withModel({
      keywords: [
        {
          name: 'Suite Initialization',
          line: 40,
          settings: [],
          steps: [
            call('RW.Core.Import User Variable', ['MODE', 'type=string', 'description=How.', 'enum=[a,b]', 'default=a'], 41, ['${MODE}=']),
          ],
        },
      ],
    }),
  ],
]
