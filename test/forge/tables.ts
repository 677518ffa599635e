import * as z from 'zod'

/** Times are milliseconds since 1970 (UTC). Ids start high, so that a number and an id cannot be mistaken for one another. */
export const tables = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE COLLATE NOCASE, type TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS repos (id INTEGER PRIMARY KEY, owner TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE, description TEXT NOT NULL,
  default_branch TEXT NOT NULL, next_number INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL, pushed_at INTEGER NOT NULL, UNIQUE (owner, name));
CREATE TABLE IF NOT EXISTS members (repo_id INTEGER NOT NULL REFERENCES repos, login TEXT NOT NULL COLLATE NOCASE, permission TEXT NOT NULL, association TEXT NOT NULL, PRIMARY KEY (repo_id, login));
CREATE TABLE IF NOT EXISTS labels (id INTEGER PRIMARY KEY AUTOINCREMENT, repo_id INTEGER NOT NULL REFERENCES repos, name TEXT NOT NULL COLLATE NOCASE, color TEXT NOT NULL, description TEXT, UNIQUE (repo_id, name));
CREATE TABLE IF NOT EXISTS issues (id INTEGER PRIMARY KEY AUTOINCREMENT, repo_id INTEGER NOT NULL REFERENCES repos, number INTEGER NOT NULL, is_pull INTEGER NOT NULL, title TEXT NOT NULL, body TEXT,
  login TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open', state_reason TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, closed_at INTEGER, closed_by TEXT, UNIQUE (repo_id, number));
CREATE TABLE IF NOT EXISTS locks (issue_id INTEGER PRIMARY KEY REFERENCES issues, reason TEXT);
CREATE TABLE IF NOT EXISTS issue_labels (issue_id INTEGER NOT NULL REFERENCES issues, label_id INTEGER NOT NULL REFERENCES labels ON DELETE CASCADE, PRIMARY KEY (issue_id, label_id));
CREATE TABLE IF NOT EXISTS comments (id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues, login TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS pulls (issue_id INTEGER PRIMARY KEY REFERENCES issues, head_ref TEXT NOT NULL, head_sha TEXT NOT NULL, base_ref TEXT NOT NULL, base_sha TEXT NOT NULL, draft INTEGER NOT NULL,
  merged_at INTEGER, merged_by TEXT, merge_commit_sha TEXT, merging_sha TEXT, merging_by TEXT);
CREATE TABLE IF NOT EXISTS reviews (id INTEGER PRIMARY KEY AUTOINCREMENT, issue_id INTEGER NOT NULL REFERENCES issues, login TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, commit_sha TEXT NOT NULL, submitted_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS review_comments (id INTEGER PRIMARY KEY AUTOINCREMENT, review_id INTEGER NOT NULL REFERENCES reviews, path TEXT NOT NULL, line INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reactions (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, login TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL, UNIQUE (subject, login, content));
CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, login TEXT, repository_ids TEXT, permissions TEXT, expires_at INTEGER);
CREATE TABLE IF NOT EXISTS oauth_codes (code TEXT PRIMARY KEY, login TEXT NOT NULL, redirect_uri TEXT NOT NULL, challenge TEXT, expires_at INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS refs (repo_id INTEGER NOT NULL REFERENCES repos, name TEXT NOT NULL, sha TEXT NOT NULL, PRIMARY KEY (repo_id, name));
CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, event TEXT NOT NULL, action TEXT, repository_id INTEGER, payload TEXT NOT NULL, redelivery INTEGER NOT NULL,
  created_at INTEGER NOT NULL, attempted_at INTEGER, duration_ms INTEGER, status TEXT NOT NULL DEFAULT 'pending', status_code INTEGER NOT NULL DEFAULT 0, request_headers TEXT, response_headers TEXT, response_body TEXT);
CREATE TABLE IF NOT EXISTS marks (repo_id INTEGER NOT NULL REFERENCES repos, mark TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (repo_id, mark));
CREATE TABLE IF NOT EXISTS former_names (owner TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE, repo_id INTEGER NOT NULL REFERENCES repos, PRIMARY KEY (owner, name));
CREATE INDEX IF NOT EXISTS deliveries_by_status ON deliveries (status);
CREATE INDEX IF NOT EXISTS comments_by_issue ON comments (issue_id);
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'labels', 30000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'labels');
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'issues', 40000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'issues');
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'comments', 50000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'comments');
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'reviews', 60000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'reviews');
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'deliveries', 90000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'deliveries');
`

const flag = z.number().transform((value) => value !== 0)
const text = z.string()
const count = z.number()
const maybeText = text.nullable()
const maybeTime = count.nullable()

export const metaRow = z.object({ value: text })
export const countRow = z.object({ n: count })

export const accountRow = z.object({ id: count, login: text, type: z.enum(['User', 'Organization', 'Bot']), name: text })
export type Account = z.infer<typeof accountRow>

export const repoRow = z.object({
  id: count,
  owner: text,
  name: text,
  description: text,
  default_branch: text,
  created_at: count,
  pushed_at: count,
})
export type Repo = z.infer<typeof repoRow>

export const memberRow = z.object({ permission: z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none']), association: text })
export type Member = z.infer<typeof memberRow>

export const labelRow = z.object({ id: count, name: text, color: text, description: maybeText })
export type Label = z.infer<typeof labelRow>

export const issueRow = z.object({
  id: count,
  repo_id: count,
  number: count,
  is_pull: flag,
  title: text,
  body: maybeText,
  login: text,
  state: z.enum(['open', 'closed']),
  state_reason: maybeText,
  created_at: count,
  updated_at: count,
  closed_at: maybeTime,
  closed_by: maybeText,
})
export type Issue = z.infer<typeof issueRow>

/** Conversations that are locked. */
export const lockRow = z.object({ reason: maybeText })

export const commentRow = z.object({ id: count, issue_id: count, login: text, body: text, created_at: count, updated_at: count })
export type Comment = z.infer<typeof commentRow>

export const pullRow = z.object({
  issue_id: count,
  head_ref: text,
  head_sha: text,
  base_ref: text,
  base_sha: text,
  draft: flag,
  merged_at: maybeTime,
  merged_by: maybeText,
  merge_commit_sha: maybeText,
  merging_sha: maybeText,
  merging_by: maybeText,
})
export type Pull = z.infer<typeof pullRow>

export const reviewRow = z.object({
  id: count,
  issue_id: count,
  login: text,
  body: text,
  state: text,
  commit_sha: text,
  submitted_at: count,
})
export type Review = z.infer<typeof reviewRow>

export const reviewCommentRow = z.object({ id: count, review_id: count, path: text, line: count, body: text })
export type ReviewComment = z.infer<typeof reviewCommentRow>

export const reactionRow = z.object({ id: count, login: text, content: text, created_at: count })

export const tokenRow = z.object({
  kind: z.enum(['installation', 'person']),
  login: maybeText,
  repository_ids: maybeText,
  permissions: maybeText,
  expires_at: maybeTime,
})

export const oauthCodeRow = z.object({ login: text, redirect_uri: text, challenge: maybeText, expires_at: count, used: flag })

export const refRow = z.object({ name: text, sha: text })

export const deliveryRow = z.object({
  id: count,
  guid: text,
  event: text,
  action: maybeText,
  repository_id: count.nullable(),
  payload: text,
  redelivery: flag,
  created_at: count,
  attempted_at: maybeTime,
  duration_ms: count.nullable(),
  status: text,
  status_code: count,
  request_headers: maybeText,
  response_headers: maybeText,
  response_body: maybeText,
})
export type Delivery = z.infer<typeof deliveryRow>
