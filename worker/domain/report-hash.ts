import type { Report } from './report.ts'

/** JSON with sorted keys and without durations, so that two runs that found the same have the same text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, inner]) => key !== 'durationMs' && key !== 'hash' && inner !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]))
}

/** SHA-256, hex, over all that a report says but durations and the hash itself. */
export async function reportHash(report: Report): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(canonical(report)))
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The report with its hash. */
export async function sealed(report: Report): Promise<Report> {
  return { ...report, hash: await reportHash(report) }
}

/** Whether a report still says what it said when it was sealed. */
export async function isIntact(report: Report): Promise<boolean> {
  return report.hash !== undefined && report.hash === (await reportHash(report))
}
