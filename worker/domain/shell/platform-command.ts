import type { ShellCommand } from './command.ts'
import { effectOfAws } from './tool-aws.ts'
import { effectOfCurl, effectOfGh } from './tool-http.ts'
import { effectOfHelm, effectOfKubectl } from './tool-kubernetes.ts'
import { effectOfAz, effectOfGcloud } from './tool-words.ts'

/** A call of a platform's command-line tool. */
export interface PlatformCommand {
  tool: Tool
  verb: string
  resource: string | null
  /** `local` touches only the machine it runs on; `unknown` cannot be told from the text. */
  effect: 'read' | 'write' | 'local' | 'unknown'
  line: number
  command: ShellCommand
}

export const tools = ['kubectl', 'oc', 'aws', 'az', 'gcloud', 'helm', 'gh', 'curl'] as const
export type Tool = (typeof tools)[number]

/** What a tool's arguments do; null when they hold no verb. */
export type Reading = Pick<PlatformCommand, 'verb' | 'resource' | 'effect'> | null

const readers: Record<Tool, (args: string[]) => Reading> = {
  kubectl: effectOfKubectl,
  oc: effectOfKubectl,
  aws: effectOfAws,
  az: effectOfAz,
  gcloud: effectOfGcloud,
  helm: effectOfHelm,
  gh: effectOfGh,
  curl: effectOfCurl,
}

/** Variables of the text that stand for a tool with its first arguments, or for arguments. */
export type Aliases = Map<string, string[]>

/** Literal values of the variables that commands are made of: `KUBECTL="kubectl --context x"`, `args=(get pods)`. The first value counts. */
export function aliasesOf(commands: readonly ShellCommand[]): Aliases {
  const aliases: Aliases = new Map()
  for (const { assigns } of commands) {
    for (const { name, value, words } of assigns) {
      if (aliases.has(name)) continue
      if (words) aliases.set(name, words)
      else if (toolNamed(value.split(/\s+/)[0] ?? '')) aliases.set(name, value.trim().split(/\s+/))
    }
  }
  return aliases
}

/** The tool calls that a command makes: as a plain call, behind `timeout`, `xargs` and their like, or as an array that holds one. */
export function platformCalls(command: ShellCommand, aliases: Aliases): PlatformCommand[] {
  const lists = [command.words, ...command.assigns.flatMap(({ words }) => (words ? [words] : []))]
  return lists.flatMap((words) => {
    const found = toolCall(expand(words, aliases, 0))
    const reading = found && readers[found.tool](found.args)
    return found && reading ? [{ tool: found.tool, ...reading, line: command.line, command }] : []
  })
}

/** `kubectl delete pods`, `aws ec2 stop-instances`, `az vm start`: as a person would type it. */
export function phrase({ tool, verb, resource }: Pick<PlatformCommand, 'tool' | 'verb' | 'resource'>): string {
  const group = tool === 'aws' || tool === 'az' || tool === 'gcloud' || tool === 'gh'
  const words = group ? [tool, resource, verb] : [tool, verb, resource]
  return words.filter((word) => word !== null && word !== '').join(' ')
}

function toolNamed(word: string): Tool | null {
  const name = word.replace(/^.*\//, '')
  return tools.find((tool) => tool === name) ?? null
}

/** Variables by which bundles name the client of a cluster; the platform sets them to kubectl or oc. */
export const clusterClient = /^\$\{?(?:\w*KUBERNETES_DISTRIBUTION_BINARY\w*|KUBECTL(?:_\w+)?|K8S_CLI|BINARY_USED)(?::-[^}]*)?\}?$/i

/** Replaces variables that stand for words. One that stands for a whole tool call in an array is told where it is assigned. */
function expand(words: readonly string[], aliases: Aliases, depth: number): string[] {
  return words.flatMap((word, index) => {
    const name = /^\$\{?(\w+)(?:\[[@*]\])?\}?$/.exec(word)?.[1]
    const value = name === undefined ? undefined : aliases.get(name)
    const isCall = value !== undefined && toolNamed(value[0] ?? '') !== null
    if (value === undefined || depth > 3) return [word]
    if (isCall && /\[/.test(word)) return []
    return index === 0 || !isCall ? expand(value, aliases, depth + 1) : [word]
  })
}

/** Programs that run the command that follows their own options. */
const wrappers = new Set(['sudo', 'env', 'timeout', 'xargs', 'exec', 'command', 'nice', 'nohup', 'stdbuf', 'builtin'])

function toolCall(words: readonly string[]): { tool: Tool; args: string[] } | null {
  const [first = '', ...rest] = words
  const fallback = /^\$\{\w+:-([^}]*)\}$/.exec(first)?.[1]
  const tool = toolNamed(first) ?? (fallback ? toolNamed(fallback) : null) ?? (clusterClient.test(first) ? 'kubectl' : null)
  if (tool) return { tool, args: rest }
  const name = first.replace(/^.*\//, '')
  if (name === 'command' && /^-[vV]/.test(rest[0] ?? '')) return null
  if (wrappers.has(name)) return wrapped(rest)
  return behindFunction(rest)
}

/** The first tool among the words after a wrapper's options and values. */
function wrapped(words: readonly string[]): { tool: Tool; args: string[] } | null {
  const index = words.findIndex((word) => toolNamed(word) !== null || clusterClient.test(word))
  // Options, their values and assignments come before; a longer run of words is another program.
  return index >= 0 && index < 8 ? toolCall(words.slice(index)) : null
}

/** A function of the script that runs its arguments: `retry 3 kubectl get pods`. The verb must be known, since words may mean anything. */
function behindFunction(words: readonly string[]): { tool: Tool; args: string[] } | null {
  const near = words.slice(0, 3)
  const tool = tools.find((candidate) => near.includes(candidate))
  if (!tool) return null
  const index = near.indexOf(tool)
  const args = words.slice(index + 1)
  const reading = readers[tool](args)
  return reading !== null && reading.effect !== 'unknown' && args.length > 1 ? { tool, args } : null
}
