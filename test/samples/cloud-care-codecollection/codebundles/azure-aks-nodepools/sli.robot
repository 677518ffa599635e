*** Settings ***
Documentation       Scores the node pools of an AKS cluster by state and version skew.
Metadata            Author    ada
Metadata            Display Name    Azure AKS Node Pool Score
Metadata            Supports    Azure    AKS    Managed Kubernetes
Force Tags          Azure    AKS    Node Pool

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Node Pools of AKS Cluster `${AKS_CLUSTER}`
    [Documentation]    Scores state and version skew, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    aks    nodepool    access:read-only    data:config
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=nodepool_score.sh
    ...    env=${env}
    ...    timeout_seconds=25
    ...    include_in_history=false
    TRY
        Should Be Equal As Integers    ${measured.returncode}    0
        ${scores}=    Evaluate    json.loads($measured.stdout)
        Set Suite Variable    ${SCORES}    ${scores}
    EXCEPT    AS    ${reason}
        Log    Not measured, so every dimension counts as unhealthy: ${reason} ${measured.stderr}    level=WARN
    END
    RW.Core.Push Metric    ${SCORES}[state]    sub_name=state
    RW.Core.Push Metric    ${SCORES}[skew]    sub_name=skew

Generate Node Pool Score of AKS Cluster `${AKS_CLUSTER}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:config
    ${score}=    Evaluate    round(sum($SCORES.values()) / len($SCORES), 2)
    RW.Core.Push Metric    ${score}

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials. Every dimension starts at 0 and must be earned by a measurement.
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
    &{unmeasured}=    Create Dictionary    state=${0}    skew=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
