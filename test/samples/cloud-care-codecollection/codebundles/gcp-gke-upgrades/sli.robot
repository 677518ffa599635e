*** Settings ***
Documentation       Scores the GKE clusters of a project by node pool skew and automatic upgrades.
Metadata            Author    ada
Metadata            Display Name    GKE Cluster Upgrades
Metadata            Supports    GCP, GKE, Kubernetes
Force Tags          GCP    GKE    Upgrade

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure GKE Upgrades in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Scores version skew and automatic upgrades, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    gke    version    access:read-only    data:config
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=upgrade_score.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=25
    ...    include_in_history=false
    TRY
        Should Be Equal As Integers    ${measured.returncode}    0
        ${scores}=    Evaluate    json.loads($measured.stdout)
        Set Suite Variable    ${SCORES}    ${scores}
    EXCEPT    AS    ${reason}
        Log    Not measured, so every dimension counts as unhealthy: ${reason} ${measured.stderr}    level=WARN
    END
    RW.Core.Push Metric    ${SCORES}[skew]    sub_name=skew
    RW.Core.Push Metric    ${SCORES}[automatic]    sub_name=automatic

Generate GKE Upgrade Score in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:config
    ${score}=    Evaluate    round(sum($SCORES.values()) / len($SCORES), 2)
    RW.Core.Push Metric    ${score}

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials. Every dimension starts at 0 and must be earned by a measurement.
    ${gcp_credentials}=    RW.Core.Import Secret    gcp_credentials
    ...    type=string
    ...    description=Google Cloud service account key in JSON.
    ...    pattern=.+
    ...    example=A service account key in JSON
    ${GCP_PROJECT_ID}=    RW.Core.Import User Variable    GCP_PROJECT_ID
    ...    type=string
    ...    description=Id of the Google Cloud project.
    ...    pattern=^[a-z][-a-z0-9]+$
    ...    example=shop-prod
    ${MAX_MINOR_SKEW}=    RW.Core.Import User Variable    MAX_MINOR_SKEW
    ...    type=integer
    ...    description=Minor versions that a node pool may be behind its control plane.
    ...    pattern=^[0-9]+$
    ...    example=1
    ...    default=1
    Set Suite Variable    ${gcp_credentials}    ${gcp_credentials}
    Set Suite Variable    ${GCP_PROJECT_ID}    ${GCP_PROJECT_ID}
    Set Suite Variable    ${MAX_MINOR_SKEW}    ${MAX_MINOR_SKEW}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=./${gcp_credentials.key}
    ...    CLOUDSDK_CORE_DISABLE_PROMPTS=1
    ...    GCP_PROJECT_ID=${GCP_PROJECT_ID}
    ...    MAX_MINOR_SKEW=${MAX_MINOR_SKEW}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    skew=${0}    automatic=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
