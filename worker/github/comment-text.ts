/** GitHub takes 65,536 characters in a body; the margin is for the note below. */
const longestBody = 65_000

/** `body`, cut with a note where GitHub would refuse it. */
export function bodyText(body: string): string {
  return body.length <= longestBody ? body : `${body.slice(0, longestBody)}\n\n_… cut: the text is longer than GitHub takes._`
}

/** `body` beginning with the hidden `marker` by which it is found again. */
export function markedText(marker: string, body: string): string {
  return bodyText(body.startsWith(marker) ? body : `${marker}\n${body}`)
}

/** True when two bodies are one text; GitHub may store other line ends and trims the last. */
export function isSameText(left: string, right: string): boolean {
  return left.replaceAll('\r\n', '\n').trim() === right.replaceAll('\r\n', '\n').trim()
}
