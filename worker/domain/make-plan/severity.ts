/** How bad what a task finds is: what the request says, else what its words suggest. 1 critical, 2 error, 3 warning, 4 informational. */
export type Severity = 1 | 2 | 3 | 4

const stated = /\b(?:sev(?:erity)?|priority|p)[ :=-]{0,2}([1-4])\b/i

/** From worst to least; the first whose words are there. */
const suggested: readonly (readonly [Severity, RegExp])[] = [
  [1, /\bcritical (?:issue|alert|severity)\b|\bdata loss\b|\b(?:total|complete) outage\b|\bpage (?:us|someone|the on-?call)\b/i],
  [4, /\b(?:inform(?:ational)?|advis(?:e|ory)|unused|orphan(?:ed)?|idle|right-?siz|cost|saving|recommend|not mounted|no pod mounts)/i],
  [3, /\b(?:warn(?:ing)?|soon|expir|approach|near(?:ly|ing)?|outdated|behind|deprecated|slow|drift)/i],
]

/** The severity that a text states; null when it says none. */
export function statedSeverity(text: string): Severity | null {
  const found = stated.exec(text)?.[1]
  return found === undefined ? null : (Number(found) as Severity)
}

/** The severity of what a task finds; 2 where nothing says otherwise. */
export function severityOf(text: string): Severity {
  return statedSeverity(text) ?? suggested.find(([, words]) => words.test(text))?.[0] ?? 2
}
