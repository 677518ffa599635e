import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { Fault, FileFact, ScriptFact } from '../../worker/domain/gates/facts.ts'
import { readingPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { runChild } from '../run-child.ts'
import type { GatherOptions } from './gather.ts'

const shellcheckSchema = z.array(z.object({ file: z.string(), line: z.number(), level: z.string(), code: z.number(), message: z.string() }))

/** `bash -n` takes a few milliseconds; a script that stops the shell itself must not stop the validation. */
const bashTimeoutMs = 10_000

/** ShellCheck takes 0.15 s for a usual script and several seconds for the worst known one. */
const shellcheckTimeoutMs = 30_000

/** The shell scripts among files. */
export function shellFiles(files: readonly FileFact[]): (FileFact & { text: string })[] {
  return files.flatMap((file) => (file.text !== null && isShell(file.path, file.text) ? [{ ...file, text: file.text }] : []))
}

/** Runs `bash -n` and ShellCheck over the bundle's shell scripts. */
export async function readScripts(files: readonly FileFact[], options: GatherOptions): Promise<ScriptFact[]> {
  const scripts = shellFiles(files)
  const lintable = scripts.filter((script) => !/^#!.*\b(zsh|fish|python|pwsh|node)/.test(script.text))
  const [syntax, lint] = await Promise.all([
    Promise.all(lintable.map(async (script) => [script.path, await bashSyntax(script.path, options)] as const)),
    shellcheck(lintable, options),
  ])
  const faults = new Map(syntax)
  return scripts.map(({ path, mode, text }) => {
    const found = lint?.get(path) ?? null
    const lost = found?.filter(({ code, message }) => code === 'SC2030' && message.includes('pipeline')) ?? []
    const ofLevel = (wanted: string) => found?.filter(({ level }) => level === wanted) ?? null
    return { path, mode, text, syntax: faults.get(path) ?? null, lint: ofLevel('error'), lost, warnings: ofLevel('warning') ?? [] }
  })
}

function isShell(path: string, text: string): boolean {
  return path.endsWith('.sh') || /^#!\s*\S*\/(env\s+)?(ba)?sh\b/.test(text)
}

async function bashSyntax(path: string, options: GatherOptions): Promise<Fault[]> {
  const result = await runChild({
    command: 'bash',
    args: ['--norc', '--noprofile', '-n', join(options.root, path)],
    cwd: options.root,
    home: options.home,
    timeoutMs: bashTimeoutMs,
    maxOutputBytes: 64 * 1024,
    signal: options.signal,
  })
  if (result.code === 0) return []
  const found = [...result.stderr.matchAll(/: line (\d+): (.+)/g)].map(([, line, message]) => ({
    line: Number(line),
    message: message ?? '',
  }))
  // Bash quotes the offending line in a second message of the same line.
  const first = found.filter((fault, index) => found.findIndex((other) => other.line === fault.line) === index)
  return first.length > 0 ? first : [{ line: null, message: result.killed ? 'bash -n did not end.' : 'bash -n refuses the script.' }]
}

type Lint = NonNullable<ScriptFact['lint']>[number] & { level: string }

/** After `set -o`, ShellCheck 0.11 no longer tells what a loop behind a pipe loses; no other finding depends on these options. */
function forShellcheck(text: string): string {
  return text
    .replace(/-([a-zA-Z]*)o pipefail\b/g, '-$1u')
    .replace(/-o errexit\b/g, '-e')
    .replace(/-o nounset\b/g, '-u')
}

async function shellcheck(scripts: readonly { path: string; text: string }[], options: GatherOptions): Promise<Map<string, Lint[]> | null> {
  const found = new Map(scripts.map(({ path }): [string, Lint[]] => [path, []]))
  if (scripts.length === 0) return found
  // Beside the home, of which a step sees an empty one; readable for the user that the step runs as.
  const copies = await mkdtemp(join(dirname(options.home), 'lint-'))
  await chmod(copies, 0o755)
  for (const { path, text } of scripts) {
    await mkdir(dirname(join(copies, path)), { recursive: true })
    await writeFile(join(copies, path), forShellcheck(text))
  }
  const result = await runStep({
    policy: readingPolicy,
    command: join(options.venv, 'bin', 'shellcheck'),
    args: ['--norc', '--severity=info', '--format=json', '--', ...found.keys()],
    cwd: copies,
    home: options.home,
    venv: options.venv,
    see: [copies],
    copy: [],
    wallMs: options.lintMs ?? shellcheckTimeoutMs,
    // It executes nothing of what it reads.
    allowUnconfined: true,
    signal: options.signal,
  })
  if (result.code !== 0 && result.code !== 1) return null
  const parsed = shellcheckSchema.safeParse(JSON.parse(result.stdout.toString('utf8') || '[]'))
  if (!parsed.success) return null
  for (const { file, line, code, message, level } of parsed.data) found.get(file)?.push({ line, message, code: `SC${code}`, level })
  return found
}
