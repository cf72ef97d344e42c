"""A learner's life in a home, out of chance: answers, undos, settings, facts, imports, files, and a second device."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from small_home import SettableClock

from quizzer.config_file import change
from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.paths import locate
from quizzer.store.records import Fact, FactValue
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

Deed = tuple[str, int]
"""What is done, and a number that decides how."""

_CARDS = ("small/kinds/typed", "small/siblings/metal", "small/later/first", "other/elsewhere/only")


def moved(source: Path, target: Path) -> Path:
    """Copy a home to a place where there is none, and let its index know that it was moved."""
    shutil.copytree(source, target)
    with closing(sqlite3.connect(target / "quizzer.db")) as connection:
        connection.execute("update deck_file set path = replace(path, ?, ?)", (str(source), str(target)))
        connection.commit()
    return target


@contextmanager
def opened(folder: Path, clock: SettableClock, place: str | None = None) -> Iterator[Workspace]:
    """Open a home, by default with the history in it."""
    workspace = Workspace.open(locate(folder), place, clock)
    try:
        yield workspace
    finally:
        workspace.close()


def live(home: Path, other: Path, clock: SettableClock, deeds: Sequence[Deed]) -> None:
    """Do things in a home one after the other, some of them on another device, whose home is `other`."""
    for name, number in deeds:
        clock.forward(minutes=17 + number % 4000)
        elsewhere = name.startswith("elsewhere ")
        with opened(other if elsewhere else home, clock, str(home / "quizzer.db")) as workspace:
            DEEDS[name.removeprefix("elsewhere ")](workspace, number)


def _answer(workspace: Workspace, number: int) -> None:
    card = workspace.store.cards.card(_CARDS[number % 4])
    assert card is not None
    rating = list(Rating)[number // 4 % 4]
    took = timedelta(milliseconds=number % 70_001)
    reviewed = workspace.scheduler.review(card, rating, workspace.clock.now(), took)
    workspace.store.record(reviewed, "right", 'naïve \N{PILE OF POO} "x"\n', card.reps)


def _change(workspace: Workspace, number: int) -> None:
    contents = [workspace.store.cards.content_by_id(id_) for id_ in _CARDS[: 1 + number % 3]]
    keys = [content.key for content in contents if content is not None]
    match number % 4:
        case 0:
            workspace.change_cards(keys, "suspended", bool(number // 4 % 2))
        case 1:
            workspace.change_cards(keys, "flag", number % 8)
        case 2:
            workspace.change_cards(keys, "buried_until", workspace.today + timedelta(days=number % 5))
        case 3:
            workspace.change_cards(keys, "forget", None)


def _state(workspace: Workspace, number: int) -> None:
    at = workspace.clock.now()
    value: FactValue = None if number % 5 == 0 else {"nested": [number / 7, "ü\ud7ff", None, {"deep": True}]}
    stamp = at, workspace.days.offset(at), workspace.days.day(at)
    workspace.store.fact(Fact("odd", str(number % 3), value, *stamp), Fact("odd", "always", number, *stamp))


def _set(workspace: Workspace, number: int) -> None:
    change(workspace.paths.config_file, "study.desired_retention", f"0.{80 + number % 15}")
    change(workspace.paths.config_file, "app.editor", "/usr/bin/of-this-machine")


def _write(workspace: Workspace, number: int) -> None:
    """Write a file: a deck, a picture, a roadmap, or nothing of the program's; or take a deck away."""
    decks = workspace.paths.decks
    if number % 5 == 0:
        (decks / "other" / "elsewhere.yaml").unlink(missing_ok=True)
        return
    files: Mapping[str, bytes] = {
        "decks/mine/one.yaml": f"questions: [{{id: a, kind: typed, ask: a {number}?, answer: b}}]\n".encode(),
        "decks/media/x.png": bytes(range(256)) * (number % 9000),
        "decks/media/same.png": bytes(range(256)) * (number % 9000),
        "decks/notes, not a deck.txt": "ünï".encode("latin-1"),
        "roadmaps/mine.yaml": f"id: mine\ntitle: Mine {number}\nphases: []\n".encode(),
    }
    path, data = list(files.items())[number % len(files)]
    target = decks.parent / path
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(data)
    workspace.refresh()


def _import(workspace: Workspace, number: int) -> None:
    source = workspace.paths.cache / f"words{number % 2}.csv"
    source.parent.mkdir(exist_ok=True)
    source.write_text(f"one,eins {number % 3}\ntwo,zwei\n", encoding="utf-8")
    with prepared(workspace, Wanted([source], "", options_for(workspace))) as found:
        found.take()


def _undo(workspace: Workspace, _: int) -> None:
    workspace.undo()


def _redo(workspace: Workspace, _: int) -> None:
    workspace.redo()


DEEDS: Mapping[str, Callable[[Workspace, int], None]] = {
    "answer": _answer,
    "change": _change,
    "state": _state,
    "set": _set,
    "write": _write,
    "import": _import,
    "undo": _undo,
    "redo": _redo,
}
ALL_DEEDS = (*DEEDS, "answer", "answer", "undo", "undo", "elsewhere answer", "elsewhere state", "elsewhere undo")
"""What may be done, the usual several times."""
