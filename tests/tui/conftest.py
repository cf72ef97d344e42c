"""A deck of one question, to be asked at once."""

from __future__ import annotations

import asyncio
from time import process_time

import pytest
from hand import Only
from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from quizzer.sitting import Plan
from quizzer.workspace import Workspace


@pytest.fixture
def only(workspace: Workspace) -> Only:
    """Return what replaces the library by one deck with the given questions, one YAML flow mapping each."""

    def replace(*questions: str) -> Plan:
        for path in workspace.paths.decks.rglob("*.yaml"):
            path.unlink()
        lines = "".join(f"  - {question}\n" for question in questions)
        (workspace.paths.decks / "one.yaml").write_text(f"title: One deck\nquestions:\n{lines}", encoding="utf-8")
        workspace.refresh()
        assert workspace.library.problems() == ()
        return Plan(("one",))

    return replace


_PARSED: dict[object, list[RuleSet]] = {}
_parse = Stylesheet._parse_rules


def _parsed_once(self: Stylesheet, css: str, *args: object, **named: object) -> list[RuleSet]:
    key = (css, args, tuple(sorted(named.items())), tuple(self._variables.items()))
    if key not in _PARSED:
        _PARSED[key] = _parse(self, css, *args, **named)  # type: ignore[arg-type]
    return _PARSED[key]


@pytest.fixture(autouse=True)
def _styles_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse a style sheet once for all apps of a run: hundreds of them have the same."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parsed_once)


_FRAME, _LOOK = 0.002, 0.01
"""Seconds between two looks at what is put off, and those in which a thread is seen to work."""


async def _rested(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing is ready in the event loop, nothing is put off by a frame, and no thread works."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + max_sleep
    await asyncio.sleep(min_sleep)
    while loop.time() < ends:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            continue
        if _puts_off(active_app.get()):
            await asyncio.sleep(_FRAME)
            continue
        if not _has_threads_at_work(loop):
            return
        before = process_time()
        await asyncio.sleep(_LOOK)
        if process_time() - before < _LOOK / 20:
            return  # it waits itself


def _puts_off(app: App[object]) -> bool:
    screens = app._screen_stack[-1:]
    return app._resize_timer is not None or any(screen._dirty_widgets or screen._callbacks for screen in screens)


def _has_threads_at_work(loop: asyncio.AbstractEventLoop) -> bool:
    threads = loop._default_executor  # type: ignore[attr-defined]
    return threads is not None and threads._idle_semaphore._value < len(threads._threads)


@pytest.fixture(autouse=True)
def _rest_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look into the event loop for whether an app rests, not at the processor for a while after each key."""
    monkeypatch.setattr("textual.app.wait_for_idle", _rested)
    monkeypatch.setattr("textual.pilot.wait_for_idle", _rested)
