*** Settings ***
Documentation       Checks that an HTTP endpoint answers with an expected status, answers quickly and presents a certificate
...                 that stays valid.
Metadata            Author    ada
Metadata            Display Name    HTTP Endpoint Latency
Metadata            Supports    HTTP, Kubernetes, Ingress
Force Tags          HTTP    Latency    Endpoint

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Check HTTP Status of `${URL}`
    [Documentation]    Requests the address and compares the status code with the accepted ones.
    [Tags]    http    status    access:read-only    data:probe
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=http_status.sh
    ...    env=${env}
    ...    timeout_seconds=60
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    http_status    the HTTP status of `${URL}`

Measure HTTP Latency of `${URL}`
    [Documentation]    Requests the address several times and compares the slowest answer with the limit.
    [Tags]    http    latency    access:read-only    data:metrics
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=http_latency.sh
    ...    env=${env}
    ...    timeout_seconds=180
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    http_latency    the HTTP latency of `${URL}`

Check Certificate Lifetime of `${URL}`
    [Documentation]    Reads the end date of the certificate that the address presents.
    [Tags]    tls    certificate    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=certificate_lifetime.sh
    ...    env=${env}
    ...    timeout_seconds=60
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    certificate_lifetime    the certificate of `${URL}`

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials and prepares the environment of the scripts.
    ${URL}=    RW.Core.Import User Variable    URL
    ...    type=string
    ...    description=Address to request.
    ...    pattern=^https?://[^ ]+$
    ...    example=https://shop.example.com/healthz
    ${EXPECTED_STATUS_CODES}=    RW.Core.Import User Variable    EXPECTED_STATUS_CODES
    ...    type=string
    ...    description=Accepted status codes, separated by commas.
    ...    pattern=^[0-9]{3}(,[0-9]{3})*$
    ...    example=200,204
    ...    default=200,204,301,302
    ${SAMPLES}=    RW.Core.Import User Variable    SAMPLES
    ...    type=integer
    ...    description=Number of requests to make.
    ...    pattern=^[0-9]+$
    ...    example=5
    ...    default=5
    ${MAX_LATENCY_MS}=    RW.Core.Import User Variable    MAX_LATENCY_MS
    ...    type=integer
    ...    description=Longest acceptable time of one request, in milliseconds.
    ...    pattern=^[0-9]+$
    ...    example=1500
    ...    default=1500
    ${MIN_CERTIFICATE_DAYS}=    RW.Core.Import User Variable    MIN_CERTIFICATE_DAYS
    ...    type=integer
    ...    description=Days that the certificate must stay valid.
    ...    pattern=^[0-9]+$
    ...    example=21
    ...    default=21
    Set Suite Variable    ${URL}    ${URL}
    Set Suite Variable    ${EXPECTED_STATUS_CODES}    ${EXPECTED_STATUS_CODES}
    Set Suite Variable    ${SAMPLES}    ${SAMPLES}
    Set Suite Variable    ${MAX_LATENCY_MS}    ${MAX_LATENCY_MS}
    Set Suite Variable    ${MIN_CERTIFICATE_DAYS}    ${MIN_CERTIFICATE_DAYS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    URL=${URL}
    ...    EXPECTED_STATUS_CODES=${EXPECTED_STATUS_CODES}
    ...    SAMPLES=${SAMPLES}
    ...    MAX_LATENCY_MS=${MAX_LATENCY_MS}
    ...    MIN_CERTIFICATE_DAYS=${MIN_CERTIFICATE_DAYS}
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
