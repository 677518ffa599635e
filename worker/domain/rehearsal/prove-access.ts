import type { AccessProof } from './rehearsal-proof.ts'
import type { RehearsedCall, RehearsedTask } from './rehearsal-report.ts'

/**
 * Compares what tasks declare (`access:read-only`) with the commands they were seen to run. One writing command refutes. Reading commands
 * alone let the declaration hold for the scenarios that ran, which is less than a proof for every input. A command whose words do not
 * tell its effect, and a task that ran none, leave it unproven.
 */
export function proveAccess(
  tasks: readonly (Pick<RehearsedTask, 'name' | 'access'> & { file: string })[],
  calls: readonly RehearsedCall[],
): AccessProof {
  const keyOf = (file: string | null, name: string | null) => `${file}\0${name}`
  const declared = new Set(tasks.flatMap(({ file, name, access }) => (access === 'read-only' ? [keyOf(file, name)] : [])))
  const concerned = calls.filter(({ file, task }) => declared.has(keyOf(file, task)))
  const commands = (access: RehearsedCall['access']) =>
    unique(concerned.filter((call) => call.access === access).map(({ command }) => command))
  const [against, unknown] = [commands('write'), commands('unknown')]
  const seen = concerned.filter(({ access }) => access === 'read').length
  return { ...judge(declared.size, against, unknown, seen), against: against.slice(0, 50), unknown: unknown.slice(0, 50) }
}

function judge(
  declared: number,
  against: readonly string[],
  unknown: readonly string[],
  reads: number,
): Pick<AccessProof, 'readOnly' | 'because'> {
  if (declared === 0) return { readOnly: 'unproven', because: 'No task declares access:read-only.' }
  if (against.length > 0) return { readOnly: 'refuted', because: `A task that declares access:read-only ran ${against[0]}` }
  if (unknown.length > 0)
    return { readOnly: 'unproven', because: `Nothing tells whether these change anything: ${unknown.slice(0, 3).join('; ')}` }
  if (reads === 0) return { readOnly: 'unproven', because: 'No command was run through a stand-in.' }
  return { readOnly: 'held', because: `All ${reads} commands that were run read only.` }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
