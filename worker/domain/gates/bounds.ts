import { optionValue } from '../shell/arguments.ts'
import { shellTexts } from '../shell/bundle-shell.ts'
import type { PlatformCommand } from '../shell/platform-command.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about questions without an end. */

/** A command whose arguments come from an array may well be bounded by it. */
function isOpen(words: readonly string[], ...bounds: readonly string[]): boolean {
  return (
    optionValue(words, ...bounds) === null &&
    !words.some((word) => /\[[@*]\]|^\$[@*]$|^\$\{?\w*(ARGS|OPTS|FLAGS|SINCE|LIMIT|FILTER)\w*/i.test(word))
  )
}

/** What is not bounded; null when everything is. */
function unbounded({ tool, verb, resource, command }: PlatformCommand): string | null {
  const { words } = command
  if ((tool === 'kubectl' || tool === 'oc') && verb === 'logs')
    return isOpen(words, '--since', '--since-time', '--tail') ? '--since or --tail' : null
  if (tool === 'gcloud' && resource === 'logging' && verb === 'read') {
    const isFiltered = words.some((word) => /\btimestamp\b/.test(word))
    return isFiltered || !isOpen(words, '--freshness', '--limit') ? null : '--freshness or --limit'
  }
  if (tool === 'aws' && resource === 'logs' && verb === 'filter-log-events')
    return isOpen(words, '--start-time', '--max-items', '--limit') ? '--start-time' : null
  if (tool === 'aws' && resource === 'cloudtrail' && verb === 'lookup-events')
    return isOpen(words, '--start-time', '--max-results', '--max-items') ? '--start-time' : null
  if (tool === 'az' && resource === 'monitor activity-log' && verb === 'list')
    return isOpen(words, '--offset', '--start-time', '--max-events') ? '--offset or --start-time' : null
  return null
}

export const boundedQueries: Gate = {
  id: 'script/unbounded',
  severity: 'advise',
  title: 'Every question about the past says how far back.',
  reason: 'Without a bound old faults keep a healthy system unhealthy, and a large one runs into its timeout.',
  hint: 'Give the bound as a variable that people can set.',
  check: (facts) =>
    shellTexts(facts).flatMap(({ file, calls }) =>
      calls.flatMap((call): Finding[] => {
        const bound = unbounded(call)
        return bound === null
          ? []
          : [{ file, line: call.line, message: `"${call.tool} ${call.resource ?? ''} ${call.verb}" has no ${bound}.`.replace('  ', ' ') }]
      }),
    ),
}

export const boundedRequests: Gate = {
  id: 'script/request-timeout',
  severity: 'advise',
  title: 'Every web request has a time limit.',
  reason: 'A server that takes the connection and never answers holds the task until its own timeout, and nothing is reported.',
  hint: 'Pass --max-time <seconds> to curl.',
  check: (facts) =>
    shellTexts(facts).flatMap(({ file, calls }) =>
      calls
        .filter(
          ({ tool, command }) =>
            tool === 'curl' &&
            isOpen(command.words, '--max-time', '-m', '--connect-timeout') &&
            !command.words.some((word) => /^-[a-zA-Z]*[mK]$|^--config$/.test(word)),
        )
        .map(({ line }): Finding => ({ file, line, message: 'curl runs without --max-time.' })),
    ),
}
