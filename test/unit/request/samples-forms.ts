import type { IssueSnapshot, ParsedRequest } from '../../../worker/domain/request.ts'

/** A request as people file it, with what a careful reader takes from it. `slug` is null where the request has to be asked about. */
export interface SampleRequest extends IssueSnapshot {
  name: string
  expect: {
    shape: ParsedRequest['shape']
    platform: ParsedRequest['platform']
    tasks: number
    access: ParsedRequest['access']
    slug: string | null
  }
}

export const formRequests: SampleRequest[] = [
  {
    name: 'form-rds-backups',
    title: '[new-codebundle-request] - RDS backup coverage',
    labels: [],
    body: '### What cloud platform(s) should this support?\n\nAWS\n\n### What are the key tasks? When should an issue be raised?\n\n- Check that every RDS instance has automatic backups; raise an issue when retention is 0 days\n- Find RDS instances that are publicly accessible (severity 2)\n- List instances without Multi-AZ\n\n### Additional context\n\n_No response_\n\n### Would you be willing to be contacted?\n\nNo',
    expect: { shape: 'form', platform: 'aws', tasks: 3, access: 'read-only', slug: 'aws-rds-backup' },
  },
  {
    name: 'form-two-platforms',
    title: '[new-codebundle-request] - Redis memory',
    labels: ['new-codebundle-request'],
    body: '### What cloud platform(s) should this support?\n\nAzure, AWS\n\n### What are the key tasks? When should an issue be raised?\n\n1. Report memory usage of each cache\n2. Raise an issue when evictions occur\n\n### Additional context\n\nPremium tier only.',
    expect: { shape: 'form', platform: 'azure', tasks: 2, access: 'read-only', slug: 'azure-redis-memory-usage' },
  },
  {
    name: 'form-checkboxes',
    title: '[new-codebundle-request] - Cloud SQL health',
    labels: [],
    body: '### What cloud platform(s) should this support?\n\n- [ ] Kubernetes\n- [ ] AWS\n- [X] GCP\n- [ ] Azure\n\n### What are the key tasks? When should an issue be raised?\n\nCheck that Cloud SQL instances are running. Verify that backups are enabled. Look for instances open to the internet.',
    expect: { shape: 'form', platform: 'gcp', tasks: 3, access: 'read-only', slug: 'gcp-cloudsql-health' },
  },
  {
    name: 'auto-generate-aks',
    title: '[Auto-Generate] AKS node pool triage',
    labels: ['auto-generate-codebundle'],
    body: '## Auto-Generate Codebundle Request\n\n**Platform**: Azure\n\n**Service/Resource Type**: Azure Kubernetes Service (AKS)\n\n**Purpose**: Triage\n\n## Tasks to Implement\n\n1. Check the provisioning state of every node pool\n2. Review the activity log for failed operations\n   - last 24 hours\n   - group by caller\n\n## Definition of done\n- [ ] runs in the sandbox\n- [ ] screenshot attached',
    expect: { shape: 'auto-generate', platform: 'azure', tasks: 2, access: 'read-only', slug: 'azure-aks-triage' },
  },
  {
    name: 'auto-generate-keyvault',
    title: '[Auto-Generate] Key Vault expiry',
    labels: [],
    body: '## Auto-Generate Codebundle Request\r\n\r\n**Platform** (Azure/AWS/GCP/Kubernetes):\r\nAzure\r\n\r\n**Service/Resource Type**:\r\nKey Vault secrets and certificates\r\n\r\n**Purpose** (Health/Triage/Integrity/Ops):\r\nHealth\r\n\r\n## Tasks to Implement\r\n\r\n* Secrets expiring within 14 days\r\n* Certificates expiring within 14 days\r\n',
    expect: { shape: 'auto-generate', platform: 'azure', tasks: 2, access: 'read-only', slug: 'azure-keyvault-health' },
  },
  {
    name: 'auto-generate-restart',
    title: '[Auto-Generate] Deployment restart ops',
    labels: ['auto-generate-codebundle'],
    body: '**Platform**:\nKubernetes\n\n**Service/Resource Type**:\nDeployments\n\n**Purpose**:\nOps\n\n## Tasks to Implement\n1. **Restart deployments that lack ready replicas**\n   - rolling restart, one at a time\n2. **Report what was restarted**\n',
    expect: { shape: 'auto-generate', platform: 'kubernetes', tasks: 2, access: 'read-write', slug: 'k8s-deployment-ops' },
  },
  {
    name: 'scope-jenkins',
    title: '[Codebundle] Jenkins health SLI',
    labels: [],
    body: '**Scope**\nAn SLI that is 1 when the Jenkins controller answers and no executor is offline.\n\n**Requested By (Optional)**\n- somebody\n\n**Related Integrations**\n- Jenkins\n\n**Definition of Done**\n- [ ] Codebundle implementation accomplishes scope',
    expect: { shape: 'scope', platform: 'other', tasks: 0, access: 'read-only', slug: 'jenkins-api-health' },
  },
  {
    name: 'scope-with-list',
    title: '[CLI Codebundle] Artifactory Triage',
    labels: [],
    body: '**Scope**\nKubernetes pods of Artifactory.\n- check that the StatefulSet is ready\n- find pods that restart\n\n**Definition of Done**\n- [ ] tasks\n- [ ] tags and documentation\n- [ ] commands\n- [ ] issues',
    expect: { shape: 'scope', platform: 'kubernetes', tasks: 2, access: 'read-only', slug: 'k8s-artifactory-triage' },
  },
  {
    name: 'chat-gke',
    title: '[new-codebundle-request] - gcp',
    labels: ['new-codebundle-request'],
    body: '## Original query\nwhich of my gke clusters run an old version?\n\n## Platform\ngcp\n\n## Requested tasks\n1. List GKE clusters with their master version\n2. Compare node pool versions with the master\n\n## Contact\nme@example.com',
    expect: { shape: 'chat', platform: 'gcp', tasks: 2, access: 'read-only', slug: 'gcp-gke-health' },
  },
  {
    name: 'chat-no-tasks',
    title: '[new-codebundle-request] - azure',
    labels: ['new-codebundle-request'],
    body: '## Original query\nhow can I find unattached managed disks that cost money?\n\n## Platform\nazure\n\n## Requested tasks\nNone\n\n## Contact\nno',
    expect: { shape: 'chat', platform: 'azure', tasks: 1, access: 'read-only', slug: 'azure-disk-cost' },
  },
  {
    name: 'task-request-ingress',
    title: 'Task Request: Check TLS certificates of ingresses',
    labels: ['enhancement', 'task-request', 'platform:kubernetes', 'priority:high'],
    body: '## Description\nWe want a task that lists ingresses without TLS.\n\n## Use case\nAudit before the yearly review.\n\n## Acceptance criteria\n- [ ] Every ingress without TLS is listed\n- [ ] Severity 3',
    expect: { shape: 'task-request', platform: 'kubernetes', tasks: 1, access: 'read-only', slug: 'k8s-tls-certificate-audit' },
  },
  {
    name: 'task-request-delete',
    title: 'Task Request: Delete failed jobs',
    labels: ['task-request', 'platform:kubernetes'],
    body: '## Description\nDelete failed jobs older than a day in a namespace.\n',
    expect: { shape: 'task-request', platform: 'kubernetes', tasks: 1, access: 'read-write', slug: 'k8s-job-ops' },
  },
  {
    name: 'intake-pubsub',
    title: '[intake] Pub/Sub subscription backlog',
    labels: ['intake', 'needs-architect', 'platform:gcp'],
    body: '## Request\nConsumers fall behind at night.\n\n1. Subscriptions without a dead-letter topic\n2. Subscriptions that are not active\n\n## Existing coverage\n- gcp-pubsub-backlog (72 %)\n\n## Open requests\n- #12 something else',
    expect: { shape: 'intake', platform: 'gcp', tasks: 2, access: 'read-only', slug: 'gcp-pubsub-subscription-backlog' },
  },
  {
    name: 'table-of-tasks',
    title: '[Auto-Generate] SQS queue health',
    labels: ['auto-generate-codebundle'],
    body: '**Platform**: AWS\n**Service/Resource Type**: SQS\n**Purpose**: Health\n\n## Tasks to Implement\n\n| Task | Raise an issue when |\n| --- | --- |\n| Check queue backlog | more than 5000 messages |\n| Check dead letter queues | any message is in one |\n',
    expect: { shape: 'auto-generate', platform: 'aws', tasks: 2, access: 'read-only', slug: 'aws-sqs-health' },
  },
  {
    name: 'task-headings',
    title: '[Auto-Generate] Azure App Service health',
    labels: ['auto-generate-codebundle'],
    body: '## Platform\nAzure\n\n## Service\nApp Service\n\n## Purpose\nHealth\n\n## Tasks to Implement\n\n### Task 1: Check that web apps are running\nIssue when one is stopped.\n\n### Task 2: Check that HTTPS is enforced\n\n### Task 3: Review changes in the activity log\n',
    expect: { shape: 'auto-generate', platform: 'azure', tasks: 3, access: 'read-only', slug: 'azure-appservice-health' },
  },
]
