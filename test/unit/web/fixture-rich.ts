// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot Framework writes its variables so
import type { Assessment } from '../../../worker/domain/assessment.ts'
import type {
  AuthorView,
  BundleVersion,
  BundleView,
  CollectionHealth,
  TagView,
  TaskHit,
  VersionDiff,
} from '../../../worker/domain/views.ts'
import { fixtureNow } from './fixture-time.ts'

const dayMs = 86_400_000

export const versions: BundleVersion[] = [
  {
    treeHash: '3f786850e387550fdab836ed7e6dc881de23001b',
    commit: '8f14e45fceea167a5a36dedd4bea2543f8a1b2c3',
    at: fixtureNow - dayMs,
    release: null,
  },
  {
    treeHash: '89e6c98d92887913cadf06b2adb97f26cde4849b',
    commit: '45c48cce2e2d7fbdea1afc51c7c6ad26d8f1e2d3',
    at: fixtureNow - 30 * dayMs,
    release: 'v2.1.0',
  },
  {
    treeHash: '2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69',
    commit: 'd3d9446802a44259755d38e6d163e820e5c7a1b2',
    at: fixtureNow - 200 * dayMs,
    release: 'v2.0.0',
  },
]

export const history: BundleView['history'] = [
  {
    sha: '8f14e45fceea167a5a36dedd4bea2543f8a1b2c3',
    at: fixtureNow - dayMs,
    author: 'Ada Okafor',
    subject: 'Read the kubelet statistics of every node at once',
    release: null,
  },
  {
    sha: '45c48cce2e2d7fbdea1afc51c7c6ad26d8f1e2d3',
    at: fixtureNow - 30 * dayMs,
    author: 'Rex Lind',
    subject: 'Rename PVC_THRESHOLD to USAGE_THRESHOLD',
    release: null,
  },
]

export const assessment: Assessment = {
  treeHash: '3f786850e387550fdab836ed7e6dc881de23001b',
  at: fixtureNow - dayMs,
  rules: '2026-11',
  score: 74,
  points: [
    {
      id: 'task-documentation',
      title: 'Every task says what it does',
      earned: 4,
      of: 10,
      reason: 'Two of five tasks have no [Documentation].',
      hint: 'Add a [Documentation] line to “Grow Claim ${CLAIM} by One Step” and “Check StorageClass Settings”.',
    },
    {
      id: 'sli',
      title: 'An SLI pushes a metric',
      earned: 0,
      of: 8,
      reason: 'sli.robot calls no RW.Core.Push Metric.',
      hint: 'End the SLI with one call of RW.Core.Push Metric.',
    },
    {
      id: 'metadata',
      title: 'Author, display name and supports are given',
      earned: 12,
      of: 12,
      reason: 'All three are in Metadata.',
      hint: null,
    },
    { id: 'timeouts', title: 'Commands have a timeout', earned: 10, of: 10, reason: 'Each of 4 commands has one.', hint: null },
  ],
  security: {
    level: 'warn',
    findings: [
      {
        id: 'SC2086',
        severity: 'advise',
        file: 'pvc_usage.sh',
        line: 14,
        message: 'NAMESPACE is not quoted, so a space in it makes two words.',
        hint: 'Write "$NAMESPACE".',
      },
      {
        id: 'credential-as-variable',
        severity: 'warn',
        file: 'runbook.robot',
        line: 61,
        message: 'WEBHOOK_TOKEN is imported as a user variable.',
        hint: 'Import it with RW.Core.Import Secret, which keeps it out of reports.',
      },
    ],
    access: { declared: 'read-only', writes: [{ command: 'kubectl patch pvc', file: 'grow_claim.sh', line: 22 }] },
    commands: [
      { tool: 'kubectl', verb: 'get', resource: 'pvc' },
      { tool: 'kubectl', verb: 'get', resource: 'pods' },
      { tool: 'kubectl', verb: 'patch', resource: 'pvc' },
      { tool: 'az', verb: 'disk list', resource: null },
    ],
    skipped: ['ShellCheck did not finish on grow_claim.sh within 10 s'],
  },
}

export const scripts = [
  {
    path: 'pvc_usage.sh',
    content: `#!/usr/bin/env bash
# Prints each claim with its used percentage.
set -euo pipefail

usage=$(kubectl get --raw "/api/v1/nodes/\${NODE}/proxy/stats/summary" --context "$CONTEXT")
for claim in $(jq -r '.pods[].volume[]?.pvcRef.name' <<< "$usage"); do
  if [[ "$claim" == "" ]]; then
    continue
  fi
  echo "claim $claim of \${NAMESPACE}"
done
cat <<EOT
Threshold: \${USAGE_THRESHOLD}
EOT
`,
  },
]

export const diff: VersionDiff = {
  from: versions[1] as BundleVersion,
  to: versions[0] as BundleVersion,
  changes: [
    {
      kind: 'breaking',
      subject: 'PVC_THRESHOLD',
      text: 'The variable is gone. Configurations that set it fall back to the default of USAGE_THRESHOLD, 85.',
    },
    { kind: 'breaking', subject: 'kubeconfig', text: 'The secret is now required.' },
    { kind: 'addition', subject: 'Find Claims that Nothing Mounts', text: 'A new task.' },
    { kind: 'change', subject: 'USAGE_THRESHOLD', text: 'The default changes from 90 to 85.' },
  ],
  sources: [
    {
      file: 'runbook.robot',
      diff: `--- runbook.robot
+++ runbook.robot
@@ -18,5 +18,6 @@
 *** Tasks ***
 List PersistentVolumeClaims in Namespace \`\${NAMESPACE}\` with their Used Percentage
-    [Tags]    storage
+    [Tags]    access:read-only    data:metrics    storage
     \${usage}=    RW.CLI.Run Bash File
     ...    bash_file=pvc_usage.sh
+    ...    timeout_seconds=120
`,
    },
  ],
}

export const health: CollectionHealth = {
  runs: Array.from({ length: 8 }, (_, index) => ({
    cause: index % 3 === 0 ? 'push' : 'reconcile',
    commit: '8f14e45fceea167a5a36dedd4bea2543f8a1b2c3',
    status: index === 2 ? ('failed' as const) : ('ok' as const),
    startedAt: fixtureNow - (index * 9 + 2) * 3_600_000,
    finishedAt: fixtureNow - (index * 9 + 2) * 3_600_000 + 4_200,
    added: index === 0 ? 1 : 0,
    changed: index % 3 === 0 ? 2 : 0,
    removed: index === 6 ? 1 : 0,
    unchanged: 7,
    error: index === 2 ? 'The branch main could not be cloned: the host did not answer.' : null,
    problems: index === 0 ? 2 : 0,
  })),
  problems: [
    {
      file: 'codebundles/k8s-pvc-usage/sli.robot',
      line: 31,
      code: 'robot/parse',
      message: 'The keyword “RW.Core.Push Metrc” does not exist.',
      bundle: 'k8s-pvc-usage',
      stale: true,
    },
    { file: 'codebundles/old/meta.yaml', line: null, code: 'yaml/parse', message: 'The file is no YAML.', bundle: null, stale: false },
  ],
}

export const taskHits: TaskHit[] = [
  {
    collection: 'cluster-care',
    bundle: 'k8s-pvc-usage',
    bundleName: 'Kubernetes PersistentVolumeClaim Usage',
    platform: 'kubernetes',
    file: 'runbook',
    name: 'List PersistentVolumeClaims in Namespace `${NAMESPACE}` with their Used Percentage',
    documentation: 'Reads the kubelet statistics of every node and joins them with the claims of the namespace.',
    tags: ['access:read-only', 'data:metrics', 'storage'],
    access: 'read-only',
    line: 21,
    snippet: null,
  },
  {
    collection: 'cluster-care',
    bundle: 'k8s-pvc-usage',
    bundleName: 'Kubernetes PersistentVolumeClaim Usage',
    platform: 'kubernetes',
    file: 'sli',
    name: 'Score the Fullest Volume in `${NAMESPACE}`',
    documentation: '',
    tags: [],
    access: 'unknown',
    line: 18,
    snippet: null,
  },
]

/** Tags of the fixture cards, and enough others to fill every letter. */
export const tags: TagView[] = [
  { tag: 'Kubernetes', bundles: 74 },
  { tag: 'AWS', bundles: 28 },
  { tag: 'AKS', bundles: 12 },
  { tag: 'EKS', bundles: 11 },
  ...['GKE', 'OpenShift', 'Cloud Run', 'ElastiCache', 'NSG', 'Azure', 'GCP', 'HTTP', 'curl', 'PostgreSQL', 'Redis', '3scale'].map(
    (tag, index) => ({
      tag,
      bundles: 10 - (index % 9),
    }),
  ),
]

export const authors: AuthorView[] = [
  { author: 'ada', bundles: 7, tasks: 24, collections: ['cluster-care', 'cloud-care'] },
  { author: 'Rex Lind', bundles: 1, tasks: 1, collections: ['cloud-care'] },
]
