"""The house stays as it is drawn: arrows, sizes, nothing half done, and everything in the wheel."""

from __future__ import annotations

import ast
import fnmatch
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {"quizzer": ROOT / "quizzer", "quizzer_decks": ROOT / "decks", "quizzer_scheduler": ROOT / "scheduler"}
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
BOUNDARIES = {"quizzer/cli/boundary.py": 1, "decks/quizzer_decks/rules/runner.py": 1}
"""Where any exception is caught: at the program's edge, and around the code of a deck, in a process of its own."""
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplemented(?:Error)?)\b")


def sources() -> Iterator[Path]:
    """Yield every module of the three packages."""
    for name in PACKAGES.values():
        yield from sorted(name.rglob("*.py"))


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax of every module by its place in the repository."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


def test_the_arrows_point_down() -> None:
    """All import contracts of pyproject.toml are kept."""
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_file_is_one_idea() -> None:
    """Fewer than 300 lines, and no function of 40 or more; what a decorator or docstring takes counts."""
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in trees()}
    assert [(path, length) for path, length in lengths.items() if length >= LONGEST_FILE] == []
    long = [
        f"{path}: {node.name}: {node.end_lineno - node.lineno + 1}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 >= LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_is_half_done() -> None:
    """No TODO, no stub, no swallowed exception but at the one boundary, no `print`."""
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in trees()}
    assert [(path, found[0]) for path, text in texts.items() if (found := UNFINISHED.search(text))] == []
    broad = Counter(
        path
        for path, tree in trees().items()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException"))
    )
    assert broad == BOUNDARIES


def test_only_the_clock_reads_the_time() -> None:
    """Nothing else asks for the time or draws from the global source of chance."""
    forbidden = {
        *("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "time.monotonic"),
        *("random.random", "random.choice", "random.shuffle", "random.randint"),
    }
    called = [
        (path, ast.unparse(node.func))
        for path, tree in trees().items()
        if path != "quizzer/clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert [call for call in called if call[1] in forbidden] == []


@pytest.mark.parametrize("package", ["quizzer_decks", "quizzer_scheduler"])
def test_the_pure_packages_touch_nothing(package: str) -> None:
    """Neither clock, environment, network nor global chance is so much as imported."""
    forbidden = {"time", "socket", "urllib.request", "http", "requests", "logging"}
    found = set()
    folder = PACKAGES[package].relative_to(ROOT).as_posix()
    for path, tree in trees().items():
        for node in ast.walk(tree) if path.startswith(f"{folder}/") else ():
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    assert not found & forbidden


def test_every_library_in_use_is_asked_for() -> None:
    """What the program imports is a dependency by name, not one that happens to come along."""
    asked = {re.split(r"[\[<>=!~ ]", line)[0].casefold() for line in SETTINGS["project"]["dependencies"]}
    imported = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            imported |= {name.partition(".")[0] for name in names}
    known = packages_distributions()
    distributions = {
        known[name][0].casefold()
        for name in imported - set(PACKAGES) - sys.stdlib_module_names - {"psycopg"}
        if name in known
    }
    assert {name.replace("_", "-") for name in distributions} <= asked
    assert asked <= {name.replace("_", "-") for name in distributions}


def test_the_wheel_holds_what_the_program_reads() -> None:
    """The three packages and nothing else, with their types, decks, roadmaps, styles and migrations."""
    wheel = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["quizzer", "decks/quizzer_decks", "scheduler/quizzer_scheduler"]}
    ignored = [line.strip("/\n") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line]
    folders = [ROOT / package for package in wheel["packages"]]
    shipped = {
        str(path.relative_to(folder.parent))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and not any(fnmatch.fnmatch(part, mask) for part in path.relative_to(ROOT).parts for mask in ignored)
    }
    assert {f"{folder.name}/py.typed" for folder in folders} <= shipped
    sheets = {f"quizzer/tui/{name}.tcss" for name in ("app", "screens", "screens/home", "screens/review")}
    assert sheets <= shipped
    assert "quizzer/store/migrations/versions/0001_first.py" in shipped
    assert sum(path.startswith("quizzer_decks/library/") and path.endswith(".yaml") for path in shipped) >= 15
    assert {
        "quizzer_decks/roadmaps/complete-ai-engineer.yaml",
        "quizzer_decks/roadmaps/ai-engineer-journey.yaml",
    } <= shipped
    assert {Path(path).suffix for path in shipped} <= {".py", ".yaml", ".tcss", ".typed", ".txt", ".mako"}
    for folder in folders:
        assert all(
            (path.parent / "__init__.py").exists() for path in folder.rglob("*.py") if "library" not in path.parts
        )


def test_the_linter_asks_for_what_was_agreed() -> None:
    """Line length 120, docstrings, no print, no broad except, times with zones."""
    ruff = SETTINGS["tool"]["ruff"]
    assert ruff["line-length"] == 120
    assert {"BLE", "D1", "DTZ", "T20", "TID", "I", "B"} <= set(ruff["lint"]["select"])
    assert SETTINGS["tool"]["mypy"]["strict"]
