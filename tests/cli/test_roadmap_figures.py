"""`quizzer roadmap`: what is known of each place and when it fades, in columns and as JSON; ticks by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from cli_values import Run
from small_home import ROADMAP, SettableClock


def topics(quizzer: Run) -> dict[str, Any]:
    """Return the topics and tasks of the small roadmap by title."""
    told = json.loads(quizzer("roadmap", "show", "small-roadmap", "--json").out)
    return {topic["title"]: topic for topic in told["phases"][0]["sections"][0]["topics"]}


def test_a_day_at_risk_is_told(quizzer: Run, clock: SettableClock, home: Path) -> None:
    """As a study day that lies ahead, then as the day since when; null where nothing was seen; links are listed."""
    linked = ROADMAP.replace(
        "decks: [small/siblings]", "decks: [small/siblings], resources: [{title: T, url: 'https://t.org'}]"
    )
    (home / "roadmaps" / "small.yaml").write_text(linked, encoding="utf-8")
    quizzer("review", "small/siblings", "--plain", given="Mercury\n4\nq\n")
    told = topics(quizzer)
    assert told["Sibling topic"]["resources"] == [{"title": "T", "url": "https://t.org"}]
    assert told["Later topic"]["at_risk"] is None
    assert told["Sibling topic"]["mature"] == 0
    day = date.fromisoformat(told["Sibling topic"]["at_risk"])
    assert day > clock.now().date()
    assert f"{day.day} Mar  " in quizzer("roadmap", "show", "small-roadmap").out
    clock.forward(days=90)
    assert date.fromisoformat(topics(quizzer)["Sibling topic"]["at_risk"]) == day
    assert f"since {day.day} Mar" in quizzer("roadmap", "show", "small-roadmap").out
    assert "under 90 %" in quizzer("roadmap", "show", "small-roadmap").out


def test_ticks_by_hand(quizzer: Run) -> None:
    """By words of a title or by path; `--undo` and `quizzer undo` take it back; nothing of memory changes."""
    before = topics(quizzer)
    assert quizzer("roadmap", "tick", "small-roadmap", "sibling").out == "Sibling topic is ticked.\n"
    after = topics(quizzer)
    assert after["Sibling topic"] == {**before["Sibling topic"], "ticked": True, "done": True}
    assert "☑ Sibling topic" in quizzer("roadmap", "show", "small-roadmap").out
    path = after["Build something"]["path"]
    quizzer("roadmap", "tick", "small-roadmap", path)
    assert json.loads(quizzer("roadmap", "list", "--json").out)["roadmaps"][0]["ticked"] == 2
    quizzer("undo")
    assert not topics(quizzer)["Build something"]["ticked"]
    ran = quizzer("roadmap", "tick", "small-roadmap", "Sibling topic", "--undo")
    assert ran.out == "Sibling topic is no longer ticked.\n"
    assert topics(quizzer) == before


def test_what_cannot_be_ticked(quizzer: Run) -> None:
    """Neither nothing nor several things, nor in a roadmap that is not there: said in one sentence."""
    for words, said in (
        (("small-roadmap", "topic"), "may be any of these"),
        (("small-roadmap", "xyz"), "Nothing in Small roadmap is called 'xyz'"),
        (("nowhere", "x"), "There is no roadmap 'nowhere'. There are: small-roadmap."),
    ):
        ran = quizzer("roadmap", "tick", *words)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert said in ran.err
