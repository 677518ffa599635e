import type { SearchRequest } from '../../worker/domain/views.ts'

const words = [
  'kubernetes',
  'k8s',
  'health',
  'azure',
  'aws',
  'gcp',
  'k',
  'check',
  'deployment restart',
  'pods keep restarting',
  'persistent volume claim almost full',
  'dead letter queue',
  'certificate expiry',
  'kubernetes health check namespace events',
  'kuberntes deploymnt',
  'service unavailable errors in the logs of my application',
  '"resource group" health',
  'platform:kubernetes health',
  'platform:aws,gcp -tag:gke cost',
  'has:sli access:read-only latency',
  'elasticache',
  'zzzzqqq',
  '',
]

const filters: SearchRequest['filters'][] = [{}, { platform: ['kubernetes', 'aws'] }, { access: ['read-only'], type: ['sli'] }]

/** Common and rare words, names, sentences, typing errors, phrases and qualifiers; each with and without facets, of both kinds, in two orders. */
export const requests: SearchRequest[] = words.flatMap((query) =>
  filters.flatMap((some) =>
    (['bundles', 'tasks'] as const).flatMap((kind) =>
      (['relevance', 'newest'] as const).map((sort) => ({ query, filters: some, kind, sort, cursor: null })),
    ),
  ),
)

/** The address of a request. */
export function addressOf({ query, filters: some, kind, sort }: SearchRequest): string {
  const parameters = new URLSearchParams({ q: query, kind, sort })
  for (const [name, values] of Object.entries(some)) for (const value of values) parameters.append(name, value)
  return `/api/v1/search?${parameters}`
}
