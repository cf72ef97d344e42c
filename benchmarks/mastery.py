"""A roadmap of 3,000 topics over a large collection: opening it with live mastery, and keeping it in step."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from time import perf_counter, process_time

from msgspec.structs import replace

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, ms, print_table
from benchmarks.responses import right_response
from quizzer.__main__ import COLLECT_AFTER
from quizzer.sitting import Plan
from quizzer.study import StudySession
from quizzer.topics import RoadmapView, risks, view
from quizzer.tui.app import QuizzerApp
from quizzer.tui.screens.roadmap import RoadmapScreen
from quizzer.tui.widgets.roadmap_tree import RoadmapTree
from quizzer.workspace import Workspace
from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_decks.roadmap_file import write_roadmap

OPEN, STEP = 0.3, 0.01
_PHASES, _SECTIONS, _TOPICS = 10, 30, 10
_SIZE = (100, 40)
_COLUMNS = ("best", "median", "worst", "processor, best")
_ID = "three-thousand"
_FROM_HOME = "r on home -> the tree with its figures is painted"
_FROM_NOTHING = "the same, when nothing was looked up before"

Note = Callable[[str], AbstractContextManager[None]]
"""Times what is done within it, under a name."""


def measure_mastery(home: Home, runs: int) -> None:
    """Print how long the tree takes to open, in the store and on the screen, and after an answer."""
    home.restore()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)  # as the program runs
    times: dict[str, list[tuple[float, float]]] = {}

    @contextmanager
    def note(name: str) -> Iterator[None]:
        began, busy = perf_counter(), process_time()
        yield
        times.setdefault(name, []).append((perf_counter() - began, process_time() - busy))

    with _large_roadmap(home):
        for _ in range(runs):
            with home.workspace() as workspace:
                _in_store(workspace, note)
            with home.workspace() as workspace:
                asyncio.run(_on_screen(workspace, note))
    targets = {
        "all decks looked at, tree of 3,000 topics": OPEN,
        _FROM_HOME: OPEN,
        _FROM_NOTHING: OPEN,
        "after an answer: tree": STEP,
        "after an answer: tree and what is at risk": STEP,
        "after an answer: on the screen, painted": None,
    }
    lines = []
    for name, values in times.items():
        sample, busy = (Sample.of(each) for each in zip(*values, strict=True))
        target = targets.get(name)
        told = f"< {ms(target)}" if target else ""
        figures = (ms(sample.best), ms(sample.median), ms(sample.worst), ms(busy.best))
        lines.append(Line(name, figures, "", told, sample.median < target if target else None))
    print_table(f"mastery over {home.facts['cards']:,.0f} cards, {runs} times", _COLUMNS, lines)


@contextmanager
def _large_roadmap(home: Home) -> Iterator[None]:
    """Put a roadmap of 3,000 topics beside the decks, for as long as it is looked at."""
    with home.workspace() as workspace:
        decks = [deck.id for deck in workspace.store.decks.outlines()]
    numbers = iter(range(_PHASES * _SECTIONS * _TOPICS))
    phases = tuple(
        Phase(
            f"Phase {phase}",
            tuple(
                Section(
                    f"Section {phase}.{section}",
                    tuple(Topic(f"Topic {n}", decks=(decks[n % len(decks)],)) for n in islice(numbers, _TOPICS)),
                )
                for section in range(_SECTIONS)
            ),
        )
        for phase in range(_PHASES)
    )
    path = home.folder / "roadmaps" / f"{_ID}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(write_roadmap(Roadmap(_ID, "Three thousand topics", phases)), encoding="utf-8")
    try:
        with home.workspace() as workspace:
            workspace.curriculum()  # reads the roadmaps, and keeps what was read
        yield
    finally:
        path.unlink()


def _in_store(workspace: Workspace, note: Note) -> None:
    workspace.scheduler, workspace.roadmaps  # noqa: B018 - known before any screen opens
    with note("all decks looked at, tree of 3,000 topics"):
        view(workspace, _ID)
    with note("what is at risk when, first time"):
        seen = _look(workspace, None)
    session = workspace.session(Plan())
    workspace.warm()
    for _ in range(5):
        _answer(session)
        with note("after an answer: tree"):
            view(workspace, _ID)
        _answer(session)
        with note("after an answer: tree and what is at risk"):
            seen = _look(workspace, seen)


def _look(workspace: Workspace, before: RoadmapView | None) -> RoadmapView:
    """Look as the screen does: of what was seen before only what changed is looked at again."""
    seen = view(workspace, _ID)
    assert seen is not None
    return replace(seen, risks=risks(seen, before))


def _answer(session: StudySession) -> None:
    assert session.step is not None
    session.answer(right_response(session.step.prompt))
    session.rate()


async def _on_screen(workspace: Workspace, note: Note) -> None:
    """Open the roadmap over home, and answer a question behind it."""
    app = QuizzerApp(workspace)
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        await _rest(app)
        for name in (_FROM_HOME, _FROM_NOTHING):
            screen = RoadmapScreen(workspace, _ID)
            with note(name):
                await app.push_screen(screen)
                await _painted(screen, None)
            await _rest(app)
            if name == _FROM_HOME:
                await screen.dismiss()
                workspace.__dict__.pop("_standings")  # as if home had not looked yet
        session = workspace.session(Plan())
        _answer(session)
        before = screen.seen
        with note("after an answer: on the screen, painted"):
            await screen.on_screen_resume()
            await _painted(screen, before)
        await _rest(app)


async def _painted(screen: RoadmapScreen, before: RoadmapView | None) -> None:
    """Wait until something newer than `before` is on the screen, which has been laid out."""
    while screen.seen is before or not screen.query_one(RoadmapTree).size:
        await asyncio.sleep(0.001)
    painted = asyncio.Event()
    screen.call_after_refresh(painted.set)
    await painted.wait()


async def _rest(app: QuizzerApp) -> None:
    while any(not worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.01)
