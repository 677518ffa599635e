import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runProgram, withOwnStack } from '../bench/own-stack.ts'
import { drive } from '../stack/drive.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { knownDocument } from './known-document.ts'

/**
 * Asks the API everything its description allows, and much that it does not: schemathesis makes the requests from the OpenAPI document
 * of a running registry and checks that no answer is a 5xx or one that the document does not describe. Names that are made up are never
 * there, so a second pass asks for what the registry holds, and a third acts on a request as a reviewer.
 */

const version = '4.*'
const wantedCases = 2_000
const folder = resolve(import.meta.dirname, '../../.local/schemathesis')
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'unsupported_method',
]

function run(command: string, args: readonly string[], cwd = process.cwd()): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      process.stdout.write(chunk)
    })
    child.on('error', fail)
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}

/** Schemathesis in a virtual environment of its own, made on the first run. */
async function schemathesis(): Promise<string> {
  const program = join(folder, 'bin/schemathesis')
  if (existsSync(program)) return program
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [join(folder, 'bin/pip'), ['install', '--quiet', `schemathesis==${version}`]],
  ]
  for (const [command, args] of steps) {
    if ((await run(command, args)).code !== 0)
      throw new Error(`Schemathesis could not be installed (${command}). It needs Python 3.10 and PyPI.`)
  }
  return program
}

/** How many requests the summary counts; 0 when it does not say. */
function casesIn(output: string): number {
  return Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(',', '') ?? 0)
}

interface Pass {
  says: string
  /** File or address of the document. */
  document: string
  args: string[]
}

/** Runs one pass against the registry at `url`. */
async function judge(
  program: string,
  url: string,
  examples: string,
  { says, document, args }: Pass,
): Promise<{ ok: boolean; cases: number }> {
  process.stdout.write(`\n== ${says}\n`)
  const common = ['--url', url, '--checks', checks.join(','), '--max-examples', examples, '--seed', '7', '--no-color']
  // It leaves its own files where it is started.
  const { code, output } = await run(program, ['run', document, ...common, ...args], folder)
  return { ok: code === 0, cases: casesIn(output) }
}

const driveLimitMs = 180_000

runProgram(async () => {
  const { values } = parseArgs({
    options: { examples: { type: 'string', default: '150' }, least: { type: 'string', default: String(wantedCases) } },
  })
  const program = await schemathesis()
  return withOwnStack({}, async ({ stack, forge }) => {
    const url = stack.urls.worker
    const reviewer = await signIn(url, 'rex')
    await drive({ forge, reviewer, request: variedRequest(0), signal: AbortSignal.timeout(driveLimitMs) })
    const document = `${url}/api/v1/openapi.json`
    const known = join(stack.dir, 'known.json')
    writeFileSync(known, JSON.stringify(await knownDocument(url)))
    const session = Object.entries(reviewer.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
    const passes: Pass[] = [
      { says: 'as a visitor, names made up', document, args: [] },
      { says: 'as a visitor, names that are there', document: known, args: ['--mode', 'positive'] },
      { says: 'as a reviewer, on a request that is there', document: known, args: ['--include-method', 'POST', ...session] },
    ]
    const results = []
    for (const pass of passes) results.push(await judge(program, url, values.examples, pass))
    const cases = results.reduce((sum, result) => sum + result.cases, 0)
    process.stdout.write(`${cases} cases (at least ${values.least} wanted)\n`)
    return results.every(({ ok }) => ok) && cases >= Number(values.least) ? 0 : 1
  })
})
