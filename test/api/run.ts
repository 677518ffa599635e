import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runProgram, withOwnStack } from '../bench/own-stack.ts'

/**
 * Asks the API everything its description allows, and much that it does not: schemathesis makes the requests from the OpenAPI document
 * of a running registry and checks that no answer is a 5xx or one that the document does not describe.
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

runProgram(async () => {
  const { values } = parseArgs({
    options: { examples: { type: 'string', default: '150' }, least: { type: 'string', default: String(wantedCases) } },
  })
  const program = await schemathesis()
  return withOwnStack({}, async ({ stack }) => {
    const url = stack.urls.worker
    const args = [
      'run',
      `${url}/api/v1/openapi.json`,
      '--url',
      url,
      '--checks',
      checks.join(','),
      '--max-examples',
      values.examples,
      '--seed',
      '7',
      '--no-color',
    ]
    // It leaves its own files where it is started.
    const { code, output } = await run(program, args, folder)
    const cases = casesIn(output)
    process.stdout.write(`${cases} cases (at least ${values.least} wanted)\n`)
    return code === 0 && cases >= Number(values.least) ? 0 : 1
  })
})
