"""The other process of an import does what it is asked for, one thing after the other; or else it is done here."""

from __future__ import annotations

import os
from functools import partial

from quizzer.importing.helper import Helper


def test_results_come_to_who_asked() -> None:
    """Each result is that of its own work, in whichever order they are waited for, and as often."""
    with Helper() as helper:
        waiting = [helper.begin(partial(pow, 2, number)) for number in range(5)]
        assert [each() for each in reversed(waiting)] == [16, 8, 4, 2, 1]
        assert waiting[3]() == 8
        assert helper.begin(os.getpid)() != os.getpid()


def test_what_does_not_pay_is_done_here() -> None:
    """Nothing is started for a little work."""
    with Helper() as helper:
        assert helper.begin(os.getpid, False)() == os.getpid()
        assert helper._process is None


def test_what_it_cannot_do_is_done_here() -> None:
    """When it ends in the middle of something, that and all behind it is done by who waits."""
    with Helper() as helper:
        first, dying, last = (helper.begin(work) for work in (os.getpid, partial(len, "ab"), os.getpid))
        assert first() != os.getpid()
        helper.stop()
        assert (dying(), last()) == (2, os.getpid())


def test_what_ended_is_not_started_again() -> None:
    """A new process would know nothing of what the one before was asked: all that is asked later is done here."""
    with Helper() as helper:
        helper.start()
        assert helper._process is not None
        helper._process.stop()
        before = helper.begin(os.getpid)
        assert before() == os.getpid()
        waiting, several, last = helper.begin(os.getpid), helper.each(partial(iter, "ab")), helper.begin(os.getpid)
        assert (waiting(), list(several), last()) == (os.getpid(), ["a", "b"], os.getpid())
