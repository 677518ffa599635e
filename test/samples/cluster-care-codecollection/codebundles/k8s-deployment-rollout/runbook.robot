*** Settings ***
Documentation       Finds Deployments of a namespace whose rollout is stalled, short of replicas, paused or refused by the
...                 cluster.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Deployment Rollout
Metadata            Supports    Kubernetes, AKS, EKS, GKE, OpenShift
Force Tags          Kubernetes    Deployment    Rollout

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Find Stalled Deployment Rollouts in Namespace `${NAMESPACE}`
    [Documentation]    Lists Deployments that passed their progress deadline without finishing the rollout.
    [Tags]    deployment    rollout    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=stalled_rollouts.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    stalled_rollouts    deployment rollouts in namespace `${NAMESPACE}`

Check Available Deployment Replicas in Namespace `${NAMESPACE}`
    [Documentation]    Compares the available replicas of each Deployment with the wanted ones.
    [Tags]    deployment    replicas    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=available_replicas.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    available_replicas    available replicas in namespace `${NAMESPACE}`

List Paused Deployment Rollouts in Namespace `${NAMESPACE}`
    [Documentation]    Lists Deployments that are paused, so that a change to them is not rolled out.
    [Tags]    deployment    paused    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=paused_rollouts.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    paused_rollouts    paused rollouts in namespace `${NAMESPACE}`

Find Refused Replica Creations in Namespace `${NAMESPACE}`
    [Documentation]    Groups recent warnings about replicas that quota or admission refused to create.
    [Tags]    events    quota    access:read-only    data:events
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=refused_replicas.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    refused_replicas    refused replicas in namespace `${NAMESPACE}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${kubeconfig}=    RW.Core.Import Secret    kubeconfig
    ...    type=string
    ...    description=Kubeconfig whose user may read the objects named in the README.
    ...    pattern=.+
    ...    example=A kubeconfig in YAML
    ${NAMESPACE}=    RW.Core.Import User Variable    NAMESPACE
    ...    type=string
    ...    description=Namespace to look at.
    ...    pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
    ...    example=checkout
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
    ${MIN_AVAILABLE_PERCENT}=    RW.Core.Import User Variable    MIN_AVAILABLE_PERCENT
    ...    type=integer
    ...    description=Share of the wanted replicas, in percent, that must be available.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=75
    ...    default=75
    Set Suite Variable    ${kubeconfig}    ${kubeconfig}
    Set Suite Variable    ${NAMESPACE}    ${NAMESPACE}
    Set Suite Variable    ${CONTEXT}    ${CONTEXT}
    Set Suite Variable    ${KUBERNETES_DISTRIBUTION_BINARY}    ${KUBERNETES_DISTRIBUTION_BINARY}
    Set Suite Variable    ${MIN_AVAILABLE_PERCENT}    ${MIN_AVAILABLE_PERCENT}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    KUBECONFIG=./${kubeconfig.key}
    ...    NAMESPACE=${NAMESPACE}
    ...    CONTEXT=${CONTEXT}
    ...    KUBERNETES_DISTRIBUTION_BINARY=${KUBERNETES_DISTRIBUTION_BINARY}
    ...    MIN_AVAILABLE_PERCENT=${MIN_AVAILABLE_PERCENT}
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
