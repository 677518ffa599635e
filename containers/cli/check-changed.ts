import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gates } from '../../worker/domain/gates/all.ts'
import { rehearsalRules } from '../../worker/domain/rehearsal/rehearsal-rules.ts'
import type { Check, Report } from '../../worker/domain/report.ts'
import { reportMarkdown } from '../../worker/domain/report-formats.ts'
import { mergeSarif, reportSarif } from '../../worker/domain/report-sarif.ts'
import { validateFiles } from '../validate/validate.ts'
import { makeWorkDir } from '../work-dir.ts'
import { readSources } from './bundle-sources.ts'
import { ensureVenv, failWith } from './setup.ts'

/**
 * Proves every CodeBundle that a pull request touches, for the workflow of a collection: annotations on the lines, a summary of the job, one SARIF file. Ends with 1 when
 * a bundle has a blocking finding, with 2 when nothing could be judged.
 */
const usage = 'Usage: node containers/cli/check-changed.ts --repository DIR --since COMMIT [--sarif FILE] [--rehearse] [--allow-unconfined]'

/** Findings of each bundle that the summary lists. */
const maxListed = 50

/** Bundles with a changed file that are still there, in order. */
function changedBundles(repository: string, since: string): string[] {
  const names = execFileSync(
    'git',
    ['-C', repository, 'diff', '--name-only', '-z', '--no-renames', `${since}...HEAD`, '--', 'codebundles'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const slugs = names.split('\0').flatMap((path) => /^codebundles\/([^/]+)\//.exec(path)?.[1] ?? [])
  const isBundle = (slug: string) => ['runbook.robot', 'sli.robot'].some((name) => existsSync(join(repository, 'codebundles', slug, name)))
  return [...new Set(slugs)].sort().filter(isBundle)
}

/** A value of a workflow command: what would end it is written in percent. */
function escaped(text: string, isProperty: boolean): string {
  const plain = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return isProperty ? plain.replaceAll(':', '%3A').replaceAll(',', '%2C') : plain
}

/** A finding as GitHub Actions shows it beside the line. */
function annotation({ id, severity, file, line, message, hint }: Check): string {
  const level = { block: 'error', warn: 'warning', advise: 'notice' }[severity]
  const place = [...(file ? [`file=${escaped(file, true)}`] : []), ...(line ? [`line=${line}`] : []), `title=${escaped(id, true)}`]
  return `::${level} ${place.join(',')}::${escaped(hint ? `${message} ${hint}` : message, false)}`
}

async function prove(repository: string, slug: string, options: { rehearse: boolean; allowUnconfined: boolean }): Promise<Report> {
  const work = await makeWorkDir()
  try {
    const started = performance.now()
    const { snapshot, bundlePath, files } = await readSources(join(repository, 'codebundles', slug), undefined, work.path)
    const place = { snapshot, bundlePath, base: files, draft: [], workDir: work.path, venv: ensureVenv() }
    return await validateFiles({ ...place, ...options, started, progress: () => undefined })
  } finally {
    await work.remove()
  }
}

async function main(): Promise<void> {
  const options = {
    repository: { type: 'string', default: '.' },
    since: { type: 'string' },
    sarif: { type: 'string' },
    rehearse: { type: 'boolean', default: false },
    'allow-unconfined': { type: 'boolean', default: false },
  } as const
  const { values } = parseArgs({ options })
  const { since, sarif, rehearse } = values
  if (since === undefined || since.startsWith('-')) return failWith(2, usage)
  const repository = resolve(values.repository)
  const summary: string[] = []
  const results: object[] = []
  const rules = [...gates, ...rehearsalRules]
  for (const slug of changedBundles(repository, since)) {
    const report = await prove(repository, slug, { rehearse, allowUnconfined: values['allow-unconfined'] })
    for (const check of report.checks.filter(({ status }) => status === 'fail')) process.stdout.write(`${annotation(check)}\n`)
    process.stdout.write(`${slug}: ${report.ok ? 'no blocking finding' : 'BLOCKED'}\n`)
    summary.push(`## ${slug}`, '', ...reportMarkdown(report, maxListed), '')
    results.push(reportSarif(report, rules, `codebundles/${slug}`))
    if (!report.ok) process.exitCode = 1
  }
  if (results.length === 0) process.stdout.write('No CodeBundle was changed.\n')
  if (process.env.GITHUB_STEP_SUMMARY)
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${summary.join('\n') || 'No CodeBundle was changed.'}\n`)
  if (sarif !== undefined) writeFileSync(sarif, `${JSON.stringify(mergeSarif(results, rules))}\n`)
}

main().catch((error: unknown) => failWith(2, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)))
