import { type Answer, but } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

/** What `curl --write-out` knows about a request: `%{json}` is all of it, `%{http_code}` one part. The stand-in takes an answer with `http_code` for that. */
const request = {
  url: 'https://shop.example.com/healthz',
  url_effective: 'https://shop.example.com/healthz',
  http_code: 200,
  response_code: 200,
  http_version: '2',
  method: 'GET',
  scheme: 'https',
  content_type: 'application/json',
  errormsg: null,
  exitcode: 0,
  num_redirects: 0,
  remote_ip: '203.0.113.10',
  remote_port: 443,
  size_download: 15,
  ssl_verify_result: 0,
  time_namelookup: 0.004,
  time_connect: 0.012,
  time_appconnect: 0.031,
  time_pretransfer: 0.032,
  time_starttransfer: 0.08,
  time_total: 0.085,
  curl_version: 'libcurl/8.14.1',
}
/** The form of OpenSSL has no place for a time that is relative to now, so these lie far away. */
const certificate = (end: string) =>
  `Subject:CN = shop.example.com\nIssuer:CN = Example CA\nStart date:Jan  1 00:00:00 2020 GMT\nExpire date:${end}\nX509v3 Subject Alternative Name:DNS:shop.example.com\n`
const certificates: Answer = {
  command: 'curl *%{certs}*',
  healthy: certificate('Jan  1 00:00:00 2099 GMT'),
  broken: certificate('Jan  1 00:00:00 2021 GMT'),
}
/** A status, a time and a certificate that are all wrong come together only from `curl --insecure`, which reports the certificate and goes on. */
const slowAndWrong = but(request, {
  http_code: 503,
  response_code: 503,
  content_type: 'text/html',
  ssl_verify_result: 10,
  time_starttransfer: 29.4,
  time_total: 29.5,
})
const refused = but(request, {
  http_code: 0,
  response_code: 0,
  content_type: null,
  exitcode: 60,
  errormsg: 'SSL certificate problem: certificate has expired',
  size_download: 0,
  ssl_verify_result: 10,
  time_appconnect: 0,
  time_starttransfer: 0,
  time_total: 0.03,
})

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

/** The same answer to curl and to `gh api`. */
function api(path: string, healthy: unknown, broken: unknown): Answer[] {
  return [
    { command: `curl *${path}*`, healthy, broken },
    { command: `gh *api*${path}*`, healthy, broken },
  ]
}

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

export const httpSamples: readonly Sample[] = [
  { kind: 'http-api', answers: [certificates, { command: 'curl *', healthy: request, broken: slowAndWrong }] },
  { kind: 'http-tls', answers: [certificates, { command: 'curl *', healthy: request, broken: refused }] },
  {
    kind: 'http-dns',
    answers: [
      {
        command: 'curl *name=*',
        healthy: {
          Status: 0,
          TC: false,
          RD: true,
          RA: true,
          AD: true,
          CD: false,
          Question: [{ name: 'shop.example.com.', type: 1 }],
          Answer: [{ name: 'shop.example.com.', type: 1, TTL: 300, data: '203.0.113.10' }],
        },
        broken: { Status: 3, TC: false, RD: true, RA: true, AD: false, CD: false, Question: [{ name: 'shop.example.com.', type: 1 }] },
      },
      { command: 'dig *+short*', healthy: '203.0.113.10\n', broken: '' },
      {
        command: 'dig *',
        healthy:
          ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n\n;; ANSWER SECTION:\nshop.example.com.\t300\tIN\tA\t203.0.113.10\n\n;; Query time: 9 msec\n',
        broken:
          ';; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 0\n\n;; Query time: 9 msec\n',
      },
      {
        command: 'nslookup *',
        healthy:
          'Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nNon-authoritative answer:\nName:\tshop.example.com\nAddress: 203.0.113.10\n',
        broken: "Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\n** server can't find shop.example.com: NXDOMAIN\n",
      },
    ],
  },
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
  {
    kind: 'vendor-api',
    answers: [
      {
        command: 'curl *',
        healthy: { name: 'orders', status: 'ok', state: 'active', health: 'green', version: '4.2.0', updated_at: '{{now-5m}}', errors: [] },
        broken: {
          name: 'orders',
          status: 'error',
          state: 'failed',
          health: 'red',
          version: '4.2.0',
          updated_at: '{{now-9d}}',
          errors: ['The backend does not answer.'],
        },
      },
    ],
  },
]
