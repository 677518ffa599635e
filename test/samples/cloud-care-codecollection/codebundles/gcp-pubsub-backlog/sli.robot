*** Settings ***
Documentation       Scores the Pub/Sub subscriptions of a project by backlog and message age.
Metadata            Author    ada
Metadata            Display Name    GCP Pub/Sub Backlog
Metadata            Supports    GCP, Pub/Sub
Force Tags          GCP    Pub/Sub    Backlog

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Pub/Sub Backlogs in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Scores backlog and message age, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    pubsub    backlog    access:read-only    data:metrics
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=backlog_score.sh
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
    RW.Core.Push Metric    ${SCORES}[backlog]    sub_name=backlog
    RW.Core.Push Metric    ${SCORES}[age]    sub_name=age

Generate Pub/Sub Backlog Score in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:metrics
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
    ${LOOKBACK_MINUTES}=    RW.Core.Import User Variable    LOOKBACK_MINUTES
    ...    type=integer
    ...    description=Minutes of metrics to look at.
    ...    pattern=^[0-9]+$
    ...    example=15
    ...    default=15
    ${MAX_UNDELIVERED}=    RW.Core.Import User Variable    MAX_UNDELIVERED
    ...    type=integer
    ...    description=Waiting messages of a subscription from which its backlog counts.
    ...    pattern=^[0-9]+$
    ...    example=1000
    ...    default=1000
    ${MAX_AGE_SECONDS}=    RW.Core.Import User Variable    MAX_AGE_SECONDS
    ...    type=integer
    ...    description=Age of the oldest message, in seconds, from which a consumer counts as late.
    ...    pattern=^[0-9]+$
    ...    example=600
    ...    default=600
    Set Suite Variable    ${gcp_credentials}    ${gcp_credentials}
    Set Suite Variable    ${GCP_PROJECT_ID}    ${GCP_PROJECT_ID}
    Set Suite Variable    ${LOOKBACK_MINUTES}    ${LOOKBACK_MINUTES}
    Set Suite Variable    ${MAX_UNDELIVERED}    ${MAX_UNDELIVERED}
    Set Suite Variable    ${MAX_AGE_SECONDS}    ${MAX_AGE_SECONDS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=./${gcp_credentials.key}
    ...    CLOUDSDK_CORE_DISABLE_PROMPTS=1
    ...    GCP_PROJECT_ID=${GCP_PROJECT_ID}
    ...    LOOKBACK_MINUTES=${LOOKBACK_MINUTES}
    ...    MAX_UNDELIVERED=${MAX_UNDELIVERED}
    ...    MAX_AGE_SECONDS=${MAX_AGE_SECONDS}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    backlog=${0}    age=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
