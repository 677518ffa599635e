"""Imports Robot Framework and what the keyword libraries need once, and forks a process for each step, which shuts itself off.

Arguments: the runner, as the number of its process, and the programs that steps may be. A line of the standard input asks for a step: its number and what it may
see and use, as JSON made by the runner. Its pipes are the three descriptors of that number. The step reads its environment and its command from its own pipe, after
the last right was given up: nothing that a bundle holds is ever in this process. Answers, a line each: `ready` or `unfit`; the `pid` of a step; its `status` when it
ended.
"""

import gc
import importlib
import importlib.util
import json
import os
import select
import sys
import traceback

import jail

# What a run of a suite imports besides the programs. The keyword libraries stand for what they import.
WARM = (
    *("robot.libraries." + name for name in ("BuiltIn", "Collections", "DateTime", "Easter", "OperatingSystem", "Process", "String")),
    *("RW.Core", "RW.CLI"),
)

# Read by the interpreter, the C library and others where nobody sees it, when a process starts.
READ_AT_START = ("GLIBC_", "LANG", "LC_", "LD_", "MALLOC_", "OPENSSL_", "PYTHON", "TZ")

# A repository with one of these has it imported when Python starts.
CUSTOM = {"sitecustomize", "usercustomize"}


def prepare(paths):
    """The programs by their paths, everything imported, and the names of the variables that somebody looked at meanwhile."""
    looked_at = set()
    kind = type(os.environ)
    look = kind.__getitem__

    def note(self, name):
        looked_at.add(name)
        return look(self, name)

    kind.__getitem__ = note
    programs = {path: load(path) for path in paths}
    for name in WARM:
        importlib.import_module(name)
    kind.__getitem__ = look
    # A repository may bring its own of these, and they look at their environment: each step imports them anew, which takes it some milliseconds.
    for name in [name for name in sys.modules if name.partition(".")[0] == "RW"]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()
    return programs, looked_at


def load(path):
    spec = importlib.util.spec_from_file_location(os.path.basename(path).removesuffix(".py"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unfit():
    """Why this process cannot be forked; None when it can."""
    if len(os.listdir("/proc/self/task")) > 1:
        return "a library started a thread when it was imported"
    with open("/proc/self/maps") as maps:
        if any(line.split()[1][1::2] == "ws" for line in maps):
            return "a library shares memory since it was imported"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return "this system cannot tell when a process ends"
    return None


class Teller:
    """Answers the runner. Libraries print when they are imported; that goes elsewhere."""

    def __init__(self):
        self.answers = os.dup(1)
        os.dup2(2, 1)

    def tell(self, **answer):
        os.write(self.answers, (json.dumps(answer) + "\n").encode())


def serve(programs, looked_at, tell):
    """Forks when it is asked to and tells who ended, until nobody can ask any more. An ended step keeps its number until then, so that no other has it."""
    running = {}
    asked = b""
    poll = select.poll()
    poll.register(0, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready in running:
                step, pid = running.pop(ready)
                poll.unregister(ready)
                os.close(ready)
                ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
                tell(step=step, status=ended.si_status if ended.si_code == os.CLD_EXITED else None)
                continue
            part = os.read(0, 65536)
            if not part:
                return
            *lines, asked = (asked + part).split(b"\n")
            for line in lines:
                step, pid = fork(json.loads(line), programs, looked_at)
                handle = os.pidfd_open(pid)
                running[handle] = (step, pid)
                poll.register(handle, select.POLLIN)
                tell(step=step, pid=pid)


def fork(request, programs, looked_at):
    step = request["step"]
    pipes = [3 + 3 * step + number for number in range(3)]
    keeper = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            become(pipes, keeper)
            jail.enter(request["jail"])
            run(programs, looked_at)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    # The runner ends the whole group, at once if it has to.
    os.setpgid(pid, pid)
    for pipe in pipes:
        os.close(pipe)
    return step, pid


def become(pipes, keeper):
    """A process of its own, with the step's pipes in place of the keeper's."""
    jail.die_with(keeper)
    os.setpgid(0, 0)
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)


def run(programs, looked_at):
    """Runs the program that the step asks for. Where it could tell that something was imported before, it is started as if nothing was."""
    environment, command = jail.parted(read_words())
    program = programs.get(command[2]) if command[:2] == [sys.executable, "-B"] else None
    if program is None or is_noticed(environment, looked_at):
        jail.start(environment, command)
    libraries = [path for path in environment.get("PYTHONPATH", "").split(":") if path]
    sys.argv = command[2:]
    sys.path[:1] = [os.path.dirname(command[2]), *libraries]
    os.environ.clear()
    os.environ.update(environment)
    program.main()
    sys.stdout.flush()
    os._exit(0)


def read_words():
    said = b""
    while part := os.read(0, 65536):
        said += part
    return [os.fsdecode(word) for word in said.split(b"\0")]


def is_noticed(environment, looked_at):
    """Whether a variable is another than when it was looked at, or the repository has a module of the name of one that is there already."""
    if any(environment.get(name) != os.environ.get(name) for name in looked_at):
        return True
    if any(name.startswith(READ_AT_START) and value != os.environ.get(name) for name, value in environment.items() if name != "PYTHONPATH"):
        return True
    there = {name.partition(".")[0] for name in sys.modules} | CUSTOM
    libraries = [path for path in environment.get("PYTHONPATH", "").split(":") if os.path.isdir(path)]
    names = {name for path in libraries for name in os.listdir(path)}
    # Robot imports what lies beside a library that is named by its path.
    for _, folders, files in os.walk("."):
        names.update(folders, (name for name in files if name.endswith((".py", ".so"))))
    return any(name.partition(".")[0] in there for name in names)


def main():
    jail.die_with(int(sys.argv[1]))
    tell = Teller().tell
    try:
        programs, looked_at = prepare(sys.argv[2:])
        reason = unfit()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    if reason is not None:
        tell(unfit=reason)
        return
    tell(ready=True)
    serve(programs, looked_at, tell)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        # All of them are gathered.
        pass
    # Threads and exit handlers of libraries are of no use here.
    os._exit(0)


if __name__ == "__main__":
    main()
