*** Settings ***
Documentation       Scores the certificates of a namespace by the days left and by whether they are issued.
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
Measure Certificates in Namespace `${NAMESPACE}`
    [Documentation]    Scores issued certificates and days left, each from 1 for healthy to 0 for unhealthy or not measured.
    [Tags]    certificate    expiry    access:read-only    data:config
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=certificate_score.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=25
    ...    include_in_history=false
    TRY
        Should Be Equal As Integers    ${measured.returncode}    0
        ${scores}=    Evaluate    json.loads($measured.stdout)
        ${lasting}=    ClusterCare.Score Days Left    ${scores}[days_left]    ${MIN_DAYS_LEFT}
        &{scores}=    Create Dictionary    issued=${scores}[issued]    lasting=${lasting}
        Set Suite Variable    ${SCORES}    ${scores}
    EXCEPT    AS    ${reason}
        Log    Not measured, so every dimension counts as unhealthy: ${reason} ${measured.stderr}    level=WARN
    END
    RW.Core.Push Metric    ${SCORES}[issued]    sub_name=issued
    RW.Core.Push Metric    ${SCORES}[lasting]    sub_name=lasting

Generate Certificate Score for Namespace `${NAMESPACE}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:config
    ${score}=    Evaluate    round(sum($SCORES.values()) / len($SCORES), 2)
    RW.Core.Push Metric    ${score}

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials. Every dimension starts at 0 and must be earned by a measurement.
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
    &{unmeasured}=    Create Dictionary    issued=${0}    lasting=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
