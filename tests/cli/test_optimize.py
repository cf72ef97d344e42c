from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_values import Ran, Run
from small_home import SettableClock, open_home

from quizzer.fitting import Fitting
from quizzer.weights import WEIGHTS
from quizzer_scheduler.fitted import Fitted


@pytest.fixture
def fit(quizzer: Run, studied_copy: Path) -> Run:
    """Return a function that runs a command line in a home with months of study."""

    def run(*arguments: str, **given: str) -> Ran:
        return quizzer(*arguments, home=studied_copy, **given)  # type: ignore[no-any-return]

    return run


def test_fitting(fit: Run) -> None:
    """It tells both losses and what was done, and `undo` takes it back."""
    done = fit("optimize")
    assert done.code == 0, done.err
    assert "which they had not seen, new weights have a log loss of 0." in done.out
    assert "They are in force, as version 2. All cards keep their dates" in done.out
    again = fit("optimize")
    assert "the old weights stay" in again.out
    assert fit("undo").out == "Undone: fit of the weights that changed nothing.\n"
    assert fit("undo").out == "Undone: weights of version 2 adopted.\n"
    assert fit("redo").out == "Redone: weights of version 2 adopted.\n"


def test_fitting_as_json(fit: Run) -> None:
    """JSON holds both losses, the weights, and what was done."""
    dry = json.loads(fit("optimize", "--json", "--dry-run").out)
    assert dry["adopted"] is False
    assert dry["adopted_as"] is None
    done = json.loads(fit("optimize", "--json").out)
    assert (done["adopted"], done["adopted_as"], done["better"]) == (True, 2, True)
    assert done["new_loss"] < done["old_loss"]
    assert len(done["weights"]) == 21
    assert {"reviews", "targets", "held_out", "error", "moved"} <= done.keys()
    assert {**dry, "adopted": True, "adopted_as": 2} == done


def test_a_dry_run_changes_nothing(fit: Run) -> None:
    """A dry run says what would be done, with dates or without."""
    assert "Nothing was changed: this was a dry run." in fit("optimize", "--dry-run").out
    shown = fit("optimize", "--dry-run", "--reschedule")
    assert "cards would get another date" in shown.out
    assert "The fullest day would be" in shown.out
    assert "many/" in fit("undo").out


def test_new_dates(fit: Run) -> None:
    """New dates are shown before they are given, on a yes only, and one undo takes them back."""
    no = fit("optimize", "--reschedule", given="n\n")
    assert "due" in no.out
    assert "now  then" in no.out
    assert "Nothing was changed." in no.out
    yes = fit("optimize", "--reschedule", given="y\n")
    assert "cards got another date. Undo takes it back." in yes.out
    assert fit("undo").out == "Undone: weights of version 2 adopted.\n"
    forced = json.loads(fit("optimize", "--reschedule", "--yes", "--json").out)
    assert forced["moved"] > 0
    assert sum(day["cards"] for day in forced["due_before"]) == sum(day["cards"] for day in forced["due_after"])
    assert fit("replay", "--check").code == 0


def test_no_dates_to_give(fit: Run, studied_copy: Path) -> None:
    """Where no card would get another date nobody is asked about it; the weights are adopted."""
    with closing(sqlite3.connect(studied_copy / "quizzer.db")) as connection:
        connection.execute("update card set suspended = 1")
        connection.commit()
    done = fit("optimize", "--reschedule")
    assert (done.code, done.err) == (0, "")
    assert "No card would get another date.\nThey are in force, as version 2. All cards keep their dates" in done.out


def test_asking_for_json_asks_nothing(fit: Run) -> None:
    """With --json there is nobody to ask."""
    done = fit("optimize", "--json", "--reschedule")
    assert done.code == 2
    assert "--yes" in done.err


def test_earlier_weights(fit: Run) -> None:
    """All weights are listed, and any comes back."""
    assert "from the start" in fit("optimize", "--list").out
    fit("optimize")
    listed = json.loads(fit("optimize", "--list", "--json").out)["sets"]
    assert [(known["version"], known["in_force"]) for known in listed] == [(1, False), (2, True)]
    assert listed[1]["new_loss"] < listed[1]["old_loss"]
    back = fit("optimize", "--restore", "1")
    assert back.out.startswith("The weights of version 1 are in force again")
    assert back.out.endswith("`quizzer undo` takes it back.\n")
    assert json.loads(fit("optimize", "--restore", "2", "--json").out)["adopted_as"] >= 2
    assert "in force" in fit("optimize", "--list").out
    unknown = fit("optimize", "--restore", "77")
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err.startswith("quizzer: There are no weights of version 77.")


def test_too_little(quizzer: Run) -> None:
    """Somebody who never answered is told how much it takes."""
    done = quizzer("optimize")
    assert done.code == 0
    assert "too little to fit: 0 answers" in done.out
    found = json.loads(quizzer("optimize", "--json").out)
    assert (found["adopted"], found["old_loss"], found["reviews"]) == (False, None, 0)


def test_a_fit_that_breaks(fit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies is one sentence and exit code 1; Ctrl-C is 130; nothing is changed by either."""

    def stopped(*_: object) -> Fitted:
        raise KeyboardInterrupt

    monkeypatch.setattr(Fitting.__init__, "__defaults__", (("false",), 60.0))
    done = fit("optimize")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("quizzer: The fit ended without a result (exit code 1)")
    monkeypatch.setattr(Fitting, "run", stopped)
    assert fit("optimize").code == 130


def test_it_is_offered(fit: Run, studied_copy: Path, clock: SettableClock) -> None:
    """`today` says that a fit is worth while, until it was made."""
    assert "`quizzer optimize` fits the scheduler to you" in fit("today").out
    assert json.loads(fit("today", "--json").out)["fit_offered"] is True
    fit("optimize")
    assert "optimize" not in fit("today").out
    workspace = open_home(studied_copy, clock)
    assert set(workspace.store.facts.all(WEIGHTS)) == {"in force"}
    workspace.close()
