*** Settings ***
Documentation       Finds secrets, keys and certificates in the key vaults of a resource group that have expired or expire
...                 soon.
Metadata            Author    ada
Metadata            Display Name    Azure Key Vault Expiry
Metadata            Supports    Azure, Key Vault
Force Tags          Azure    Key Vault

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Check Key Vault Secret Expiry in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Lists enabled secrets that have expired or expire within the wanted time.
    [Tags]    keyvault    secret    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=object_expiry.sh
    ...    cmd_override=./object_expiry.sh secret
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    secret_expiry    the expiry of key vault secrets in resource group `${AZURE_RESOURCE_GROUP}`

Check Key Vault Key Expiry in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Lists enabled keys that have expired or expire within the wanted time.
    [Tags]    keyvault    key    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=object_expiry.sh
    ...    cmd_override=./object_expiry.sh key
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    key_expiry    the expiry of key vault keys in resource group `${AZURE_RESOURCE_GROUP}`

Check Key Vault Certificate Expiry in Resource Group `${AZURE_RESOURCE_GROUP}`
    [Documentation]    Lists enabled certificates that have expired or expire within the wanted time.
    [Tags]    keyvault    certificate    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=object_expiry.sh
    ...    cmd_override=./object_expiry.sh certificate
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    certificate_expiry    the expiry of key vault certificates in resource group `${AZURE_RESOURCE_GROUP}`

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
