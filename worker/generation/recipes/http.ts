import { bad, shellVar } from './jq.ts'
import type { Recipe } from './recipe.ts'

const probe = `curl --silent --show-error --location --max-time 20 --output /dev/null --write-out "%{json}" ${shellVar('URL')}`
const api = `curl --silent --show-error --fail-with-body --max-time 30 --header "Accept: application/json"`

/** Checks of web addresses and of services with an HTTP API. They need no discovery catalogue. */
export const httpRecipes: Recipe[] = [
  {
    kind: 'http-api',
    list: probe,
    items: '[.]',
    name: '(.url_effective // .url // "the address")',
    problem: bad(
      '(.http_code // .response_code // 0) < 200 or (.http_code // .response_code // 0) >= 400',
      '"answers with status \\(.http_code // .response_code // "none")"',
    ),
    finding: 'The address does not answer as expected',
    resourceType: 'ingress',
    permission: 'network access to the address',
    variants: [
      {
        id: 'latency',
        words: /latenc|slow|response time|performance|fast|duration|milliseconds|seconds/i,
        finding: 'The address answers slowly',
        severity: 3,
        threshold: {
          variable: 'MAX_LATENCY_MS',
          default: 2000,
          description: 'Time of one request, in milliseconds, from which on an issue is raised.',
        },
        problem: `if (.http_code // .response_code // 0) == 0 then "does not answer" elif ((.time_total // 0) * 1000) >= $threshold then "took \\((.time_total // 0) * 1000 | floor) ms" else null end`,
        data: 'data:metrics',
      },
      {
        id: 'tls',
        words: /tls|ssl|certificate|https/i,
        finding: 'The certificate of the address is not valid',
        severity: 2,
        problem: bad(
          '(.ssl_verify_result // 0) != 0 or (.http_code // .response_code // 0) == 0',
          '"certificate check failed with result \\(.ssl_verify_result // "unknown")"',
        ),
      },
    ],
    nextSteps: 'Request the address by hand, and look at the logs of what serves it.',
  },
  {
    kind: 'http-tls',
    list: probe,
    items: '[.]',
    name: '(.url_effective // .url // "the address")',
    problem: bad(
      '(.ssl_verify_result // 0) != 0 or (.http_code // .response_code // 0) == 0',
      '"certificate check failed with result \\(.ssl_verify_result // "unknown")"',
    ),
    finding: 'The certificate of the address is not valid',
    resourceType: 'ingress',
    permission: 'network access to the address',
    variants: [
      {
        id: 'expiry',
        words: /expir|renew|days|valid|end/i,
        finding: 'The certificate of the address expires soon',
        severity: 2,
        threshold: {
          variable: 'EXPIRY_DAYS',
          default: 21,
          description: 'Days before the end of validity from which on an issue is raised.',
        },
        list: `curl --silent --show-error --max-time 20 --output /dev/null --write-out "%{certs}" ${shellVar('URL')} | jq -R -s '{expires: (capture("Expire date:(?<at>[^\n]+)") | .at)}'`,
        items: '[.]',
        name: '"the certificate"',
        problem:
          '(try (((.expires | sub("^ +"; "") | strptime("%b %d %H:%M:%S %Y GMT") | mktime) - now) / 86400 | floor) catch null) as $days | if $days == null then "its end date cannot be read" elif $days <= $threshold then "ends in \\($days) days" else null end',
      },
    ],
    nextSteps: 'Renew the certificate and check what renews it.',
  },
  {
    kind: 'http-dns',
    list: `curl --silent --show-error --fail-with-body --max-time 20 --header "Accept: application/dns-json" "\${DNS_RESOLVER_URL}?name=\${DNS_NAME}&type=A"`,
    items: '[.]',
    name: '(.Question[0].name? // "the name")',
    problem:
      'if (.Status // 1) != 0 then "the resolver answers with code \\(.Status // "none")" elif ((.Answer // []) | length) == 0 then "has no address" else null end',
    finding: 'The name does not resolve',
    resourceType: 'ingress',
    permission: 'network access to the resolver',
    nextSteps: 'Compare the zone with the registrar, and ask another resolver.',
  },
  {
    kind: 'github-actions',
    list: `${api} --config "\${CURL_CONFIG}" "\${API_URL}/repos/\${GITHUB_REPOSITORY}/actions/runs?per_page=50"`,
    items: '.workflow_runs',
    name: '(.name // "workflow")',
    problem: bad(
      '.status == "completed" and (.conclusion == "failure" or .conclusion == "timed_out" or .conclusion == "startup_failure")',
      '"run \\(.run_number // .id) ended with \\(.conclusion)"',
    ),
    finding: 'Workflow runs fail',
    resourceType: '',
    permission: 'a token that can read the actions of the repository',
    nextSteps: 'Open the failed run and read the log of the failed step.',
  },
  {
    kind: 'github-repo',
    list: `${api} --config "\${CURL_CONFIG}" "\${API_URL}/repos/\${GITHUB_REPOSITORY}"`,
    items: '[.]',
    name: '.full_name',
    problem: 'if .archived == true then "is archived" elif .disabled == true then "is disabled" else null end',
    finding: 'Repositories are archived or disabled',
    resourceType: '',
    permission: 'a token that can read the repository',
    nextSteps: 'Ask the owner of the repository whether this is intended.',
  },
  {
    kind: 'vendor-api',
    list: `${api} --config "\${CURL_CONFIG}" "\${API_URL}"`,
    items: 'if type == "array" then . else [.] end',
    name: '((.name // .id // .title // "the service") | tostring)',
    problem:
      'if . == {} then "answers with nothing" else ([.status?, .state?, .health?, .status?.indicator?] | map(select(type == "string")) | first) as $state | if $state != null and ($state | test("^(down|error|failed|failing|critical|major|unhealthy|degraded|outage|red|inactive|disabled)$"; "i")) then "state is \\($state)" else null end end',
    finding: 'The service reports a bad state',
    resourceType: '',
    permission: 'a token that can read the API',
    nextSteps: 'Open the status page of the service and compare.',
  },
]

export const httpFallback = 'vendor-api'
