"""What aws, az, gcloud and kubectl make of the whole answer of an operation: `--query`, `-o` and the other forms of the output.

Only for answers that a scenario marks as unfiltered. Tables and YAML are given as JSON, which is YAML and which no script parses as a table.
"""

import json
import os
import re
import sys

import kubectl_forms


class BadQuery(Exception):
    """The tool would refuse the query."""


def value_of(args, *names):
    """The value of an option in each spelling; None when it is not given."""
    for index, arg in enumerate(args):
        if arg in names:
            return args[index + 1] if index + 1 < len(args) else ""
        for name in names:
            if name.startswith("--") and arg.startswith(name + "="):
                return arg[len(name) + 1 :]
    return None


def searched(query, data):
    """The answer to a JMESPath query, by the library that both tools use; the interpreter was started without the site's packages."""
    root = os.path.dirname(os.path.dirname(sys.executable))
    sys.path.append(os.path.join(root, "lib", "python%d.%d" % sys.version_info[:2], "site-packages"))
    import jmespath

    try:
        return jmespath.search(query, data)
    except jmespath.exceptions.JMESPathError as error:
        raise BadQuery(str(error).splitlines()[0]) from error


def scalar(value, none, true, false):
    if value is None:
        return none
    if isinstance(value, bool):
        return true if value else false
    return str(value)


def lines_of(data, none, true, false):
    """Rows of columns joined by tabs; a list of scalars is one row for aws, a row each for az, as the caller decides."""
    if isinstance(data, dict):
        return ["\t".join(scalar(value, none, true, false) for value in data.values() if not isinstance(value, (dict, list)))]
    if isinstance(data, list):
        return ["\t".join(lines_of(item, none, true, false)) for item in data]
    return [scalar(data, none, true, false)]


def aws(args, data):
    query = value_of(args, "--query")
    found = data if query is None else searched(query, data)
    if value_of(args, "--output") != "text":
        return json.dumps(found, indent=4) + "\n"
    lines = lines_of(found, "None", "True", "False")
    is_row = isinstance(found, list) and not any(isinstance(item, (dict, list)) for item in found)
    return ("\t" if is_row else "\n").join(lines) + "\n" if lines else ""


def az(args, data):
    query = value_of(args, "--query")
    found = data if query is None else searched(query, data)
    if value_of(args, "-o", "--output") == "tsv":
        lines = lines_of(found, "", "true", "false")
        return "\n".join(lines) + "\n" if found is not None and lines else ""
    return "" if found is None else json.dumps(found, indent=2) + "\n"


def at_path(item, path):
    """`status.conditions[0].type` of an item; of several values as gcloud joins them."""
    values = [item]
    for part in re.findall(r"[^.\[\]]+|\[\d*\]", path):
        if part.endswith("()"):
            values = [value and str(value).rsplit("/", 1)[-1] for value in values]
        elif part.startswith("["):
            lists = [value for value in values if isinstance(value, list)]
            number = part[1:-1]
            values = [one for some in lists for one in (some[int(number) : int(number) + 1] if number else some)]
        else:
            values = [value.get(part) for value in values if isinstance(value, dict)]
    return ";".join(scalar(value, "", "True", "False") for value in values if value is not None)


def gcloud(args, data):
    form = value_of(args, "--format")
    found = re.fullmatch(r"(value|get|csv|table|list)(\[[^\]]*\])?\((.*)\)", form or "", re.S)
    if found is None:
        return json.dumps(data, indent=2) + "\n"
    kind, options, columns = found.groups()
    paths = [re.sub(r":.*| as .*", "", column).strip() for column in re.findall(r"(?:[^,()]|\([^()]*\))+", columns)]
    items = data if isinstance(data, list) else [data]
    rows = [[at_path(item, path) for path in paths] for item in items]
    if kind in ("csv", "table") and "no-heading" not in (options or ""):
        rows.insert(0, [path.rsplit(".", 1)[-1] if kind == "csv" else path.rsplit(".", 1)[-1].upper() for path in paths])
    between = {"csv": ",", "table": "  "}.get(kind, "\t")
    return "".join(between.join(row) + "\n" for row in rows)


def kubectl(args, data):
    form = value_of(args, "-o", "--output")
    if form is None:
        form = next((arg[2:].removeprefix("=") for arg in args if re.match(r"-o[=a-z]", arg)), None)
    try:
        said = kubectl_forms.kubectl(args, form, data)
    except kubectl_forms.BadPath as error:
        raise BadQuery(str(error)) from error
    return "" if said is None else said


def shaped(tool, args, text):
    """The output in the form that was asked for; text that is no JSON stays as it is. Raises BadQuery."""
    shape = {"aws": aws, "az": az, "gcloud": gcloud, "kubectl": kubectl, "oc": kubectl}.get(tool)
    try:
        data = json.loads(text)
    except ValueError:
        return text
    return text if shape is None else shape(args, data)
