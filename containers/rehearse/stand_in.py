"""Stands in for a command-line tool: records the call and gives the answer of the scenario.

The runner writes this program, with an interpreter in its first line, once into a directory and links it there under each tool's
name. Beside that directory lie `answers.json` (read) and `calls.sock`, where the runner writes down what is told.
"""

import _socket
import json
import os
import re
import select
import sys
import time

MAX_ARGUMENTS = 100
MAX_TEXT = 2000
MAX_STDIN = 4096

# The recorder takes so many callers at a time; one more tries again.
RECORD_TRIES = 40
RECORD_PAUSE_S = 0.05

MAX_DELAY_S = 30

# These read statements from their input when no option holds any.
READS_INPUT = {"psql", "mysql", "redis-cli", "ssh"}


def matches(pattern, text):
    """`*` is any text, everything else is meant literally. The same rule as in pattern.ts."""
    parts = pattern.split("*")
    if len(parts) == 1:
        return pattern == text
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def read_input(name, args):
    """The input, when the tool would read it; a tool that does not must not eat the lines of a loop around it."""
    asked = any(arg in ("-", "@-") or arg.endswith(("=-", "=@-")) for arg in args)
    if not asked and name not in READS_INPUT:
        return ""
    taken = b""
    while len(taken) < 1024 * 1024 and select.select([0], [], [], 1)[0]:
        chunk = os.read(0, 65536)
        if not chunk:
            break
        taken += chunk
    return taken[:MAX_STDIN].decode("utf-8", "replace")


def record(place, call):
    """Tells the call and waits until it is noted: a script that ends the next moment must not lose it."""
    line = (json.dumps(call) + "\n").encode()
    for _ in range(RECORD_TRIES):
        handle = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            handle.connect(place)
            handle.sendall(line)
            if handle.recv(16) == b"noted\n":
                return
        except OSError:
            pass
        finally:
            handle.close()
        time.sleep(RECORD_PAUSE_S)
    sys.stderr.write("The call could not be recorded.\n")
    os._exit(125)


def option(args, short, *names):
    """The value of an option of curl or wget, in each spelling; None when it is not given."""
    for index, arg in enumerate(args):
        following = args[index + 1] if index + 1 < len(args) else ""
        if arg in names or (short and re.fullmatch(r"-[a-zA-Z]*" + short, arg)):
            return following
        for name in names:
            if arg.startswith(name + "="):
                return arg[len(name) + 1 :]
    return None


def request_of(answer):
    """An answer that holds what curl knows about a request (`%{json}`), in place of what the server sent; None for any other."""
    if not answer["stdout"].startswith("{"):
        return None
    try:
        known = json.loads(answer["stdout"])
    except ValueError:
        return None
    return known if "http_code" in known and "exitcode" in known else None


def request_part(known, name):
    """`%{time_total}` as curl prints it: the status has three digits, a time six decimals."""
    if name == "json":
        return json.dumps(known)
    value = known.get(name)
    if name in ("http_code", "response_code"):
        return "%03d" % value
    return "" if value is None else "%.6f" % value if isinstance(value, float) else str(value)


def requested(args, answer, known):
    """The answer to a request whose outcome is known: with `--fail` a status from 400 on is an error of its own."""
    code = known["exitcode"]
    fails = any(re.fullmatch(r"-[a-zA-Z]*f[a-zA-Z]*", arg) or arg in ("--fail", "--fail-with-body") for arg in args)
    if code == 0 and fails and known["http_code"] >= 400:
        code = 22
    said = "curl: (%d) %s\n" % (code, known.get("errormsg") or "The requested URL returned error: %s" % known["http_code"])
    form = option(args, "w", "--write-out") or ""
    form = re.sub(r"%\{(\w+)\}", lambda found: request_part(known, found[1]), form).replace("\\n", "\n").replace("\\t", "\t")
    target = option(args, "o", "--output")
    body = '{"status":"%s"}\n' % ("ok" if known["http_code"] in range(200, 400) else "error") if known["http_code"] else ""
    if target and target != "-":
        with open(target, "w") as file:
            file.write(body)
        body = ""
    return {**answer, "exitCode": code, "stderr": said if code else answer["stderr"], "stdout": body + form}


def transfer(name, args, answer):
    """curl and wget write to files and curl prints the status: what a script goes by instead of the exit code."""
    known = request_of(answer) if name == "curl" else None
    if known is not None:
        return requested(args, answer, known)
    if name == "curl" and "%{certs}" in (option(args, "w", "--write-out") or ""):
        return answer
    target = option(args, "o", "--output") if name == "curl" else option(args, "O", "--output-document")
    if target and target != "-":
        if answer["exitCode"] == 0:
            with open(target, "w") as file:
                file.write(answer["stdout"])
        answer = {**answer, "stdout": ""}
    form = option(args, "w", "--write-out") if name == "curl" else None
    if form:
        status = "200" if answer["exitCode"] == 0 else "000"
        form = re.sub(r"%\{(http_code|response_code)\}", status, form)
        form = re.sub(r"%\{time_\w+\}", "0.010000", form)
        form = re.sub(r"%\{\w+\}", "", form).replace("\\n", "\n").replace("\\t", "\t")
        answer = {**answer, "stdout": answer["stdout"] + form}
    return answer


def aws_empty(place, args):
    """What aws prints for an operation when there is nothing: its own lists, empty; or what a query makes of them."""
    words = []
    valued = {"--region", "--profile", "--output", "--query", "--endpoint-url", "--color", "--ca-bundle"}
    for index, arg in enumerate(args):
        if not arg.startswith("-") and (index == 0 or args[index - 1] not in valued):
            words.append(arg)
    service, operation = (words + ["", ""])[:2]
    with open(os.path.join(place, "aws_empty.json")) as file:
        lists = json.load(file).get(service, {}).get(operation, "").split()
    text = option(args, "", "--output") == "text"
    query = option(args, "", "--query")
    if query is not None:
        if query.startswith("length("):
            return "0\n"
        # A projection of nothing is a list, a look-up in nothing is null.
        if "[]" in query or "[*]" in query or "[?" in query or query in lists:
            return "" if text else "[]\n"
        return "None\n" if text else "null\n"
    if text or service in ("s3", "configure"):
        return ""
    return json.dumps({name: [] for name in lists}, indent=4) + "\n"


def at_that_time(found):
    """`{{now-5m}}` as a time in UTC."""
    seconds = int(found[2]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[3]]
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + (seconds if found[1] == "+" else -seconds)))


def in_form(place, name, args, answer):
    """A whole answer in the form that the options ask for."""
    sys.path.insert(0, place)
    import shape_answer

    try:
        return {**answer, "stdout": shape_answer.shaped(name, args, answer["stdout"])}
    except shape_answer.BadQuery as error:
        what = "error: error parsing jsonpath" if name in ("kubectl", "oc") else "Bad value for --query:"
        return {**answer, "exitCode": 255 if name == "aws" else 1, "stdout": "", "stderr": "%s %s\n" % (what, error)}


def main():
    name, args = os.path.basename(sys.argv[0]), sys.argv[1:]
    place = os.path.dirname(os.path.dirname(os.path.abspath(sys.argv[0])))
    with open(os.path.join(place, "answers.json")) as file:
        plan = json.load(file)
    command = " ".join(" ".join([name, *args]).split())
    at = next((index for index, answer in enumerate(plan["answers"]) if matches(answer["command"], command)), None)
    answer = plan["default"] if at is None else plan["answers"][at]
    call = {
        "tool": name,
        "args": [arg[:MAX_TEXT] for arg in args[:MAX_ARGUMENTS]],
        "cwd": os.getcwd(),
        "stdin": read_input(name, args),
        "answer": at,
        "exitCode": answer["exitCode"],
    }
    record(os.path.join(place, "calls.sock"), call)
    if answer["delayMs"]:
        time.sleep(min(MAX_DELAY_S, answer["delayMs"] / 1000))
    if answer.get("empty") and name == "aws":
        answer = {**answer, "stdout": aws_empty(place, args)}
    answer = {**answer, "stdout": re.sub(r"\{\{now([+-])(\d{1,9})([smhd])\}\}", at_that_time, answer["stdout"])}
    if answer.get("unfiltered"):
        answer = in_form(place, name, args, answer)
    if name in ("curl", "wget"):
        answer = transfer(name, args, answer)
    sys.stderr.write(answer["stderr"])
    sys.stdout.write(answer["stdout"])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads closed early, as `head` does.
        os._exit(141)
    os._exit(answer["exitCode"])


main()
