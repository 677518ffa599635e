*** Settings ***
Documentation       Checks the Pub/Sub subscriptions of a project for growing backlogs, old messages and missing safeguards.
Metadata            Author    ada
Metadata            Display Name    GCP Pub/Sub Backlog
Metadata            Supports    GCP, Pub/Sub
Force Tags          GCP    Pub/Sub    Backlog

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Check Pub/Sub Subscription Backlogs in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Compares the waiting messages of each subscription and the age of the oldest one with the limits.
    [Tags]    pubsub    backlog    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=subscription_backlog.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    subscription_backlog    Pub/Sub backlogs in project `${GCP_PROJECT_ID}`

Find Pub/Sub Subscriptions That Receive Nothing in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Lists subscriptions that are detached or whose topic was deleted.
    [Tags]    pubsub    config    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=lost_subscriptions.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    lost_subscriptions    detached Pub/Sub subscriptions in project `${GCP_PROJECT_ID}`

List Pub/Sub Subscriptions Without a Dead Letter Topic in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Lists subscriptions that deliver a failing message again without end.
    [Tags]    pubsub    dead-letter    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=dead_letter_policies.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    dead_letter_policies    Pub/Sub dead letter topics in project `${GCP_PROJECT_ID}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
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
