"""Runs Robot's own dry run over Robot files and prints what it found, one JSON object a file.

Arguments: the Robot files. One process serves them all, because importing the libraries takes most of the time. The import path comes from PYTHONPATH. Importing libraries runs the repository's Python, so this program
is started without network, with limits and with an empty environment.
"""

import io
import json
import os
import pkgutil
import re
import sys

from robot.api import TestSuite
from robot.libdoc import LibraryDocumentation
from robot.libraries import STDLIBS

IMPORT_ERROR = re.compile(r"^Error in file '(.*)' on line (\d+): (.*)$", re.S)
NO_KEYWORD = re.compile(r"^No keyword with name '(.*?)' found\.")

# A listing for a hint must not take longer than the dry run itself.
MAX_UNKNOWN = 50


def normal(name):
    return re.sub(r"[\s_]", "", name).lower()


def spec_of(keyword):
    """A keyword's signature: names it accepts, and whether it takes free positional or named arguments."""
    args = keyword.args
    named = list(args.positional_or_named) + list(args.named_only)
    required = [name for name in list(args.positional_only) + named if name not in args.defaults]
    return {
        "name": keyword.name,
        "named": named,
        "positional": len(args.positional_only) + len(args.positional_or_named),
        "required": required,
        "varargs": bool(args.var_positional),
        "kwargs": bool(args.var_named),
    }


class Listener:
    """Collects imports, signatures and failing steps while Robot runs."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self):
        self.libraries = []
        self.faults = []
        self.seen = set()

    def library_import(self, library, importer):
        try:
            keywords = [spec_of(keyword) for keyword in library.keywords]
        except Exception:
            keywords = []
        self.libraries.append({"name": library.real_name, "alias": library.name, "keywords": keywords})

    def message(self, message):
        if message.level != "ERROR":
            return
        found = IMPORT_ERROR.match(message.message)
        file, line, text = found.groups() if found else (None, None, message.message)
        self.add(file, int(line) if line else None, text.splitlines()[0], "import" if "mport" in text[:60] else "error")

    def end_body_item(self, data, result):
        # A block fails because a step in it does; only the step itself is worth a line.
        if any(getattr(child, "status", None) == "FAIL" for child in getattr(result, "body", ())):
            return
        if result.status == "FAIL" and getattr(result, "message", ""):
            self.add(str(getattr(data, "source", "") or ""), getattr(data, "lineno", None), result.message.split("\n")[0], "step")

    def add(self, file, line, message, kind):
        key = (file, line, message)
        if key in self.seen or message.startswith("Several failures occurred"):
            return
        self.seen.add(key)
        keyword = NO_KEYWORD.match(message)
        self.faults.append({"file": file, "line": line, "message": message[:500], "kind": kind, "keyword": keyword.group(1) if keyword else None})


def offers(faults):
    """For each unknown keyword, the installed libraries that have it."""
    unknown = {fault["keyword"] for fault in faults if fault["keyword"]}
    if not unknown:
        return {}
    bare = {}
    for name in sorted(unknown)[:MAX_UNKNOWN]:
        bare.setdefault(normal(name.rsplit(".", 1)[-1]), []).append(name)
    found = {}
    for library in candidates():
        for key in keywords_of(library) & bare.keys():
            for name in bare[key]:
                found.setdefault(name, []).append(library)
    return found


# Several files of a run may ask for the same libraries.
KNOWN = {}


def keywords_of(library):
    """Normal names of a library's keywords; none when it cannot be imported."""
    if library not in KNOWN:
        try:
            KNOWN[library] = {normal(keyword.name) for keyword in LibraryDocumentation(library).keywords}
        except Exception:
            KNOWN[library] = set()
    return KNOWN[library]


def candidates():
    names = sorted(set(STDLIBS) - {"Easter", "Reserved", "Remote", "Telnet", "Dialogs", "Screenshot"})
    try:
        import RW

        names += ["RW." + module.name for module in pkgutil.iter_modules(RW.__path__) if not module.name.startswith("_")]
    except ImportError:
        pass
    return names


def check(source):
    """The dry run of one file. `failure` is set when Robot itself could not run it."""
    listener = Listener()
    failure = None
    try:
        suite = TestSuite.from_file_system(source)
        sink = io.StringIO()
        options = {"output": None, "log": None, "report": None, "console": "none", "stdout": sink, "stderr": sink}
        suite.run(dryrun=True, listener=listener, **options)
    except BaseException as error:
        failure = f"{type(error).__name__}: {error}"[:500]
    return {"failure": failure, "libraries": listener.libraries, "faults": listener.faults, "offers": offers(listener.faults)}


def main():
    # Libraries may print; the answer goes to the real standard output alone.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for source in sys.argv[1:]:
        answer.write(json.dumps(check(source)) + "\n")
        answer.flush()
    # A library may have left threads or exit handlers behind.
    os._exit(0)


if __name__ == "__main__":
    main()
