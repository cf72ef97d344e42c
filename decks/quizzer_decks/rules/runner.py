"""A program of its own, which the deck check starts: runs the snippets on standard input and tells what they printed.

It imports nothing but the standard library and is never imported. Each result is one line of JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.util
import io
import json
import os
import sys
import tempfile
import types
from typing import Any

MOST = 100_000
"""Characters that a snippet may print."""


class TooMuch(BaseException):
    """Ends a snippet that prints without end; no `except Exception` of its own stops that."""


class Bounded(io.StringIO):
    """Keeps what is written, up to the bound."""

    def write(self, text: str) -> int:
        """Keep a text, or raise TooMuch."""
        if self.tell() + len(text) > MOST:
            raise TooMuch
        return super().write(text)


def installed(name: str) -> bool:
    """Tell whether a package can be imported, by the name of its module or its distribution."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return bool(importlib.metadata.version(name))
    return name.isidentifier() and importlib.util.find_spec(name) is not None


def run_python(code: str) -> None:
    """Run a program as a main module."""
    module = types.ModuleType("__main__")
    before = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        exec(compile(code, "<snippet>", "exec", dont_inherit=True), module.__dict__)
    finally:
        sys.modules["__main__"] = before


def run_sql(code: str) -> None:
    """Run SQL statements on an empty database and print their rows as `a|b`."""
    sqlite3 = importlib.import_module("sqlite3")  # seldom needed
    connection = sqlite3.connect(":memory:")
    statement = ""
    for piece in code.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement) and statement.strip(" \n;"):
            for row in connection.execute(statement):
                sys.stdout.write("|".join("" if value is None else str(value) for value in row) + "\n")
            statement = ""
    connection.close()


def result(snippet: dict[str, Any]) -> dict[str, Any]:
    """Run one snippet; return what it printed and why it ended early, if it did."""
    missing = [name for name in snippet["requires"] if not installed(name)]
    if missing:
        return {"missing": missing}
    printed = Bounded()
    failure = ""
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            (run_sql if snippet["language"] == "sql" else run_python)(snippet["code"])
    except TooMuch:
        failure = f"it prints more than {MOST:,} characters"
    except SystemExit:
        pass
    except BaseException as error:  # noqa: BLE001 - whatever a snippet raises is its result
        failure = f"it ends with {type(error).__name__}: {error}"[:300]
    return {"printed": printed.getvalue(), "failure": failure}


def main() -> None:
    """Run all snippets in an empty folder."""
    snippets = json.load(sys.stdin)
    sys.stdin = io.StringIO()
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for snippet in snippets:
            results.write(json.dumps(result(snippet)) + "\n")
            results.flush()
        os.chdir(home)


if __name__ == "__main__":
    main()
