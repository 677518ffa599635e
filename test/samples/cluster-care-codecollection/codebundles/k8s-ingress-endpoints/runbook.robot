*** Settings ***
Documentation       Follows the Ingresses of a namespace to their Services and endpoints and finds where the way breaks.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Ingress Endpoints
Metadata            Supports    Kubernetes, AKS, EKS, GKE, OpenShift
Force Tags          Kubernetes    Ingress    Service

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Find Ingress Backends Without a Service in Namespace `${NAMESPACE}`
    [Documentation]    Lists Ingress paths that name a Service which does not exist.
    [Tags]    ingress    service    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=missing_services.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    missing_services    Ingress backends in namespace `${NAMESPACE}`

Find Ingress Services Without Ready Endpoints in Namespace `${NAMESPACE}`
    [Documentation]    Lists Services behind Ingresses that have no ready endpoint.
    [Tags]    ingress    endpoints    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=ready_endpoints.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    ready_endpoints    endpoints behind Ingresses in namespace `${NAMESPACE}`

*** Tasks ***
Check Ingress Addresses in Namespace `${NAMESPACE}`
    [Documentation]    Lists Ingresses that no controller gave an address.
    [Tags]    ingress    address    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=ingress_addresses.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    ingress_addresses    Ingress addresses in namespace `${NAMESPACE}`

Find Ingress Paths Claimed Twice in Namespace `${NAMESPACE}`
    [Documentation]    Lists combinations of host and path that more than one Ingress claims.
    [Tags]    ingress    host    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=duplicate_paths.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    duplicate_paths    Ingress hosts and paths in namespace `${NAMESPACE}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${kubeconfig}=    RW.Core.Import Secret    kubeconfig
    ...    type=string
    ...    description=Kubeconfig whose user may read the objects named in the README.
    ...    pattern=.+
    ...    example=A kubeconfig in YAML
    ${NAMESPACE} =    RW.Core.Import User Variable    NAMESPACE
    ...    type=string
    ...    description=Namespace to look at.
    ...    pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
    ...    example=checkout
    ${CONTEXT} =    RW.Core.Import User Variable    CONTEXT
    ...    type=string
    ...    description=Kubeconfig context of the cluster.
    ...    pattern=^[A-Za-z0-9@:/._-]+$
    ...    example=prod-eu
    ${KUBERNETES_DISTRIBUTION_BINARY} =    RW.Core.Import User Variable    KUBERNETES_DISTRIBUTION_BINARY
    ...    type=string
    ...    description=Command line client of the cluster.
    ...    pattern=^(kubectl|oc)$
    ...    enum=kubectl,oc
    ...    default=kubectl
    Set Suite Variable    ${kubeconfig}    ${kubeconfig}
    Set Suite Variable    ${NAMESPACE}    ${NAMESPACE}
    Set Suite Variable    ${CONTEXT}    ${CONTEXT}
    Set Suite Variable    ${KUBERNETES_DISTRIBUTION_BINARY}    ${KUBERNETES_DISTRIBUTION_BINARY}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    KUBECONFIG=./${kubeconfig.key}
    ...    NAMESPACE=${NAMESPACE}
    ...    CONTEXT=${CONTEXT}
    ...    KUBERNETES_DISTRIBUTION_BINARY=${KUBERNETES_DISTRIBUTION_BINARY}
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
