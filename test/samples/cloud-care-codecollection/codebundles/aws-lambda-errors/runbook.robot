** Settings **
# Errors and throttles come from CloudWatch, states from Lambda itself.
Documentation       Finds Lambda functions of a region that fail, are throttled, or could not be updated.
Metadata            Author    ada
Metadata            Display Name    AWS Lambda Errors
Metadata            Supports    AWS, Lambda, Serverless
Force Tags          AWS    Lambda

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

** Tasks **
Check Lambda Error Rates in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Compares the share of failed invocations of each function with the limit.
    [Tags]    lambda    errors    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=function_errors.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    function_errors    Lambda errors in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

Check Lambda Throttles in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Compares the throttled invocations of each function with the limit.
    [Tags]    lambda    throttles    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=function_throttles.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    function_throttles    Lambda throttles in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

Find Lambda Functions That Are Not Active in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Lists functions whose state is not active or whose last update failed.
    [Tags]    lambda    state    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=function_states.sh
    ...    env=${env}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    function_states    Lambda function states in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${aws_credentials}=    RW.Core.Import Secret    aws_credentials
    ...    type=string
    ...    description=AWS credentials the platform signs the CLI in with.
    ...    pattern=.+
    ...    example=aws:access_key@cli
    RW.Core.Import User Variable    AWS_REGION
    ...    type=string
    ...    description=AWS region to look at.
    ...    pattern=^[a-z]{2}(-[a-z]+)+-[0-9]$
    ...    example=eu-central-1
    RW.Core.Import User Variable    AWS_ACCOUNT_NAME
    ...    type=string
    ...    description=Name of the AWS account, for titles.
    ...    pattern=^[A-Za-z0-9 ._-]+$
    ...    example=shop-prod
    RW.Core.Import User Variable    LOOKBACK_MINUTES
    ...    type=integer
    ...    description=Minutes of metrics to look at.
    ...    pattern=^[0-9]+$
    ...    example=60
    ...    default=60
    RW.Core.Import User Variable    MAX_ERROR_PERCENT
    ...    type=integer
    ...    description=Share of invocations, in percent, that may fail.
    ...    pattern=^([0-9]|[1-9][0-9]|100)$
    ...    example=2
    ...    default=2
    RW.Core.Import User Variable    MAX_THROTTLES
    ...    type=integer
    ...    description=Throttled invocations of a function from which it counts as throttled.
    ...    pattern=^[0-9]+$
    ...    example=10
    ...    default=10
    Set Suite Variable    ${aws_credentials}    ${aws_credentials}
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
