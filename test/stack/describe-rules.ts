import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { scoreRules } from '../../worker/domain/score/score.ts'
import { checkPages } from './describe-checks.ts'

/** Writes what is derived from the rules: their version, and docs/scoring.md. Run by `npm run rules`. */

const root = resolve(import.meta.dirname, '../..')

/** Everything that decides what an assessment says. */
const sources = [
  'worker/domain/{gates,score,security,shell}/**',
  'worker/domain/{robot-cells,robot-imports,robot-model,sanitise-secrets}.ts',
  'containers/{assess,validate,robot}/*',
]

/** A hash over the sources of the rules: it changes when an assessment may. */
function versionOfRules(): string {
  const hash = createHash('sha256')
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\.(ts|json|py)$/.test(path) && !path.endsWith('rules-version.ts'))
  for (const path of [...new Set(paths)].sort()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex').slice(0, 12)
}

const areas: Record<string, string> = {
  run: 'It runs',
  script: 'Its scripts are sound',
  failure: 'It tells the truth when something fails',
  issue: 'It raises issues that help',
  sli: 'Its SLI measures',
  discovery: 'Discovery finds it',
  about: 'People find it',
  task: 'Its tasks say what they are',
  variable: 'It can be configured',
  readme: 'Its README answers',
  safe: 'It can be trusted',
  clean: 'It is clean',
  test: 'It can be tried',
}

function tableOf(area: string): string {
  const rules = scoreRules.filter(({ id }) => id.startsWith(`${area}/`))
  const rows = rules.map(({ id, title, of, reason, gates, loss }) => {
    const from = gates.length > 0 ? gates.map((gate) => `\`${gate.id}\``).join(', ') : 'its own measurement'
    return `| \`${id}\` | ${of} | ${title}. ${reason} | ${from} | ${loss === 'strict' ? 'half at once' : 'by share'} |`
  })
  return [
    `## ${areas[area] ?? area}`,
    '',
    '| rule | points | what, and why | from | lost |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/** docs/scoring.md as the rules would have it. */
function scoringPage(): string {
  const total = scoreRules.reduce((sum, rule) => sum + rule.of, 0)
  const order = [...new Set(scoreRules.map(({ id }) => id.split('/')[0] ?? ''))]
  return `# Scoring

Written by \`npm run rules\` from \`worker/domain/score\`; do not edit it by hand.

Every CodeBundle has a score from 0 to 100: the points it earned of those it could earn. The points come from the gates that also judge a generated
draft (\`worker/domain/gates\`), so that one rule has one meaning. A rule that does not apply is left out of both sums and says so: a bundle without an
SLI, without discovery or without scripts is judged by what it is. With everything, there are ${total} points.

*By share*: each finding costs its part of the whole, such as one task of eight. *Half at once*: the first finding costs half, because one such fault is
enough to make the bundle fail or mislead.

${order.map(tableOf).join('\n')}
Beside the score stands the security report (\`worker/domain/security\`): committed credentials, credentials imported as plain variables, commands that
change something although the task is declared read-only, traced commands, printed tokens, unchecked certificates, downloaded code that is run,
\`eval\` over variables, and ShellCheck's warnings that are about safety. It also lists every command of a platform that the bundle calls, for a role with no
more than that.

Try it: \`npm run -s assess -- PATH-OR-URL [--ref REF] [--bundle SLUG]\` prints JSON, \`--table\` the distribution.
`
}

/** Files that follow from the rules, with the text they should have. */
export function generatedFiles(): { path: string; text: string }[] {
  const version = `/** Changes when a rule does; an assessment by another version is made again. Written by \`npm run rules\`. */\nexport const rulesVersion = '${versionOfRules()}'\n`
  return [
    { path: 'worker/domain/score/rules-version.ts', text: version },
    { path: 'docs/scoring.md', text: scoringPage() },
    ...checkPages(root),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { path, text } of generatedFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}
