import { stringify } from 'yaml'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import { kindById } from '../../worker/domain/lexicon/find-kinds.ts'
import type { Sample } from '../../worker/domain/make-plan/scenarios/sample.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { allSamples } from '../all-samples.ts'
import { inWorkDir } from '../bench/public-bundles.ts'
import { generationInput } from '../generation-input.ts'

/**
 * Rehearses a draft of the offline generator for each kind (all, or those whose ids are given) in the two worlds of its sample:
 * in the healthy one it must find nothing, in the broken one something. Exit code 1 when one does not.
 */

const labelOf = { kubernetes: 'kubernetes', aws: 'aws', azure: 'azure', gcp: 'gcp', other: 'http' } as const

/** Answers as the engine writes them; times stay as they are, for the stand-in. */
function scenarioOf(sample: Sample, world: 'healthy' | 'broken'): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const answers = sample.answers.map((answer) => ({ command: answer.command, stdout: text(answer[world]) }))
  const expect =
    world === 'healthy'
      ? { noIssues: true, metrics: [{ value: 1 }], tasksPass: true }
      : { issues: [{ title: '*' }], metrics: [{ max: 0.99 }] }
  return stringify({ name: `${world}-world`, answers, expect })
}

async function rehearsed(sample: Sample, venv: string): Promise<string[]> {
  const kind = kindById(sample.kind)
  if (kind === null || kind === undefined) return []
  const body = `Please check the health of our ${kind.name}.\n\n- Check the status of ${kind.name}\n`
  const input = generationInput({ title: `${kind.name} health`, body, labels: ['codebundle:generate', labelOf[kind.platform]] })
  const { files } = await exemplarProvider.generate(input, async () => undefined)
  const bundlePath = `codebundles/${input.plan.slug}`
  const worlds = (['healthy', 'broken'] as const).map((world) => ({
    path: `${bundlePath}/.test/rehearsal/${world}.yaml`,
    mode: '100644' as const,
    content: scenarioOf(sample, world),
  }))
  const laid = [...files, ...worlds].map((file) => ({
    ...file,
    kind: 'file' as const,
    content: Buffer.from(file.content),
    bytes: Buffer.byteLength(file.content),
  }))
  const report = await inWorkDir((workDir) =>
    rehearse({ snapshot: null, bundlePath, files: laid, allowUnconfined: true, workDir, venv, progress: () => undefined }),
  )
  return report.scenarios.flatMap(({ name, expectations }) =>
    name.endsWith('-world') ? expectations.filter(({ met }) => !met).map(({ what, reason }) => `${name}: ${what}: ${reason}`) : [],
  )
}

async function main(): Promise<void> {
  const only = process.argv.slice(2)
  const venv = ensureVenv()
  for (const sample of allSamples.filter(({ kind }) => only.length === 0 || only.includes(kind))) {
    const faults = await rehearsed(sample, venv)
    if (faults.length > 0) process.exitCode = 1
    process.stdout.write(`${sample.kind.padEnd(28)} ${faults.length === 0 ? 'as expected' : faults.join('; ')}\n`)
  }
}

await main()
