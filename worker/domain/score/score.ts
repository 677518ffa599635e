import type { Judgement, ScorePoint } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'
import { securityReport } from '../security/security-report.ts'
import { judge, type ScoreRule } from './rule.ts'
import { findRules } from './rules-find.ts'
import { readRules } from './rules-read.ts'
import { runRules } from './rules-run.ts'
import { safeRules } from './rules-safe.ts'
import { rulesVersion } from './rules-version.ts'

/** Every rule of the score, by area. */
export const scoreRules: readonly ScoreRule[] = [...runRules, ...findRules, ...readRules, ...safeRules]

/** The score of a bundle with its reasons, worst loss first, and its security report. Rules that do not apply are left out of the total. */
export function assess(facts: BundleFacts, treeHash: string): Judgement {
  const points = scoreRules.map((rule) => judge(rule, facts)).sort((a, b) => loss(b) - loss(a))
  return { treeHash, rules: rulesVersion, score: scoreOf(points), points, security: securityReport(facts) }
}

function loss({ earned, of }: ScorePoint): number {
  // What was earned in full comes before what did not count.
  return of === 0 ? -1 : of - earned
}

function scoreOf(points: readonly ScorePoint[]): number {
  const of = points.reduce((sum, point) => sum + point.of, 0)
  const earned = points.reduce((sum, point) => sum + point.earned, 0)
  return of === 0 ? 0 : Math.round((100 * earned) / of)
}
