/** Pieces that jq programs are put together from. All texts are ours; none comes from a request. */

/** A shell variable in double quotes. */
export function shellVar(name: string): string {
  return `"\${${name}}"`
}

/** `text` (a jq expression) where `test` holds, null elsewhere. */
export function bad(test: string, text: string): string {
  return `if ${test} then ${text} else null end`
}

/** Bad when the value is none of these. A missing value is bad too: an answer without a state is no proof of health. */
export function notIn(path: string, values: readonly string[], what = 'state'): string {
  const list = values.map((value) => `"${value}"`).join(', ')
  return `(${path} // "unknown" | tostring) as $state | ${bad(`([${list}] | index($state)) == null`, `"${what} is \\($state)"`)}`
}

/** Days since an ISO 8601 time, null where it cannot be read. */
export function ageInDays(path: string): string {
  return `(try ((now - (${path} | sub("\\\\.[0-9]+"; "") | sub("\\\\+00:?00$"; "Z") | fromdateiso8601)) / 86400 | floor) catch null)`
}
