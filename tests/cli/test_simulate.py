from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_values import Ran, Run


@pytest.fixture
def ahead(quizzer: Run, studied_copy: Path) -> Run:
    """Return a function that runs `simulate` in a home with months of study."""

    def run(*arguments: str) -> Ran:
        return quizzer("simulate", *arguments, home=studied_copy)  # type: ignore[no-any-return]

    return run


def test_choices(ahead: Run) -> None:
    """Each desired retention has its minutes and its cards, with today's marked and no best one named."""
    done = ahead()
    assert done.code == 0, done.err
    assert "today ▸" in done.out
    assert "70 %" in done.out
    assert "97 %" in done.out
    assert "█" in done.out
    assert "After a year, from 160 cards known today, 10 new cards a day" in done.out
    assert not {"best", "optimal"} & set(done.out.lower().split())


def test_choices_as_json(ahead: Run) -> None:
    """The same as JSON; more retention is more minutes and more remembered, more new cards are more of both."""
    found = json.loads(ahead("--json").out)
    assert found["current"] == 0.9
    assert [row["retention"] for row in found["retentions"] if row["current"]] == [0.9]
    minutes = [row["minutes"] for row in found["retentions"]]
    assert minutes == sorted(minutes)
    none = json.loads(ahead("--json", "--new", "0").out)
    assert none["new_a_day"] == 0
    assert none["retentions"][0]["seen"] == 160
    assert none["retentions"][0]["minutes"] < minutes[0]


def test_an_empty_log(quizzer: Run) -> None:
    """Who never answered gets what is usual, and is told so."""
    done = quizzer("simulate")
    assert done.code == 0, done.err
    assert "what is usual fills in" in done.out


def test_finishing_a_roadmap(ahead: Run) -> None:
    """A plan tells new cards and minutes a day, and whether some minutes are enough."""
    plan = ("--roadmap", "small-roadmap", "--by", "2026-03-12")
    done = ahead(*plan)
    assert done.code == 0, done.err
    assert "It takes" in done.out
    assert "can be done" not in done.out
    assert "It can be done in 500 min a day." in ahead(*plan, "--minutes", "500").out
    short = ahead(*plan, "--minutes", "1").out
    assert "It cannot be done in 1 min a day." in short
    found = json.loads(ahead(*plan, "--minutes", "1", "--json").out)
    assert (found["possible"], found["days"], found["by"]) == (False, 10, "2026-03-12")
    assert found["introduced_by_then"] < found["unseen"]
    assert found["new_a_day"] * 10 >= found["unseen"]
    assert json.loads(ahead(*plan, "--json").out)["possible"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("--roadmap", "small-roadmap"), 2, "belong together"),
        (("--by", "2026-05-01"), 2, "belong together"),
        (("--minutes", "10"), 2, "belongs to --roadmap"),
        (("--roadmap", "nowhere", "--by", "2026-05-01"), 1, "There is no roadmap 'nowhere'"),
        (("--roadmap", "small-roadmap", "--by", "2026-03-02"), 1, "must be after today"),
        (("--roadmap", "small-roadmap", "--by", "2099-01-01"), 1, "within five years"),
        (("--roadmap", "small-roadmap", "--by", "soon"), 2, "does not match"),
    ],
)
def test_what_cannot_be_planned(ahead: Run, arguments: tuple[str, ...], code: int, why: str) -> None:
    """What is missing or impossible is said in one sentence."""
    done = ahead(*arguments)
    assert done.code == code
    assert why in done.err
