*** Settings ***
Documentation       Checks the node pools of an AKS cluster for failed provisioning, exhausted scaling, version skew and old
...                 node images.
Metadata            Author    ada
Metadata            Display Name    Azure AKS    Node Pools
Metadata            Supports    Azure    AKS    Managed Kubernetes
Force Tags          Azure    AKS    Node Pool

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Find Failed Node Pools of AKS Cluster `${AKS_CLUSTER}`
    [Documentation]    Lists node pools that are stopped or whose provisioning did not succeed.
    [Tags]    aks    nodepool    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=nodepool_state.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    nodepool_state    node pool state of AKS cluster `${AKS_CLUSTER}`

Check Node Pool Scaling Headroom of AKS Cluster `${AKS_CLUSTER}`
    [Documentation]    Lists node pools whose autoscaler has reached its maximum.
    [Tags]    aks    autoscaler    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=nodepool_headroom.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    nodepool_headroom    node pool headroom of AKS cluster `${AKS_CLUSTER}`

Check Node Pool Version Skew of AKS Cluster `${AKS_CLUSTER}`
    [Documentation]    Compares the version of each node pool with that of the control plane.
    [Tags]    aks    version    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=nodepool_skew.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    nodepool_skew    node pool versions of AKS cluster `${AKS_CLUSTER}`

Compare Node Images of AKS Cluster `${AKS_CLUSTER}` with the Newest
    [Documentation]    Compares the node image of each pool with the newest that AKS offers for it.
    [Tags]    aks    image    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=nodepool_images.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    nodepool_images    node images of AKS cluster `${AKS_CLUSTER}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${azure_credentials}=    RW.Core.Import Secret    azure_credentials
    ...    type=string
    ...    description=Azure service principal the platform signs the CLI in with.
    ...    pattern=.+
    ...    example=azure:sp@cli
    ${AZURE_SUBSCRIPTION_ID}=    RW.Core.Import User Variable    AZURE_SUBSCRIPTION_ID
    ...    type=string
    ...    description=Id of the Azure subscription.
    ...    pattern=^[0-9a-fA-F-]+$
    ...    example=00000000-0000-0000-0000-000000000000
    ${AZURE_RESOURCE_GROUP}=    RW.Core.Import User Variable    AZURE_RESOURCE_GROUP
    ...    type=string
    ...    description=Resource group to look at.
    ...    pattern=^[A-Za-z0-9._()-]+$
    ...    example=shop-prod
    ${AKS_CLUSTER}=    RW.Core.Import User Variable    AKS_CLUSTER
    ...    type=string
    ...    description=Name of the AKS cluster.
    ...    pattern=^[A-Za-z0-9][A-Za-z0-9_-]*$
    ...    example=shop-aks
    ${MAX_MINOR_SKEW}=    RW.Core.Import User Variable    MAX_MINOR_SKEW
    ...    type=integer
    ...    description=Minor versions that a node pool may be behind the control plane.
    ...    pattern=^[0-9]+$
    ...    example=1
    ...    default=1
    Set Suite Variable    ${azure_credentials}    ${azure_credentials}
    Set Suite Variable    ${AZURE_SUBSCRIPTION_ID}    ${AZURE_SUBSCRIPTION_ID}
    Set Suite Variable    ${AZURE_RESOURCE_GROUP}    ${AZURE_RESOURCE_GROUP}
    Set Suite Variable    ${AKS_CLUSTER}    ${AKS_CLUSTER}
    Set Suite Variable    ${MAX_MINOR_SKEW}    ${MAX_MINOR_SKEW}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AZURE_SUBSCRIPTION_ID=${AZURE_SUBSCRIPTION_ID}
    ...    AZURE_RESOURCE_GROUP=${AZURE_RESOURCE_GROUP}
    ...    AKS_CLUSTER=${AKS_CLUSTER}
    ...    MAX_MINOR_SKEW=${MAX_MINOR_SKEW}
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
