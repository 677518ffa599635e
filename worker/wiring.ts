import { createOAuth } from './accounts/oauth.ts'
import { parseRoleGrants } from './accounts/role-grants.ts'
import { createSessions } from './accounts/sessions.ts'
import type { AppDeps } from './app.ts'
import { createAccountStore } from './db/account-store.ts'
import { createAssessmentStore } from './db/assessment-store.ts'
import { createCatalogueStore } from './db/catalogue-store.ts'
import { createChangeStore } from './db/change-store.ts'
import { createCollectionStore } from './db/collection-store.ts'
import { createDeliveryStore } from './db/delivery-store.ts'
import { createInstallationStore } from './db/installation-store.ts'
import { createIssueStore } from './db/issue-store.ts'
import { createListingStore } from './db/listing-store.ts'
import { createPageStore } from './db/page-store.ts'
import { createSearchStore } from './db/search-store.ts'
import { createTrialStore } from './db/trial-store.ts'
import { budgetDefaults } from './domain/budget-defaults.ts'
import { rankCoverage } from './domain/coverage.ts'
import { terminalStates } from './domain/states.ts'
import { instructions } from './generation/answer/instructions.ts'
import { samplesFrom } from './generation/load-samples.ts'
import { planInputs } from './generation/plan-inputs.ts'
import { pricedModels } from './generation/price.ts'
import { keyProbe } from './generation/probe-key.ts'
import { createGitHub, type GitHubConfig } from './github/create-github.ts'
import { readDelivery } from './github/events.ts'
import { verifySignature } from './github/signature.ts'
import { createLog } from './lib/log.ts'
import { readKeyring } from './lib/sealed.ts'
import { withinLimit } from './middleware/rate-limit.ts'
import { lettersFrom } from './pictures/letters.ts'
import type { JobMessage } from './pipeline/job-messages.ts'
import type { PipelinePorts } from './pipeline/pipeline-ports.ts'
import type { RepositoryRef } from './pipeline/ports.ts'
import { createPageData } from './registry/page-data.ts'
import { createRegistry } from './registry/registry-port.ts'
import { reindexNow } from './registry/reindex.ts'
import type { AdminDeps } from './routes/admin.ts'
import type { TrialDeps } from './routes/admin-trials.ts'
import { builtFiles } from './routes/page-assets.ts'
import type { PageData } from './routes/page-data.ts'
import type { WebhookDeps } from './routes/webhooks.ts'
import { createSandbox } from './sandbox/sandbox-port.ts'
import { cursorWebhookOf, generationOf, probeUrls } from './wire-generation.ts'

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
    installations: createInstallationStore(env.DB),
    pages: createPageStore(env.DB),
    assessments: createAssessmentStore(env.DB),
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
  const log = createLog(env.LOG_LEVEL)
  const accounts = createAccountStore(env.DB)
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
  const registry = createRegistry({ ...indexDeps, rankCoverage, wait: (ms) => scheduler.wait(ms) })
  return {
    log,
    stores,
    github: client,
    sandbox,
    cloneUrl,
    indexDeps,
    assessDeps: { ...stores, assess: sandbox.assess, cloneToken: indexDeps.cloneToken, now: Date.now },
    registry,
    ...generationOf(env, { github: client, registry, log }),
    accounts,
    sessions: createSessions(accounts, Date.now),
    pages: createPageData(stores),
    issue: (key: string) => env.ISSUE.getByName(key),
    feed: (request: Request) => env.FEED.getByName('feed').fetch(request),
    trials: createTrialStore(env.DB),
    sendJob: async (message: JobMessage, delayMs = 0) => {
      await env.JOBS.send(message, delayMs > 0 ? { delaySeconds: Math.ceil(delayMs / 1000) } : {})
    },
    sendDelivery: async (id: string) => {
      await env.DELIVERIES.send({ id })
    },
  }
}

/** What the HTTP side is made of. */
export function appDeps(env: Env): AppDeps {
  const wired = wire(env)
  const { stores, pages, issue, log, accounts, sessions } = wired
  const data = pageData(wired)
  const asset = (path: string) => env.ASSETS.fetch(`http://assets${path}`)
  return {
    publicUrl: env.PUBLIC_URL,
    githubUrl: env.GITHUB_URL,
    sandboxMode: env.SANDBOX_MODE,
    log,
    writeLimit: env.WRITE_LIMIT,
    auth: { oauth: oauthOf(env), sessions, accounts, grants: parseRoleGrants(env.ROLE_GRANTS), now: Date.now, log },
    ...{ webhooks: webhookDeps(env, wired), cursorWebhook: cursorWebhookOf(env, wired) },
    issues: {
      listIssues: async () => (await stores.issues.list({ limit: issuesShown })).issues,
      findKey: async (owner, repo, number) => (await stores.issues.get(owner, repo, number))?.key ?? null,
      issue,
      feed: wired.feed,
    },
    catalogue: { ...data, health: pages.health },
    machines: {
      data,
      listing: createListingStore(env.DB).bundles,
      letters: lettersFrom(asset),
      issuesMark: () => issuesMark(wired),
    },
    cache: cacheOf(env, pages.catalogueVersion),
    reindex: {
      collection: data.collection,
      reindex: (slug, cause) => {
        const send = (collectionId: number) => wired.sendJob({ type: 'index', collectionId, cause })
        return reindexNow(stores, { slug, cause, now: Date.now(), send })
      },
    },
    ...{ admin: adminOf(env, wired), trials: trialsOf(env, wired) },
    pages: {
      data,
      built: builtFiles(asset),
      publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
      now: Date.now,
    },
  }
}

function adminOf(env: Env, { budgets, keys, breakers, policies, runs }: Wired): AdminDeps {
  return {
    ...{ budgets, breakers, policies, runs },
    defaults: budgetDefaults,
    keys,
    keyring: () => readKeyring(env.KEY_ENCRYPTION_KEYS ?? ''),
    probe: keyProbe({ fetch: (url, init) => fetch(url, init), urls: probeUrls(env) }),
    models: pricedModels(),
    changes: createChangeStore(env.DB),
    now: Date.now,
  }
}

function trialsOf(env: Env, { trials, runs, issue, sendJob }: Wired): TrialDeps {
  return {
    ...{ trials, runs, instructions },
    draftOfRun: async ({ key, roundAt }) => {
      const view = await issue(key).view()
      return view?.run?.at === roundAt && view.files.length > 0 ? view.files : null
    },
    sendTrial: (step) => sendJob({ type: 'trial', ...step }),
    changes: createChangeStore(env.DB),
    newId: () => crypto.randomUUID(),
    now: Date.now,
  }
}

/** Every change of an issue makes it the newest. */
async function issuesMark({ stores }: Wired): Promise<string> {
  const [newest] = (await stores.issues.list({ limit: 1 })).issues
  return newest === undefined ? 'none' : `${newest.updatedAt}.${newest.seq}.${encodeURIComponent(newest.key)}`
}

function cacheOf(env: Env, version: () => Promise<string>): AppDeps['cache'] {
  const shared = () => (caches as unknown as { default: Cache }).default
  return { version, build: env.CF_VERSION_METADATA.id, shared, now: Date.now }
}

/** Issues on the dashboard, newest activity first. */
const issuesShown = 100

function webhookDeps(env: Env, { stores, sendDelivery, log }: Wired): WebhookDeps {
  // Two secrets hold during a rotation; the previous one is optional.
  const secrets = [env.GITHUB_WEBHOOK_SECRET, env.GITHUB_WEBHOOK_SECRET_PREVIOUS].filter((secret) => secret !== undefined && secret !== '')
  return {
    inbox: stores.inbox,
    enqueue: sendDelivery,
    verify: secrets.length === 0 ? null : (signature, body) => verifySignature(secrets, signature, body),
    read: readDelivery,
    withinLimit: withinLimit(env.WEBHOOK_LIMIT, log),
    now: Date.now,
    log,
  }
}

function pageData({ stores, pages, issue }: Wired): PageData {
  return {
    search: pages.search,
    coverage: pages.coverage,
    bundle: pages.bundle,
    movedTo: pages.movedTo,
    compare: pages.compare,
    tags: pages.tags,
    authors: pages.authors,
    catalogueVersion: pages.catalogueVersion,
    collections: pages.collections,
    collection: pages.collectionPage,
    health: pages.health,
    issues: async () => (await stores.issues.list({ limit: issuesShown })).issues,
    issue: async (owner, repo, number) => {
      const summary = await stores.issues.get(owner, repo, number)
      return summary === null ? null : issue(summary.key).view()
    },
    figures: async () => {
      const [figures, states] = await Promise.all([pages.figures(), stores.issues.countByState()])
      const open = Object.entries(states).filter(([state]) => !(terminalStates as readonly string[]).includes(state))
      return { ...figures, openIssues: open.reduce((sum, [, count]) => sum + count, 0) }
    },
  }
}

function oauthOf(env: Env) {
  return createOAuth({
    clientId: env.GITHUB_CLIENT_ID,
    clientSecret: env.GITHUB_CLIENT_SECRET,
    sessionSecret: env.SESSION_SECRET,
    githubUrl: env.GITHUB_URL,
    githubApiUrl: env.GITHUB_API_URL,
    publicUrl: env.PUBLIC_URL,
    fetch: (url, init) => fetch(url, init),
    now: Date.now,
  })
}

/** Read once per isolate. */
let samples: ReturnType<typeof samplesFrom> | null = null

function samplesOf(env: Env): ReturnType<typeof samplesFrom> {
  samples ??= samplesFrom((path) => env.ASSETS.fetch(`http://assets${path}`))
  return samples
}

/** What an IssueObject acts through. */
export function pipelinePorts(env: Env): PipelinePorts {
  const { github: client, registry, stores, sendJob, outlook, budgets } = wire(env)
  return {
    github: client,
    registry,
    projection: {
      project: (summary, rows, runs) => stores.issues.project(summary, rows, runs),
      broadcast: (summary) => env.FEED.getByName('feed').broadcast(summary),
    },
    planInputs,
    samples: (platform) => samplesOf(env)(platform),
    outlook,
    meters: budgets,
    now: Date.now,
    enqueue: sendJob,
    appLogin: `${env.GITHUB_APP_SLUG}[bot]`,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
  }
}
