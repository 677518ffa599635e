*** Settings ***
Documentation       Scores the ElastiCache Redis clusters of a region by availability and memory.
Metadata            Author    ada
Metadata            Display Name    AWS ElastiCache Redis Health
Metadata            Supports    AWS, ElastiCache, Redis
Force Tags          AWS    ElastiCache    Redis

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure ElastiCache Redis in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Scores availability and memory, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    elasticache    redis    access:read-only    data:metrics
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=redis_score.sh
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
    RW.Core.Push Metric    ${SCORES}[memory]    sub_name=memory

Generate ElastiCache Redis Score in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:metrics
    ${score}=    Evaluate    round(sum($SCORES.values()) / len($SCORES), 2)
    RW.Core.Push Metric    ${score}

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials. Every dimension starts at 0 and must be earned by a measurement.
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
    &{unmeasured}=    Create Dictionary    availability=${0}    memory=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
