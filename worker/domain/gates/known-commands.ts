import type { Check } from '../report.ts'
import { isLiteral } from '../shell/arguments.ts'
import { shellTexts } from '../shell/bundle-shell.ts'
import { clusterClient, type Tool, tools } from '../shell/platform-command.ts'
import catalogue from './commands.json' with { type: 'json' }
import type { Finding, Gate } from './gate.ts'

/** Commands that the platforms' tools do not have. */

/** Names in each group of each tool: `gcloud monitoring` has `dashboards`, `uptime` … */
const groups = new Map(Object.entries(catalogue.groups).map(([group, names]) => [group, new Set(names.split(' '))]))

/** Where the catalogue is whole, an unknown command does not exist. The others have plug-ins, or their list is older. */
const severities: Partial<Record<Tool, Check['severity']>> = {
  gcloud: 'block',
  aws: 'block',
  az: 'warn',
  kubectl: 'warn',
  helm: 'warn',
  gh: 'warn',
}

/** Options before the command that take the next word as their value. */
const valued: Partial<Record<Tool, ReadonlySet<string>>> = {
  gcloud: new Set([
    '--project',
    '--account',
    '--configuration',
    '--format',
    '--verbosity',
    '--filter',
    '--region',
    '--zone',
    '--impersonate-service-account',
  ]),
  aws: new Set([
    '--region',
    '--profile',
    '--output',
    '--query',
    '--endpoint-url',
    '--color',
    '--ca-bundle',
    '--cli-read-timeout',
    '--cli-connect-timeout',
  ]),
  kubectl: new Set([
    '--context',
    '-n',
    '--namespace',
    '--kubeconfig',
    '-s',
    '--server',
    '--token',
    '--user',
    '--cluster',
    '--request-timeout',
    '--as',
  ]),
  helm: new Set(['-n', '--namespace', '--kube-context', '--kubeconfig']),
  gh: new Set(['-R', '--repo']),
}

/** The literal words of a command from its first to the first that is none, past options before it. */
function leading(tool: Tool, args: readonly string[]): string[] {
  const words: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (word.startsWith('-')) {
      // Options may stand before the command; after its first word they end it, unless the words that follow still belong to it.
      if (valued[tool]?.has(word)) at += 1
    } else if (isLiteral(word)) words.push(word)
    else break
  }
  return words
}

/** The first word that its group does not have, with that group; null when the command is known or cannot be judged. */
export function unknownWord(tool: Tool, args: readonly string[]): { group: string; word: string } | null {
  if (severities[tool] === undefined || args.some((word) => word === '--help' || word === 'help')) return null
  const words = leading(tool, args)
  let group: string = tool
  for (const word of words) {
    if (tool === 'gcloud' && group === 'gcloud' && /^(alpha|beta|preview)$/.test(word)) continue
    const names = groups.get(group)
    if (!names) return null
    if (!names.has(word)) return { group, word }
    group = `${group} ${word}`
  }
  return null
}

/** The tool that a command calls by its name, or by the variable that stands for the client of a cluster. */
function toolOf([name = '']: readonly string[]): Tool | null {
  const base = name.replace(/^.*\//, '')
  return clusterClient.test(name) ? 'kubectl' : (tools.find((tool) => tool === base) ?? null)
}

/** Names of the group that begin alike or share a word, at most three. */
function similar(group: string, word: string): string[] {
  const parts = word.split('-').filter((part) => part.length > 2)
  return [...(groups.get(group) ?? [])].filter((name) => parts.some((part) => name.split('-').includes(part))).slice(0, 3)
}

export const commandKnown: Gate = {
  id: 'command/known',
  severity: 'block',
  title: 'Every command of a platform exists.',
  reason: 'A command that a tool does not have fails on every run, and often looks like an empty answer.',
  hint: "Look the command up in the tool's own reference, or ask the service's API.",
  check: (facts) =>
    shellTexts(facts).flatMap(({ file, commands }) =>
      commands.flatMap(({ words, line }): Finding[] => {
        const tool = toolOf(words)
        const unknown = tool && unknownWord(tool, words.slice(1))
        if (!tool || !unknown) return []
        const near = similar(unknown.group, unknown.word)
        const meant = near.length > 0 ? ` It has ${near.join(', ')}.` : ''
        return [{ file, line, message: `"${unknown.group}" has no "${unknown.word}".${meant}`, severity: severities[tool] ?? 'warn' }]
      }),
    ),
}
