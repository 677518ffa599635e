/** What the rules say of a bundle that is in the registry: its score with reasons, and its security report. */
export interface Assessment {
  /** Tree hash that was assessed. */
  treeHash: string
  /** Milliseconds since 1970. */
  at: number
  /** Changes when a rule does; an older one is assessed again. */
  rules: string
  /** 0–100. */
  score: number
  /** Every rule that gives points, worst loss first. */
  points: ScorePoint[]
  security: SecurityReport
}

export interface ScorePoint {
  /** Stable id of the rule. */
  id: string
  title: string
  earned: number
  of: number
  /** Why the points were or were not earned. */
  reason: string
  /** How to earn what is missing; null when nothing is. */
  hint: string | null
}

export interface SecurityReport {
  /** Worst severity of the findings. */
  level: 'none' | 'advise' | 'warn' | 'block'
  findings: SecurityFinding[]
  /** What the tasks say of themselves, and what the commands in the files do. */
  access: { declared: 'read-only' | 'read-write' | 'unknown'; writes: { command: string; file: string; line: number }[] }
  /** Commands of the platforms that are called, with their verbs, for least privilege: e.g. `kubectl get pods`. */
  commands: { tool: string; verb: string; resource: string | null }[]
  /** Tools that could not run, with the reason; empty when the report is whole. */
  skipped: string[]
}

export interface SecurityFinding {
  id: string
  severity: 'advise' | 'warn' | 'block'
  file: string
  line: number | null
  message: string
  hint: string
}
