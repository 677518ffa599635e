/** Namespace of the ids below, drawn once; it keeps them apart from ids that others derive from the same text. */
const namespace = Uint8Array.from([0x2f, 0x9a, 0x41, 0xd6, 0x70, 0x0c, 0x4e, 0x83, 0x9b, 0x5d, 0x1c, 0x36, 0xe4, 0xa8, 0x57, 0xf2])

/**
 * The agent that works for `run`, as `bc-<uuid>` (version 5, RFC 9562 §5.5). The same run always names the same agent, so that a job
 * started again, or one whose answer was lost, finds what it began instead of paying for a second one.
 */
export async function agentIdOf(run: string): Promise<string> {
  const name = new TextEncoder().encode(run)
  const input = new Uint8Array(namespace.length + name.length)
  input.set(namespace)
  input.set(name, namespace.length)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', input)).slice(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `bc-${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`
}
