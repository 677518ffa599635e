/** `text` inside an element or an attribute. Characters that XML cannot hold are left out. */
export function xmlText(text: string): string {
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isAllowed =
      code === 9 || code === 10 || code === 13 || (code >= 0x20 && (code < 0xd800 || code > 0xdfff) && (code & 0xfffe) !== 0xfffe)
    if (isAllowed) out += escapes[character] ?? character
  }
  return out
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
