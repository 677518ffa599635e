import { type Answer, but } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

const repository = {
  id: 1,
  name: 'checkout',
  full_name: 'shop/checkout',
  private: true,
  visibility: 'private',
  owner: { login: 'shop', type: 'Organization' },
  archived: false,
  disabled: false,
  default_branch: 'main',
  created_at: '{{now-400d}}',
  updated_at: '{{now-1d}}',
  pushed_at: '{{now-1d}}',
  open_issues_count: 3,
  forks_count: 0,
  stargazers_count: 2,
  license: { key: 'apache-2.0', spdx_id: 'Apache-2.0' },
  has_issues: true,
  delete_branch_on_merge: true,
  html_url: 'https://github.com/shop/checkout',
  security_and_analysis: {
    secret_scanning: { status: 'enabled' },
    secret_scanning_push_protection: { status: 'enabled' },
    dependabot_security_updates: { status: 'enabled' },
  },
}
const badRepository = but(repository, {
  private: false,
  visibility: 'public',
  archived: true,
  disabled: true,
  pushed_at: '{{now-900d}}',
  updated_at: '{{now-900d}}',
  open_issues_count: 900,
  license: null,
  delete_branch_on_merge: false,
  security_and_analysis: {
    secret_scanning: { status: 'disabled' },
    secret_scanning_push_protection: { status: 'disabled' },
    dependabot_security_updates: { status: 'disabled' },
  },
})
const run = {
  id: 9,
  name: 'test',
  display_title: 'Merge',
  run_number: 41,
  run_attempt: 1,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  workflow_id: 1,
  head_branch: 'main',
  head_sha: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  html_url: 'https://github.com/shop/checkout/actions/runs/9',
  created_at: '{{now-2h}}',
  run_started_at: '{{now-2h}}',
  updated_at: '{{now-115m}}',
  actor: { login: 'ada' },
}
const workflow = {
  id: 1,
  name: 'test',
  path: '.github/workflows/test.yml',
  state: 'active',
  created_at: '{{now-400d}}',
  updated_at: '{{now-9d}}',
}
const runner = {
  id: 1,
  name: 'runner-1',
  os: 'linux',
  status: 'online',
  busy: false,
  labels: [{ id: 1, name: 'self-hosted', type: 'read-only' }],
}
const listing = (key: string, ...items: object[]) => ({ total_count: items.length, [key]: items })

/** `gh run list --json` names its fields otherwise than the API. */
const listedRun = {
  databaseId: 9,
  name: 'test',
  displayTitle: 'Merge',
  number: 41,
  attempt: 1,
  event: 'push',
  status: 'completed',
  conclusion: 'success',
  headBranch: 'main',
  workflowName: 'test',
  url: run.html_url,
  createdAt: '{{now-2h}}',
  startedAt: '{{now-2h}}',
  updatedAt: '{{now-115m}}',
}

/** The same answer to curl and to `gh api`. */
function api(path: string, healthy: unknown, broken: unknown): Answer[] {
  return [
    { command: `curl *${path}*`, healthy, broken },
    { command: `gh *api*${path}*`, healthy, broken },
  ]
}

/** A run that failed is completed, one that hangs is not: one of each. */
const badRuns = [
  but(run, { conclusion: 'failure' }),
  but(run, {
    id: 10,
    run_number: 42,
    status: 'queued',
    conclusion: null,
    created_at: '{{now-9h}}',
    run_started_at: '{{now-9h}}',
    updated_at: '{{now-9h}}',
  }),
]

export const httpGithubSamples: readonly Sample[] = [
  {
    kind: 'github-actions',
    answers: [
      ...api('/actions/workflows', listing('workflows', workflow), listing('workflows', { ...workflow, state: 'disabled_inactivity' })),
      ...api('/actions/runners', listing('runners', runner), listing('runners', { ...runner, status: 'offline' })),
      ...api(
        '/jobs',
        listing('jobs', { id: 1, run_id: 9, name: 'unit', status: 'completed', conclusion: 'success', steps: [] }),
        listing('jobs', {
          id: 1,
          run_id: 9,
          name: 'unit',
          status: 'completed',
          conclusion: 'failure',
          steps: [{ name: 'npm test', number: 3, status: 'completed', conclusion: 'failure' }],
        }),
      ),
      ...api('/actions/runs', listing('workflow_runs', run), listing('workflow_runs', ...badRuns)),
      {
        command: 'gh *run list*',
        healthy: [listedRun],
        broken: [
          { ...listedRun, conclusion: 'failure' },
          { ...listedRun, databaseId: 10, number: 42, status: 'queued', conclusion: '', createdAt: '{{now-9h}}' },
        ],
      },
      {
        command: 'gh *workflow list*',
        healthy: [{ id: 1, name: 'test', path: workflow.path, state: 'active' }],
        broken: [{ id: 1, name: 'test', path: workflow.path, state: 'disabled_inactivity' }],
      },
    ],
  },
  {
    kind: 'github-repo',
    answers: [
      ...api(
        '/protection',
        {
          required_status_checks: { strict: true, contexts: ['test'] },
          enforce_admins: { enabled: true },
          required_pull_request_reviews: { required_approving_review_count: 1 },
          allow_force_pushes: { enabled: false },
        },
        { enforce_admins: { enabled: false }, allow_force_pushes: { enabled: true } },
      ),
      ...api(
        '/dependabot/alerts',
        [],
        [
          {
            number: 1,
            state: 'open',
            created_at: '{{now-90d}}',
            security_advisory: { severity: 'critical', summary: 'Remote code execution' },
          },
        ],
      ),
      ...api(
        '/pulls',
        [],
        [
          {
            number: 1,
            state: 'open',
            title: 'Update',
            draft: false,
            created_at: '{{now-400d}}',
            updated_at: '{{now-400d}}',
            user: { login: 'ada' },
          },
        ],
      ),
      ...api('/branches', [{ name: 'main', protected: true }], [{ name: 'main', protected: false }]),
      ...api('/orgs/', [repository], [badRepository]),
      ...api('/repos/', repository, badRepository),
      {
        command: 'gh *repo view*',
        healthy: {
          name: 'checkout',
          nameWithOwner: 'shop/checkout',
          isArchived: false,
          isPrivate: true,
          visibility: 'PRIVATE',
          pushedAt: '{{now-1d}}',
          defaultBranchRef: { name: 'main' },
        },
        broken: {
          name: 'checkout',
          nameWithOwner: 'shop/checkout',
          isArchived: true,
          isPrivate: false,
          visibility: 'PUBLIC',
          pushedAt: '{{now-900d}}',
          defaultBranchRef: { name: 'main' },
        },
      },
    ],
  },
]
