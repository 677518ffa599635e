import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Report } from '../../worker/domain/report.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'

export const projectRoot = resolve(import.meta.dirname, '..', '..')

let installed = ''

/** The virtual environment of this checkout, made by install.sh when it is missing. */
export function venv(): string {
  if (installed === '') {
    const target = join(projectRoot, '.local', 'venv')
    execFileSync(join(projectRoot, 'containers', 'install.sh'), [target], { stdio: ['ignore', 'inherit', 'inherit'] })
    installed = target
  }
  return installed
}

/** A directory that is removed after the test. */
export function tempDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'ccr-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Runs git in a repository of a test, as a fixed person, and returns its output. */
export function git(cwd: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.org',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'protocol.file.allow=always',
  ]
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** Writes files under a directory. */
export function writeFiles(root: string, files: readonly DraftFile[]): void {
  for (const { path, mode, content } of files) {
    const target = join(root, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
    if (mode === '100755') chmodSync(target, 0o755)
  }
}

/** A repository with one commit that holds the files; `prepare` may add what is no plain file. */
export function makeRepository(files: readonly DraftFile[], prepare: (root: string) => void = () => undefined): string {
  const root = tempDir()
  git(root, 'init', '--quiet')
  writeFiles(root, files)
  git(root, 'add', '--all')
  prepare(root)
  git(root, 'commit', '--quiet', '--allow-empty', '--message', 'Add files')
  return root
}

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

interface CliOptions {
  cwd?: string
  /** A command that runs the program with its arguments. */
  before?: readonly string[]
}

/** Runs a command-line program of the project as npm would. */
export function runCli(
  program: 'assess' | 'inspect' | 'rehearse' | 'validate',
  args: readonly string[],
  { cwd = projectRoot, before = [] }: CliOptions = {},
): Ended {
  const file = join(projectRoot, 'containers', 'cli', `${program}.ts`)
  const [command = '', ...all] = [...before, process.execPath, file, ...args]
  const { status, stdout, stderr } = spawnSync(command, all, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, INIT_CWD: cwd },
  })
  return { status, stdout, stderr }
}

/** Failed checks as `severity id file:line`, for a readable comparison. */
export function failures(report: Report): string[] {
  return report.checks
    .filter((check) => check.status === 'fail')
    .map((check) => `${check.severity} ${check.id}${check.file ? ` ${check.file}` : ''}${check.line ? `:${check.line}` : ''}`)
}
