*** Settings ***
Documentation       Scores the Lambda functions of a region by errors and throttles.
Metadata            Author    ada
Metadata            Display Name    AWS Lambda Errors
Metadata            Supports    AWS, Lambda, Serverless
Force Tags          AWS    Lambda

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Lambda Functions in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Scores errors and throttles, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    lambda    errors    access:read-only    data:metrics
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=function_score.sh
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
    RW.Core.Push Metric    ${SCORES}[errors]    sub_name=errors
    RW.Core.Push Metric    ${SCORES}[throttles]    sub_name=throttles

Generate Lambda Score in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
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
    ${LOOKBACK_MINUTES}=    RW.Core.Import User Variable    LOOKBACK_MINUTES
    ...    type=integer
    ...    description=Minutes of metrics to look at.
    ...    pattern=^[0-9]+$
    ...    example=60
    ...    default=60
    ${MAX_ERROR_PERCENT}=    RW.Core.Import User Variable    MAX_ERROR_PERCENT
    ...    type=integer
    ...    description=Share of invocations, in percent, that may fail.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=2
    ...    default=2
    ${MAX_THROTTLES}=    RW.Core.Import User Variable    MAX_THROTTLES
    ...    type=integer
    ...    description=Throttled invocations of a function from which it counts as throttled.
    ...    pattern=^[0-9]+$
    ...    example=10
    ...    default=10
    Set Suite Variable    ${aws_credentials}    ${aws_credentials}
    Set Suite Variable    ${AWS_REGION}    ${AWS_REGION}
    Set Suite Variable    ${AWS_ACCOUNT_NAME}    ${AWS_ACCOUNT_NAME}
    Set Suite Variable    ${LOOKBACK_MINUTES}    ${LOOKBACK_MINUTES}
    Set Suite Variable    ${MAX_ERROR_PERCENT}    ${MAX_ERROR_PERCENT}
    Set Suite Variable    ${MAX_THROTTLES}    ${MAX_THROTTLES}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AWS_PAGER=${EMPTY}
    ...    AWS_REGION=${AWS_REGION}
    ...    AWS_ACCOUNT_NAME=${AWS_ACCOUNT_NAME}
    ...    LOOKBACK_MINUTES=${LOOKBACK_MINUTES}
    ...    MAX_ERROR_PERCENT=${MAX_ERROR_PERCENT}
    ...    MAX_THROTTLES=${MAX_THROTTLES}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    errors=${0}    throttles=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
