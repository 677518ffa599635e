import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { generatedFiles } from '../../stack/describe-rules.ts'

const root = resolve(import.meta.dirname, '../../..')

function tool(name: string, args: string[]): { status: number | null; output: string } {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: '1' }
  const result = spawnSync(join(root, 'node_modules/.bin', name), args, { cwd: root, env, encoding: 'utf8' })
  return { status: result.status, output: `${result.stdout}${result.stderr}` }
}

it('has the types of the Worker that wrangler.toml asks for', { timeout: 60_000 }, () => {
  const { status, output } = tool('wrangler', ['types', 'worker/env.d.ts', '--include-runtime=false', '--strict-vars=false', '--check'])
  expect(output).toContain('up to date')
  expect(status).toBe(0)
})

it('has a migration for everything in the database schema', { timeout: 60_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'registry-migrations-'))
  try {
    cpSync(join(root, 'migrations/main'), copy, { recursive: true })
    const before = readdirSync(copy).length
    const { status, output } = tool('drizzle-kit', [
      'generate',
      '--dialect',
      'sqlite',
      '--schema',
      'worker/db/schema*.ts',
      '--out',
      relative(root, copy),
    ])
    expect(output).toContain('No schema changes')
    expect(readdirSync(copy).length).toBe(before)
    expect(status).toBe(0)
  } finally {
    rmSync(copy, { recursive: true })
  }
})

it('has the version and the description of the rules of the score that follow from them (npm run rules)', () => {
  const wanted = generatedFiles()
  expect(wanted.map(({ path }) => ({ path, text: readFileSync(join(root, path), 'utf8') }))).toEqual(wanted)
})
