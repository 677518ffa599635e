"""Writes `containers/rehearse/aws_empty.json`: by service and operation of the AWS command line, the names of the lists in its answer.

    python3 test/stack/describe_aws_answers.py BOTOCORE_WHEEL

The wheel (`pip download --no-deps botocore`) describes every service's answers; commands.json says how the command line calls them.
"""

import gzip
import json
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "containers/rehearse/aws_empty.json"
COMMANDS = ROOT / "worker/domain/gates/commands.json"

# What the command line calls otherwise than the description of the service does.
RENAMED = {"s3": "s3api", "config": "configservice", "codedeploy": "deploy"}


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def latest(wheel):
    found = {}
    for path in wheel.namelist():
        match = re.fullmatch(r"botocore/data/([^/]+)/([^/]+)/service-2\.json(\.gz)?", path)
        if match and match[2] > found.get(match[1], ("", ""))[0]:
            found[match[1]] = (match[2], path)
    return {service: path for service, (_, path) in sorted(found.items())}


def lists_of(model, operation):
    output = operation.get("output")
    members = model["shapes"][output["shape"]].get("members", {}) if output else {}
    return [name for name, member in members.items() if model["shapes"][member["shape"]]["type"] == "list"]


def main():
    groups = json.loads(COMMANDS.read_text())["groups"]
    # The command line has its own idea of where the words of a name end.
    known = {group[4:]: {name.replace("-", ""): name for name in names.split()} for group, names in groups.items() if group.startswith("aws ")}
    services = {}
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        for service, path in latest(wheel).items():
            raw = wheel.read(path)
            model = json.loads(gzip.decompress(raw) if path.endswith(".gz") else raw)
            command = RENAMED.get(service, service)
            names = known.get(command, {})
            answers = {}
            for name, operation in model["operations"].items():
                lists = lists_of(model, operation)
                called = names.get(kebab(name).replace("-", ""), kebab(name))
                if lists and re.match("list|describe|get|batch-get|search|lookup|scan|query", called):
                    answers[called] = " ".join(lists)
            if answers:
                services[command] = answers
    TARGET.write_text(json.dumps(services, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{sum(map(len, services.values()))} operations of {len(services)} services")


main()
