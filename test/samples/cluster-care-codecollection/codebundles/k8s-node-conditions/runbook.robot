*** Settings ***
Documentation       Finds nodes of a cluster that are not ready, under pressure, cordoned or close to their CPU or memory
...                 limit.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Node Conditions
Metadata            Supports    Kubernetes, AKS, EKS, GKE, OpenShift
Force Tags          Kubernetes    Node    Pressure

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Find Nodes That Are Not Ready in Cluster `${CONTEXT}`
    [Documentation]    Lists nodes whose Ready condition is not True, with the reason the kubelet gives.
    [Tags]    node    ready    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=unready_nodes.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    unready_nodes    node readiness in cluster `${CONTEXT}`

Check Node Pressure Conditions in Cluster `${CONTEXT}`
    [Documentation]    Lists nodes under memory, disk or process id pressure or without a usable network.
    [Tags]    node    pressure    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=node_pressure.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    node_pressure    node pressure in cluster `${CONTEXT}`

List Cordoned Nodes in Cluster `${CONTEXT}`
    [Documentation]    Lists nodes on which nothing new is scheduled.
    [Tags]    node    cordon    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=cordoned_nodes.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    cordoned_nodes    cordoned nodes in cluster `${CONTEXT}`

Check Node CPU and Memory Use in Cluster `${CONTEXT}`
    [Documentation]    Compares the CPU and memory use that the metrics API reports with the thresholds.
    [Tags]    node    utilisation    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=node_utilisation.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    node_utilisation    node utilisation in cluster `${CONTEXT}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${kubeconfig}=    RW.Core.Import Secret    kubeconfig
    ...    type=string
    ...    description=Kubeconfig whose user may read the objects named in the README.
    ...    pattern=.+
    ...    example=A kubeconfig in YAML
    ${CONTEXT}=    RW.Core.Import User Variable    CONTEXT
    ...    type=string
    ...    description=Kubeconfig context of the cluster.
    ...    pattern=^[A-Za-z0-9@:/._-]+$
    ...    example=prod-eu
    ${KUBERNETES_DISTRIBUTION_BINARY}=    RW.Core.Import User Variable    KUBERNETES_DISTRIBUTION_BINARY
    ...    type=string
    ...    description=Command line client of the cluster.
    ...    pattern=^(kubectl|oc)$
    ...    enum=kubectl,oc
    ...    default=kubectl
    ${MAX_CPU_PERCENT}=    RW.Core.Import User Variable    MAX_CPU_PERCENT
    ...    type=integer
    ...    description=CPU use of a node, in percent, from which it counts as busy.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=90
    ...    default=90
    ${MAX_MEMORY_PERCENT}=    RW.Core.Import User Variable    MAX_MEMORY_PERCENT
    ...    type=integer
    ...    description=Memory use of a node, in percent, from which it counts as busy.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=90
    ...    default=90
    Set Suite Variable    ${kubeconfig}    ${kubeconfig}
    Set Suite Variable    ${CONTEXT}    ${CONTEXT}
    Set Suite Variable    ${KUBERNETES_DISTRIBUTION_BINARY}    ${KUBERNETES_DISTRIBUTION_BINARY}
    Set Suite Variable    ${MAX_CPU_PERCENT}    ${MAX_CPU_PERCENT}
    Set Suite Variable    ${MAX_MEMORY_PERCENT}    ${MAX_MEMORY_PERCENT}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    KUBECONFIG=./${kubeconfig.key}
    ...    CONTEXT=${CONTEXT}
    ...    KUBERNETES_DISTRIBUTION_BINARY=${KUBERNETES_DISTRIBUTION_BINARY}
    ...    MAX_CPU_PERCENT=${MAX_CPU_PERCENT}
    ...    MAX_MEMORY_PERCENT=${MAX_MEMORY_PERCENT}
    Set Suite Variable    ${env}    ${env}

Raise Issues
    [Documentation]    Raises what the check called ${name} found. A check that did not finish is itself an issue, never a healthy result.
    [Arguments]    ${check}    ${name}    ${subject}
    ${found}=    RW.CLI.Run Cli
    ...    cmd=cat ${name}_issues.json
    ...    env=${env}
    ...    timeout_seconds=10
    ...    include_in_history=false
    TRY
        Should Be Equal As Integers    ${check.returncode}    0
        ${issues}=    Evaluate    json.loads($found.stdout)
    EXCEPT
        RW.Core.Add Issue
        ...    severity=3
        ...    title=Could not check ${subject}
        ...    expected=The check reads ${subject} to the end.
        ...    actual=The check ended with exit code ${check.returncode} and without a complete answer, so nothing is known about ${subject}.
        ...    details=Standard error of the check\n${check.stderr}
        ...    next_steps=Read the error in the details\nCheck that the credentials are valid and carry the permissions named in the README
        ...    reproduce_hint=Run the script of this task with the same settings and credentials.
        RETURN
    END
    FOR    ${issue}    IN    @{issues}
        RW.Core.Add Issue
        ...    severity=${issue}[severity]
        ...    title=${issue}[title]
        ...    expected=${issue}[expected]
        ...    actual=${issue}[actual]
        ...    details=${issue}[details]
        ...    next_steps=${issue}[next_steps]
        ...    reproduce_hint=${issue}[reproduce_hint]
    END
