*** Settings ***
Documentation       Scores the Ingresses of a namespace by addresses and ready endpoints.
Metadata            Author    ada
Metadata            Display Name    Kubernetes Ingress Endpoints
Metadata            Supports    Kubernetes, AKS, EKS, GKE, OpenShift
Force Tags          Kubernetes    Ingress    Service

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Ingress Endpoints in Namespace `${NAMESPACE}`
    [Documentation]    Scores addresses and endpoints, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    ingress    endpoints    access:read-only    data:config
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=ingress_score.sh
    ...    env=${env}
    ...    secret_file__kubeconfig=${kubeconfig}
    ...    timeout_seconds=25
    ...    include_in_history=false
    TRY
        Should Be Equal As Integers    ${measured.returncode}    0
        ${scores}=    Evaluate    json.loads($measured.stdout)
        Set Suite Variable    ${SCORES}    ${scores}
    EXCEPT    AS    ${reason}
        Log    Not measured, so every dimension counts as unhealthy: ${reason} ${measured.stderr}    level=WARN
    END
    RW.Core.Push Metric    ${SCORES}[address]    sub_name=address
    RW.Core.Push Metric    ${SCORES}[endpoints]    sub_name=endpoints

Generate Ingress Score for Namespace `${NAMESPACE}`
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
    &{unmeasured}=    Create Dictionary    address=${0}    endpoints=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
