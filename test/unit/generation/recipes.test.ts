import { raw } from 'jq-wasm'
import { describe, expect, it } from 'vitest'
import { allRecipes } from '../../../worker/generation/recipes/choose.ts'
import type { Recipe, Variant } from '../../../worker/generation/recipes/recipe.ts'

interface Row {
  id: string
  program: string
  names: string | null
}

function rowOf(recipe: Recipe, variant: Variant | null): Row {
  const items = variant?.items ?? recipe.items
  const name = variant?.name ?? recipe.name
  const each = variant?.each === undefined ? (variant?.list === undefined ? (recipe.each ?? null) : null) : variant.each
  return {
    id: `${recipe.kind}/${variant?.id ?? 'status'}`,
    program: `[(${items}) | .[] | {name: (${name}), problem: (${variant?.problem ?? recipe.problem})}]`,
    names: each?.names ?? null,
  }
}

const rows = allRecipes().flatMap((recipe) => [rowOf(recipe, null), ...(recipe.variants ?? []).map((variant) => rowOf(recipe, variant))])

/** The WebAssembly build of jq runs out of memory after some 300 calls, so programs are read many at a time. */
const chunk = 20

/** Runs a program as the scripts do, with the three variables they set. */
async function run(program: string, answer: unknown) {
  return raw(JSON.stringify(answer), `5 as $threshold | "" as $workload | "shop" as $scope | ${program}`, ['-c'])
}

async function judged(kind: string, id: string, answer: unknown): Promise<unknown> {
  const row = rows.find((candidate) => candidate.id === `${kind}/${id}`)
  return JSON.parse(await run(row?.program ?? 'error("no such check")', answer))
}

const container = (more: object) => ({ name: 'web', restartCount: 0, state: { running: {} }, ...more })
const pod = (phase: string, ready: string, more: object = {}) => ({
  metadata: { name: 'web-1' },
  status: { phase, conditions: [{ type: 'Ready', status: ready, reason: 'ContainersNotReady' }], containerStatuses: [container(more)] },
})
const service = (ready: string, latest = 'web-2') => ({
  metadata: { name: 'web' },
  status: {
    conditions: [{ type: 'Ready', status: ready, message: 'Image not found' }],
    latestCreatedRevisionName: latest,
    latestReadyRevisionName: 'web-2',
  },
})
const rule = (more: object) => ({
  name: 'rule',
  direction: 'Outbound',
  access: 'Allow',
  sourceAddressPrefix: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
  ...more,
})

/** Kind, check, a healthy answer, a broken one, and what the report says about it. */
const behaviours: [string, string, unknown, unknown, RegExp][] = [
  ['k8s-pod', 'status', { items: [pod('Running', 'True')] }, { items: [pod('Pending', 'False')] }, /pending/],
  [
    'k8s-pod',
    'status',
    { items: [pod('Succeeded', 'False')] },
    { items: [pod('Running', 'False', { state: { waiting: { reason: 'ImagePullBackOff' } } })] },
    /ImagePullBackOff/,
  ],
  [
    'k8s-pod',
    'restarts',
    { items: [pod('Running', 'True')] },
    { items: [pod('Running', 'True', { restartCount: 9, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } })] },
    /memory/,
  ],
  [
    'k8s-pvc',
    'status',
    { items: [{ metadata: { name: 'data' }, spec: {}, status: { phase: 'Bound' } }] },
    { items: [{ metadata: { name: 'data' }, spec: {}, status: { phase: 'Pending' } }] },
    /Pending/,
  ],
  [
    'k8s-pvc',
    'unmounted',
    {
      first: { items: [{ metadata: { name: 'data' }, spec: {} }] },
      second: { items: [{ spec: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] } }] },
    },
    { first: { items: [{ metadata: { name: 'data' }, spec: {} }] }, second: { items: [{ spec: { volumes: [{ emptyDir: {} }] } }] } },
    /no pod mounts it/,
  ],
  [
    'k8s-pvc',
    'usage',
    [{ pods: [{ volume: [{ pvcRef: { name: 'data', namespace: 'shop' }, usedBytes: 1, capacityBytes: 100 }] }] }],
    [{ pods: [{ volume: [{ pvcRef: { name: 'data', namespace: 'shop' }, usedBytes: 90, capacityBytes: 100 }] }] }],
    /90 percent/,
  ],
  [
    'k8s-deployment',
    'status',
    { items: [{ metadata: { name: 'web' }, spec: { replicas: 2 }, status: { readyReplicas: 2 } }] },
    { items: [{ metadata: { name: 'web' }, spec: { replicas: 2 }, status: {} }] },
    /0 of 2/,
  ],
  ['gcp-cloudrun', 'status', [service('True')], [service('False')], /Image not found/],
  ['gcp-cloudrun', 'status', [service('True')], [service('True', 'web-3')], /web-3/],
  [
    'aws-elasticache',
    'status',
    { CacheClusters: [{ CacheClusterId: 'c', CacheClusterStatus: 'available', CacheNodes: [] }] },
    { CacheClusters: [{ CacheClusterId: 'c', CacheClusterStatus: 'incompatible-network' }] },
    /incompatible/,
  ],
  [
    'aws-elasticache',
    'evictions',
    [{ ItemName: 'c', Datapoints: [{ Maximum: 1 }] }],
    [{ ItemName: 'c', Datapoints: [{ Maximum: 1 }, { Maximum: 500 }] }],
    /500/,
  ],
  [
    'az-nsg',
    'outbound',
    [{ name: 'n', securityRules: [rule({ access: 'Deny' })] }],
    [{ name: 'n', securityRules: [rule({})] }],
    /any to any/,
  ],
  [
    'az-nsg',
    'subnets',
    [{ name: 'v', subnets: [{ name: 's', networkSecurityGroup: { id: 'x' } }] }],
    [{ name: 'v', subnets: [{ name: 's' }] }],
    /no network security group/,
  ],
  ['http-api', 'status', { http_code: 200, url_effective: 'https://x' }, { http_code: 503, url_effective: 'https://x' }, /503/],
]

describe('recipes', () => {
  it('hold no single quote, which would end the program in a script', () => {
    expect(rows.filter((row) => `${row.program}${row.names ?? ''}`.includes("'")).map((row) => row.id)).toEqual([])
  })

  it('are all programs that jq accepts', { timeout: 120_000 }, async () => {
    const faults: string[] = []
    const programs = rows.flatMap((row) => [row.program, ...(row.names === null ? [] : [row.names])])
    for (let start = 0; start < programs.length; start += chunk) {
      const all = programs.slice(start, start + chunk).map((program) => `(${program})`)
      const answer = await run(`if true then 1 else ${all.join(', ')} end`, {}).catch(String)
      if (answer !== '1') faults.push(answer)
    }
    expect(faults).toEqual([])
  })

  it.each(behaviours)('%s/%s finds nothing in a healthy answer and the fault in a broken one', async (kind, id, healthy, broken, words) => {
    expect(JSON.stringify(await judged(kind, id, healthy))).not.toMatch(/"problem":"/)
    expect(JSON.stringify(await judged(kind, id, broken))).toMatch(words)
  })

  it('name only checks whose ids are distinct within their kind', () => {
    const ids = rows.map((row) => row.id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })
})
