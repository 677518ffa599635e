*** Settings ***
Documentation       Scores a public HTTP endpoint by status and by the 95th percentile of its latency.
Metadata            Author    ada
Metadata            Display Name    Public HTTP Endpoint Score
Metadata            Supports    HTTP, AWS, Azure, Load Balancer, App Service
Force Tags          HTTP    Latency

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Measure Public Endpoint `${URL}`
    [Documentation]    Scores status and latency, each 1 for healthy and 0 for unhealthy or not measured.
    [Tags]    http    latency    access:read-only    data:probe
    ${measured}=    RW.CLI.Run Bash File
    ...    bash_file=endpoint_score.sh
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

Generate Endpoint Score for `${URL}`
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
    ${SAMPLES}=    RW.Core.Import User Variable    SAMPLES
    ...    type=integer
    ...    description=Number of requests to make, at most 10.
    ...    pattern=^[0-9]+$
    ...    example=5
    ...    default=5
    ${MAX_P95_MS}=    RW.Core.Import User Variable    MAX_P95_MS
    ...    type=integer
    ...    description=Longest acceptable 95th percentile of the answers, in milliseconds.
    ...    pattern=^[0-9]+$
    ...    example=1500
    ...    default=1500
    Set Suite Variable    ${URL}    ${URL}
    Set Suite Variable    ${SAMPLES}    ${SAMPLES}
    Set Suite Variable    ${MAX_P95_MS}    ${MAX_P95_MS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    URL=${URL}
    ...    SAMPLES=${SAMPLES}
    ...    MAX_P95_MS=${MAX_P95_MS}
    Set Suite Variable    ${env}    ${env}
    &{unmeasured}=    Create Dictionary    status=${0}    latency=${0}
    Set Suite Variable    ${SCORES}    ${unmeasured}
