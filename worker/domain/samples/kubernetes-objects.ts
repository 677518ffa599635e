import type { Sample } from './sample.ts'

/** Building blocks of what kubectl prints as JSON. */

/** The namespace that acceptance scenarios look at. */
export const namespace = 'shop'

export function meta(name: string, more: object = {}): object {
  return { name, namespace, uid: '11111111-2222-3333-4444-555555555555', ...more }
}

/** A condition of a status; `since` a week ago. */
export function condition(type: string, status: 'True' | 'False' | 'Unknown', reason = 'AsExpected', message = ''): object {
  return { type, status, reason, message, lastTransitionTime: '{{now-7d}}' }
}

/** A listing. kubectl prints every listing of several kinds as `List`. */
export function list(kind: string, ...items: readonly object[]): object {
  return { apiVersion: 'v1', kind: kind.endsWith('List') ? 'List' : kind, metadata: { resourceVersion: '' }, items }
}

/** Answers to `kubectl get <name>` with `-o` or `--output`, by each of the names that kubectl takes, options before or after. */
export function asked(names: readonly string[], healthy: unknown, broken: unknown): Sample['answers'] {
  return names.flatMap((name) => [
    { command: `kubectl *get ${name} *-o*`, healthy, broken },
    { command: `kubectl *get * ${name} *-o*`, healthy, broken },
  ])
}
