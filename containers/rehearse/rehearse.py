"""Runs Robot files for real and prints what happened, one JSON object an event.

Arguments: the Robot files. REHEARSAL_BIN names the directory of the stand-ins. The keyword libraries run in development mode
(RW_MODE=dev), in which they run commands on this machine and print issues and metrics; the same calls are told here. It runs the
repository's code, so it is started without network, with limits and with an environment of its own.
"""

import ctypes
import functools
import io
import json
import os
import re
import subprocess
import sys
import time

from robot.api import TestSuite

PR_SET_DUMPABLE = 4
MAX_TEXT = 4000
MAX_EVENTS = 3000
IMPORT_ERROR = re.compile(r"^Error in file '(.*)' on line (\d+): (.*)$", re.S)


def shorten(value):
    return None if value is None else str(value)[:MAX_TEXT]


class Teller:
    """Prints events to the real standard output; knows which file and task is running."""

    def __init__(self, answer):
        self.answer = answer
        self.file = None
        self.task = None
        self.count = 0

    def tell(self, kind, **fields):
        self.count += 1
        if self.count > MAX_EVENTS and kind in ("issue", "metric", "text", "fault"):
            return
        event = {"type": kind, "file": self.file, "task": self.task, "at": int(time.time() * 1000), **fields}
        self.answer.write(json.dumps(event) + "\n")
        self.answer.flush()


class Listener:
    """Tells the start and end of each task, and what Robot could not import or understand."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, teller):
        self.teller = teller

    def start_test(self, data, result):
        self.teller.task = result.name
        self.teller.tell("start", tags=[str(tag) for tag in result.tags])

    def end_test(self, data, result):
        self.teller.tell("task", status=result.status, message=shorten(result.message), tags=[str(tag) for tag in result.tags])
        self.teller.task = None

    def message(self, message):
        if message.level != "ERROR":
            return
        found = IMPORT_ERROR.match(message.message)
        line, text = (int(found.group(2)), found.group(3)) if found else (None, message.message)
        self.teller.tell("fault", about="import" if "mport" in text[:60] else "error", line=line, message=shorten(text.splitlines()[0]))


def overhear(teller):
    """Tells each issue, metric and report text as the platform would receive it, after Robot put in the values."""
    from RW.Core import Core

    def wrap(name, told):
        original = getattr(Core, name)

        @functools.wraps(original)
        def heard(self, *args, **named):
            given = dict(zip(original.__code__.co_varnames[1 : original.__code__.co_argcount], args)) | named
            told(given)
            return original(self, *args, **named)

        setattr(Core, name, heard)

    def issue(given):
        fields = ("title", "expected", "actual", "reproduce_hint", "details", "next_steps")
        teller.tell("issue", severity=shorten(given.get("severity")), **{name: shorten(given.get(name)) for name in fields})

    wrap("add_issue", issue)
    wrap("push_metric", lambda given: teller.tell("metric", value=shorten(given.get("value")), sub_name=shorten(given.get("sub_name"))))
    wrap("add_to_report", lambda given: teller.tell("text", text=shorten(given.get("obj"))))


def lead(stand_ins):
    """Puts the stand-ins first in every child's PATH. The keyword library starts shells without any PATH, which then search the usual places."""
    original = subprocess.Popen.__init__

    @functools.wraps(original)
    def start(self, *args, **named):
        env = named.get("env")
        if env is not None:
            rest = env.get("PATH") or os.environ.get("PATH", "")
            named["env"] = {**env, "PATH": f"{stand_ins}:{rest}"}
        return original(self, *args, **named)

    subprocess.Popen.__init__ = start


def run(source, teller):
    teller.file, teller.task = source, None
    failure = None
    try:
        suite = TestSuite.from_file_system(source)
        sink = io.StringIO()
        quiet = {"output": None, "log": None, "report": None, "console": "none", "stdout": sink, "stderr": sink}
        suite.run(listener=Listener(teller), outputdir=os.environ.get("CODEBUNDLE_TEMP_DIR", "."), **quiet)
    except BaseException as error:
        failure = f"{type(error).__name__}: {error}"[:MAX_TEXT]
    teller.task = None
    teller.tell("end", failure=failure)


def keep_to_itself():
    """No other process may look into this one or write to what it has open: a script could tell events that were none."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def main():
    keep_to_itself()
    # Libraries print; the events go to the real standard output alone.
    teller = Teller(os.fdopen(os.dup(1), "w"))
    os.dup2(2, 1)
    lead(os.environ.pop("REHEARSAL_BIN"))
    overhear(teller)
    for source in sys.argv[1:]:
        run(source, teller)
    # A library may have left threads or exit handlers behind.
    os._exit(0)


if __name__ == "__main__":
    main()
