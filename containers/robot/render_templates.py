"""Renders Jinja templates with stand-ins for everything that discovery would supply.

One absolute path a line on standard input, one JSON object a line on standard output: `rendered`, or `fault` with its line.
The sandboxed environment keeps a template from reaching Python; the caller bounds time and memory.
"""

import json
import os
import re
import signal
import sys

import yaml
from jinja2 import ChainableUndefined, FunctionLoader, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

# The C parser is ten times faster where it is built in.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_RENDERED = 512 * 1024

# A template takes a few milliseconds; one that loops must not keep the others waiting.
MAX_SECONDS = 3

# What discovery's own partial templates stand for, by the end of their name: a mapping or a list of entries.
LISTS = ("auth.yaml", "tags.yaml")


class Stub(ChainableUndefined):
    """Any value discovery supplies: it may be called, indexed, iterated once and printed."""

    # Asked by the sandbox before a call.
    unsafe_callable = False
    alters_data = False

    def __str__(self):
        return "stub"

    def __bool__(self):
        return True

    def __len__(self):
        return 1

    def __iter__(self):
        return iter([Stub(name="item")])

    def __call__(self, *args, **kwargs):
        return Stub(name="call")

    def __getitem__(self, key):
        return Stub(name=str(key))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name=name)


def loader_for(folder):
    def load(name):
        beside = os.path.join(folder, os.path.basename(name))
        if os.path.isfile(beside):
            with open(beside, encoding="utf-8") as handle:
                return handle.read()
        if not re.fullmatch(r"[a-z0-9-]+\.ya?ml", name):
            return None
        return "- name: stub\n  value: stub" if name.endswith(LISTS) else "stub: stub"

    return load


def indent_includes(source):
    """Moves the indentation of an include that stands alone on its line into a filter, so that every line of the partial gets it."""
    pattern = re.compile(r"^([ \t]+)(\{%-?\s*include\b[^%]*%\})[ \t]*$", re.M)
    return pattern.sub(lambda m: "%s{%% filter indent(%d) %%}%s{%% endfilter %%}" % (m[1], len(m[1].expandtabs()), m[2]), source)


def render(path):
    environment = SandboxedEnvironment(undefined=Stub, loader=FunctionLoader(loader_for(os.path.dirname(path))), trim_blocks=False)
    try:
        with open(path, encoding="utf-8") as handle:
            source = handle.read()
        rendered = environment.from_string(indent_includes(source)).render()
    except TemplateSyntaxError as error:
        return {"fault": {"line": error.lineno, "message": f"Jinja cannot read the template: {error.message}"}}
    except TemplateNotFound as error:
        return {"fault": {"line": None, "message": f"The template includes {error.name}, which does not exist."}}
    except Exception as error:
        return {"fault": {"line": None, "message": f"Jinja cannot render the template: {type(error).__name__}: {error}"[:400]}}
    if len(rendered) > MAX_RENDERED:
        return {"fault": {"line": None, "message": "The rendered template is larger than 512 KiB."}}
    try:
        return {"value": yaml.load(rendered, Loader=LOADER), "fault": None}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1} of the rendering)" if mark else ""
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        return {"fault": {"line": source_line(source, rendered, mark), "message": f"The rendered template is not YAML: {problem}{where}."}}


def source_line(source, rendered, mark):
    """The template's line nearest to a line of its rendering: the last one at or before it whose fixed text tells it apart."""
    if mark is None:
        return None
    template = [line.strip() for line in source.split("\n")]
    lines = rendered.split("\n")
    for at in range(min(mark.line, len(lines) - 1), -1, -1):
        head = lines[at].strip().split("stub")[0].strip()
        found = [number for number, line in enumerate(template, 1) if head and line.startswith(head)]
        if len(found) == 1:
            return found[0]
    return None


def stop(_signal, _frame):
    raise TimeoutError(f"it takes longer than {MAX_SECONDS} s")


def main():
    signal.signal(signal.SIGALRM, stop)
    for line in sys.stdin:
        path = line.rstrip("\n")
        if path:
            signal.alarm(MAX_SECONDS)
            try:
                answer = json.dumps(render(path), default=str)
            except (TimeoutError, ValueError, RecursionError) as error:
                answer = json.dumps({"fault": {"line": None, "message": f"Jinja cannot render the template: {error}"[:400]}})
            signal.alarm(0)
            print(answer, flush=True)


if __name__ == "__main__":
    main()
