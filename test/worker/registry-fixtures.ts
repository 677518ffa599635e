import { env } from 'cloudflare:workers'
import { createAssessmentStore } from '../../worker/db/assessment-store.ts'
import { createCatalogueStore } from '../../worker/db/catalogue-store.ts'
import { type CollectionRow, createCollectionStore } from '../../worker/db/collection-store.ts'
import { createPageStore } from '../../worker/db/page-store.ts'
import { createSearchStore } from '../../worker/db/search-store.ts'
import {
  type Bundle,
  type Commit,
  catalogueFormat,
  type Problem,
  type RepositoryHistory,
  type RobotFile,
} from '../../worker/domain/catalogue.ts'
import { SandboxError } from '../../worker/domain/failure.ts'
import type { InspectLine, InspectRequest } from '../../worker/domain/sandbox-protocol.ts'
import type { IndexDeps } from '../../worker/registry/index-collection.ts'
import { ensureCollection } from '../../worker/registry/installations.ts'

const bindings = env as unknown as { DB: D1Database; SEARCH: D1Database }

export const stores = {
  collections: createCollectionStore(bindings.DB),
  catalogue: createCatalogueStore(bindings.DB),
  pages: createPageStore(bindings.DB),
  assessments: createAssessmentStore(bindings.DB),
  search: createSearchStore(bindings.SEARCH),
}

export const mainDatabase = bindings.DB
export const searchDatabase = bindings.SEARCH

let unique = 0

/** A collection that no other test of the file uses. */
export async function makeCollection(repo?: string): Promise<CollectionRow> {
  unique += 1
  const name = repo ?? `collection-${unique}`
  const url = `http://forge.test/meridian/${name}-${unique}.git`
  const input = {
    owner: 'meridian',
    repo: name,
    repositoryId: 1_000 + unique,
    installationId: 5001,
    url,
    defaultBranch: 'main',
    description: '',
  }
  return ensureCollection(stores.collections, input, 1)
}

export function robotFile(tasks: string[], tags: string[] = ['access:read-only']): RobotFile {
  return {
    displayName: null,
    documentation: '',
    forceTags: [],
    libraries: ['RW.Core'],
    tasks: tasks.map((name, index) => ({ name, documentation: `Looks at ${name}`, tags, access: 'read-only', line: index + 10 })),
  }
}

export function bundle(slug: string, version: string, more: Partial<Bundle> = {}): Bundle {
  return {
    format: catalogueFormat,
    hints: [],
    artifacts: [],
    fileList: [],
    slug,
    path: `codebundles/${slug}`,
    treeHash: `${slug}@${version}`,
    displayName: `Display of ${slug}`,
    author: 'ada',
    description: `Version ${version} of ${slug}`,
    supports: ['Kubernetes'],
    runbook: robotFile([`Check ${slug} for trouble in \`\${NAMESPACE}\``]),
    sli: null,
    variables: [],
    secrets: [],
    services: [],
    platformVariables: [],
    readme: true,
    files: 3,
    discovery: { ruleFiles: 0, templates: 0, platforms: [], resourceTypes: [], rules: [], templateFiles: [] },
    problems: [],
    ...more,
  }
}

/** The same bundle after its runbook broke. */
export function broken(slug: string, version: string): Bundle {
  const problems: Problem[] = [{ file: `codebundles/${slug}/runbook.robot`, line: 7, code: 'robot_syntax', message: 'Unknown setting.' }]
  return bundle(slug, version, { runbook: null, displayName: slug, description: '', problems })
}

export type Tree = Bundle[]

/** The lines that a runner prints for a repository of these bundles. */
export function linesOf(tree: Tree, commit: string, known: Record<string, string>, script: Partial<Script> = {}): InspectLine[] {
  const { problems = [], histories = {}, repository } = script
  return [
    { type: 'collection', collection: { url: 'http://forge.test/x.git', ref: 'main', commit } },
    ...(repository ? [{ type: 'history', history: repository } as const] : []),
    ...tree.map((one): InspectLine => {
      const history = histories[one.slug]
      if (known[one.path] === one.treeHash) return { type: 'unchanged', path: one.path, treeHash: one.treeHash, history }
      const text = {
        readme: `# ${one.displayName}\nReadme of ${one.treeHash}`,
        runbook: script.runbooks?.[one.slug] ?? '*** Tasks ***',
        sli: null,
        scripts: script.scripts?.[one.slug] ?? [],
      }
      return { type: 'bundle', bundle: one, text, history }
    }),
    ...problems.map((problem): InspectLine => ({ type: 'problem', problem })),
    { type: 'end' },
  ]
}

export interface Script {
  tree: Tree
  /** Scripts by slug. */
  scripts?: Record<string, { path: string; content: string }[]>
  commit: string
  problems?: Problem[]
  /** Commits by slug; unknown when absent. */
  histories?: Record<string, Commit[]>
  repository?: RepositoryHistory
  /** Text of a runbook by slug. */
  runbooks?: Record<string, string>
  /** The stream is cut after so many lines. */
  cutAfter?: number
  onRequest?: (name: string, request: InspectRequest) => void | Promise<void>
}

let clock = 1_000_000

/** Time in these tests: each reading is one millisecond later, so that no two writes share a time. */
export const now = () => {
  clock += 1
  return clock
}

export function advance(ms: number) {
  clock += ms
}

export function deps(script: Script): IndexDeps {
  return {
    stores,
    now,
    cloneToken: async () => null,
    progress: async () => undefined,
    async inspect(name, request, onLine) {
      await script.onRequest?.(name, request)
      const lines = linesOf(script.tree, script.commit, request.known ?? {}, script)
      for (const line of lines.slice(0, script.cutAfter ?? lines.length)) await onLine(line)
      if (script.cutAfter !== undefined && script.cutAfter < lines.length)
        throw new SandboxError('unreachable', 'The stream was cut.', 'later')
    },
  }
}

/** What people can see of a collection, without times: catalogue rows and full text. */
export async function endState(collectionId: number) {
  const rows = await mainDatabase
    .prepare('SELECT slug, path, tree_hash, description, stale, problems, catalogue FROM bundles WHERE collection_id = ? ORDER BY slug')
    .bind(collectionId)
    .all()
  const text = await searchDatabase
    .prepare(
      'SELECT t.name, t.display_name, t.tasks, t.tags, t.documentation, t.readme FROM bundle_text t JOIN bundle_index i ON i.bundle_id = t.rowid WHERE i.collection_id = ? ORDER BY t.name',
    )
    .bind(collectionId)
    .all()
  const collection = await stores.collections.byId(collectionId)
  return {
    rows: rows.results,
    text: text.results,
    commit: collection?.indexedCommit,
    lease: collection?.leaseUntil,
    wanted: collection?.wantedAt,
  }
}

/** The stores of a process that is killed before its database call number `calls`: that one and every later one fails. */
export function mortal(calls: number): typeof stores {
  let made = 0
  const wrap = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver)
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => {
          made += 1
          return made > calls ? Promise.reject(new Error('killed')) : Reflect.apply(member, target, args)
        }
      },
    })
  return {
    collections: wrap(stores.collections),
    catalogue: wrap(stores.catalogue),
    pages: wrap(stores.pages),
    assessments: wrap(stores.assessments),
    search: wrap(stores.search),
  }
}
