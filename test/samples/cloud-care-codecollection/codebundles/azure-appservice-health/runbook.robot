*** Settings ***
Documentation       Checks the web apps of a resource group for stopped apps, server errors, slow answers and missing
...                 safeguards.
Metadata            Author    ada
Metadata            Display Name    Azure App Service Health
Metadata            Supports    Azure, App Service
Force Tags          Azure    App Service

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Find App Service Web Apps That Are Not Running in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Lists web apps that are stopped or that the platform reports as not available.
    [Tags]    appservice    availability    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=app_state.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    app_state    web app state in resource group `${AZURE_RESOURCE_GROUP}`

Check App Service Server Errors in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Compares the share of server errors among the requests of each running web app with the limit.
    [Tags]    appservice    errors    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=server_errors.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    server_errors    web app server errors in resource group `${AZURE_RESOURCE_GROUP}`

Check App Service Response Times in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Compares the average response time of each running web app with the limit.
    [Tags]    appservice    latency    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=response_times.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    response_times    web app response times in resource group `${AZURE_RESOURCE_GROUP}`

Review App Service Safeguards in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Finds web apps without a health check, without HTTPS only, or with an old TLS version.
    [Tags]    appservice    security    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=app_safeguards.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    app_safeguards    web app safeguards in resource group `${AZURE_RESOURCE_GROUP}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
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
    ${MAX_RESPONSE_MS}=    RW.Core.Import User Variable    MAX_RESPONSE_MS
    ...    type=integer
    ...    description=Longest acceptable average response time of an app, in milliseconds.
    ...    pattern=^[0-9]+$
    ...    example=2000
    ...    default=2000
    Set Suite Variable    ${azure_credentials}    ${azure_credentials}
    Set Suite Variable    ${AZURE_SUBSCRIPTION_ID}    ${AZURE_SUBSCRIPTION_ID}
    Set Suite Variable    ${AZURE_RESOURCE_GROUP}    ${AZURE_RESOURCE_GROUP}
    Set Suite Variable    ${LOOKBACK_HOURS}    ${LOOKBACK_HOURS}
    Set Suite Variable    ${MAX_SERVER_ERROR_PERCENT}    ${MAX_SERVER_ERROR_PERCENT}
    Set Suite Variable    ${MAX_RESPONSE_MS}    ${MAX_RESPONSE_MS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AZURE_SUBSCRIPTION_ID=${AZURE_SUBSCRIPTION_ID}
    ...    AZURE_RESOURCE_GROUP=${AZURE_RESOURCE_GROUP}
    ...    LOOKBACK_HOURS=${LOOKBACK_HOURS}
    ...    MAX_SERVER_ERROR_PERCENT=${MAX_SERVER_ERROR_PERCENT}
    ...    MAX_RESPONSE_MS=${MAX_RESPONSE_MS}
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
