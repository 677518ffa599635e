*** Settings ***
Documentation       Tries the score of endpoint_score.sh by hand, without pushing a metric. Not part of the CodeBundle.
Library             BuiltIn
Library             RW.CLI

*** Tasks ***
Print Endpoint Score
    [Documentation]    Runs the script against one address and prints what it measured.
    [Tags]    try
    &{env}=    Create Dictionary    PATH=%{PATH}    URL=%{URL}    SAMPLES=3    MAX_P95_MS=1500
    ${measured}=    RW.CLI.Run Bash File    bash_file=endpoint_score.sh    env=${env}    timeout_seconds=30
    Log To Console    ${measured.stdout}
