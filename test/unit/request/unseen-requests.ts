/** Requests as different people write them; what a careful reader takes from each was written before the reader saw it. */
export interface Unseen {
  title: string
  labels?: string[]
  body: string
  /** `none`: asks for no CodeBundle. */
  expect: 'none' | { platform: string; tasks: number; access?: 'read-write' }
}

const form = (platform: string, tasks: string, context = '_No response_') =>
  `### What cloud platform(s) should this support?\n\n${platform}\n\n### What are the key tasks? When should an issue be raised?\n\n${tasks}\n\n### Additional context\n\n${context}\n\n### Would you be willing to be contacted?\n\nYes`
const generate = (platform: string, service: string, purpose: string, tasks: string, context = '') =>
  `## Auto-Generate Codebundle Request\n\n**Platform** (Azure/AWS/GCP/Kubernetes):\n${platform}\n\n**Service/Resource Type**:\n${service}\n\n**Purpose** (Health/Triage/Integrity/Ops):\n${purpose}\n\n## Tasks to Implement\n\n${tasks}\n\n## Additional Context\n\n${context}`

const bug = ['bug']
const auto = ['auto-generate-codebundle']

export const unseen: Record<string, Unseen> = {
  'form, bullets': {
    title: '[new-codebundle-request] - ElastiCache Redis health',
    body: form(
      'AWS',
      '- List replication groups that are not available\n- Check evictions over the last hour; raise an issue above 100\n- Check that backups are enabled',
    ),
    expect: { platform: 'aws', tasks: 3 },
  },
  'form, CRLF': {
    title: '[new-codebundle-request] - Azure App Gateway backends',
    body: form('Azure', '1. List unhealthy backends\n2. Check the certificate expiry, raise below 30 days').replaceAll('\n', '\r\n'),
    expect: { platform: 'azure', tasks: 2 },
  },
  'form, checkboxes of platforms': {
    title: '[new-codebundle-request] - Load balancers',
    body: form(
      '- [ ] AWS\n- [X] GCP\n- [ ] Azure',
      '* Find forwarding rules without healthy backends\n* Report quota use of forwarding rules',
    ),
    expect: { platform: 'gcp', tasks: 2 },
  },
  'form, no tasks': {
    title: '[new-codebundle-request] - Check S3 buckets for public access',
    body: form('AWS', '_No response_'),
    expect: { platform: 'aws', tasks: 1 },
  },
  'form, emoji': {
    title: '[new-codebundle-request] - 🚀 CronJob triage',
    body: form('Kubernetes', '- 🔎 Find CronJobs that are suspended\n- ⚠️ Find CronJobs whose last run failed and show the pod logs'),
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  'form, restart count': {
    title: '[new-codebundle-request] - Pod restarts',
    body: form('Kubernetes', '1. List pods with a restart count above 5\n2. Show the last termination reason of each'),
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  'form, delete marker': {
    title: '[new-codebundle-request] - S3 versioning hygiene',
    body: form('AWS', '- Count objects with a delete marker and no current version\n- Find buckets without a lifecycle rule'),
    expect: { platform: 'aws', tasks: 2 },
  },
  'form, scale down': {
    title: '[new-codebundle-request] - Deployment remediation',
    body: form('Kubernetes', '- Scale a deployment down to zero\n- Restart the deployment with a rollout restart'),
    expect: { platform: 'kubernetes', tasks: 2, access: 'read-write' },
  },
  'auto, nested': {
    title: '[Auto-Generate] Azure SQL health',
    labels: auto,
    body: generate(
      'Azure',
      'Azure SQL Database',
      'Health',
      '1. **Check DTU use**\n   - Over 90 % for 15 minutes is an issue\n2. **Check geo-replication**\n   - Lag\n   - Role',
    ),
    expect: { platform: 'azure', tasks: 2 },
  },
  'auto, headings': {
    title: '[Auto-Generate] GKE node pools',
    labels: auto,
    body: generate(
      'GCP',
      'GKE node pools',
      'Triage',
      '### Task 1: Find node pools in error\nUse gcloud.\n\n### Task 2: Compare versions with the control plane\nMore than two minors apart is an issue.',
    ),
    expect: { platform: 'gcp', tasks: 2 },
  },
  'auto, table': {
    title: '[Auto-Generate] RDS integrity',
    labels: auto,
    body: generate(
      'AWS',
      'RDS',
      'Integrity',
      '| Task | Raise when |\n|---|---|\n| Check encryption at rest | not encrypted |\n| Check automated backups | retention below 7 days |',
    ),
    expect: { platform: 'aws', tasks: 2 },
  },
  'auto, ops': {
    title: '[Auto-Generate] Delete stuck namespaces',
    labels: auto,
    body: generate(
      'Kubernetes',
      'Namespaces',
      'Ops',
      '1. **List namespaces in Terminating**\n2. **Delete finalizers of namespaces stuck for a day**',
    ),
    expect: { platform: 'kubernetes', tasks: 2, access: 'read-write' },
  },
  'auto, unchecked': {
    title: '[Auto-Generate] Azure DevOps pipelines',
    labels: auto,
    body: generate(
      'Azure',
      'Azure DevOps',
      'Health',
      '- [ ] Find failed pipelines of the last day\n- [ ] Find agent pools without an online agent\n- [ ] Find long queued builds',
    ),
    expect: { platform: 'azure', tasks: 3 },
  },
  scope: {
    title: '[Codebundle] Kafka on Kubernetes health',
    body: '**Scope**\n- Check consumer lag of each group\n- Check under-replicated partitions\n\n**Related Integrations**\n- Kubernetes, Strimzi\n\n**Definition of Done**\n- [ ] Codebundle implementation accomplishes scope',
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  'scope, prose': {
    title: '[Codebundle] AWS Lambda throttles',
    body: '**Scope**\nA runbook that reports throttled functions.\n\n**Requested By (Optional)**\n- N/A\n\n**Related Integrations**\n- AWS\n\n**Definition of Done**\n- [ ] Codebundle implementation accomplishes scope',
    expect: { platform: 'aws', tasks: 0 },
  },
  'free, as an SRE': {
    title: 'Codebundle for Postgres on Kubernetes',
    labels: ['new-codebundle-request'],
    body: 'As a SRE I want to know when Postgres clusters on our Kubernetes are unwell.\n\n- Check replication lag\n- Check for long running queries\n- List pods of the cluster that are not ready',
    expect: { platform: 'kubernetes', tasks: 3 },
  },
  'free, logs': {
    title: 'New codebundle: Kubernetes image pull failures',
    labels: ['new-codebundle-request'],
    body: 'We see this:\n\n```\n- Failed to pull image "x"\n- Back-off pulling image\n```\n\nTasks:\n- Find pods in ImagePullBackOff\n- Check the pull secrets they name',
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  'free, quoted mail': {
    title: 'New codebundle: EC2 status checks',
    labels: ['new-codebundle-request'],
    body: '> On Monday Ann wrote:\n> - can we get this?\n> - thanks\n\nTasks:\n1. Find EC2 instances with failed status checks\n2. Find scheduled maintenance events',
    expect: { platform: 'aws', tasks: 2 },
  },
  'title only': {
    title: 'New codebundle request: check Azure Key Vault certificates for expiry',
    labels: ['new-codebundle-request'],
    body: '',
    expect: { platform: 'azure', tasks: 1 },
  },
  kong: {
    title: 'New codebundle: Kong Gateway upstream health',
    labels: ['new-codebundle-request'],
    body: 'Tasks:\n- List upstream targets that are unhealthy\n- Report the rate of 5xx answers',
    expect: { platform: 'other', tasks: 2 },
  },
  datadog: {
    title: 'New codebundle: Datadog monitors in alert',
    labels: ['new-codebundle-request'],
    body: '- List monitors in Alert for more than an hour\n- List muted monitors',
    expect: { platform: 'other', tasks: 2 },
  },
  'github actions': {
    title: 'New codebundle: GitHub Actions workflow failures',
    labels: ['new-codebundle-request'],
    body: '- Find workflow runs that failed in the last day\n- Find self-hosted runners that are offline',
    expect: { platform: 'other', tasks: 2 },
  },
  german: {
    title: 'Neues Codebundle: Kubernetes Ingress prüfen',
    labels: ['new-codebundle-request'],
    body: 'Aufgaben:\n- Ingress ohne Endpunkte finden\n- Ablaufende Zertifikate melden',
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  spanish: {
    title: 'Nuevo codebundle: salud de AWS RDS',
    labels: ['new-codebundle-request'],
    body: 'Tareas:\n- Comprobar el retraso de las réplicas\n- Comprobar el espacio libre',
    expect: { platform: 'aws', tasks: 2 },
  },
  chinese: {
    title: '新的 codebundle：Azure AKS 节点健康',
    labels: ['new-codebundle-request'],
    body: '任务：\n1. 列出未就绪的节点\n2. 检查节点池版本',
    expect: { platform: 'azure', tasks: 2 },
  },
  japanese: {
    title: 'Kubernetes の codebundle',
    labels: ['new-codebundle-request'],
    body: '1. 再起動の多いポッドを探す\n2. ノードの状態を確認',
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  cyrillic: {
    title: 'Новый codebundle: Kubernetes',
    labels: ['new-codebundle-request'],
    body: '- Найти поды с ошибками\n- Проверить узлы',
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  kill: {
    title: '[Auto-Generate] Postgres sessions',
    labels: auto,
    body: generate('Kubernetes', 'PostgreSQL', 'Ops', '1. **List sessions idle in transaction**\n2. **Kill sessions idle for an hour**'),
    expect: { platform: 'kubernetes', tasks: 2, access: 'read-write' },
  },
  disable: {
    title: '[new-codebundle-request] - Stale IAM keys',
    body: form('AWS', '- List access keys unused for 90 days\n- Disable the keys that are listed'),
    expect: { platform: 'aws', tasks: 2, access: 'read-write' },
  },
  'scale-up time': {
    title: '[new-codebundle-request] - Autoscaler',
    body: form('Kubernetes', '- Scale events of the last hour\n- Report autoscalers at their maximum'),
    expect: { platform: 'kubernetes', tasks: 2 },
  },
  'only a picture': { title: 'Screenshot', body: '![image](https://example.com/a.png)', expect: 'none' },
  'bundle that errs': {
    title: 'codebundle k8s-pod-health reports wrong namespace',
    body: 'Since the upgrade it lists pods of another namespace.',
    expect: 'none',
  },
  'restart failures': {
    title: '[new-codebundle-request] - Failover readiness',
    body: form('Azure', '- Failover lag of each replica\n- Replace events of scale sets'),
    expect: { platform: 'azure', tasks: 2 },
  },
  keycloak: {
    title: 'New codebundle: Keycloak realms',
    labels: ['new-codebundle-request'],
    body: '- Check failed logins\n- Check the realm keys',
    expect: { platform: 'other', tasks: 2 },
  },
  bug: {
    title: 'k8s-pvc-healthcheck fails with KeyError',
    labels: bug,
    body: 'Steps to reproduce:\n1. Run the bundle\n2. See the error\n\n```\nKeyError: items\n```',
    expect: 'none',
  },
  question: { title: 'How do I pass a kubeconfig to a codebundle?', body: 'I have two clusters. Which variable do I set?', expect: 'none' },
  docs: { title: 'Docs: typo in the README of the codebundle', labels: ['documentation'], body: 'It says "kubernets".', expect: 'none' },
}
