import type { Gate } from './gates/gate.ts'
import type { Check, Report } from './report.ts'

const levels = { block: 'error', warn: 'warning', advise: 'note' } as const

/**
 * A report as SARIF 2.1.0, which code scanning reads. A finding about the bundle as a whole stands at its directory, since a result without a
 * place is refused there. Skipped checks are told as notifications of the run.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif(report: Report, rules: readonly Omit<Gate, 'check'>[], bundlePath: string): object {
  const described = rules.map(({ id, title, reason, hint, severity }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: { text: `${hint} Described in docs/checks/${id}.md of the registry.` },
    defaultConfiguration: { level: levels[severity] },
  }))
  const indexOf = new Map(described.map(({ id }, index) => [id, index]))
  const skipped = report.checks.filter(({ status }) => status === 'skip')
  const run = {
    tool: { driver: { name: 'CodeCollection Registry', version: '1', rules: described } },
    columnKind: 'utf16CodeUnits',
    results: report.checks
      .filter(({ status }) => status === 'fail')
      .map((check) => ({
        ruleId: check.id,
        ...(indexOf.has(check.id) ? { ruleIndex: indexOf.get(check.id) } : {}),
        level: levels[check.severity],
        message: { text: check.hint === null ? check.message : `${check.message} ${check.hint}` },
        partialFingerprints: {
          'checkAndText/v1': `${check.id}|${check.file ?? bundlePath}|${(check.excerpt ?? check.message).slice(0, 200)}`,
        },
        locations: [{ physicalLocation: physicalLocation(check, bundlePath) }],
      })),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: skipped.map(({ id, message }) => ({
          level: 'note',
          message: { text: `${id} was skipped: ${message}` },
        })),
      },
    ],
  }
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
}

function physicalLocation({ file, line }: Check, bundlePath: string): object {
  const uri = (file ?? bundlePath).split('/').map(encodeURIComponent).join('/')
  return { artifactLocation: { uri }, ...(line === null ? {} : { region: { startLine: line } }) }
}

/** One SARIF document of several: code scanning takes one run a tool and category. */
export function mergeSarif(documents: readonly object[], rules: readonly Omit<Gate, 'check'>[]): object {
  const nothing: Report = { ok: true, checks: [], durationMs: 0, tools: {} }
  const empty = reportSarif(nothing, rules, '.')
  const runs = documents.flatMap((document) => ('runs' in document && Array.isArray(document.runs) ? document.runs : []))
  const [first] = 'runs' in empty && Array.isArray(empty.runs) ? empty.runs : []
  const all = <T>(pick: (run: { results: T[]; invocations: { toolExecutionNotifications: T[] }[] }) => T[]) => runs.flatMap(pick)
  const notifications = all((run) => run.invocations.flatMap((one) => one.toolExecutionNotifications))
  const run = {
    ...first,
    results: all((one) => one.results),
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
  }
  return { ...empty, runs: [run] }
}
