import type { Plan, PlanInputs } from '../domain/plan.ts'
import type { Platform } from '../domain/platform.ts'
import type { ParsedRequest } from '../domain/request.ts'
import type { Sample } from '../domain/samples/sample.ts'
import type { JobMessage } from './job-messages.ts'
import type { GitHubPort, MeterPort, OutlookPort, ProjectionPort, RegistryPort } from './ports.ts'

/** Everything the IssueObject needs of the outside. */
export interface PipelinePorts {
  github: GitHubPort
  registry: RegistryPort
  projection: ProjectionPort
  /** What a bundle for a plan is given: pure. */
  planInputs(plan: Omit<Plan, 'coverage'>, request: ParsedRequest): PlanInputs
  /** What the tools of a platform answer where all is well and where it is not. Throws `OutsideError` `samples_missing`. */
  samples(platform: Platform): Promise<readonly Sample[]>
  outlook: OutlookPort
  meters: MeterPort
  /** Milliseconds since 1970. */
  now(): number
  enqueue(message: JobMessage): Promise<void>
  /** The App's own account on GitHub: `<slug>[bot]`. */
  appLogin: string
  /** Address of this registry without a trailing slash, for links. */
  publicUrl: string
}
