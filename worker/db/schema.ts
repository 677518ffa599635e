import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The main database. Times are milliseconds since 1970 (UTC). JSON columns hold what their comment names. */

/** The inbox: one row per webhook delivery, which is also the outbox to the queue. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    /** X-GitHub-Delivery. */
    id: text('id').primaryKey(),
    event: text('event').notNull(),
    action: text('action'),
    installationId: integer('installation_id'),
    repositoryId: integer('repository_id'),
    issueNumber: integer('issue_number'),
    payload: text('payload').notNull(),
    status: text('status', { enum: ['received', 'done', 'ignored', 'dead'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    receivedAt: integer('received_at').notNull(),
    processedAt: integer('processed_at'),
    error: text('error'),
  },
  (table) => [index('deliveries_by_status').on(table.status, table.receivedAt)],
)

export const collections = sqliteTable(
  'collections',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    owner: text('owner').notNull(),
    repo: text('repo').notNull(),
    /** GitHub's repository id; null for a collection that is only cloned. */
    repositoryId: integer('repository_id'),
    installationId: integer('installation_id'),
    url: text('url').notNull(),
    defaultBranch: text('default_branch').notNull(),
    description: text('description').notNull().default(''),
    /** `private`: hidden because its owner made the repository private. */
    visibility: text('visibility', { enum: ['public', 'hidden', 'private'] })
      .notNull()
      .default('public'),
    /** {name, commits}[] and {tag, commit, at}[] of domain/views.ts CollectionView. */
    contributors: text('contributors').notNull().default('[]'),
    releases: text('releases').notNull().default('[]'),
    indexedCommit: text('indexed_commit'),
    indexedAt: integer('indexed_at'),
    /** An index run is wanted since; cleared by the run that began after it. The minute sweep re-queues what is left. */
    wantedAt: integer('wanted_at'),
    wantedCause: text('wanted_cause'),
    /** A run holds the collection until then. */
    leaseUntil: integer('lease_until'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('collections_by_slug').on(table.slug), uniqueIndex('collections_by_repository').on(table.repositoryId)],
)

export const bundles = sqliteTable(
  'bundles',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    collectionId: integer('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    path: text('path').notNull(),
    /** Git tree hash that was read last, good or bad. */
    treeHash: text('tree_hash').notNull(),
    displayName: text('display_name').notNull(),
    author: text('author'),
    description: text('description').notNull(),
    platform: text('platform').notNull(),
    access: text('access').notNull(),
    /** string[] */
    supports: text('supports').notNull(),
    tasks: integer('tasks').notNull(),
    hasRunbook: integer('has_runbook', { mode: 'boolean' }).notNull(),
    hasSli: integer('has_sli', { mode: 'boolean' }).notNull(),
    /** domain/catalogue.ts Bundle: the last good version. */
    catalogue: text('catalogue').notNull(),
    /** domain/views.ts BundleView history. */
    history: text('history').notNull().default('[]'),
    /** Time of the last commit that touched the bundle; null where the history is unknown. */
    committedAt: integer('committed_at'),
    /** 0–100; a copy of the assessment's, for lists. */
    score: integer('score'),
    readme: text('readme'),
    runbookSource: text('runbook_source'),
    sliSource: text('sli_source'),
    /** The tree hash above did not parse; `catalogue` is an older, good one. */
    stale: integer('stale', { mode: 'boolean' }).notNull().default(false),
    /** Problem[] of the tree hash above. */
    problems: text('problems').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('bundles_by_slug').on(table.collectionId, table.slug), index('bundles_by_update').on(table.updatedAt)],
)

/** Every good version of a bundle that the registry has read. */
export const bundleVersions = sqliteTable(
  'bundle_versions',
  {
    bundleId: integer('bundle_id')
      .notNull()
      .references(() => bundles.id, { onDelete: 'cascade' }),
    treeHash: text('tree_hash').notNull(),
    commit: text('commit').notNull(),
    at: integer('at').notNull(),
    /** The release it first came with. */
    release: text('release'),
    /** domain/catalogue.ts Bundle. */
    catalogue: text('catalogue').notNull(),
    runbookSource: text('runbook_source'),
    sliSource: text('sli_source'),
  },
  (table) => [primaryKey({ columns: [table.bundleId, table.treeHash] }), index('bundle_versions_by_time').on(table.bundleId, table.at)],
)

/** Scripts, generation rules and templates of a bundle's newest readable version, for its page; paths are relative to the bundle. */
export const bundleScripts = sqliteTable(
  'bundle_scripts',
  {
    bundleId: integer('bundle_id')
      .notNull()
      .references(() => bundles.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bundleId, table.path] })],
)

/** Addresses that bundles have left: renamed ones lead to the new one, deleted ones (`toSlug` null) say that they are gone. */
export const bundleMoves = sqliteTable(
  'bundle_moves',
  {
    collectionId: integer('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    toSlug: text('to_slug'),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.collectionId, table.slug] })],
)

/** The newest assessment of each bundle. */
export const assessments = sqliteTable(
  'assessments',
  {
    bundleId: integer('bundle_id')
      .primaryKey()
      .references(() => bundles.id, { onDelete: 'cascade' }),
    treeHash: text('tree_hash').notNull(),
    rules: text('rules').notNull(),
    at: integer('at').notNull(),
    /** domain/assessment.ts Judgement. */
    body: text('body').notNull(),
  },
  (table) => [index('assessments_by_time').on(table.at)],
)

export const indexRuns = sqliteTable(
  'index_runs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    collectionId: integer('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    cause: text('cause').notNull(),
    commit: text('commit'),
    status: text('status', { enum: ['running', 'ok', 'failed'] }).notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    added: integer('added').notNull().default(0),
    changed: integer('changed').notNull().default(0),
    removed: integer('removed').notNull().default(0),
    unchanged: integer('unchanged').notNull().default(0),
    /** Problem[] of the collection as a whole. */
    problems: text('problems').notNull().default('[]'),
    error: text('error'),
  },
  (table) => [index('index_runs_by_collection').on(table.collectionId, table.startedAt)],
)

/** Read model of the IssueObjects. */
export const issues = sqliteTable(
  'issues',
  {
    key: text('key').primaryKey(),
    repositoryId: integer('repository_id').notNull(),
    owner: text('owner').notNull(),
    repo: text('repo').notNull(),
    number: integer('number').notNull(),
    state: text('state').notNull(),
    updatedAt: integer('updated_at').notNull(),
    seq: integer('seq').notNull(),
    /** domain/views.ts IssueSummary. */
    summary: text('summary').notNull(),
  },
  (table) => [
    index('issues_by_update').on(table.updatedAt),
    index('issues_by_state').on(table.state, table.updatedAt),
    uniqueIndex('issues_by_number').on(table.owner, table.repo, table.number),
  ],
)

/** Every transition of every issue, chained by hash. */
export const audit = sqliteTable(
  'audit',
  {
    key: text('key').notNull(),
    seq: integer('seq').notNull(),
    at: integer('at').notNull(),
    actor: text('actor').notNull(),
    cause: text('cause').notNull(),
    event: text('event').notNull(),
    from: text('from').notNull(),
    to: text('to').notNull(),
    inputHash: text('input_hash').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.seq] })],
)

export const users = sqliteTable('users', {
  /** GitHub's user id. */
  id: integer('id').primaryKey(),
  login: text('login').notNull(),
  name: text('name').notNull(),
  avatarUrl: text('avatar_url').notNull(),
  role: text('role', { enum: ['contributor', 'reviewer', 'admin'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
})

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie's token, hex. */
    id: text('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** Absolute end, 30 days after creation; idle end is 7 days after `lastSeenAt`. */
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
)
