import { kindsFrom } from './kind.ts'

export const otherKinds = kindsFrom('other', [
  [
    'http-tls',
    'tls-certificate',
    'TLS certificates',
    '(?:ssl|tls|https|x509) cert(?:ificate)?s?|(?:ssl|tls) expiry|certificate expir(?:y|ation)',
  ],
  ['http-dns', 'dns', 'DNS records', 'dns(?: records?| resolution| lookups?| zones?)?'],
  [
    'github-actions',
    'actions',
    'GitHub Actions workflow runs',
    'github actions?(?: workflows?| runs?| runners?)?|gh actions?|workflow runs?',
  ],
  ['github-repo', 'repository', 'GitHub repositories', 'github(?: repositor(?:y|ies)| repos?| organi[sz]ations?)?'],
  [
    'http-api',
    'http',
    'HTTP endpoints',
    'https?(?: urls?| endpoints?| status(?: codes?)?| checks?)?|web ?sites?|urls?|rest apis?|api endpoints?|health ?check endpoints?|landing pages?',
  ],
])

/** Services with an HTTP API of their own that CodeBundles are asked for; each becomes the first word of the directory name. */
export const vendors: readonly string[] =
  'airflow artifactory atlassian auth0 bitbucket circleci clickhouse cloudflare confluence confluent consul databricks datadog digitalocean docker-hub dynatrace elastic fastly github gitlab grafana hetzner heroku jenkins jira kafka keycloak kong launchdarkly linode mongodb-atlas netlify newrelic nexus nomad npm okta opsgenie oracle pagerduty pingdom prometheus quay rabbitmq salesforce sentry servicenow slack snowflake sonarqube splunk statuspage stripe supabase terraform-cloud twilio vault vercel zendesk zoom'.split(
    ' ',
  )
