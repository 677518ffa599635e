import * as z from 'zod'
import { gitText } from '../../containers/git/git.ts'

/** Drafts with the faults that were found in them by hand and by tools, for measuring what the gates find. */

/** A fault is written as text, or as a list that begins with the file or the platform. */
const fault = z.union([z.string(), z.array(z.union([z.string(), z.number()]))])

const recordSchema = z.object({
  pull_request: z.number().int(),
  bundle: z.string().regex(/^[\w-]+$/),
  /** File names. */
  bash_syntax_errors: z.array(fault),
  /** How many scripts beside the Robot files have no mode bit. */
  scripts_not_executable: z.number().int(),
  shellcheck_errors: z.number().int(),
  /** `platform:type`, or `platform NAME` where the platform itself is unknown. */
  unknown_resource_types: z.array(z.string()),
  /** Platform and qualifier. */
  illegal_qualifiers: z.array(z.tuple([z.string(), z.string()])),
  /** File, keyword, library. */
  missing_libraries: z.array(z.tuple([z.string(), z.string(), z.string()])),
  /** File, line, text. */
  unescaped_equals: z.array(z.tuple([z.string(), z.number(), z.string()])),
  /** How many lines of the scripts beside the Robot files hold `2>/dev/null || echo`. */
  swallowed_errors: z.number().int(),
})
export type DraftRecord = z.infer<typeof recordSchema>

export const draftsSchema = z.object({ drafts: z.array(recordSchema) })

/** The commit that first brought a draft, and the one below it. */
export interface DraftCommit {
  commit: string
  parent: string
}

interface Place {
  /** A bare clone that has the heads of pull requests. */
  gitDir: string
  home: string
  /** A part of the name under which drafts are committed. */
  author: string
}

/**
 * The author's first commit on a pull request that touches the bundle. What came later are corrections, and what the main branch has already is no
 * part of the pull request. Null when there is none.
 */
export async function draftCommit(record: DraftRecord, place: Place): Promise<DraftCommit | null> {
  const head = `refs/pull/${record.pull_request}/head`
  const args = ['log', '--reverse', '--format=%H %P', `--author=${place.author}`, `HEAD..${head}`, '--', `codebundles/${record.bundle}`]
  const [first] = (await gitText({ ...place, args })).split('\n')
  const [commit, parent] = first?.split(' ') ?? []
  return commit && parent ? { commit, parent } : null
}
