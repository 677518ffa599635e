import * as z from 'zod'

const parameterSchema = z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) })
const operationSchema = z.looseObject({ parameters: z.array(parameterSchema) })
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })

const collectionsSchema = z.array(z.object({ slug: z.string() }))
const cardsSchema = z.object({ cards: z.array(z.object({ collection: z.string(), slug: z.string() })) })
const versionsSchema = z.object({ versions: z.array(z.object({ treeHash: z.string() })) })
const issuesSchema = z.object({ issues: z.array(z.object({ owner: z.string(), repo: z.string(), number: z.number() })) })

type Values = Record<string, (string | number)[]>

/** Values of parameters, by their names, that lead to something in the registry at `url`; and one version that it does not have. */
async function valuesIn(url: string): Promise<Values> {
  const get = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> => {
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(30_000) })
    return schema.parse(await answer.json())
  }
  const [collections, { cards }, { issues }] = await Promise.all([
    get('/api/v1/collections', collectionsSchema),
    get('/api/v1/codebundles?limit=100', cardsSchema),
    get('/api/v1/issues', issuesSchema),
  ])
  // One collection with all of its bundles, so that every pair of names leads to one.
  const [first] = cards
  const bundles = cards.filter(({ collection }) => collection === first?.collection)
  const [issue] = issues
  if (first === undefined || issue === undefined) throw new Error('the registry has no CodeBundle or no request to ask for')
  const { versions } = await get(`/api/v1/codebundles/${first.collection}/${first.slug}/versions`, versionsSchema)
  const hashes = [...versions.map(({ treeHash }) => treeHash), '0'.repeat(40)]
  return {
    slug: collections.map(({ slug }) => slug),
    collection: [first.collection],
    bundle: bundles.map(({ slug }) => slug),
    from: hashes,
    to: hashes,
    owner: [issue.owner],
    repo: [issue.repo],
    number: [issue.number],
    platform: ['kubernetes', 'aws'],
    q: ['', 'pod', 'platform:aws bucket', 'type:sli latency'],
  }
}

/** The OpenAPI document of the registry at `url`, with parameters that take what is there and nothing else. */
export async function knownDocument(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1/openapi.json`, { signal: AbortSignal.timeout(30_000) })
  const document = documentSchema.parse(await answer.json())
  const values = await valuesIn(url)
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    for (const parameter of operation.parameters) {
      const known = values[parameter.name]
      if (known === undefined) continue
      const isList = parameter.schema.type === 'array'
      parameter.schema = isList ? { type: 'array', items: { enum: known }, maxItems: 2 } : { enum: known }
    }
  }
  return document
}
