/** Shapes of credentials. Each stands for a whole token, so that replacing a match leaves nothing of it behind. */
const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /\bghs_[A-Za-z0-9._-]{16,}/g,
  /\bgh[pour]_[A-Za-z0-9]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[a-z]-[A-Za-z0-9-]{8,}/g,
  /\bxapp-[A-Za-z0-9-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /\bhooks\.slack\.com\/services\/[A-Za-z0-9/]{16,}/g,
  /(?<=\b(?:AccountKey|SharedAccessKey|aws_secret_access_key)\s{0,3}[=:]\s{0,3}["']?)[A-Za-z0-9+/]{30,}={0,2}/gi,
  /(?<=:\/\/[^\s/:@]{1,100}:)[^\s/:@]{3,200}(?=@)/g,
]

export const redacted = '[redacted]'

/** A documentation placeholder (`ghp_xxxxxxxx`) has hardly any different characters; a real key has many. */
function isPlaceholder(match: string): boolean {
  if (match === redacted) return true
  if (match.startsWith('-----BEGIN')) return false
  return new Set(match.replace(/^[a-z]+[_-]/i, '')).size < 6
}

/** Replaces every key-shaped token. Returns the text and the number of tokens replaced. */
export function redactSecrets(text: string): { text: string; count: number } {
  let count = 0
  let out = text
  for (const shape of secretShapes) {
    out = out.replace(shape, (match) => {
      if (isPlaceholder(match)) return match
      count += 1
      return redacted
    })
  }
  return { text: out, count }
}

/** Key-shaped tokens that are no placeholders, with the place where each begins. */
export function secretsIn(text: string): { index: number; text: string }[] {
  return secretShapes.flatMap((shape) =>
    [...text.matchAll(shape)].flatMap((match) => (isPlaceholder(match[0]) ? [] : [{ index: match.index, text: match[0] }])),
  )
}

/** True when the text holds at least one key-shaped token that is no placeholder. */
export function holdsSecret(text: string): boolean {
  return redactSecrets(text).count > 0
}
