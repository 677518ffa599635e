// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot Framework writes its variables so
import { type Bundle, catalogueFormat, type Secret, type Task, type Variable } from '../../../worker/domain/catalogue.ts'
import type { BundleCard, BundleView, CollectionView } from '../../../worker/domain/views.ts'
import { assessment, history, scripts, versions } from './fixture-rich.ts'
import { fixtureNow } from './fixture-time.ts'

const hourMs = 3_600_000

export const collections: CollectionView[] = [
  {
    slug: 'cluster-care',
    name: 'Cluster Care',
    owner: 'meridian-ops',
    repo: 'cluster-care-codecollection',
    url: 'https://github.com/meridian-ops/cluster-care-codecollection',
    description: 'Kubernetes and HTTP troubleshooting for the platform team: pods, storage, certificates and ingress.',
    defaultBranch: 'main',
    commit: '8f14e45fceea167a5a36dedd4bea2543f8a1b2c3',
    indexedAt: fixtureNow - 2 * hourMs,
    bundles: 7,
    tasks: 31,
    contributors: [
      { name: 'Ada Okafor', commits: 41 },
      { name: 'Rex Lind', commits: 7 },
    ],
    releases: Array.from({ length: 9 }, (_, index) => ({
      tag: `v2.${9 - index}.0`,
      commit: '45c48cce2e2d7fbdea1afc51c7c6ad26d8f1e2d3',
      at: fixtureNow - index * 700 * hourMs,
    })),
    scores: [0, 0, 0, 0, 1, 1, 2, 3, 4, 1],
    lastRun: { status: 'ok', at: fixtureNow - 2 * hourMs, error: null, problems: 1 },
  },
  {
    slug: 'cloud-care',
    name: 'Cloud Care',
    owner: 'meridian-ops',
    repo: 'cloud-care-codecollection',
    url: 'https://github.com/meridian-ops/cloud-care-codecollection',
    description: 'Checks for AWS, Azure and Google Cloud accounts: idle resources, expiring keys, quota and network rules.',
    defaultBranch: 'main',
    commit: 'c9f0f895fb98ab9159f51fd0297e236d8f1e2d3c',
    indexedAt: fixtureNow - 26 * hourMs,
    bundles: 5,
    tasks: 19,
    contributors: [
      { name: 'Ada Okafor', commits: 41 },
      { name: 'Rex Lind', commits: 7 },
    ],
    releases: [],
    scores: [0, 0, 0, 0, 1, 1, 2, 3, 4, 1],
    lastRun: {
      status: 'failed',
      at: fixtureNow - hourMs,
      error: 'The branch main could not be cloned: the host did not answer.',
      problems: 0,
    },
  },
]

function card(part: Partial<BundleCard> & Pick<BundleCard, 'slug' | 'displayName'>, index: number): BundleCard {
  return {
    collection: 'cluster-care',
    description: 'Looks at the resource and says what is wrong.',
    author: 'ada',
    platform: 'kubernetes',
    access: 'read-only',
    supports: ['Kubernetes', 'AKS', 'EKS', 'GKE', 'OpenShift'],
    tasks: 4,
    hasRunbook: true,
    hasSli: index % 2 === 0,
    score: 62 + index,
    updatedAt: fixtureNow - index * 31 * hourMs - 4_000_000,
    snippet: null,
    ...part,
  }
}

export const cards: BundleCard[] = [
  card(
    {
      slug: 'k8s-pvc-usage',
      displayName: 'Kubernetes PersistentVolumeClaim Usage',
      description:
        'Lists the claims of a namespace with their used percentage, finds claims that nothing mounts, and raises an issue for each volume that is about to fill up.',
      tasks: 5,
      score: 74,
    },
    0,
  ),
  card(
    {
      slug: 'k8s-pod-restarts',
      displayName: 'Kubernetes Pod Restarts',
      description: 'Finds containers that restart again and again, with their last exit code and log lines.',
      supports: ['Kubernetes'],
      tasks: 3,
    },
    1,
  ),
  card(
    {
      collection: 'cloud-care',
      slug: 'aws-elasticache-redis-health',
      displayName: 'AWS ElastiCache Redis Health',
      platform: 'aws',
      supports: ['AWS', 'ElastiCache'],
      description: 'Checks memory, evictions, replication lag and node status of each Redis cluster in a region.',
      tasks: 6,
    },
    2,
  ),
  card(
    {
      collection: 'cloud-care',
      slug: 'azure-nsg-open-ports',
      displayName: 'Azure Network Security Group Open Ports',
      platform: 'azure',
      supports: ['Azure', 'NSG'],
      description: 'Lists rules that let the whole internet reach a management port.',
      tasks: 2,
      hasSli: false,
    },
    3,
  ),
  card(
    {
      slug: 'k8s-deployment-scale',
      displayName: 'Kubernetes Deployment Scale',
      access: 'read-write',
      description: 'Scales a deployment up, down or to zero, and says what it was before.',
      supports: ['Kubernetes'],
      tasks: 3,
    },
    4,
  ),
  card(
    {
      slug: 'http-endpoint-latency',
      displayName: 'HTTP Endpoint Latency',
      platform: 'other',
      access: 'unknown',
      supports: ['HTTP', 'curl'],
      description: 'Measures the time of a request and compares the status code with the expected one.',
      tasks: 1,
    },
    5,
  ),
  card(
    {
      collection: 'cloud-care',
      slug: 'gcp-cloud-run-revisions',
      displayName: 'Google Cloud Run Revisions',
      platform: 'gcp',
      supports: ['GCP', 'Cloud Run'],
      description: 'Finds services whose newest revision takes no traffic.',
      tasks: 3,
    },
    6,
  ),
]

function task(name: string, line: number, part: Partial<Task> = {}): Task {
  return { name, documentation: '', tags: [], access: 'read-only', line, ...part }
}

const tasks: Task[] = [
  task('List PersistentVolumeClaims in Namespace `${NAMESPACE}` with their Used Percentage', 21, {
    documentation: 'Reads the kubelet statistics of every node and joins them with the claims of the namespace.',
    tags: ['access:read-only', 'data:metrics', 'storage', '${NAMESPACE}'],
  }),
  task('Find Claims that Nothing Mounts in Namespace `${NAMESPACE}` of Cluster `${CONTEXT}`', 44, {
    documentation: 'A claim without a pod for longer than the given time costs money and holds data that nobody reads.',
    tags: ['access:read-only', 'data:config'],
  }),
  task('Grow Claim `${CLAIM}` by One Step', 70, { access: 'read-write', tags: ['access:read-write'] }),
  task('Check StorageClass Settings', 92, { access: null }),
]

function variable(name: string, part: Partial<Variable> = {}): Variable {
  return {
    name,
    type: 'string',
    description: null,
    pattern: null,
    default: null,
    example: null,
    enum: null,
    required: false,
    files: ['runbook.robot'],
    ...part,
  }
}

const variables: Variable[] = [
  variable('NAMESPACE', { description: 'The Kubernetes namespace to look at.', example: 'orders', required: true }),
  variable('CONTEXT', { description: 'Which context of the kubeconfig to use.', example: 'sandbox-cluster-1', required: true }),
  variable('KUBERNETES_DISTRIBUTION_BINARY', { description: 'Which binary to use.', enum: ['kubectl', 'oc'], default: 'kubectl' }),
  variable('USAGE_THRESHOLD', {
    type: 'integer',
    description: 'Percentage from which a volume counts as nearly full.',
    default: '85',
    example: '90',
  }),
]

const secrets: Secret[] = [
  {
    name: 'kubeconfig',
    description: 'The kubeconfig with read access to the namespace.',
    pattern: null,
    example: null,
    optional: false,
    files: ['runbook.robot'],
  },
  {
    name: 'slack_webhook',
    description: 'Where a summary is sent.',
    pattern: null,
    example: null,
    optional: true,
    files: ['runbook.robot'],
  },
]

const readme = `# Kubernetes PersistentVolumeClaim Usage

Shows **which volumes fill up** before they are full. See [the generation rules](.runwhen/generation-rules/pvc.yaml) or
[the Kubernetes pages](https://kubernetes.io/docs/concepts/storage/).

<script>alert('from the readme')</script>
<img src=x onerror="alert(1)">

![Diagram of the data flow](https://tracker.example/pixel.png)

See [what it does](#what-it-does), or [the top of the repository](/LICENSE).

## What it does

1. Reads the kubelet statistics
2. Joins them with the claims
3. Raises an issue above \`USAGE_THRESHOLD\`

| Severity | When |
| --- | --- |
| 2 | above 95 % |
| 3 | above the threshold |

> Volumes without statistics are listed &amp; never guessed.

\`\`\`bash
kubectl get pvc --namespace "$NAMESPACE" --output json | jq '.items[].status.capacity.storage'
\`\`\`

- [x] Works with [block volumes](javascript:alert(1))
- [ ] Windows nodes

## Requirements

A kubeconfig that may read claims, pods and nodes.

### On OpenShift

Use \`oc\`.

## Known limits

Volumes of type \`hostPath\` have no statistics.
`

const runbookSource = `*** Settings ***
Documentation       Shows which volumes fill up before they are full.
Metadata            Author    ada
Metadata            Display Name    Kubernetes PersistentVolumeClaim Usage
Metadata            Supports    Kubernetes,AKS,EKS,GKE,OpenShift
Library             RW.Core
Library             RW.CLI
Suite Setup         Suite Initialization


*** Tasks ***
List PersistentVolumeClaims in Namespace \`\${NAMESPACE}\` with their Used Percentage
    [Documentation]    Reads the kubelet statistics of every node.
    [Tags]    access:read-only    data:metrics    storage
    \${usage}=    RW.CLI.Run Bash File
    ...    bash_file=pvc_usage.sh
    ...    secret_file__kubeconfig=\${kubeconfig}
    ...    timeout_seconds=120
    RW.Core.Add Pre To Report    \${usage.stdout}
`

const bundle: Bundle = {
  format: catalogueFormat,
  hints: [],
  artifacts: [],
  fileList: [],
  slug: 'k8s-pvc-usage',
  path: 'codebundles/k8s-pvc-usage',
  treeHash: '3f786850e387550fdab836ed7e6dc881de23001b',
  displayName: 'Kubernetes PersistentVolumeClaim Usage',
  author: 'ada',
  description: cards[0]?.description ?? '',
  supports: ['Kubernetes', 'AKS', 'EKS', 'GKE', 'OpenShift'],
  runbook: { displayName: null, documentation: '', forceTags: [], libraries: ['RW.Core', 'RW.CLI'], tasks },
  sli: {
    displayName: null,
    documentation: '',
    forceTags: [],
    libraries: ['RW.Core'],
    tasks: [task('Score the Fullest Volume in `${NAMESPACE}`', 18)],
  },
  variables,
  secrets,
  services: [{ name: 'kubectl' }],
  platformVariables: [{ name: 'RW_LOOKBACK_WINDOW' }],
  readme: true,
  files: 9,
  discovery: {
    ruleFiles: 1,
    templates: 3,
    platforms: ['kubernetes'],
    resourceTypes: ['persistentvolumeclaim', 'namespace'],
    rules: [],
    templateFiles: [],
  },
  problems: [],
}

/** The richest bundle: every part of the page has something to show. */
export function bundleView(): BundleView {
  const [first] = cards
  const [collection] = collections
  if (first === undefined || collection === undefined) throw new Error('the fixture has no bundle')
  return {
    card: first,
    collection,
    bundle,
    readme,
    runbookSource,
    sliSource: runbookSource.replace('*** Tasks ***', '*** Tasks ***\n# scored every five minutes'),
    sourceUrl: 'https://github.com/meridian-ops/cluster-care-codecollection/tree/main/codebundles/k8s-pvc-usage',
    scripts,
    history,
    versions,
    assessment,
    related: cards.slice(1, 4),
    stale: true,
    problems: [
      {
        file: 'codebundles/k8s-pvc-usage/sli.robot',
        line: 31,
        code: 'robot/parse',
        message: 'The keyword “RW.Core.Push Metrc” does not exist.',
      },
    ],
  }
}

/** A bundle that gives nothing but its name. */
export function bareBundleView(): BundleView {
  const view = bundleView()
  return {
    ...view,
    card: {
      ...view.card,
      slug: 'bare',
      displayName: 'bare',
      description: '',
      author: null,
      supports: [],
      access: 'unknown',
      tasks: 0,
      hasSli: false,
    },
    bundle: {
      ...bundle,
      slug: 'bare',
      sli: null,
      variables: [],
      secrets: [],
      services: [],
      platformVariables: [],
      discovery: { ruleFiles: 0, templates: 0, platforms: [], resourceTypes: [], rules: [], templateFiles: [] },
    },
    readme: null,
    sliSource: null,
    scripts: [],
    history: [],
    versions: [],
    assessment: null,
    related: [],
    stale: false,
    problems: [],
  }
}
