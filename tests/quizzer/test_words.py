"""Small values and the words for them: waits, days, histories, times, folders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer import wording
from quizzer.clock import SHIFT, SystemClock, system_clock
from quizzer.config import Config, parse
from quizzer.device import device_id
from quizzer.errors import ConfigError
from quizzer.history import describe, describe_all
from quizzer.limits import DailyLimit, limits_today
from quizzer.pace import Pace
from quizzer.paths import locate
from quizzer.presenting import filled_ask
from quizzer.sitting import Plan
from quizzer.study_days import study_days
from quizzer.workspace import Workspace
from quizzer_decks.model import Numeric, Question
from quizzer_decks.question_json import question_to_json
from quizzer_scheduler.model import Card, State


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-5, "0 s"), (45, "45 s"), (60, "1 min"), (600, "10 min"), (3600 * 3, "3 h"), (86400 * 9, "9 d")],
)
def test_waits_are_told_in_one_unit(seconds: float, told: str) -> None:
    """Seconds, minutes, hours or days, whatever fits."""
    assert wording.wait(timedelta(seconds=seconds)) == told


@given(st.floats(0, 1e9))
def test_any_wait_is_short_to_tell(seconds: float) -> None:
    """A number, a unit, and never more than ten characters."""
    number, unit = wording.wait(timedelta(seconds=seconds)).split()
    assert float(number) >= 0
    assert unit in ("s", "min", "h", "d", "mo", "y")
    assert len(number) <= 5


def test_days_numbers_and_shares_are_told() -> None:
    """As a learner would say them."""
    assert [wording.days(n) for n in (1, 30, 61, 365, 500)] == ["1 d", "30 d", "2 mo", "1 y", "1.4 y"]
    today = date(2026, 3, 4)
    told = [wording.day(today + timedelta(days=n), today) for n in (-1, 0, 1, 3, 10, 400)]
    assert told == ["yesterday", "today", "tomorrow", "Saturday", "14 Mar", "8 Apr 2027"]
    assert [wording.count(n, "card") for n in (0, 1, 12000)] == ["0 cards", "1 card", "12,000 cards"]
    assert [wording.percent(share) for share in (None, 0, 0.666)] == ["–", "0 %", "67 %"]
    assert [wording.minutes(seconds) for seconds in (0, 10, 850)] == ["0 min", "≈ 1 min", "≈ 14 min"]
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert wording.until(Card("a"), at) == "–"
    assert wording.until(Card("a", State.LEARNING, due_at=at + timedelta(minutes=9)), at) == "9 min"
    assert wording.until(Card("a", State.REVIEW, due_at=at, interval_days=40), at) == "1.3 mo"


def test_what_was_done_is_told_in_words(workspace: Workspace) -> None:
    """Each kind of action has its words; of many cards the first are named."""
    session = workspace.session(Plan())
    key = session.step.key if session.step else 0
    told = []
    for name, value in (("suspended", True), ("suspended", False), ("flag", 2), ("flag", 0), ("forget", None)):
        workspace.change_cards([key], name, value)  # type: ignore[arg-type]
        told.append(describe(workspace.store.cards.latest(1)[0]).partition(" ")[2])
    for value in (date(2026, 3, 5), None):
        workspace.change_cards([key], "buried_until", value)
        told.append(describe(workspace.store.cards.latest(1)[0]).partition(" ")[2])
    assert told == [
        *("suspended", "taken in again", "flagged", "no longer flagged", "made new again"),
        *("put off until 2026-03-05", "dug out"),
    ]
    workspace.more_new_today(5)
    assert describe(workspace.store.cards.latest(1)[0]) == "limit of 2026-03-02 set to 15 new cards"
    workspace.tick("small-roadmap/phase-one/first-section/build-something", True)
    assert (
        describe(workspace.store.cards.latest(1)[0]) == "small-roadmap/phase-one/first-section/build-something ticked"
    )
    assert workspace.undo() is not None
    assert describe(workspace.store.cards.latest(1)[0]) == "nothing"
    workspace.change_cards(workspace.find("deck:small/siblings"), "flag", 1)
    undone = workspace.undo()
    assert undone is not None
    assert describe_all(undone).endswith(" and 4 more")


def test_limits_are_what_is_left() -> None:
    """Settings, a change for today alone, never below zero; None is no limit."""
    config = parse({"study": {"new_per_day": 5, "reviews_per_day": 50}, "decks": {"a": {"new_per_day": 2}}})
    day = date(2026, 3, 2)
    facts = {"2026-03-02": {"new": 9}, "2026-03-01": {"new": 99}, "2026-03-02/a": {"review": 1}, "x": None}
    assert limits_today(config, facts, day) == {"": DailyLimit(9, 50), "a": DailyLimit(2, 1)}
    assert DailyLimit(5, None).less(7, 9) == DailyLimit(0, None)


def test_the_pace_is_measured_or_usual() -> None:
    """New cards take several answers; before any answer fifteen seconds are assumed."""
    assert Pace.measured(None).seconds(2, 1, 0) == 45
    assert Pace.measured(10).seconds(0, 0, 2) == 50


def test_days_follow_the_settings() -> None:
    """Zone and rollover hour are the learner's."""
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert study_days(Config()).day(at) == date(2026, 3, 1)
    assert study_days(parse({"study": {"rollover_hour": 1}})).day(at) == date(2026, 3, 2)
    assert study_days(parse({"study": {"timezone": "Asia/Tokyo"}})).day(at) == date(2026, 3, 2)


def test_the_clock_tells_whole_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """In UTC, moved by the days that the environment asks for; nonsense is told."""
    at = SystemClock(timedelta(days=2)).now()
    assert (at.tzinfo, at.microsecond % 1000) == (UTC, 0)
    monkeypatch.setenv(SHIFT, "1.5")
    assert system_clock() == SystemClock(timedelta(days=1.5))
    for raw in ("soon", "nan", "inf", "1e12", "99999"):
        monkeypatch.setenv(SHIFT, raw)
        with pytest.raises(ConfigError, match=SHIFT):
            system_clock()


def test_one_folder_or_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--home` holds everything; otherwise each lies where the platform wants it; nothing is made by looking."""
    paths = locate(tmp_path / "q")
    assert paths.database == tmp_path / "q" / "quizzer.db"
    assert {paths.config_file.parent, paths.backups.parent, paths.decks.parent, paths.log.parent.parent} == {
        tmp_path / "q"
    }
    assert locate("~/x").data == tmp_path / "home" / "x"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert "quizzer" in str(locate(None).database)
    assert not (tmp_path / "q").exists()


def test_a_device_keeps_its_name(tmp_path: Path) -> None:
    """Made up once, also when the file was left empty by a crash."""
    paths = locate(tmp_path / "q")
    name = device_id(paths)
    assert device_id(paths) == name
    paths.device.write_text("", encoding="ascii")
    again = device_id(paths)
    assert (len(again), device_id(paths)) == (32, again)


def test_a_list_shows_drawn_numbers_not_their_names() -> None:
    """A question with drawn numbers stands in a list with one draw of them."""
    body = question_to_json(Question("q", Numeric("Twice {n}?", check="2 * n", given={"n": (3, 4)})))
    assert filled_ask(body) in ("Twice 3?", "Twice 4?")
