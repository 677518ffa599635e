import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { GenerationInput, GenerationOutput, GenerationProvider } from '../pipeline/ports.ts'
import { type BundleModel, modelOf } from './bundle-model.ts'
import { adjustmentsOf } from './feedback.ts'
import { writeDiscovery } from './write-discovery.ts'
import { writeReadme } from './write-readme.ts'
import { writeRunbook, writeSli } from './write-robot.ts'
import { writeScripts } from './write-scripts.ts'

/**
 * Writes a working bundle from the plan with patterns for known kinds of resources: no network, no model, no cost, the same files for the same input.
 * What it cannot do it says in the notes and in the README.
 */
export const exemplarProvider: GenerationProvider = {
  name: 'exemplar',
  async generate(input, progress) {
    const model = modelOf(input, adjustmentsOf(input.feedback))
    const files = writeBundle(model)
    await progress(`Writing ${files.length} files for ${model.slug} from patterns, without a model.`)
    for (const file of files)
      await progress(`Wrote ${file.path.slice(model.path.length + 1)} (${file.content.split('\n').length - 1} lines).`)
    return { files, provider: 'exemplar', model: null, costMicros: 0, notes: notesOf(model, input, files) }
  },
}

function writeBundle(model: BundleModel): DraftFile[] {
  return [
    writeRunbook(model),
    ...(model.withSli ? [writeSli(model)] : []),
    ...writeScripts(model),
    writeReadme(model),
    ...writeDiscovery(model),
  ]
}

function notesOf(model: BundleModel, input: GenerationInput, files: readonly DraftFile[]): GenerationOutput['notes'] {
  const closest = input.closest[0]
  const notes = [
    'This draft was written offline from patterns for known kinds of resources, not by a model.',
    closest === undefined
      ? 'No existing CodeBundle was close enough to follow.'
      : `The closest existing CodeBundle is ${closest.collection}/${closest.slug}; this draft has the same layout of files, and none of its text.`,
  ]
  if (model.gaps.length > 0) {
    notes.push(
      `No ready-made check covers the exact wording of ${model.gaps.length} of ${model.tasks.length} tasks: ${model.gaps.join('; ')}. They judge the general state of the resource instead.`,
    )
  }
  const shared = sharedChecks(model)
  if (shared.length > 0)
    notes.push(`The same check stands behind more than one task: ${shared.join('; ')}. A reviewer should narrow or merge them.`)
  if (input.plan.access === 'read-write' && model.tasks.every((task) => task.change === null)) {
    notes.push('The request asks for a change that no pattern makes; the tasks only look, and are tagged read-only.')
  }
  if (model.profile.discovery === null)
    notes.push('There are no generation rules: nothing discovers this kind of target, or their files failed a check.')
  const before = new Map(input.previous.map((file) => [file.path, file.content]))
  if (before.size > 0) {
    const changed = files.filter((file) => before.get(file.path) !== file.content).length
    notes.push(
      changed === 0
        ? 'No file changed against the previous draft.'
        : `${changed} of ${files.length} files changed against the previous draft.`,
    )
  }
  notes.push(...model.adjustments.done)
  return notes
}

function sharedChecks(model: BundleModel): string[] {
  const byCheck = new Map<string, string[]>()
  for (const task of model.tasks) byCheck.set(task.check.id, [...(byCheck.get(task.check.id) ?? []), task.title])
  return [...byCheck.values()].filter((titles) => titles.length > 1).map((titles) => titles.join(' / '))
}
