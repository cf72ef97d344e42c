from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cli_values import Run
from small_home import Learner, SettableClock, open_home

from quizzer.sitting import Plan
from quizzer.workspace import Workspace
from quizzer_scheduler.model import State

BY = ("small-roadmap", "--by", "2026-03-12")


def new_today(workspace: Workspace) -> int | None:
    """Return how many new cards today may bring."""
    return workspace.limits_today()[""].new


def test_what_it_takes(quizzer: Run) -> None:
    """A plan tells new cards a day, the phases, and a milestone for each week; nothing is in force by it."""
    ran = quizzer("plan", *BY)
    assert ran.code == 0, ran.err
    assert "It takes 3 new cards a day." in ran.out
    assert "Phase one" in ran.out or "First section" in ran.out
    assert "recalled then" in ran.out
    assert "--adopt puts it in force." in ran.out
    assert "No plan is in force." in quizzer("plan").out


def test_the_same_as_simulate(quizzer: Run) -> None:
    """`plan` and `simulate` say the same of the same roadmap, day and minutes, with a break on the way too."""
    for before in ((), ("plan", "break", "2026-03-04", "2026-03-05", "--yes")):
        if before:
            assert quizzer(*before).code == 0
        plan = json.loads(quizzer("plan", *BY, "--minutes", "1", "--json").out)
        ahead = json.loads(
            quizzer("simulate", "--roadmap", "small-roadmap", "--by", "2026-03-12", "--minutes", "1", "--json").out
        )
        assert {key: plan[key] for key in ahead if key not in ("roadmap", "title")} == {
            key: value for key, value in ahead.items() if key not in ("roadmap", "title")
        }
    assert plan.keys() == {
        *("version", "scope", "title", "by", "days", "unseen", "new_a_day", "minutes", "minutes_in_busiest_week"),
        *("minutes_of_known_cards", "minutes_given", "possible", "new_a_day_possible", "introduced_by_then"),
        *("earliest", "retention_that_fits", "phases", "weeks", "breaks", "adopted", "by_phase", "fits"),
        *("days_studied", "minutes_by_phase", "minutes_in_busiest_week_by_phase"),
    }
    assert plan["phases"][0].keys() == {"title", "cards", "first", "last", "new_a_day", "retention", "minutes"}
    assert plan["weeks"][-1]["introduced"] == plan["unseen"] == sum(phase["cards"] for phase in plan["phases"])
    assert plan["breaks"] == [{"first": "2026-03-04", "last": "2026-03-05", "days": 2}]


def test_in_force(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """Today's new cards follow the plan, in `due` and in a sitting; an undo brings the settings back."""
    assert "In force: 3 new a day" in quizzer("plan", *BY, "--adopt").out
    assert json.loads(quizzer("due", "--json").out)["new"] == 3
    assert "Small roadmap by 12 Mar: on time, 3 new a day." in quizzer("plan").out
    workspace = open_home(home, clock)
    assert new_today(workspace) == 3
    session = workspace.session(Plan())
    asked = set(Learner().sit(session))
    assert len(asked) == 3
    assert not any(card.startswith("other/") for card in asked)
    assert new_today(workspace) == 3
    workspace.close()
    assert quizzer("due").out in ("Nothing due.\n", "3 learning, ≈ 1 min\n")


def test_after_missed_days(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """It is recomputed from what was really introduced: more new cards, up to twice as many, and it says so."""
    quizzer("plan", *BY, "--adopt")
    clock.forward(days=4)
    ran = quizzer("plan")
    assert "4 days behind: 6 new a day instead of 3" in ran.out
    found = json.loads(quizzer("plan", "--json").out)["in_force"]
    assert found.keys() == {
        *("scope", "title", "since", "by", "minutes_given", "new_a_day", "unseen", "days", "new_today"),
        *("new_a_day_wanted", "days_behind", "finish", "phases", "reworked"),
    }
    assert (found["days_behind"], found["new_today"], found["days"]) == (4, 6, 6)
    assert json.loads(quizzer("due", "--json").out)["new"] == 6
    clock.forward(days=5)
    assert "the most a plan asks; done by" in quizzer("plan").out
    clock.forward(days=5)
    assert "2026-03-12 has come" in quizzer("plan").out
    assert json.loads(quizzer("due", "--json").out)["new"] == 10


def test_worked_out_anew(quizzer: Run, clock: SettableClock) -> None:
    """Days behind, less recall is wanted so that it fits; the line mode tells it before the first question."""
    quizzer("plan", "small-roadmap", "--by", "2026-03-14", "--minutes", "3", "--adopt")
    clock.forward(days=8)
    ran = quizzer("review", "--plain", given="q\n")
    assert ran.out.startswith("Worked out anew today, as you had fallen behind; recall wanted until then: Phase one ")
    assert quizzer("plan").out.count("(was 90 %). `quizzer undo` takes it back.") == 1
    found = json.loads(quizzer("plan", "--json").out)["in_force"]
    assert found["reworked"] == "2026-03-10"
    (phase,) = found["phases"]
    assert phase.keys() == {"title", "retention", "was", "by_hand"}
    assert phase["retention"] < phase["was"] == 0.9
    assert "plan for Small roadmap by 2026-03-14 worked out anew" in quizzer("undo").out
    assert json.loads(quizzer("plan", "--json").out)["in_force"]["reworked"] is None


def test_dropping_it(quizzer: Run) -> None:
    """A plan is dropped in one action that an undo takes back; without one that is said."""
    assert quizzer("plan", "--drop").code == 1
    quizzer("plan", *BY, "--adopt")
    assert "is dropped" in quizzer("plan", "--drop", "--dry-run").out
    dropped = json.loads(quizzer("plan", "--drop", "--json").out)["dropped"]
    assert dropped == {"scope": "small-roadmap", "title": "Small roadmap", "by": "2026-03-12"}
    assert quizzer("plan", "--json").out.find('"in_force": null') > 0
    assert "plan dropped" in quizzer("undo").out
    assert "plan for Small roadmap by 2026-03-12" in quizzer("undo").out


def test_an_impossible_plan(quizzer: Run) -> None:
    """It says until when it could be done, what it would take, and is not put in force."""
    ran = quizzer("plan", "small-roadmap", "--by", "2026-03-04", "--minutes", "1")
    assert "It cannot be done in 1 min a day." in ran.out
    assert "Within these minutes every card can be seen by" in ran.out
    assert "By 2026-03-04 it takes" in ran.out
    refused = quizzer("plan", "small-roadmap", "--by", "2026-03-04", "--minutes", "1", "--adopt")
    assert refused.code == 1
    assert "cannot be done in those minutes" in refused.err
    assert json.loads(quizzer("plan", "--json").out)["in_force"] is None


def test_a_break(quizzer: Run, studied_copy: Path, clock: SettableClock) -> None:
    """Cards due in it move out of it, nothing new comes then, the row of days goes on; one undo takes it all back."""

    def run(*arguments: str, given: str = "") -> str:
        ran = quizzer(*arguments, home=studied_copy, given=given)
        assert ran.code == 0, ran.err
        return str(ran.out)

    def due() -> dict[str, date]:
        workspace = open_home(studied_copy, clock)
        found = {
            row.card.id: workspace.days.day(row.card.due_at)
            for row in workspace.store.browser.rows(workspace.find(""))
            if row.card.due_at and row.card.state is State.REVIEW
        }
        workspace.close()
        return found

    first, last = date(2026, 3, 5), date(2026, 3, 12)
    before = due()
    inside = {card for card, day in before.items() if first <= day <= last}
    assert inside
    assert "due in it would come on other days" in run("plan", "break", "2026-03-05", "2026-03-12", "--dry-run")
    assert "Nothing was changed." in run("plan", "break", "2026-03-05", "2026-03-12", given="n\n")
    assert due() == before
    found = json.loads(run("plan", "break", "2026-03-05", "2026-03-12", "--yes", "--json"))
    assert found["moved"]["cards"] == len(inside)
    assert found.keys() == {"version", "breaks", "planned", "removed", "moved"}
    after = due()
    assert {card for card in before if before[card] != after[card]} == inside
    assert not any(first <= day <= last for day in after.values())
    assert run("plan", "break").startswith("2026-03-05 to 2026-03-12, 8 days")
    assert "break from 2026-03-05 to 2026-03-12" in run("undo")
    assert due() == before
    run("redo")
    assert due() == after
    assert "all agree" in run("replay", "--check")
    clock.forward(days=5)
    assert json.loads(run("due", "--json"))["new"] == 0
    assert "is removed; cards stay put" in run("plan", "break", "2026-03-05", "--remove")
    assert json.loads(run("due", "--json"))["new"] == 10


def test_the_row_of_days(workspace: Workspace, clock: SettableClock, learner: Learner) -> None:
    """A day of a break neither counts nor ends the row, and a day missed outside of one does."""
    from quizzer.plans import pause, plan_break

    for _ in range(2):
        learner.answer(workspace.session(Plan(new=1)))
        clock.forward(days=1)
    first = workspace.today
    last = date.fromordinal(first.toordinal() + 3)
    plan_break(workspace, first, last, pause(workspace, first, last))
    assert workspace.overview().streak == 2
    clock.forward(days=4)
    assert workspace.overview().streak == 2
    learner.answer(workspace.session(Plan(new=1)))
    assert workspace.overview().streak == 3
    clock.forward(days=2)
    assert workspace.overview().streak == 0


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("nowhere", "--by", "2026-05-01"), 1, "There is no roadmap, phase, topic or deck 'nowhere'"),
        (("small-roadmap", "--by", "2026-03-01"), 1, "must be after today"),
        (("small-roadmap", "--by", "2026-03-02"), 1, "must be after today"),
        (("small-roadmap", "--by", "soon"), 2, "write it as 2027-06-30"),
        (("small-roadmap", "--by", "2026-05-01", "--minutes", "0"), 2, "1<=x<=1440"),
        (("small-roadmap", "--by", "2026-05-01", "--minutes", "nan"), 1, "minutes as a number from 1 to 1440"),
        (("small-roadmap",), 2, "--by when"),
        (("--adopt",), 2, "belong to a plan"),
        (("--minutes", "20"), 2, "belong to a plan"),
        (("--drop", "small-roadmap"), 2, "stands alone"),
        (("--remove",), 2, "belongs to"),
        (("break", "2026-03-05"), 2, "first and its last day"),
        (("break", "2026-03-05", "2026-03-04"), 1, "before it begins"),
        (("break", "2026-02-05", "2026-02-08"), 1, "is past"),
        (("break", "2026-03-01", "2026-03-08", "--yes"), 1, "2026-03-01 is past; a break is planned in advance"),
        (("break", "2026-03-05", "2029-02-08"), 1, "too long"),
        (("break", "someday", "2029-02-08"), 2, "write it as"),
        (("break", "2026-03-05", "2026-03-06", "--json"), 2, "add --yes or --dry-run"),
        (("break", "2026-03-05", "--remove"), 1, "No break begins on 2026-03-05"),
        (("break", "2026-03-05", "2026-03-06", "--adopt"), 2, "not for breaks"),
    ],
)
def test_what_cannot_be_planned(quizzer: Run, arguments: tuple[str, ...], code: int, why: str) -> None:
    """What is missing, past or impossible is said in one sentence, and nothing is changed."""
    ran = quizzer("plan", *arguments)
    assert ran.code == code
    assert why in ran.err
    assert quizzer("undo").out == "There is nothing to undo.\n"


def test_only_a_break_until_then(quizzer: Run) -> None:
    """A plan through days of a break alone, and a break over another one, are refused."""
    quizzer("plan", "break", "2026-03-02", "2026-03-09", "--yes")
    assert "only days of a break" in quizzer("plan", "small-roadmap", "--by", "2026-03-08").err
    assert "There is a break from" in quizzer("plan", "break", "2026-03-09", "2026-03-10").err


def test_nothing_left_to_begin(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """A plan for what was seen already has nothing to do, and one in force says that all is seen."""
    quizzer("plan", "small/later", "--by", "2026-03-12", "--adopt")
    workspace = open_home(home, clock)
    Learner().sit(workspace.session(Plan(("small/later",), new=9)))
    workspace.close()
    assert "Nothing is left to begin in Later" in quizzer("plan", "small/later", "--by", "2026-03-12").err
    assert "Later: every card has been seen." in quizzer("plan").out
    assert json.loads(quizzer("due", "--json").out)["new"] == 8


def test_the_row_of_days_in_the_statistics(quizzer: Run, studied_copy: Path, clock: SettableClock) -> None:
    """The statistics count the same row of days as the home screen, over a break."""
    quizzer("plan", "break", "2026-03-02", "2026-03-04", "--yes", home=studied_copy)
    clock.forward(days=3)
    workspace = open_home(studied_copy, clock)
    streak = workspace.overview().streak
    workspace.close()
    assert streak > 1
    activity = json.loads(quizzer("stats", "activity", "--json", home=studied_copy).out)["activity"]
    assert activity["streak"] == streak


def test_adopted_when_the_day_is_half_done(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """New cards seen before a plan was adopted count for that day: neither it nor the next says that it is behind."""
    workspace = open_home(home, clock)
    Learner().sit(workspace.session(Plan(("small/kinds",), new=9)))
    workspace.close()
    assert "In force: 2 new a day" in quizzer("plan", "small-roadmap", "--by", "2026-03-08", "--adopt").out
    assert quizzer("plan").out == "Small roadmap by Sunday: on time, 2 new a day.\n"
    assert json.loads(quizzer("due", "--json").out)["new"] == 0
    clock.forward(days=1)
    assert quizzer("plan").out == "Small roadmap by Sunday: on time, 3 new a day instead of 2.\n"
    assert json.loads(quizzer("due", "--json").out)["new"] == 3


def test_too_few_minutes_for_anybody(quizzer: Run) -> None:
    """Who knows nothing yet is not told that what he knows takes the minutes."""
    told = quizzer("plan", "small-roadmap", "--by", "2026-03-03", "--minutes", "1").out
    assert "know already" not in told
    assert "It cannot be done in 1 min a day." in told
