"""What kubectl makes of the objects it got: `-o jsonpath`, `-o custom-columns` and `-o name`.

The grammar is that of https://kubernetes.io/docs/reference/kubectl/jsonpath/; a missing key is empty, as kubectl has it. Tables and Go templates are answered with nothing.
"""

import json
import re

# Options of `kubectl get` whose value is a word of its own.
VALUED = set(
    "-n --namespace --context --kubeconfig --cluster --user -s --server -l --selector -o --output -f --filename -k --kustomize "
    "--field-selector --sort-by --request-timeout --chunk-size --token --as --template -L --label-columns --subresource".split()
)

STEP = re.compile(
    r"""\s*(?:
      (?P<deep>\.\.)(?P<deepname>(?:\\.|[^\\.\[\]{}\s])+)
    | \.(?P<name>(?:\\.|[^\\.\[\]{}\s])+)
    | \.(?=\[|$)
    | \[\s*(?P<all>\*)\s*\]
    | \[\s*(?P<from>-?\d+)?\s*(?P<colon>:)\s*(?P<to>-?\d+)?\s*\]
    | \[\s*(?P<number>-?\d+)\s*\]
    | \[\s*(?P<keys>(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*)\s*\]
    | \[\?\((?P<filter>.*?)\)\]
    )""",
    re.X | re.S,
)
FILTER = re.compile(r"""^\s*@(?P<path>[^=!<>]*?)\s*(?:(?P<sign>==|!=|<=|>=|<|>)\s*(?P<value>'[^']*'|"[^"]*"|[^'"\s]+))?\s*$""", re.S)
PART = re.compile(r"""\{\s*((?:"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[^{}"'])*)\}|([^{]+)""", re.S)


class BadPath(Exception):
    """kubectl would refuse the template."""


def found_at(path, values):
    """The values at a path from each of the values given."""
    at = 0
    path = path.strip().removeprefix("$").removeprefix("@")
    if path and path[0] not in ".[":
        path = "." + path
    while at < len(path):
        step = STEP.match(path, at)
        if step is None or step.end() == at:
            raise BadPath(path)
        at = step.end()
        values = [one for value in values for one in taken(step, value)]
    return values


def taken(step, value):
    if step["name"]:
        return under(value, step["name"])
    if step["deepname"]:
        return [one for inner in everything(value) for one in under(inner, step["deepname"])]
    if step["all"]:
        return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if step["keys"]:
        keys = [key[1:-1] for key in re.findall(r"'[^']*'|\"[^\"]*\"", step["keys"])]
        return [value[key] for key in keys if isinstance(value, dict) and key in value]
    if step["filter"] is not None:
        return [one for one in value if fits(step["filter"], one)] if isinstance(value, list) else []
    if step["colon"]:
        bounds = slice(*(None if step[name] is None else int(step[name]) for name in ("from", "to")))
        return value[bounds] if isinstance(value, list) else []
    if step["number"] is not None:
        number = int(step["number"])
        return [value[number]] if isinstance(value, list) and -len(value) <= number < len(value) else []
    return [value]


def under(value, name):
    if name == "*":
        return list(value.values()) if isinstance(value, dict) else []
    key = re.sub(r"\\(.)", r"\1", name)
    return [value[key]] if isinstance(value, dict) and key in value else []


def everything(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(deeper for one in inner for deeper in everything(one))]


def fits(text, value):
    test = FILTER.match(text)
    if test is None:
        raise BadPath(text)
    left = found_at(test["path"], [value])
    if test["sign"] is None:
        return bool(left)
    if not left:
        return False
    right = test["value"][1:-1] if test["value"][0] in "'\"" else json_or_text(test["value"])
    return any(compared(one, test["sign"], right) for one in left)


def json_or_text(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def compared(left, sign, right):
    if sign in ("==", "!="):
        return (left == right) == (sign == "==")
    if not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
        left, right = str(left), str(right)
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]


def printed(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, separators=(",", ":")) if isinstance(value, (dict, list)) else str(value)


def unquoted(text):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t", "r": "\r"}.get(found[1], found[1]), text[1:-1])


def parts_of(template):
    """The template as a list of texts and expressions; a range holds the list of what it repeats."""
    stack = [[]]
    at = 0
    for part in PART.finditer(template):
        if part.start() != at:
            raise BadPath(template)
        at = part.end()
        expression = part[1].strip() if part[1] is not None else None
        if expression is None:
            stack[-1].append(("text", part[2]))
        elif re.match(r"range\b", expression):
            inner = []
            stack[-1].append(("range", expression[5:], inner))
            stack.append(inner)
        elif expression == "end":
            if len(stack) == 1:
                raise BadPath("not in range")
            stack.pop()
        elif expression[:1] in ("'", '"'):
            stack[-1].append(("text", unquoted(expression)))
        else:
            stack[-1].append(("path", expression))
    if at != len(template) or len(stack) != 1:
        raise BadPath(template)
    return stack[0]


def filled(parts, value, root):
    said = []
    for kind, text, *inner in parts:
        if kind == "text":
            said.append(text)
            continue
        found = found_at(text, [root if text.strip().startswith("$") else value])
        if kind == "range":
            said += [filled(inner[0], one, root) for one in found]
        else:
            said.append(" ".join(printed(one) for one in found))
    return "".join(said)


def jsonpath(template, data):
    return filled(parts_of(template if "{" in template else "{%s}" % template), data, data)


def items_of(data):
    return data["items"] if isinstance(data, dict) and isinstance(data.get("items"), list) else [data]


def custom_columns(spec, data, with_heads):
    columns = [column.partition(":") for column in re.split(r",(?=[^,:\[\]]+:)", spec)]
    paths = [path.strip("{}") for _, _, path in columns]
    rows = [[",".join(printed(one) for one in found_at(path, [item])) or "<none>" for path in paths] for item in items_of(data)]
    if with_heads:
        rows.insert(0, [name for name, _, _ in columns])
    widths = [max((len(row[at]) for row in rows), default=0) + 3 for at in range(len(columns))]
    return "".join("".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() + "\n" for row in rows)


def words_after_get(args):
    words = []
    skip = False
    for arg in args:
        if skip or arg.startswith("-"):
            skip = not skip and arg in VALUED
            continue
        words.append(arg)
    return words[words.index("get") + 1 :] if "get" in words else []


def named(words, data):
    """The one object that was asked for by its name; the whole listing where none, or another, was."""
    kind, _, name = (words or [""])[0].partition("/")
    names = ([name] if name else []) + words[1:]
    found = [item for item in items_of(data) if isinstance(item, dict) and item.get("metadata", {}).get("name") in names]
    return found[0] if len(names) == 1 and found else data


def kubectl(args, form, data):
    """The objects in the form that `-o` asks for; None where that is a table, a template in Go, or nothing."""
    words = words_after_get(args)
    data = named(words, data)
    kind, _, rest = (form or "").partition("=")
    if kind in ("json", "yaml"):
        return json.dumps(data, indent=4) + "\n"
    if kind in ("jsonpath", "jsonpath-as-json"):
        return jsonpath(rest, data)
    if kind == "custom-columns":
        return custom_columns(rest, data, "--no-headers" not in args and "--no-headers=true" not in args)
    if kind == "name":
        own = re.sub(r"(?<=[^s])s$", "", (words or ["object"])[0].partition("/")[0])
        return "".join("%s/%s\n" % (item.get("kind", own).lower(), item["metadata"]["name"]) for item in items_of(data))
    return None
