// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'

/** A small bundle that breaks no rule, as files. */

export const slug = 'k8s-pvc-usage'
export const bundlePath = `codebundles/${slug}`

const runbook = `*** Settings ***
Documentation       Looks at the volumes of a namespace and raises an issue for each that is nearly full.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Volume Usage
Metadata            Supports    Kubernetes,AKS,EKS,GKE
Force Tags          Kubernetes    PersistentVolumeClaim
Library             BuiltIn
Library             Collections
Library             RW.Core
Library             RW.CLI
Library             RW.platform
Suite Setup         Suite Initialization


*** Tasks ***
Check Volume Usage in Namespace \`\${NAMESPACE}\`
    [Documentation]    Compares the used space of each volume with the threshold and raises an issue above it.
    [Tags]    access:read-only    data:metrics    volume
    \${rsp}=    RW.CLI.Run Bash File
    ...    bash_file=check_usage.sh
    ...    env=\${env}
    ...    secret_file__kubeconfig=\${kubeconfig}
    ...    timeout_seconds=120
    \${issues}=    Evaluate    json.loads($rsp.stdout)    json
    FOR    \${issue}    IN    @{issues}
        RW.Core.Add Issue
        ...    severity=3
        ...    title=Volumes in namespace \`\${NAMESPACE}\` are nearly full
        ...    expected=Volumes have at least a tenth of their space free
        ...    actual=\${issue["actual"]}
        ...    details=\${issue["details"]}
        ...    next_steps=Extend the volume or delete old data
        ...    reproduce_hint=\${rsp.cmd}
    END
    RW.Core.Add Pre To Report    Usage of volumes:\\n\${rsp.stdout}


*** Keywords ***
Suite Initialization
    \${kubeconfig}=    RW.Core.Import Secret
    ...    kubeconfig
    ...    type=string
    ...    description=Access to the cluster, read only.
    ...    pattern=\\w*
    \${NAMESPACE}=    RW.Core.Import User Variable    NAMESPACE
    ...    type=string
    ...    description=The namespace whose volumes are looked at.
    ...    pattern=^[a-z0-9-]+$
    ...    example=online-shop
    \${THRESHOLD}=    RW.Core.Import User Variable    THRESHOLD
    ...    type=string
    ...    description=The percentage above which a volume is nearly full.
    ...    pattern=^\\d+$
    ...    example=90
    ...    default=90
    \${env}=    Create Dictionary    NAMESPACE=\${NAMESPACE}    THRESHOLD=\${THRESHOLD}
    Set Suite Variable    \${env}
    Set Suite Variable    \${kubeconfig}
    Set Suite Variable    \${NAMESPACE}
    Set Suite Variable    \${THRESHOLD}
`

const script = `#!/usr/bin/env bash
# Prints a JSON list of volumes above the threshold.
set -euo pipefail
kubectl get pvc --namespace "$NAMESPACE" --output json | jq '[.items[] | {actual: .metadata.name, details: .status}]'
`

const readme = `# Kubernetes Volume Usage

Looks at every volume of a namespace and raises an issue for each that is nearly full.

## Tasks
* **Check Volume Usage**: compares used space with the threshold.

## Configuration
* \`NAMESPACE\`: the namespace whose volumes are looked at.
* \`THRESHOLD\`: the percentage above which a volume is nearly full.
* \`kubeconfig\` (secret): access to the cluster; needs get and list on persistentvolumeclaims.
`

const rules = `apiVersion: runwhen.com/v1
kind: GenerationRules
spec:
  platform: kubernetes
  generationRules:
    - resourceTypes:
        - namespace
      matchRules:
        - type: pattern
          pattern: ".+"
          properties: [name]
          mode: substring
      slxs:
        - baseName: pvc-usage
          qualifiers: ["namespace", "cluster"]
          baseTemplateName: ${slug}
          levelOfDetail: basic
          outputItems:
            - type: slx
            - type: runbook
              templateName: ${slug}-taskset.yaml
`

const head = (kind: string) => `apiVersion: runwhen.com/v1
kind: ${kind}
metadata:
  name: {{slx_name}}
  labels:
    {% include "common-labels.yaml" %}
  annotations:
    {% include "common-annotations.yaml" %}
spec:
`

const slxTemplate = `${head('ServiceLevelX')}  alias: Volume usage in {{namespace.name}}
  asMeasuredBy: Share of volumes with free space.
  owners:
    - {{workspace.owner_email}}
  statement: Volumes have free space.
`

const tasksetTemplate = `${head('Runbook')}  location: {{default_location}}
  codeBundle:
    {% if repo_url %}
    repoUrl: {{repo_url}}
    {% else %}
    repoUrl: https://example.org/cluster-care.git
    {% endif %}
    pathToRobot: ${bundlePath}/runbook.robot
  configProvided:
    - name: NAMESPACE
      value: "{{match_resource.resource.metadata.name}}"
  secretsProvided:
    {% if wb_version %}
    {% include "kubernetes-auth.yaml" ignore missing %}
    {% else %}
    - name: kubeconfig
      workspaceKey: {{custom.kubeconfig_secret_name | default("kubeconfig")}}
    {% endif %}
`

/** The files of the bundle; `change` replaces contents by name, and null removes a file. */
export function goodBundle(change: Record<string, string | null> = {}): DraftFile[] {
  const contents: Record<string, string | null> = {
    'README.md': readme,
    'runbook.robot': runbook,
    'check_usage.sh': script,
    [`.runwhen/generation-rules/${slug}.yaml`]: rules,
    [`.runwhen/templates/${slug}-slx.yaml`]: slxTemplate,
    [`.runwhen/templates/${slug}-taskset.yaml`]: tasksetTemplate,
    ...change,
  }
  return Object.entries(contents).flatMap(([name, content]): DraftFile[] =>
    content === null ? [] : [{ path: `${bundlePath}/${name}`, mode: name.endsWith('.sh') ? '100755' : '100644', content }],
  )
}

/** The good runbook with one text replaced by another; fails when the text is not in it. */
export function runbookWith(before: string, after: string): string {
  if (!runbook.includes(before)) throw new Error(`The runbook has no "${before}".`)
  return runbook.replace(before, () => after)
}
