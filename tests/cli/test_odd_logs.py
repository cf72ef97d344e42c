"""Statistics, fitting and looking ahead over odd logs, by the command line: no traceback, and nothing untrue."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_values import Run
from odd_logs import ODD_LOGS, ZONE
from small_home import SettableClock, open_home


def learned(home: Path, clock: SettableClock, name: str) -> int:
    """Load an odd log into the home, and return how many answers it has."""
    (home / "config.toml").write_text(f'[study]\nroadmap = "small-roadmap"\ntimezone = "{ZONE}"\n', encoding="utf-8")
    workspace = open_home(home, clock)
    workspace.refresh()
    number = workspace.store.load_events(ODD_LOGS[name]())
    workspace.close()
    return number


def figures(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every figure in JSON."""
    if isinstance(value, dict):
        if {"value", "low", "high", "n"} <= value.keys():
            yield value
        for each in value.values():
            yield from figures(each)
    elif isinstance(value, list):
        for each in value:
            yield from figures(each)


def report(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return all statistics as JSON, which has no NaN and no infinity."""

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    ran = quizzer("stats", "--json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out, parse_constant=refuse)
    return found


@pytest.mark.parametrize("name", ODD_LOGS)
def test_every_figure_is_true(name: str, quizzer: Run, home: Path, clock: SettableClock) -> None:
    """Intervals hold their values, parts add up to the answers given, and what was known is no more than was seen."""
    number = learned(home, clock, name)
    for window in ("7", "365", "all"):
        found = report(quizzer, "--window", window)
        for figure in figures(found):
            if figure["low"] is not None:
                assert figure["low"] <= figure["value"] <= figure["high"]
        activity, knowledge = found["activity"], found["knowledge"]
        assert activity["answers"] == sum(hour["answers"] for hour in activity["hours"])
        assert activity["answers"] == sum(bucket["count"] for bucket in activity["times"])
        assert activity["active_days"] <= activity["answers"]
        assert (activity["answers"] > 0) == (activity["active_days"] > 0)
        assert activity["streak"] <= activity["longest_streak"] <= len(activity["days"])
        assert all(day["day"] <= found["day"] for day in activity["days"])
        assert 0 <= knowledge["now"]["value"] <= knowledge["now"]["n"] <= knowledge["cards"]
        assert all(0 <= point["recalled"] <= point["introduced"] for point in knowledge["course"])
        assert found["forecast"]["backlog"] + sum(day["due"] for day in found["forecast"]["days"]) <= len("12345")
        assert found["answers"] == number
    assert found["activity"]["answers"] == number
    checked = json.loads(quizzer("replay", "--check", "--json").out)
    assert checked["different"] == []


def same(one: Any, other: Any) -> bool:
    """Return whether two values of JSON are equal; numbers, which were summed in another order, but for a rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return bool(one == other)


@pytest.mark.parametrize("name", ODD_LOGS)
def test_roll_ups_say_what_the_answers_say(
    name: str, quizzer: Run, home: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted from tallies, as large collections are, every figure is what it is counted from single answers."""
    learned(home, clock, name)
    for arguments in (("--window", "all"), ("--window", "30", "--kind", "typed")):
        counted = report(quizzer, *arguments)
        with monkeypatch.context() as patch:
            patch.setattr("quizzer.reports.counted.FEW", -1)
            rolled = report(quizzer, *arguments)
        for each in (counted, rolled):
            auc = each["calibration"].pop("auc")  # of thousandths, where it is counted from tallies
            assert auc["value"] is None or math.isclose(auc["value"], 0.5, abs_tol=0.5)
        assert same(rolled, counted)


@pytest.mark.parametrize("name", ODD_LOGS)
def test_all_else_ends_with_words(name: str, quizzer: Run, home: Path, clock: SettableClock, tmp_path: Path) -> None:
    """Tables, CSV, the page, fitting and looking ahead end well or with a sentence, never with a fault."""
    learned(home, clock, name)
    assert quizzer("stats").code == 0
    for section in ("true_retention", "calibration", "memory", "activity"):
        assert quizzer("stats", section, "--csv").code == 0
    page = tmp_path / "page.html"
    assert quizzer("stats", "--html", str(page), "--window", "all").code == 0
    assert not {"nan", "inf", "-inf"} & set(page.read_text(encoding="utf-8").lower().replace('"', " ").split())
    for arguments in (
        ("optimize", "--json"),
        ("simulate", "--json"),
        ("simulate", "--roadmap", "small-roadmap", "--by", "2026-06-30", "--json"),
    ):
        ran = quizzer(*arguments)
        assert ran.code in (0, 1)
        assert "Traceback" not in ran.err
        assert bool(ran.err) == (ran.code == 1)
