import { createCatalogueStore } from './db/catalogue-store.ts'
import { createCollectionStore } from './db/collection-store.ts'
import { createDeliveryStore } from './db/delivery-store.ts'
import { createIssueStore } from './db/issue-store.ts'
import { createPageStore } from './db/page-store.ts'
import { createSearchStore } from './db/search-store.ts'
import { rankCoverage } from './domain/coverage.ts'
import { createExemplar } from './generation/exemplar.ts'
import { createGitHub, type GitHubConfig } from './github/create-github.ts'
import type { JobMessage } from './pipeline/job-messages.ts'
import type { PipelinePorts } from './pipeline/pipeline-ports.ts'
import type { RepositoryRef } from './pipeline/ports.ts'
import { createPageData } from './registry/page-data.ts'
import { createRegistry } from './registry/registry-port.ts'
import { createSandbox } from './sandbox/sandbox-port.ts'

/** Made once per isolate and App: installation tokens are kept in it. */
let github: { key: string; client: ReturnType<typeof createGitHub> } | null = null

function githubOf(env: Env): ReturnType<typeof createGitHub> {
  const config: GitHubConfig = {
    appId: env.GITHUB_APP_ID,
    slug: env.GITHUB_APP_SLUG,
    privateKey: env.GITHUB_APP_PRIVATE_KEY,
    apiUrl: env.GITHUB_API_URL,
  }
  const key = JSON.stringify(config)
  if (github?.key !== key) github = { key, client: createGitHub(config) }
  return github.client
}

/** The stores of both databases. */
export function storesOf(env: Env) {
  return {
    catalogue: createCatalogueStore(env.DB),
    collections: createCollectionStore(env.DB),
    pages: createPageStore(env.DB),
    search: createSearchStore(env.SEARCH),
    issues: createIssueStore(env.DB),
    inbox: createDeliveryStore(env.DB),
  }
}

export type Wired = ReturnType<typeof wire>

/** Joins adapters to ports. The one place that knows all of them. */
export function wire(env: Env) {
  const stores = storesOf(env)
  const client = githubOf(env)
  const sandbox = createSandbox(env.SANDBOX)
  const cloneUrl = ({ owner, repo }: RepositoryRef) => `${env.GITHUB_URL}/${owner}/${repo}.git`
  const indexDeps = {
    stores,
    inspect: sandbox.inspect,
    cloneToken: async ({
      installationId,
      repositoryId,
      owner,
      repo,
    }: {
      installationId: number | null
      repositoryId: number | null
      owner: string
      repo: string
    }) => (installationId === null || repositoryId === null ? null : client.cloneToken({ installationId, repositoryId, owner, repo })),
    now: Date.now,
  }
  return {
    stores,
    github: client,
    sandbox,
    cloneUrl,
    indexDeps,
    registry: createRegistry({ ...indexDeps, rankCoverage, wait: (ms) => scheduler.wait(ms) }),
    provider: createExemplar(),
    pages: createPageData(stores),
    issue: (key: string) => env.ISSUE.getByName(key),
    feed: (request: Request) => env.FEED.getByName('feed').fetch(request),
    sendJob: async (message: JobMessage) => {
      await env.JOBS.send(message)
    },
    sendDelivery: async (id: string) => {
      await env.DELIVERIES.send({ id })
    },
  }
}

/** What an IssueObject acts through. */
export function pipelinePorts(env: Env): PipelinePorts {
  const { github: client, registry, stores, sendJob } = wire(env)
  return {
    github: client,
    registry,
    projection: {
      project: (summary, rows) => stores.issues.project(summary, rows),
      broadcast: (summary) => env.FEED.getByName('feed').broadcast(summary),
    },
    now: Date.now,
    enqueue: sendJob,
    appLogin: `${env.GITHUB_APP_SLUG}[bot]`,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
  }
}
