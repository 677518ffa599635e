*** Settings ***
Documentation       Checks the ElastiCache Redis clusters of a region for availability, evictions, swap use and missing
...                 engine patches.
Metadata            Author    ada
Metadata            Display Name    AWS ElastiCache Redis Health
Metadata            Supports    AWS, ElastiCache, Redis
Force Tags          AWS    ElastiCache    Redis

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Scan ElastiCache Redis Clusters for Unavailable Nodes in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Lists Redis clusters and cache nodes whose status is not available.
    [Tags]    elasticache    availability    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=redis_availability.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    redis_availability    ElastiCache Redis availability in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

Check ElastiCache Redis Evictions and Swap in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Adds up evictions and takes the highest swap use of each Redis cluster over the look-back time.
    [Tags]    elasticache    memory    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=redis_memory.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    redis_memory    ElastiCache Redis evictions and swap in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

Compare ElastiCache Redis Engine Versions with the Newest Patch in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Compares the engine version of each Redis cluster with the newest patch release of the same line.
    [Tags]    elasticache    version    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=redis_engine_patch.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    redis_engine_patch    ElastiCache Redis engine versions in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${aws_credentials}=    RW.Core.Import Secret    aws_credentials
    ...    type=string
    ...    description=AWS credentials the platform signs the CLI in with.
    ...    pattern=.+
    ...    example=aws:access_key@cli
    ${AWS_REGION}=    RW.Core.Import User Variable    AWS_REGION
    ...    type=string
    ...    description=AWS region to look at.
    ...    pattern=^[a-z]{2}(-[a-z]+)+-[0-9]$
    ...    example=eu-central-1
    ${AWS_ACCOUNT_NAME}=    RW.Core.Import User Variable    AWS_ACCOUNT_NAME
    ...    type=string
    ...    description=Name of the AWS account, for titles.
    ...    pattern=^[A-Za-z0-9 ._-]+$
    ...    example=shop-prod
    ${LOOKBACK_HOURS}=    RW.Core.Import User Variable    LOOKBACK_HOURS
    ...    type=integer
    ...    description=Hours of metrics to add up.
    ...    pattern=^[0-9]+$
    ...    example=1
    ...    default=1
    ${MAX_EVICTIONS}=    RW.Core.Import User Variable    MAX_EVICTIONS
    ...    type=integer
    ...    description=Evicted keys per cluster in that time from which memory counts as short.
    ...    pattern=^[0-9]+$
    ...    example=100
    ...    default=100
    ${MAX_SWAP_MB}=    RW.Core.Import User Variable    MAX_SWAP_MB
    ...    type=integer
    ...    description=Swap use of a cluster, in MB, from which memory counts as short.
    ...    pattern=^[0-9]+$
    ...    example=50
    ...    default=50
    Set Suite Variable    ${aws_credentials}    ${aws_credentials}
    Set Suite Variable    ${AWS_REGION}    ${AWS_REGION}
    Set Suite Variable    ${AWS_ACCOUNT_NAME}    ${AWS_ACCOUNT_NAME}
    Set Suite Variable    ${LOOKBACK_HOURS}    ${LOOKBACK_HOURS}
    Set Suite Variable    ${MAX_EVICTIONS}    ${MAX_EVICTIONS}
    Set Suite Variable    ${MAX_SWAP_MB}    ${MAX_SWAP_MB}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AWS_PAGER=${EMPTY}
    ...    AWS_REGION=${AWS_REGION}
    ...    AWS_ACCOUNT_NAME=${AWS_ACCOUNT_NAME}
    ...    LOOKBACK_HOURS=${LOOKBACK_HOURS}
    ...    MAX_EVICTIONS=${MAX_EVICTIONS}
    ...    MAX_SWAP_MB=${MAX_SWAP_MB}
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
