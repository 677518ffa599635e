*** Settings ***
Documentation       Finds certificates of a namespace that expire soon, are not issued, or depend on an issuer that is not
...                 ready.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Certificate Expiry
Metadata            Supports    Kubernetes, AKS, EKS, GKE, OpenShift, cert-manager
Metadata            Builder
Force Tags          Kubernetes    Certificate    cert-manager

Library             BuiltIn
Library             RW.Core
Library             RW.CLI
Library             ClusterCare

Suite Setup         Suite Initialization

*** Tasks ***
Check Certificate Expiry in Namespace `${NAMESPACE}`
    [Documentation]    Lists certificates that have expired or expire within the wanted time.
    [Tags]    certificate    expiry    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=certificate_expiry.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    certificate_expiry    certificate expiry in namespace `${NAMESPACE}`

Find Certificates That Are Not Issued in Namespace `${NAMESPACE}`
    [Documentation]    Lists certificates whose Ready condition is not True.
    [Tags]    certificate    issued    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=unissued_certificates.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    unissued_certificates    issued certificates in namespace `${NAMESPACE}`

Check Certificate Issuers for Namespace `${NAMESPACE}` in `$${CONTEXT}`
    [Documentation]    Lists issuers of the namespace and of the cluster that are not ready.
    [Tags]    certificate    issuer    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=certificate_issuers.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    certificate_issuers    certificate issuers for namespace `${NAMESPACE}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${kubeconfig}=    RW.Core.Import Secret    kubeconfig
    ...    type=string
    ...    description=Kubeconfig whose user may read the objects named in the README.
    ...    pattern=.+
    ...    example=A kubeconfig in YAML
    ${NAMESPACE}=    Import User Variable    NAMESPACE
    ...    type=string
    ...    description=Namespace to look at.
    ...    pattern=^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
    ...    example=checkout
    ${CONTEXT}=    Import User Variable    CONTEXT
    ...    type=string
    ...    description=Kubeconfig context of the cluster.
    ...    pattern=^[A-Za-z0-9@:/._-]+$
    ...    example=prod-eu
    ${KUBERNETES_DISTRIBUTION_BINARY}=    Import User Variable    KUBERNETES_DISTRIBUTION_BINARY
    ...    type=string
    ...    description=Command line client of the cluster.
    ...    pattern=^(kubectl|oc)$
    ...    enum=kubectl,oc
    ...    default=kubectl
    ${MIN_DAYS_LEFT}=    Import User Variable    MIN_DAYS_LEFT
    ...    type=integer
    ...    description=Days that a certificate must stay valid.
    ...    pattern=^[0-9]+$
    ...    example=21
    ...    default=21
    Set Suite Variable    ${kubeconfig}    ${kubeconfig}
    Set Suite Variable    ${NAMESPACE}    ${NAMESPACE}
    Set Suite Variable    ${CONTEXT}    ${CONTEXT}
    Set Suite Variable    ${KUBERNETES_DISTRIBUTION_BINARY}    ${KUBERNETES_DISTRIBUTION_BINARY}
    Set Suite Variable    ${MIN_DAYS_LEFT}    ${MIN_DAYS_LEFT}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    KUBECONFIG=./${kubeconfig.key}
    ...    NAMESPACE=${NAMESPACE}
    ...    CONTEXT=${CONTEXT}
    ...    KUBERNETES_DISTRIBUTION_BINARY=${KUBERNETES_DISTRIBUTION_BINARY}
    ...    MIN_DAYS_LEFT=${MIN_DAYS_LEFT}
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
        ${severity}=    ClusterCare.Severity For Days Left    ${issue}[days_left]    otherwise=${issue}[severity]
        RW.Core.Add Issue
        ...    severity=${severity}
        ...    title=${issue}[title]
        ...    expected=${issue}[expected]
        ...    actual=${issue}[actual]
        ...    details=${issue}[details]
        ...    next_steps=${issue}[next_steps]
        ...    reproduce_hint=${issue}[reproduce_hint]
    END
