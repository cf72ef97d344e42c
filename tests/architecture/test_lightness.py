"""What must be quick loads little: a shell prompt, a help page, the first question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

HEAVY = {"sqlalchemy", "alembic", "textual", "rich", "fsrs", "yaml", "click", "psycopg", "isal", "rapidfuzz"}
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
PAINTED = """
import sys
from quizzer.clock import SystemClock
from quizzer.paths import locate
from quizzer.sitting import Plan
from quizzer.tui.app import QuizzerApp
from quizzer.tui.screens.review import ReviewScreen
from quizzer.workspace import Workspace
async def painted(screen):
    screen.app.exit(sorted(sys.modules))
ReviewScreen._prepare_next = painted  # called once the question is on the screen
workspace = Workspace.open(locate({home!r}), None, SystemClock())
print(*QuizzerApp(workspace, Plan()).run(headless=True, size=(100, 30)))
"""
OURS = ("quizzer", "quizzer_decks", "quizzer_scheduler")
OF_DUE = """
quizzer quizzer.__main__ quizzer.clock quizzer.config quizzer.counting quizzer.errors quizzer.glancing quizzer.limits
quizzer.pace quizzer.paths quizzer.settings quizzer.store quizzer.store.glance quizzer.store.read_only
quizzer.store.readers quizzer.store.readers.fragments quizzer.store.schema quizzer.store.times quizzer.study_days
quizzer_scheduler quizzer_scheduler.days
"""
"""Every module of ours that a shell prompt waits for."""
OF_THE_FIRST_QUESTION = """
quizzer quizzer.breaks quizzer.clock quizzer.clock_watch quizzer.config quizzer.curriculum quizzer.dealing
quizzer.desired quizzer.device quizzer.errors quizzer.gating quizzer.library quizzer.limits quizzer.lineup
quizzer.pace quizzer.pacing quizzer.paths quizzer.presenting quizzer.retracing quizzer.roadmaps quizzer.scheduling
quizzer.settings quizzer.sitting quizzer.store quizzer.store.backups quizzer.store.faults quizzer.store.opening
quizzer.store.read_only quizzer.store.readers quizzer.store.readers.cards quizzer.store.readers.decks
quizzer.store.readers.facts quizzer.store.readers.fragments quizzer.store.readers.progress quizzer.store.readers.today
quizzer.store.records quizzer.store.rows quizzer.store.schema quizzer.store.sqlite_file quizzer.store.store
quizzer.store.times quizzer.store.writing_door quizzer.study quizzer.study_days quizzer.tree quizzer.tui
quizzer.tui.app quizzer.tui.keygate quizzer.tui.markdown quizzer.tui.safety quizzer.tui.screens
quizzer.tui.screens.asking quizzer.tui.screens.card_screen quizzer.tui.screens.review quizzer.tui.screens.review_keys
quizzer.tui.settled quizzer.tui.sized quizzer.tui.telling quizzer.tui.themes quizzer.tui.widgets
quizzer.tui.widgets.answer quizzer.tui.widgets.answer_view quizzer.tui.widgets.entry quizzer.tui.widgets.holes_answer
quizzer.tui.widgets.key_line quizzer.tui.widgets.question quizzer.tui.widgets.rating_bar quizzer.tui.widgets.verdict
quizzer.weights quizzer.wording quizzer.workspace quizzer_decks quizzer_decks.cloze quizzer_decks.expected
quizzer_decks.greek quizzer_decks.markdown_syntax quizzer_decks.marks quizzer_decks.maths quizzer_decks.maths.formulas
quizzer_decks.maths.limits quizzer_decks.model quizzer_decks.plain_text quizzer_decks.prompts
quizzer_decks.question_json quizzer_decks.regions quizzer_decks.responses quizzer_decks.sanitize
quizzer_decks.solutions quizzer_scheduler quizzer_scheduler.balance quizzer_scheduler.days quizzer_scheduler.lines
quizzer_scheduler.memory quizzer_scheduler.model quizzer_scheduler.parameters quizzer_scheduler.queue
quizzer_scheduler.queue.building quizzer_scheduler.queue.burying quizzer_scheduler.queue.contrasting
quizzer_scheduler.queue.cram quizzer_scheduler.queue.gathering quizzer_scheduler.queue.interleaving
quizzer_scheduler.queue.learning quizzer_scheduler.queue.limiting quizzer_scheduler.queue.model
quizzer_scheduler.queue.ordering quizzer_scheduler.queue.remedy quizzer_scheduler.queue.today
quizzer_scheduler.retrievability quizzer_scheduler.rules quizzer_scheduler.scheduler
"""
"""Every module of ours that is loaded when a first question, one with holes, is painted: another slows each start."""


def ours(modules: Iterable[str]) -> set[str]:
    """Return those modules that are no library's."""
    return {name for name in modules if name.partition(".")[0] in OURS}


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
    assert ours(modules) == set(OF_DUE.split())


def test_help_loads_the_command_line_alone(tmp_path: Path) -> None:
    """`quizzer --help` and completion need click and none of what a sitting needs, and make nothing on the disk."""
    for arguments in (["--help"], ["completion", "bash"], ["review", "--help"]):
        _, modules = loaded(RUN.format(arguments=arguments), QUIZZER_HOME=str(tmp_path / "new"))
        assert not modules & (HEAVY - {"click"})
        assert not modules & {"quizzer.workspace", "quizzer.store.store", "sqlite3"}
    assert not (tmp_path / "new").exists()


def test_writing_loads_one_database_alone(home: Path) -> None:
    """What writes to a file loads nothing of PostgreSQL's, and of a database up to date no migrations."""
    _, modules = loaded(RUN.format(arguments=["today", "--new", "5"]), QUIZZER_HOME=str(home))
    assert "sqlalchemy.dialects.sqlite" in modules
    assert not {name for name in modules if name.startswith(("alembic", "psycopg", "sqlalchemy.dialects.postgresql"))}


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


def test_the_first_question_is_painted_with_what_it_needs(home: Path) -> None:
    """On the screen with a question are these modules of ours and no others, and no library that could come later."""
    loaded(FIRST_QUESTION.format(home=str(home)))  # reads the roadmaps, which are kept from then on
    out, _ = loaded(PAINTED.format(home=str(home)))
    modules = set(out.split())
    assert ours(modules) == set(OF_THE_FIRST_QUESTION.split())
    assert modules & HEAVY == {"asyncio", "markdown_it", "pygments", "rich", "textual"}
    assert not modules & {"textual.widgets._text_area", "textual.widgets._tabs", "hashlib", "shlex"}


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
