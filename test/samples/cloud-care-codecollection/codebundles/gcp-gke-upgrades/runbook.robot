*** Settings ***
Documentation       Checks the GKE clusters of a project for outdated versions, node pool skew, disabled upgrades and failed
...                 upgrades.
Metadata            Author    ada
Metadata            Display Name    GKE Cluster Upgrades
Metadata            Supports    GCP, GKE, Kubernetes
Force Tags          GCP    GKE    Upgrade

Library             BuiltIn
Library             RW.Core
Library             RW.CLI

Suite Setup         Suite Initialization

*** Tasks ***
Compare GKE Control Plane Versions with Their Channel in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Compares the control plane version of each cluster with the default version of its release channel.
    [Tags]    gke    version    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=control_plane_versions.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=240
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    control_plane_versions    GKE control plane versions in project `${GCP_PROJECT_ID}`

Check GKE Node Pool Version Skew in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Compares the version of each node pool with that of its control plane.
    [Tags]    gke    nodepool    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=node_pool_skew.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    node_pool_skew    GKE node pool versions in project `${GCP_PROJECT_ID}`

Find GKE Clusters Without Automatic Upgrades in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Lists clusters without a release channel and node pools without automatic upgrade or repair.
    [Tags]    gke    channel    access:read-only    data:config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=automatic_upgrades.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    automatic_upgrades    GKE automatic upgrades in project `${GCP_PROJECT_ID}`

Find Failed GKE Upgrades in GCP Project `${GCP_PROJECT_ID}`
    [Documentation]    Lists upgrade operations of the last days that ended with an error.
    [Tags]    gke    operations    access:read-only    data:logs-config
    ${check}=    RW.CLI.Run Bash File
    ...    bash_file=failed_upgrades.sh
    ...    env=${env}
    ...    secret_file__gcp_credentials=${gcp_credentials}
    ...    timeout_seconds=120
    ...    include_in_history=false
    RW.Core.Add Pre To Report    ${check.stdout}
    Raise Issues    ${check}    failed_upgrades    GKE upgrade operations in project `${GCP_PROJECT_ID}`

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
    ${MAX_MINOR_SKEW}=    RW.Core.Import User Variable    MAX_MINOR_SKEW
    ...    type=integer
    ...    description=Minor versions that a node pool may be behind its control plane.
    ...    pattern=^[0-9]+$
    ...    example=1
    ...    default=1
    ${LOOKBACK_DAYS}=    RW.Core.Import User Variable    LOOKBACK_DAYS
    ...    type=integer
    ...    description=Days of upgrade operations to look at.
    ...    pattern=^[0-9]+$
    ...    example=7
    ...    default=7
    Set Suite Variable    ${gcp_credentials}    ${gcp_credentials}
    Set Suite Variable    ${GCP_PROJECT_ID}    ${GCP_PROJECT_ID}
    Set Suite Variable    ${MAX_MINOR_SKEW}    ${MAX_MINOR_SKEW}
    Set Suite Variable    ${LOOKBACK_DAYS}    ${LOOKBACK_DAYS}
    &{env}=    Create Dictionary
    ...    PATH=%{PATH}
    ...    HOME=%{HOME=/tmp}
    ...    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=./${gcp_credentials.key}
    ...    CLOUDSDK_CORE_DISABLE_PROMPTS=1
    ...    GCP_PROJECT_ID=${GCP_PROJECT_ID}
    ...    MAX_MINOR_SKEW=${MAX_MINOR_SKEW}
    ...    LOOKBACK_DAYS=${LOOKBACK_DAYS}
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
