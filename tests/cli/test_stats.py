"""`quizzer stats`: words, tables, JSON and CSV, of any part of the collection, and whatever the log holds."""

from __future__ import annotations

import csv
import json
import math
from io import StringIO
from typing import Any

import pytest
from cli_values import Run
from small_home import SettableClock

from quizzer.cli.stats import NAMES, WINDOWS
from quizzer.reports.gathering import gather
from quizzer.reports.scope import Scope, Window
from quizzer.workspace import Workspace

PLANETS = "Mercury\n\nVenus\n\nEarth\n\nq\n"


def numbers(value: Any) -> list[float]:
    """Return every number in JSON."""
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in numbers(each)]
    return [value] if isinstance(value, int | float) else []


def told(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return what the command prints as JSON."""
    ran = quizzer("stats", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def study(quizzer: Run, clock: SettableClock, days: int) -> None:
    """Review on each of some days what is due and new then."""
    for _ in range(days):
        quizzer("review", "small/siblings", "--plain", given=PLANETS)
        clock.forward(days=1)


def test_the_names_are_the_sections(workspace: Workspace) -> None:
    """What can be asked for by name is what a report has."""
    assert tuple(section.name for section in gather(workspace, Scope(), Window.MONTH).sections()) == NAMES


@pytest.mark.parametrize("days", [0, 1, 9])
@pytest.mark.parametrize("name", NAMES)
def test_every_section_is_told_in_every_way(name: str, days: int, quizzer: Run, clock: SettableClock) -> None:
    """Words, tables, definition, JSON and CSV, on an empty log, after one day and after nine; every number finite."""
    study(quizzer, clock, days)
    section = told(quizzer, name)[name]
    words = quizzer("stats", name, "--explain")
    assert words.code == 0
    assert section["words"] in words.out
    assert "Source:" in words.out
    assert all(math.isfinite(number) for number in numbers(section))
    rows = list(csv.reader(StringIO(quizzer("stats", name, "--csv").out)))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("window", WINDOWS)
def test_windows_hold_what_lies_in_them(window: str, quizzer: Run, clock: SettableClock) -> None:
    """Answers of nine days: a window counts its own, all of them are counted under `answers`."""
    study(quizzer, clock, 9)
    clock.forward(days=-1)
    found = told(quizzer, "--window", window)
    daily = found["activity"]["days"]
    inside = daily[-7:] if window == "7" else daily
    assert found["activity"]["answers"] == sum(day["answers"] for day in inside)
    assert found["answers"] == sum(day["answers"] for day in daily)
    assert found["today"]["answered"] == daily[-1]["answers"]


def test_parts_add_up_to_the_whole(quizzer: Run, clock: SettableClock) -> None:
    """Decks and kinds divide answers and cards between them; tags, topics, phases and roadmaps find their decks."""
    study(quizzer, clock, 4)
    quizzer("review", "small/kinds", "--plain", "--new", "9", given="Paris\n\nq\n")
    whole = told(quizzer)
    decks = [told(quizzer, "--deck", deck) for deck in ("small/kinds", "small/siblings", "small/later", "other")]
    kinds = ("basic", "typed", "numeric", "cloze", "choice", "multi", "order", "match", "output")
    by_kind = [told(quizzer, "--kind", kind) for kind in kinds]
    for parts in (decks, by_kind):
        assert sum(part["answers"] for part in parts) == whole["answers"] > 0
        assert sum(part["cards"] for part in parts) == whole["cards"]
        assert sum(part["knowledge"]["now"]["value"] for part in parts) == pytest.approx(
            whole["knowledge"]["now"]["value"]
        )
        due = [sum(day["due"] for day in part["forecast"]["days"]) for part in (whole, *parts)]
        assert due[0] == sum(due[1:])
    siblings = told(quizzer, "--deck", "small/siblings")
    for asked in (["--topic", "Sibling topic"], ["--topic", "Siblings", "--roadmap", "small-roadmap"]):
        assert told(quizzer, *asked)["answers"] == siblings["answers"]
    assert told(quizzer, "--phase", "phase one")["cards"] == whole["cards"] - decks[-1]["cards"]


def test_a_card_has_its_curve(quizzer: Run, clock: SettableClock) -> None:
    """Its answers, what is recalled now, and when it falls below what was asked for; an unseen card has none yet."""
    study(quizzer, clock, 3)
    card = "small/siblings/planets#mercury"
    curve = told(quizzer, "--card", card)
    assert curve["card"] == card
    assert len(curve["answers"]) >= 1
    assert 0 < curve["now"] <= 1
    assert curve["falls_below"] > curve["answers"][-1]["day"]
    recall = [value for _, value in curve["points"]]
    assert all(0 < value <= 1 for value in recall)
    assert quizzer("stats", "--card", card).out.startswith(f"{len(curve['answers'])} answers; recall now ")
    assert told(quizzer, "--card", "small/later/first")["now"] is None
    assert quizzer("stats", "--card", "none/such").code == 1


def test_what_does_not_exist_is_told(quizzer: Run) -> None:
    """Unknown decks, roadmaps, phases, topics, tags and kinds in one sentence; a CSV of everything is a usage error."""
    names = ("--deck", "--roadmap", "--phase", "--topic", "--tag", "--kind")
    for asked in [(name, "no such") for name in names]:
        ran = quizzer("stats", *asked)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert quizzer("stats", "--csv").code == 2
    assert quizzer("stats", "today", "--csv", "--json").code == 2
    assert quizzer("stats", "nonsense").code == 2


def test_a_clock_that_ran_ahead_does_no_harm(quizzer: Run, clock: SettableClock) -> None:
    """Answers dated after today are in no window but all, and nothing is infinite or missing."""
    study(quizzer, clock, 2)
    clock.forward(days=400)
    study(quizzer, clock, 1)
    clock.forward(days=-420)
    study(quizzer, clock, 1)
    found, ever = told(quizzer, "--window", "365"), told(quizzer, "--window", "all")
    assert found["activity"]["answers"] < ever["activity"]["answers"] == found["answers"] == ever["answers"]
    assert all(math.isfinite(number) for number in numbers(ever))
    assert quizzer("replay", "--check").code == 0


def test_zones_and_clock_changes_in_the_middle_of_a_log(quizzer: Run, clock: SettableClock) -> None:
    """Whoever travels, or lives through the change to summer time, keeps his days, hours and counts."""
    for zone in ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Pacific/Apia"):
        quizzer("config", "study.timezone", zone)
        study(quizzer, clock, 7)
    clock.forward(hours=-30)
    found = told(quizzer, "--window", "all")
    days = found["activity"]["days"]
    assert [day["day"] for day in days] == sorted({day["day"] for day in days})
    assert sum(day["answers"] for day in days) <= found["answers"] == found["activity"]["answers"]
    assert sum(hour["answers"] for hour in found["activity"]["hours"]) == found["answers"]
    assert all(math.isfinite(number) for number in numbers(found))
    assert quizzer("replay", "--check").code == 0


def test_a_damaged_count_is_mended(quizzer: Run, clock: SettableClock, home: Any) -> None:
    """`replay --check` finds counts that are not what the log gives, `--repair` makes them again."""
    import sqlite3
    from contextlib import closing

    study(quizzer, clock, 2)
    with closing(sqlite3.connect(home / "quizzer.db")) as connection:
        connection.execute("update tally set n = n + 5")
        connection.commit()
    ran = quizzer("replay", "--check")
    assert (ran.code, "tallies are not what the log gives" in ran.out) == (1, True)
    assert quizzer("replay", "--repair").code == 0
    assert quizzer("replay", "--check").code == 0


def test_a_page(quizzer: Run, clock: SettableClock, home: Any) -> None:
    """`--html` writes a page of all sections, or of the one named; it goes with neither --json nor --card."""
    study(quizzer, clock, 3)
    file = home / "page.html"
    ran = quizzer("stats", "--html", str(file), "--window", "all")
    assert (ran.code, ran.err) == (0, "")
    assert str(file) in ran.out
    assert file.read_text(encoding="utf-8").count("<section") == len(NAMES)
    quizzer("stats", "forecast", "--html", str(file))
    assert file.read_text(encoding="utf-8").count("<section") == 1
    assert quizzer("stats", "--html", str(file), "--json").code == 2
    assert quizzer("stats", "--html", str(file), "--card", "small/siblings/planets").code == 2
    missing = quizzer("stats", "--html", str(home / "none" / "page.html"))
    assert (missing.code, "cannot be written" in missing.err) == (1, True)
