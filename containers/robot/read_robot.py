"""Prints the model of Robot files as Robot Framework itself reads them.

One absolute path a line on standard input, one JSON object a line on standard output, in the same order.
A file that cannot be read or parsed yields an object with `problems`; this program never stops for one.
"""

import json
import sys

from robot.api import Token, get_model
from robot.api.parsing import Comment, EmptyLine, TemplateArguments
from robot.parsing.model import Block

# Deeper nesting than any real file has; a hostile one must not exhaust the stack.
MAX_DEPTH = 50

SECTIONS = {
    "SettingSection": "settings",
    "VariableSection": "variables",
    "TestCaseSection": "tasks",
    "KeywordSection": "keywords",
    "CommentSection": "comments",
    "InvalidSection": "invalid",
}

MARKERS = {Token.SEPARATOR, Token.EOL, Token.EOS, Token.CONTINUATION, Token.COMMENT}


def cells(statement, skip=0):
    """The data cells of a statement as [text, line] pairs, without the first `skip`."""
    tokens = [t for t in statement.tokens if t.type not in MARKERS]
    return [[t.value, t.lineno] for t in tokens[skip:]]


def setting(statement):
    """A setting line: its name, its cells, and for documentation and metadata the text as Robot joins it."""
    first = next((t for t in statement.tokens if t.type not in MARKERS), None)
    name = first.value.strip("[]").strip() if first is not None else ""
    found = {"name": " ".join(name.split()).title(), "cells": cells(statement, 1), "line": statement.lineno}
    if found["name"] == "Documentation":
        found["text"] = getattr(statement, "value", "") or ""
    return found


def is_call(statement):
    return statement.type == Token.KEYWORD or isinstance(statement, TemplateArguments)


def step(statement):
    """A keyword call, or a single-line control statement (RETURN, BREAK, VAR, ...)."""
    if is_call(statement):
        arguments = [[t.value, t.lineno] for t in statement.get_tokens(Token.ARGUMENT)]
        assign = [t.value for t in statement.get_tokens(Token.ASSIGN)]
        keyword = getattr(statement, "keyword", None) or ""
        return {"kind": "call", "keyword": keyword, "args": arguments, "assign": assign, "line": statement.lineno}
    return {"kind": "control", "type": statement.type, "cells": cells(statement), "line": statement.lineno}


class Reader:
    """Walks one model and collects what the rules need."""

    def __init__(self):
        self.found = {"sections": [], "settings": [], "variables": [], "tasks": [], "keywords": [], "problems": []}

    def problem(self, line, message, kind="file"):
        self.found["problems"].append({"kind": kind, "line": line if line and line > 0 else None, "message": " ".join(str(message).split())})

    def errors_of(self, node):
        # A RETURN or BREAK in the wrong place spoils its step; the file around it reads well.
        kind = "step" if getattr(node, "type", None) in (Token.RETURN_STATEMENT, Token.BREAK, Token.CONTINUE) else "file"
        for message in getattr(node, "errors", ()) or ():
            self.problem(node.lineno, message, kind)

    def read(self, model):
        for section in model.sections:
            kind = SECTIONS.get(type(section).__name__, "comments")
            header = section.header
            if header is not None:
                name = header.tokens[0].value if header.tokens else ""
                self.found["sections"].append({"type": kind, "header": name, "line": header.lineno})
                self.errors_of(header)
                if kind == "invalid" and not header.errors:
                    # Robot reads on and drops the section: what it held is lost without a word.
                    self.problem(header.lineno, f"'{name}' is no section that Robot Framework knows.")
            getattr(self, "read_" + kind, self.read_nothing)(section)
        return self.found

    def read_nothing(self, section):
        pass

    def read_settings(self, section):
        for item in section.body:
            self.errors_of(item)
            if not isinstance(item, (Comment, EmptyLine)) and item.type != Token.ERROR:
                self.found["settings"].append(setting(item))

    def read_variables(self, section):
        for item in section.body:
            self.errors_of(item)
            if item.type == Token.VARIABLE:
                self.found["variables"].append({"name": item.name, "cells": cells(item, 1), "line": item.lineno})

    def read_tasks(self, section):
        self.found["tasks"].extend(self.read_body(item) for item in section.body if isinstance(item, Block))

    def read_keywords(self, section):
        self.found["keywords"].extend(self.read_body(item) for item in section.body if isinstance(item, Block))

    def read_body(self, item):
        self.errors_of(item)
        self.errors_of(item.header)
        read = {"name": item.name, "line": item.lineno, "settings": [], "steps": []}
        for child in item.body:
            if isinstance(child, Block):
                read["steps"].extend(self.read_block(child, 1))
            elif not isinstance(child, (Comment, EmptyLine)):
                self.errors_of(child)
                self.add_line(read, child)
        return read

    def add_line(self, read, child):
        first = next((t for t in child.tokens if t.type not in MARKERS), None)
        if not is_call(child) and first is not None and first.value.startswith("[") and first.value.endswith("]"):
            read["settings"].append(setting(child))
        elif child.type != Token.ERROR:
            read["steps"].append(step(child))

    def read_block(self, block, depth):
        """A control structure as a flat list of branches: IF, ELSE IF, ELSE; TRY, EXCEPT, FINALLY; FOR; WHILE; GROUP."""
        if depth > MAX_DEPTH:
            self.problem(block.lineno, f"Control structures are nested deeper than {MAX_DEPTH}.")
            return []
        branches = []
        while block is not None:
            self.errors_of(block)
            self.errors_of(block.header)
            body = []
            for child in block.body:
                if isinstance(child, Block):
                    body.extend(self.read_block(child, depth + 1))
                elif not isinstance(child, (Comment, EmptyLine)):
                    self.errors_of(child)
                    if child.type != Token.ERROR:
                        body.append(step(child))
            assign = list(getattr(block, "assign", ()) or ())
            branches.append(
                {"kind": "block", "type": block.header.type, "cells": cells(block.header), "assign": assign, "line": block.lineno, "body": body}
            )
            block = getattr(block, "orelse", None) or getattr(block, "next", None)
        return branches


def read_file(path):
    """The model of one file; whatever goes wrong becomes a problem."""
    reader = Reader()
    try:
        with open(path, "rb") as handle:
            raw = handle.read()
        if b"\0" in raw:
            reader.problem(raw[: raw.index(b"\0")].count(b"\n") + 1, "The file holds binary data.")
            return reader.found
        try:
            raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            reader.problem(raw[: error.start].count(b"\n") + 1, "The file is not UTF-8 text.")
            return reader.found
        return reader.read(get_model(path))
    except RecursionError:
        reader.problem(None, "The file is nested too deeply to be read.")
    except Exception as error:
        reader.problem(None, f"Robot Framework cannot read the file: {type(error).__name__}: {error}")
    return reader.found


def main():
    for line in sys.stdin:
        path = line.rstrip("\n")
        if path:
            print(json.dumps(read_file(path)), flush=True)


if __name__ == "__main__":
    main()
