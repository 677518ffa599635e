import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { generationInput } from '../generation-input.ts'
import type { Bundle, Fault } from '../mutations/fault.ts'
import { faults } from '../mutations/judge.ts'
import type { SeenCall } from '../openai/check-request.ts'
import { type DraftAnswer, slugIn } from '../openai/write-draft.ts'
import type { RequestFile } from '../stack/request-file.ts'
import { variedRequest } from '../stack/varied-request.ts'

/** The ten groups of defects that people found in drafts which a checker of style had given full marks. */
export const defectGroups = ['discovery', 'health', 'sticky', 'invented', 'robot', 'bash', 'security', 'templates', 'harness', 'wording']
export interface DefectCase {
  group: string
  fault: Fault
  request: RequestFile
  good: Bundle
  /** Drafts with a defect, in the order in which the model gives them. */
  bad: Bundle[]
}

/** A fault of each group, seeded into the bundle that a request leads to; with `twice`, one of the next group comes second. */
export async function defectCases(wanted: readonly string[], twice = false): Promise<DefectCase[]> {
  const cases: DefectCase[] = []
  for (const [index, group] of wanted.entries()) {
    const request = variedRequest(index)
    const good = await goodBundle(request)
    const next = defectGroups[(defectGroups.indexOf(group) + 1) % defectGroups.length] ?? group
    const seeded = [group, ...(twice ? [next] : [])].map((one) => seedOf(one, good))
    const [first] = seeded
    if (first) cases.push({ group, request, good, fault: first.fault, bad: seeded.map(({ bad }) => bad) })
  }
  return cases
}

function seedOf(group: string, good: Bundle): { fault: Fault; bad: Bundle } {
  const seeded = faults.flatMap((fault) => {
    const bad = fault.group === group ? fault.seed(good) : null
    return bad ? [{ fault, bad }] : []
  })[0]
  if (!seeded) throw new Error(`no fault of group ${group} has a place in ${good.slug}`)
  return seeded
}

async function goodBundle(file: RequestFile): Promise<Bundle> {
  const { owner, repo } = file
  const collection = { owner, repo, defaultBranch: 'main', url: `https://github.com/${owner}/${repo}.git` }
  const input = generationInput(file, { author: file.login, collection })
  const { files } = await exemplarProvider.generate(input, async () => undefined)
  return { slug: input.plan.slug, files }
}

/** A model that gives the drafts with defects first and the mended bundle after them; it mends only when it is told of findings. */
export function defectiveModel(cases: readonly DefectCase[]): (call: SeenCall) => DraftAnswer {
  const asked = new Map<string, number>()
  return (call) => {
    const slug = slugIn(call)
    const found = cases.find(({ good }) => good.slug === slug)
    if (!found) return { files: [], notes: ['No case has this slug.'] }
    const isRepair = /^# Feedback$/m.test(call.turns[0]?.text ?? '')
    const times = isRepair ? (asked.get(slug) ?? 0) : 0
    asked.set(slug, times + 1)
    const { files } = found.bad[times] ?? found.good
    return {
      files: files.map(({ path, mode, content }) => ({ path, executable: mode === '100755', content })),
      notes: [times >= found.bad.length ? 'Mended what the checks found.' : 'A draft.'],
    }
  }
}
