*** Settings ***
Documentation       Finds EBS volumes and snapshots of a region that nothing uses any more but that are still paid for.
Metadata            Author    ada
Metadata            Display Name    AWS EC2 Unused Volumes
Metadata            Supports    AWS, EC2, EBS
Force Tags          AWS    EC2    EBS

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
List Unattached EBS Volumes in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Lists volumes that are attached to no instance, with their size and age.
    [Tags]    ebs    cost    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=unattached_volumes.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    unattached_volumes    unattached EBS volumes in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

List EBS Volumes of Stopped Instances in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Lists volumes whose instance has been stopped for longer than the minimum age.
    [Tags]    ebs    cost    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=stopped_instance_volumes.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    stopped_instance_volumes    EBS volumes of stopped instances in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

Find EBS Snapshots Without a Volume in AWS Account `${AWS_ACCOUNT_NAME}` Region `${AWS_REGION}`
    [Documentation]    Lists own snapshots whose volume no longer exists and which no image uses.
    [Tags]    ebs    snapshot    cost    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=orphaned_snapshots.sh
    ...    env=${env}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    orphaned_snapshots    EBS snapshots without a volume in account `${AWS_ACCOUNT_NAME}`, region `${AWS_REGION}`

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
    ${MIN_AGE_DAYS}=    RW.Core.Import User Variable    MIN_AGE_DAYS
    ...    type=integer
    ...    description=Age in days from which a volume, a stop or a snapshot counts.
    ...    pattern=^[0-9]+$
    ...    example=14
    ...    default=14
    Set Suite Variable    ${aws_credentials}    ${aws_credentials}
    Set Suite Variable    ${AWS_REGION}    ${AWS_REGION}
    Set Suite Variable    ${AWS_ACCOUNT_NAME}    ${AWS_ACCOUNT_NAME}
    Set Suite Variable    ${MIN_AGE_DAYS}    ${MIN_AGE_DAYS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    AWS_PAGER=${EMPTY}
    ...    AWS_REGION=${AWS_REGION}
    ...    AWS_ACCOUNT_NAME=${AWS_ACCOUNT_NAME}
    ...    MIN_AGE_DAYS=${MIN_AGE_DAYS}
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
