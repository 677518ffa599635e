*** Settings ***
Documentation       Scores the web apps of a resource group by availability and server errors.
Metadata            Author    ada
Metadata            Display Name    Azure App Service Health
Metadata            Supports    Azure, App Service
Force Tags          Azure    App Service

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure App Service Web Apps in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Scores availability and server errors, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    appservice    availability    access:read-only    data:metrics
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=app_score.sh
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
    RW.Core.Push Metric    ${SCORES}[availability]    sub_name=availability
    RW.Core.Push Metric    ${SCORES}[errors]    sub_name=errors

Generate App Service Score in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:metrics
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
    ${LOOKBACK_HOURS}=    RW.Core.Import User Variable    LOOKBACK_HOURS
    ...    type=integer
    ...    description=Hours of metrics to look at.
    ...    pattern=^[0-9]+$
    ...    example=1
    ...    default=1
    ${MAX_SERVER_ERROR_PERCENT}=    RW.Core.Import User Variable    MAX_SERVER_ERROR_PERCENT
    ...    type=integer
    ...    description=Share of requests, in percent, that may end in a server error.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=2
    ...    default=2
    Set Suite Variable    ${azure_credentials}    ${azure_credentials}
    Set Suite Variable    ${AZURE_SUBSCRIPTION_ID}    ${AZURE_SUBSCRIPTION_ID}
    Set Suite Variable    ${AZURE_RESOURCE_GROUP}    ${AZURE_RESOURCE_GROUP}
    Set Suite Variable    ${LOOKBACK_HOURS}    ${LOOKBACK_HOURS}
    Set Suite Variable    ${MAX_SERVER_ERROR_PERCENT}    ${MAX_SERVER_ERROR_PERCENT}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AZURE_SUBSCRIPTION_ID=${AZURE_SUBSCRIPTION_ID}
    ...    AZURE_RESOURCE_GROUP=${AZURE_RESOURCE_GROUP}
    ...    LOOKBACK_HOURS=${LOOKBACK_HOURS}
    ...    MAX_SERVER_ERROR_PERCENT=${MAX_SERVER_ERROR_PERCENT}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    availability=${0}    errors=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
