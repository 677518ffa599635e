import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * Writes `worker/domain/gates/commands.json`, the commands that the platforms' tools have.
 *
 * `npm run commands -- --about TEXT LIST...`: each LIST is a text file with one whole command a line (`aws ec2 describe-instances`). Where such lists come from:
 * gcloud: the paths below `lib/surface` of the Google Cloud SDK, underscores as hyphens. aws: the command table of the package `awscli`
 * (`create_clidriver().create_help_command().command_table`, and that of each command). az: the command table of the package `azure-cli`, and the completion
 * specification `az` of the package `@withfig/autocomplete` for extensions. kubectl, helm, gh: the same package.
 */
const target = resolve(import.meta.dirname, '../../worker/domain/gates/commands.json')

/** Group to the names in it, names joined by one space: `"aws ec2": "describe-instances describe-images"`. */
function groupsOf(lines: readonly string[]): Record<string, string> {
  const groups = new Map<string, Set<string>>()
  for (const line of lines) {
    const words = line.trim().split(/\s+/)
    for (let depth = 1; depth < words.length; depth += 1) {
      const group = words.slice(0, depth).join(' ')
      groups.set(group, (groups.get(group) ?? new Set()).add(words[depth] ?? ''))
    }
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, names]) => [group, [...names].sort().join(' ')]))
}

function main(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { about: { type: 'string' } } })
  if (!values.about || positionals.length === 0) throw new Error('Usage: npm run commands -- --about TEXT LIST...')
  const lines = positionals
    .flatMap((path) => readFileSync(resolve(process.env.INIT_CWD ?? '.', path), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
  writeFileSync(target, `${JSON.stringify({ about: values.about, groups: groupsOf(lines) }, null, 0)}\n`)
  process.stdout.write(`${lines.length} commands written\n`)
}

main()
