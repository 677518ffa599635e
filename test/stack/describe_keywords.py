"""Prints the keywords of the installed libraries as JSON: library to its version and to a line for each keyword, as Robot itself reads them.

Arguments: pairs of a library and the package it comes from, as RW.CLI=rw-cli-keywords.
"""

import json
import sys
from importlib.metadata import version

from robot.libdocpkg import LibraryDocumentation


def argument(spec):
    """`title`, `expected=`, `timeout_seconds=60`, `**kwargs`: types are left out, since Robot Framework converts."""
    kinds = {"VAR_POSITIONAL": "*", "VAR_NAMED": "**"}
    if spec.kind in kinds:
        return kinds[spec.kind] + spec.name
    return spec.name if spec.required else f"{spec.name}={spec.default_repr or ''}"


def main():
    described = {}
    for pair in sys.argv[1:]:
        library, package = pair.split("=")
        documentation = LibraryDocumentation(library)
        keywords = [
            " | ".join([keyword.name, *(argument(spec) for spec in keyword.args)])
            for keyword in documentation.keywords
        ]
        described[library] = {"package": f"{package} {version(package)}", "keywords": keywords}
    json.dump(described, sys.stdout)


main()
