from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler.days import StudyDays

BERLIN = ZoneInfo("Europe/Berlin")

ZONES: tuple[tzinfo, ...] = (
    UTC,
    BERLIN,
    *(
        ZoneInfo(name)
        for name in (
            "Africa/Casablanca",
            "America/Caracas",
            "America/New_York",
            "America/St_Johns",
            "Antarctica/Troll",
            "Asia/Gaza",
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Europe/Dublin",
            "Etc/GMT+12",
            "Pacific/Apia",
            "Pacific/Chatham",
            "Pacific/Kiritimati",
            "Pacific/Kwajalein",
        )
    ),
    timezone(timedelta(hours=14)),
    timezone(timedelta(hours=-12)),
)

zones = st.sampled_from(ZONES)
rollovers = st.integers(0, 23 * 60 + 59).map(lambda minutes: timedelta(minutes=minutes))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive


def changes_of_clock(zone: tzinfo) -> list[datetime]:
    """Find the instants from 1990 to 2040 at which a zone's clocks change, to the second."""
    found = []
    at = datetime(1990, 1, 1, tzinfo=UTC)
    while at.year < 2040:
        following = at + timedelta(days=7)
        low, high = at, following
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(high)
        at = following
    return found


@pytest.fixture
def system_zone_is_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make Berlin the zone of the system, and put it back."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def test_a_study_day_begins_at_the_rollover_hour() -> None:
    """At 03:59 it is still yesterday, at 04:00 today."""
    days = StudyDays(BERLIN)
    assert days.day(datetime(2026, 5, 2, 3, 59, tzinfo=BERLIN)) == date(2026, 5, 1)
    assert days.day(datetime(2026, 5, 2, 4, 0, tzinfo=BERLIN)) == date(2026, 5, 2)
    assert days.start(date(2026, 5, 2)) == datetime(2026, 5, 2, 2, 0, tzinfo=UTC)
    assert days.start(date(2026, 5, 2)).tzinfo is UTC


def test_a_study_day_is_counted_on_the_wall_whatever_zone_the_instant_is_given_in() -> None:
    """An instant belongs to one study day, in whichever zone it is written."""
    days = StudyDays(BERLIN)
    at = datetime(2026, 5, 1, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert days.day(at) == days.day(at.astimezone(UTC)) == date(2026, 5, 2)
    assert days.offset(at) == timedelta(hours=2)


def test_days_have_23_and_25_hours_when_clocks_change() -> None:
    """Between two rollovers lie 23 hours in spring and 25 in autumn."""
    days = StudyDays(BERLIN)
    assert days.start(date(2026, 3, 29)) - days.start(date(2026, 3, 28)) == timedelta(hours=23)
    assert days.start(date(2026, 10, 25)) - days.start(date(2026, 10, 24)) == timedelta(hours=25)


def test_a_rollover_that_the_clock_skips_is_the_first_instant_after_the_gap() -> None:
    """With rollover at 02:30 the day of the change to summer time begins at 03:00, which is 01:00 UTC."""
    days = StudyDays(BERLIN, timedelta(hours=2, minutes=30))
    begin = days.start(date(2026, 3, 29))
    assert begin == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert days.day(begin) == date(2026, 3, 29)
    assert days.day(begin - timedelta(microseconds=1)) == date(2026, 3, 28)


def test_a_rollover_that_the_clock_shows_twice_is_the_first() -> None:
    """With rollover at 02:30 the day of the change to winter time begins at the first 02:30 and does not end again."""
    days = StudyDays(BERLIN, timedelta(hours=2, minutes=30))
    begin = days.start(date(2026, 10, 25))
    assert begin == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second_two_oclock = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert second_two_oclock.astimezone(BERLIN).hour == 2
    assert days.day(second_two_oclock) == date(2026, 10, 25)


def test_a_day_that_a_zone_left_out_is_short_but_there() -> None:
    """Samoa skipped 30 December 2011: its study day lasts from midnight to the next rollover."""
    days = StudyDays(ZoneInfo("Pacific/Apia"))
    skipped = date(2011, 12, 30)
    assert days.start(skipped) == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)
    assert days.start(date(2011, 12, 31)) - days.start(skipped) == timedelta(hours=4)


@given(zones, rollovers, instants)
def test_every_instant_lies_in_its_study_day(zone: tzinfo, rollover: timedelta, at: datetime) -> None:
    """A day has begun at each of its instants, and the next has not."""
    days = StudyDays(zone, rollover)
    day = days.day(at)
    assert days.start(day) <= at < days.start(day + timedelta(days=1))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_instant_round_a_change_of_clock_lies_in_its_study_day(zone: tzinfo) -> None:
    """Around every change of clock since 1990, at any rollover near it, days follow without gap or overlap."""
    for change in changes_of_clock(zone)[::3]:
        wall = change.astimezone(zone)
        for minutes in (-60, -30, -1, 0, 15, 30, 60, 90):
            rollover = timedelta(minutes=(wall.hour * 60 + wall.minute + minutes) % 1440)
            days = StudyDays(zone, rollover)
            previous = date.min
            for quarter in range(-10, 11):
                at = change + quarter * timedelta(minutes=15)
                day = days.day(at)
                assert days.start(day) <= at < days.start(day + timedelta(days=1))
                assert day >= previous
                previous = day


@given(zones, rollovers, instants, st.timedeltas(timedelta(), timedelta(days=3)))
def test_time_never_goes_back_a_study_day(zone: tzinfo, rollover: timedelta, at: datetime, later: timedelta) -> None:
    """A later instant never lies in an earlier study day, not even when clocks are put back."""
    days = StudyDays(zone, rollover)
    assert days.day(at) <= days.day(at + later)


@pytest.mark.usefixtures("system_zone_is_berlin")
@pytest.mark.parametrize("rollover", [timedelta(hours=4), timedelta(hours=2, minutes=30), timedelta()], ids=str)
def test_no_zone_is_the_zone_of_the_system(rollover: timedelta) -> None:
    """Without a zone, the system's own gives the same days, round the changes of clock too."""
    named, system = StudyDays(BERLIN, rollover), StudyDays(None, rollover)
    for change in (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)):
        for quarter in range(-100, 100):
            at = change + quarter * timedelta(minutes=15)
            assert system.day(at) == named.day(at)
            assert system.start(system.day(at)) == named.start(named.day(at))
            assert system.offset(at) == named.offset(at)


@pytest.mark.parametrize("question", [StudyDays.day, StudyDays.local, StudyDays.offset])
def test_a_time_without_a_zone_is_refused(question: object) -> None:
    """A naive datetime could mean any instant, so it is not guessed at."""
    assert callable(question)
    with pytest.raises(ValueError, match="has no zone"):
        question(StudyDays(BERLIN), datetime(2026, 5, 1, 12))  # noqa: DTZ001 - naive on purpose


def test_study_days_need_no_zone_database() -> None:
    """A system without a zone database can count study days in its own zone."""
    code = (
        "import sys; from datetime import *; from quizzer_scheduler.days import StudyDays; "
        "print(StudyDays().day(datetime(2026, 5, 1, 12, tzinfo=UTC)), 'zoneinfo' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"TZ": "UTC"})
    assert done.stdout.split() == ["2026-05-01", "False"]


@pytest.mark.usefixtures("system_zone_is_berlin")
def test_the_calendar_has_an_end() -> None:
    """The last day there is has no next one to ask about."""
    assert StudyDays().day(datetime(9999, 12, 31, 12, tzinfo=UTC)) == date.max
