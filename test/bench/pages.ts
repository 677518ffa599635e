import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { projectRoot } from '../stack/paths.ts'
import { browserFiles } from '../web/browser.ts'
import { serveAsEdge } from './edge.ts'
import { runProgram, withOwnStack } from './own-stack.ts'

/** Each category must reach this, of 100. */
const leastScore = 95
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

const reportSchema = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.record(z.string(), z.object({ title: z.string(), score: z.number().nullable(), displayValue: z.string().optional() })),
})
const listSchema = z.object({ cards: z.array(z.object({ collection: z.string(), slug: z.string() })) })
type LighthouseReport = z.infer<typeof reportSchema>

/** Lighthouse with its default, the mobile preset, in a process of its own so that measuring and serving do not share one. */
async function lighthouse(url: string, folder: string): Promise<LighthouseReport> {
  const { executablePath, flags, env } = await browserFiles()
  const out = join(folder, 'report.json')
  const options = ['--quiet', '--output=json', `--output-path=${out}`, `--only-categories=${categories.join(',')}`]
  const chrome = `--chrome-flags=--headless ${flags.join(' ')}`
  const child = spawn(process.execPath, [join(projectRoot, 'node_modules/lighthouse/cli/index.js'), url, ...options, chrome], {
    env: { ...env, CHROME_PATH: executablePath },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`Lighthouse could not measure ${url}; its output is above.`)
  return reportSchema.parse(JSON.parse(readFileSync(out, 'utf8')))
}

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Tells the scores of one page with its times, and what cost points; whether every category reaches the least score. */
function tell(path: string, report: LighthouseReport): boolean {
  const scores = categories.map((name) => Math.round((report.categories[name]?.score ?? 0) * 100))
  say(`${path}: ${categories.map((name, index) => `${name} ${scores[index]}`).join(', ')}`)
  const times = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
    'server-response-time',
  ]
  say(`  ${times.map((name) => `${name} ${report.audits[name]?.displayValue ?? '?'}`).join(', ')}`)
  const isGood = scores.every((score) => score >= leastScore)
  const failed = Object.values(report.audits).filter(({ score }) => score !== null && score < 0.9)
  for (const { title, displayValue = '' } of failed) say(`  costs points: ${title} ${displayValue}`)
  return isGood
}

/** Measures home, search and a CodeBundle on a stack of its own, or on the registry at the address given. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pages-'))
  const [given] = process.argv.slice(2)
  const measure = async (origin: string) => {
    const [card] = listSchema.parse(await (await fetch(`${origin}/api/v1/codebundles?limit=1`)).json()).cards
    const bundle = card === undefined ? [] : [`/collections/${card.collection}/codebundles/${card.slug}`]
    let isGood = bundle.length === 1
    const edge = await serveAsEdge(origin)
    for (const path of ['/', '/search?q=certificate', ...bundle]) isGood = tell(path, await lighthouse(edge.url + path, folder)) && isGood
    await edge.close()
    return isGood ? 0 : 1
  }
  try {
    return given === undefined ? await withOwnStack({}, ({ stack }) => measure(stack.urls.worker)) : await measure(given.replace(/\/$/, ''))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

runProgram(main)
