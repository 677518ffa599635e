/** Points from which a score is good, and from which it is fair. */
const good = 80
const fair = 50

/** What a score of 0 to 100 is called wherever it has a colour. */
export function gradeOf(score: number): 'good' | 'fair' | 'poor' {
  if (score >= good) return 'good'
  return score >= fair ? 'fair' : 'poor'
}
