*** Settings ***
Documentation       Scores the key vaults of a resource group by expired and soon expiring objects.
Metadata            Author    ada
Metadata            Display Name    Azure Key Vault Expiry
Metadata            Supports    Azure, Key Vault
Force Tags          Azure    Key Vault

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Key Vault Expiry in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Scores expired and soon expiring objects, each 1 for none and 0 for some or not measured.
    [Tags]    keyvault    expiry    access:read-only    data:config
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=expiry_score.sh
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
    RW.Core.Push Metric    ${SCORES}[valid]    sub_name=valid
    RW.Core.Push Metric    ${SCORES}[lasting]    sub_name=lasting

Generate Key Vault Expiry Score in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:config
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
    ${MIN_DAYS_LEFT}=    RW.Core.Import User Variable    MIN_DAYS_LEFT
    ...    type=integer
    ...    description=Days that an object must stay valid.
    ...    pattern=^[0-9]+$
    ...    example=30
    ...    default=30
    Set Suite Variable    ${azure_credentials}    ${azure_credentials}
    Set Suite Variable    ${AZURE_SUBSCRIPTION_ID}    ${AZURE_SUBSCRIPTION_ID}
    Set Suite Variable    ${AZURE_RESOURCE_GROUP}    ${AZURE_RESOURCE_GROUP}
    Set Suite Variable    ${MIN_DAYS_LEFT}    ${MIN_DAYS_LEFT}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AZURE_SUBSCRIPTION_ID=${AZURE_SUBSCRIPTION_ID}
    ...    AZURE_RESOURCE_GROUP=${AZURE_RESOURCE_GROUP}
    ...    MIN_DAYS_LEFT=${MIN_DAYS_LEFT}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    valid=${0}    lasting=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
