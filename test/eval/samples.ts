import { ensureVenv } from '../../containers/cli/setup.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import { findKinds, kindById } from '../../worker/domain/lexicon/find-kinds.ts'
import type { ResourceKind } from '../../worker/domain/lexicon/kind.ts'
import { allSamples } from '../../worker/domain/samples/all-samples.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { withAcceptance } from '../../worker/pipeline/acceptance.ts'
import { inWorkDir } from '../bench/public-bundles.ts'
import { generationInput } from '../generation-input.ts'

/**
 * Asks for a bundle about each kind of resource (all, or those whose ids are given), has the offline generator write it, and rehearses it in the scenarios of its plan.
 * Exit code 1 when a draft does not meet one.
 */

const platformOf = { kubernetes: 'Kubernetes', aws: 'AWS', azure: 'Azure', gcp: 'GCP', other: 'HTTP API' } as const

/** What is not as the plan wants it; null when the plan has no worlds for this kind. */
async function rehearsed({ name, platform }: ResourceKind, venv: string): Promise<string[] | null> {
  const body = `**Platform**: ${platformOf[platform]}\n\nPlease check the health of our ${name}.\n\n- Check the status of ${name}\n`
  const input = generationInput({ title: `${name} health`, body, labels: ['codebundle:generate'] })
  if ((input.plan.scenarios ?? []).length < 3) return null
  const output = await exemplarProvider.generate(input, async () => undefined)
  const files = withAcceptance(output.files, input.plan).map((file) => ({
    ...file,
    kind: 'file' as const,
    content: Buffer.from(file.content),
    bytes: Buffer.byteLength(file.content),
  }))
  const bundlePath = `codebundles/${input.plan.slug}`
  const report = await inWorkDir((workDir) =>
    rehearse({ snapshot: null, bundlePath, files, allowUnconfined: true, workDir, venv, progress: () => undefined }),
  )
  return report.scenarios.flatMap(({ name: scenario, expectations }) =>
    expectations.filter(({ met, severity }) => !met && severity === 'block').map(({ what, reason }) => `${scenario}: ${what}: ${reason}`),
  )
}

async function main(): Promise<void> {
  const only = process.argv.slice(2)
  const venv = ensureVenv()
  let unsampled = 0
  for (const { kind: id } of Object.values(allSamples).flat()) {
    const kind = kindById(id)
    if (kind === null || (only.length > 0 && !only.includes(id))) continue
    const faults = await rehearsed(kind, venv)
    if (faults === null) unsampled += 1
    if (faults !== null && faults.length > 0) process.exitCode = 1
    const said =
      faults === null
        ? `no worlds (its name is read as ${
            findKinds(kind.name, kind.platform)
              .map((match) => match.kind.id)
              .join(', ') || 'nothing'
          })`
        : 'as expected'
    process.stdout.write(
      `${id.padEnd(24)} ${faults !== null && faults.length > 0 ? `${faults.length} not met\n  ${faults.join('\n  ')}` : said}\n`,
    )
  }
  if (unsampled > 0) process.stdout.write(`${unsampled} kinds without worlds\n`)
}

await main()
