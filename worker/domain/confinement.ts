import * as z from 'zod'
import type { Check } from './report.ts'

/** How the steps that run, import or render a stranger's content were shut off; part of every report. */
export const confinementSchema = z.object({
  /** False when nothing was run, because the machine cannot shut a step off and nobody allowed it to run nonetheless. */
  ran: z.boolean(),
  /** `own`: a user of its own, made for this run; `same`: the runner's own user, without its rights. */
  user: z.enum(['own', 'same']),
  network: z.enum(['none', 'open']),
  /** `own`: sees the tools and a private copy of its work, nothing else; `open`: whatever the runner's user sees. */
  files: z.enum(['own', 'open']),
  /** `own`: sees and signals its own processes only. */
  processes: z.enum(['own', 'shared']),
  /** `kernel`: on each process, on their number and on all they write, and a watch on the memory and processor time of all; `runner`: time and output only. */
  limits: z.enum(['kernel', 'runner']),
  /** Why it is not better; null when nothing is missing. */
  why: z.string().nullable(),
})
export type Confinement = z.infer<typeof confinementSchema>

/** True when the step could reach nothing but its own work. */
export function isConfined(confinement: Confinement): boolean {
  return confinement.network === 'none' && confinement.files === 'own' && confinement.processes === 'own'
}

const limitWords: Record<Confinement['limits'], string> = {
  kernel: 'limits on time, memory, processes, disk and output',
  runner: 'limits on time and output only',
}

/** One sentence for people. */
export function confinementText(confinement: Confinement): string {
  const { ran, user, network, files, processes, limits, why } = confinement
  if (!ran) return `Untrusted steps were not run: ${why ?? 'this machine cannot shut them off.'}`
  const words = [
    user === 'own' ? 'as a user of their own' : "as the runner's user",
    network === 'none' ? 'without network' : 'WITH the network',
    files === 'own' ? 'seeing no files but their own' : 'seeing the files of this machine',
    processes === 'own' ? 'no processes but their own' : 'and its processes',
  ]
  return `Untrusted steps ran ${words.join(', ')}, with ${limitWords[limits]}.${why === null ? '' : ` ${why}`}`
}

/** The report's check: passed when steps were shut off, skipped when the operator let them run open, failed when they were refused. */
export function confinementCheck(confinement: Confinement): Check {
  const status = isConfined(confinement) ? 'pass' : 'skip'
  return {
    id: 'confinement/steps',
    status: confinement.ran ? status : 'fail',
    severity: 'block',
    file: null,
    line: null,
    message: confinementText(confinement),
    hint: confinement.ran ? null : 'Run it where the kernel allows namespaces, or say --allow-unconfined for a repository you trust.',
  }
}
