*** Settings ***
Documentation       Checks the Cloud SQL instances of a project for full disks and for storage that cannot grow.
Metadata            Author    ada
Metadata            Display Name    Cloud SQL Disks
Metadata            Display Name    GCP Cloud SQL Storage
Metadata            Supports    GCP    Cloud SQL    PostgreSQL    MySQL
Force Tags          GCP    Cloud SQL    Storage

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Check Cloud SQL Disk Use in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Compares the disk use of each running instance with the limit.
    [Tags]    cloudsql    storage    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=disk_use.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    disk_use    Cloud SQL disk use in project `${GCP_PROJECT_ID}`

Find Cloud SQL Instances Whose Storage Cannot Grow in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Lists instances without automatic storage increase and instances close to the limit of the increase.
    [Tags]    cloudsql    config    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=storage_growth.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    storage_growth    Cloud SQL storage growth in project `${GCP_PROJECT_ID}`

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
    ${MAX_DISK_PERCENT}=    RW.Core.Import User Variable    MAX_DISK_PERCENT
    ...    integer
    ...    Use of a disk, in percent,    from which it counts as full.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    default=85
    ${LOOKBACK_MINUTES}=    RW.Core.Import User Variable    LOOKBACK_MINUTES
    ...    type=integer
    ...    description=Minutes of metrics to look at.
    ...    pattern=^[0-9]+$
    ...    example=30
    ...    default=30
    Set Suite Variable    ${gcp_credentials}    ${gcp_credentials}
    Set Suite Variable    ${GCP_PROJECT_ID}    ${GCP_PROJECT_ID}
    Set Suite Variable    ${MAX_DISK_PERCENT}    ${MAX_DISK_PERCENT}
    Set Suite Variable    ${LOOKBACK_MINUTES}    ${LOOKBACK_MINUTES}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=./${gcp_credentials.key}
    ...    CLOUDSDK_CORE_DISABLE_PROMPTS=1
    ...    GCP_PROJECT_ID=${GCP_PROJECT_ID}
    ...    MAX_DISK_PERCENT=${MAX_DISK_PERCENT}
    ...    LOOKBACK_MINUTES=${LOOKBACK_MINUTES}
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
