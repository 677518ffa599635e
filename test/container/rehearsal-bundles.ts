// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'

/** Small bundles that behave well or badly, to be rehearsed. */

export const rehearsedPath = 'codebundles/k8s-queue-length'

interface Parts {
  /** Text of queue.sh, which the runbook and the SLI both run. */
  script: string
  /** Tag of the tasks. */
  access?: string
  /** Files besides, by path within the bundle; null takes one out. */
  more?: Record<string, string | null>
}

const head = `*** Settings ***
Documentation       Looks at the queue of a namespace.
Library             RW.Core
Library             RW.CLI
Suite Setup         Suite Initialization
`

const keywords = `*** Keywords ***
Suite Initialization
    \${kubeconfig}=    RW.Core.Import Secret    kubeconfig    type=string    description=Access.    pattern=\\w*
    \${NAMESPACE}=    RW.Core.Import User Variable    NAMESPACE    type=string    description=Where.    pattern=\\w*    example=shop
    \${env}=    Create Dictionary    NAMESPACE=\${NAMESPACE}
    Set Suite Variable    \${env}
    Set Suite Variable    \${kubeconfig}
`

const look = `    \${rsp}=    RW.CLI.Run Bash File
    ...    bash_file=queue.sh
    ...    env=\${env}
    ...    secret_file__kubeconfig=\${kubeconfig}
    ...    timeout_seconds=120
`

function runbook(access: string): string {
  return `${head}
*** Tasks ***
Check the Queue in Namespace \`\${NAMESPACE}\`
    [Tags]    ${access}    data:metrics
${look}    RW.Core.Add Pre To Report    \${rsp.stdout}
    IF    $rsp.returncode != 0
        RW.Core.Add Issue    severity=2    title=The queue of \`\${NAMESPACE}\` cannot be read    expected=An answer    actual=\${rsp.stderr}
        ...    reproduce_hint=\${rsp.cmd}    details=\${rsp.stderr}    next_steps=Look at the cluster
    ELSE IF    $rsp.stdout.strip() not in ("", "0")
        RW.Core.Add Issue    severity=3    title=The queue of \`\${NAMESPACE}\` is long    expected=It is empty    actual=\${rsp.stdout}
        ...    reproduce_hint=\${rsp.cmd}    details=\${rsp.stdout}    next_steps=Add workers
    END

${keywords}`
}

function indicator(access: string): string {
  return `${head}
*** Tasks ***
Score the Queue in Namespace \`\${NAMESPACE}\`
    [Tags]    ${access}    data:metrics
${look}    \${score}=    Evaluate    1 if $rsp.returncode == 0 and $rsp.stdout.strip() in ("", "0") else 0
    RW.Core.Push Metric    \${score}    sub_name=queue
    RW.Core.Push Metric    \${score}

${keywords}`
}

/** Fails with its command, prints how many pods wait. */
export const honest = '#!/usr/bin/env bash\nset -euo pipefail\nkubectl get pods -n "$NAMESPACE" -o json | jq ".items | length"\n'

/** Takes a failure for an empty list. */
export const swallowing =
  '#!/usr/bin/env bash\nlist=$(kubectl get pods -n "$NAMESPACE" -o json 2>/dev/null || echo \'{"items":[]}\')\necho "$list" | jq ".items | length"\n'

/** Says that all is well before it looked. */
export const initialised =
  '#!/usr/bin/env bash\necho 0 > result\nkubectl get pods -n "$NAMESPACE" -o json | jq -e ".items | length" > count && cp count result\ncat result\n'

/** Changes something while it looks. */
export const writing = `${honest}kubectl annotate namespace "$NAMESPACE" looked-at=now\n`

/** Asks until it gets what it never gets. */
export const endless = '#!/usr/bin/env bash\nwhile true; do kubectl get pods -n "$NAMESPACE" >/dev/null 2>&1; sleep 5; done\n'

/** Declares the permissions of the scripts above. */
function readme(script: string): string {
  const changes = script.includes('annotate') ? ', and get and patch on namespaces' : ''
  return `# Queue\n\n## Permissions\n\nIt needs get and list on pods and events${changes}.\n`
}

/** The files of one bundle. */
export function rehearsedBundle({ script, access = 'access:read-only', more = {} }: Parts): DraftFile[] {
  const contents: Record<string, string | null> = {
    'runbook.robot': runbook(access),
    'sli.robot': indicator(access),
    'queue.sh': script,
    'README.md': readme(script),
    ...more,
  }
  return Object.entries(contents).flatMap(([name, content]): DraftFile[] =>
    content === null ? [] : [{ path: `${rehearsedPath}/${name}`, mode: name.endsWith('.sh') ? '100755' : '100644', content }],
  )
}
