import * as z from 'zod'

/** Scenarios that were agreed upon before a draft was written. Whoever writes the draft must not be able to change what it is measured by. */

export const lockSchema = z.object({
  /** Relative to the repository root. */
  path: z.string().max(300),
  /** SHA-256 of the content, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Lock = z.infer<typeof lockSchema>

export const lockVerdictSchema = z.object({
  total: z.number(),
  unchanged: z.number(),
  /** Each locked file that is not as it was, and each other file that would stand in for one. */
  broken: z.array(z.object({ path: z.string(), why: z.string() })),
})
export type LockVerdict = z.infer<typeof lockVerdictSchema>

interface PlainFile {
  path: string
  kind: 'file' | 'link' | 'submodule'
  content: Uint8Array
}

async function sha256(content: Uint8Array): Promise<string> {
  // A copy, because the buffer under a view may be shared.
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(content))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Locks files as they are now. */
export async function lockFiles(files: readonly Pick<PlainFile, 'path' | 'content'>[]): Promise<Lock[]> {
  return Promise.all(files.map(async ({ path, content }) => ({ path, sha256: await sha256(content) })))
}

/** Two paths that are one where case or the form of a letter does not count. */
function folded(path: string): string {
  return path.normalize('NFKC').toLowerCase()
}

/** Compares the files of a bundle with its locks. `nameOf` reads the name of a scenario file; null when it has none. */
export async function judgeLocks(
  locks: readonly Lock[],
  files: readonly PlainFile[],
  nameOf: (file: PlainFile) => string | null,
): Promise<LockVerdict> {
  const broken: LockVerdict['broken'] = []
  const byPath = new Map(files.map((file) => [file.path, file]))
  const locked = new Set(locks.map(({ path }) => path))
  const names = new Map<string, string>()
  for (const { path, sha256: wanted } of locks) {
    const file = byPath.get(path)
    if (!file) broken.push({ path, why: 'is not there' })
    else if (file.kind !== 'file') broken.push({ path, why: `is a ${file.kind}` })
    else if ((await sha256(file.content)) !== wanted) broken.push({ path, why: 'was changed' })
    const name = file && nameOf(file)
    if (name) names.set(name, path)
  }
  const unchanged = locks.length - broken.length
  const shapes = new Set(locks.map(({ path }) => folded(path)))
  for (const file of files) {
    if (locked.has(file.path)) continue
    if (shapes.has(folded(file.path))) broken.push({ path: file.path, why: 'is a locked path in another spelling' })
    const twin = names.get(nameOf(file) ?? '')
    if (twin !== undefined) broken.push({ path: file.path, why: `has the name of the scenario ${twin}` })
  }
  return { total: locks.length, unchanged, broken }
}

/** The verdict in one line, as reports say it. */
export function lockWords({ total, unchanged, broken }: LockVerdict): string {
  if (broken.length === 0) return `locked: ${unchanged} of ${total}, unchanged`
  const told = broken.slice(0, 5).map(({ path, why }) => `${path} ${why}`)
  return `locked: ${unchanged} of ${total} unchanged; ${told.join('; ')}`
}
