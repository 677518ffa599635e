import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './paths.ts'
import { markerVariable } from './processes.ts'
import { StackError } from './stack-error.ts'

/** Told about each step that really runs; a step whose inputs are unchanged is silent. */
export type Report = (text: string) => void

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const skipped = new Set(['dist', 'node_modules', '__pycache__'])
  const names = readdirSync(path)
    .sort()
    .filter((name) => !skipped.has(name))
  return names.flatMap((name) => filesUnder(join(path, name)))
}

/** Hash of the contents and names of files and folders, relative to the project. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesUnder(join(projectRoot, path)))) {
    hash.update(file.slice(projectRoot.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 32)
}

/** Marker of the commands that prepare a stack, so that a launcher told to stop can end them. */
export const preparationMarker = `prepare-${process.pid}/`

async function capture(command: string, args: string[], env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env, [markerVariable]: preparationMarker },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, output: Buffer.concat(chunks).toString() }
}

/** Runs a command of the project and returns its output. Throws `StackError` with the end of the output when it fails. */
export async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { code, output } = await capture(command, args, env)
  if (code !== 0) throw new StackError(`\`${[command, ...args].join(' ')}\` failed:\n${output.split('\n').slice(-30).join('\n')}`)
  return output
}

function stampMatches(path: string, hash: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === hash
}

/** Quiet, offline settings for every wrangler command. The local trace store is off: it writes several rows for each request. */
export const wranglerEnv = {
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CI: '1',
  NO_COLOR: '1',
}

/** The tool of the project by its name, whatever PATH says. */
export function tool(name: string): string {
  return join(projectRoot, 'node_modules/.bin', name)
}

/**
 * The virtual environment with Robot Framework, in .local/venv of the project. The script does nothing when it is complete, and says
 * in one sentence when git or Python is missing.
 */
export async function prepareVenv(report: Report): Promise<string> {
  const venv = join(projectRoot, '.local/venv')
  if (!existsSync(venv)) report('installing Robot Framework into .local/venv (once, about a minute)')
  const { code, output } = await capture('bash', [join(projectRoot, 'containers/install.sh'), venv], {})
  if (code !== 0) throw new StackError(output.trim())
  return venv
}

/** The browser's files, built when their sources changed. */
export async function prepareWeb(report: Report): Promise<void> {
  const stamp = join(projectRoot, '.local/web.stamp')
  const hash = hashOf(['web', 'worker/domain', 'package-lock.json'])
  if (existsSync(join(projectRoot, 'web/dist')) && stampMatches(stamp, hash)) return
  report('building the web pages')
  await run(tool('vite'), ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'])
  mkdirSync(join(projectRoot, '.local'), { recursive: true })
  writeFileSync(stamp, hash)
}

async function applyMigrations(stateDir: string): Promise<void> {
  for (const database of ['registry', 'registry-search']) {
    await run(tool('wrangler'), ['d1', 'migrations', 'apply', database, '--local', '--persist-to', stateDir], wranglerEnv)
  }
}

/** A state folder with empty, migrated databases, made once per set of migrations: a new stack copies it instead of waiting for wrangler. */
async function migratedTemplate(hash: string): Promise<string> {
  const template = join(projectRoot, '.local/templates', hash)
  if (existsSync(template)) return template
  const unfinished = `${template}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  await applyMigrations(unfinished)
  if (existsSync(template)) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, template)
  return template
}

/** Brings both databases of `stateDir` up to date; nothing to do when the list of migrations is the one of the last time. */
export async function prepareState(stateDir: string, report: Report): Promise<void> {
  const stamp = `${stateDir}.stamp`
  const hash = hashOf(['migrations/main', 'migrations/search'])
  if (existsSync(stateDir) && stampMatches(stamp, hash)) return
  report('migrating the databases')
  if (existsSync(stateDir)) await applyMigrations(stateDir)
  else cpSync(await migratedTemplate(hash), stateDir, { recursive: true })
  writeFileSync(stamp, hash)
}
