"""Compiles jq programs and runs none: reads a JSON list of {"text", "variables"} and prints, for each, null or what jq says."""

import json
import sys

import jq


def fault(program):
    try:
        jq.compile(program["text"], args={name: None for name in program["variables"]})
        return None
    except ValueError as error:
        return str(error)


def main():
    for program in json.load(sys.stdin):
        print(json.dumps(fault(program)), flush=True)


main()
