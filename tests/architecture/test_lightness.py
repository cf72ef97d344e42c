"""What must be quick loads little: a shell prompt, a help page, the first question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"sqlalchemy", "alembic", "textual", "rich", "fsrs", "yaml", "click", "psycopg", "simpleeval", "rapidfuzz"}
HEAVY |= {"fsrs_rs_python", "tomlkit", "markdown_it", "pygments", "asyncio"}
ENDING = "\nimport sys; names = sorted(sys.modules); import json; sys.stderr.write(json.dumps(names))"
RUN = "import sys\nfrom quizzer.__main__ import main\nsys.argv = ['quizzer', *{arguments!r}]\ncode = main()"
FIRST_QUESTION = """
import sys
from quizzer.clock import SystemClock
from quizzer.paths import locate
from quizzer.workspace import Workspace
workspace = Workspace.open(locate({home!r}), None, SystemClock())
session = workspace.session(workspace.plan())
assert session.step.prompt.ask
session.upcoming()
"""


def loaded(code: str, **environment: str) -> tuple[str, set[str]]:
    """Run code in a new interpreter; return what it printed, and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", code + ENDING],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["due"], ["due", "--json"]])
@pytest.mark.parametrize("config", ["", "[study]\nnew_per_day = 5\n"], ids=["defaults", "settings"])
def test_a_shell_prompt_waits_for_next_to_nothing(home: Path, arguments: list[str], config: str) -> None:
    """`quizzer due` loads no library at all, nor dataclasses, inspect or pathlib; settings cost their reader alone."""
    (home / "config.toml").write_text(config, encoding="utf-8")
    out, modules = loaded(RUN.format(arguments=arguments), QUIZZER_HOME=str(home))
    assert "new" in out
    assert not modules & (
        HEAVY | {"platformdirs", "dataclasses", "inspect", "pathlib", "importlib.resources", "logging"}
    )
    assert ("tomllib" in modules) == bool(config)
    assert "json" not in modules


def test_help_loads_the_command_line_alone(tmp_path: Path) -> None:
    """`quizzer --help` and completion need click and none of what a sitting needs, and make nothing on the disk."""
    for arguments in (["--help"], ["completion", "bash"], ["review", "--help"]):
        _, modules = loaded(RUN.format(arguments=arguments), QUIZZER_HOME=str(tmp_path / "new"))
        assert not modules & (HEAVY - {"click"})
        assert not modules & {"quizzer.workspace", "quizzer.store.store", "sqlite3"}
    assert not (tmp_path / "new").exists()


def test_the_first_question_waits_for_no_database_library(home: Path) -> None:
    """Opening a workspace and dealing the first question loads no SQLAlchemy, Alembic, YAML or FSRS library."""
    code = FIRST_QUESTION.format(home=str(home))
    loaded(code)  # reads the roadmaps, which are kept from then on
    _, modules = loaded(code)
    assert not modules & {
        "sqlalchemy",
        "alembic",
        "yaml",
        "fsrs",
        "fsrs_rs_python",
        "quizzer.optimizing",
        "quizzer.lookahead",
        "subprocess",
        "textual",
        "click",
        "psycopg",
        "tomlkit",
        "markdown_it",
    }


@pytest.mark.parametrize("package", ["quizzer_decks", "quizzer_scheduler", "quizzer"])
def test_a_package_is_imported_for_nothing(package: str) -> None:
    """Importing a package, or its values, loads nothing heavy."""
    model = "" if package == "quizzer" else f"\nimport {package}.model"
    _, modules = loaded(f"import {package}{model}")
    assert not modules & HEAVY


def test_the_scheduler_is_imported_without_its_library() -> None:
    """The library of FSRS loads when the first interval is computed, not before."""
    _, modules = loaded("import quizzer_scheduler.scheduler, quizzer_scheduler.queue")
    assert not modules & HEAVY


def test_the_app_starts_without_the_statistics() -> None:
    """Neither the home screen nor a sitting loads reports, plots or the screen that shows them."""
    _, modules = loaded("import quizzer.tui.app, quizzer.tui.screens.home, quizzer.tui.screens.review")
    assert "quizzer.tui.screens.home" in modules
    ours = [name for name in modules if name.startswith("quizzer.")]
    assert [name for name in ours if "reports" in name or "plots" in name or name.endswith(".screens.statistics")] == []
