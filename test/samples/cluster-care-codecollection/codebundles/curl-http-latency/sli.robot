*** Settings ***
Documentation       Scores an HTTP endpoint by status and latency.
Metadata            Author    ada
Metadata            Display Name    HTTP Endpoint Latency
Metadata            Supports    HTTP, Kubernetes, Ingress
Force Tags          HTTP    Latency    Endpoint

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure HTTP Answers of `${URL}`
    [Documentation]    Scores status and latency, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    http    latency    access:read-only    data:probe
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=http_score.sh
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
    RW.Core.Push Metric    ${SCORES}[status]    sub_name=status
    RW.Core.Push Metric    ${SCORES}[latency]    sub_name=latency

Generate HTTP Score for `${URL}`
    [Documentation]    Averages the dimensions into one score between 0 and 1 and pushes it.
    [Tags]    score    access:read-only    data:probe
    ${score}=    Evaluate    round(sum($SCORES.values()) / len($SCORES), 2)
    RW.Core.Push Metric    ${score}

*** Keywords ***
Suite Initialization
    [Documentation]    Imports the settings and credentials. Every dimension starts at 0 and must be earned by a measurement.
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
    ${MAX_LATENCY_MS}=    RW.Core.Import User Variable    MAX_LATENCY_MS
    ...    type=integer
    ...    description=Longest acceptable time of one request, in milliseconds.
    ...    pattern=^[0-9]+$
    ...    example=1500
    ...    default=1500
    Set Suite Variable    ${URL}    ${URL}
    Set Suite Variable    ${EXPECTED_STATUS_CODES}    ${EXPECTED_STATUS_CODES}
    Set Suite Variable    ${MAX_LATENCY_MS}    ${MAX_LATENCY_MS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    URL=${URL}
    ...    EXPECTED_STATUS_CODES=${EXPECTED_STATUS_CODES}
    ...    MAX_LATENCY_MS=${MAX_LATENCY_MS}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    status=${0}    latency=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
