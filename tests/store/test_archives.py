"""An archive holds all of a learner: what comes back from one is what was there, on both databases."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lived_home import ALL_DEEDS, Deed, live, moved, opened
from postgres_server import Postgres
from small_home import SettableClock, no_bundled_library

from quizzer.archiving.restoring import Wanted, prepared
from quizzer.archiving.writing import write
from quizzer.workspace import Workspace

_lives = st.lists(st.tuples(st.sampled_from(ALL_DEEDS), st.integers(0, 9999)), max_size=14)


def exported(workspace: Workspace, target: Path) -> bytes:
    """Return a workspace's archive."""
    write(workspace, target)
    return target.read_bytes()


def restored(home: Path, archive: Path, clock: SettableClock, place: str | None = None) -> bytes:
    """Restore an archive in a home, see that all follows from the log, and return its archive."""
    with opened(home, clock, place) as workspace, prepared(workspace, Wanted(archive)) as found:
        assert found.report.standing == "empty"
        found.take()
    with opened(home, clock, place) as workspace:
        again = exported(workspace, home.with_suffix(".json"))
        replayed = workspace.replay()
        assert (replayed.different, replayed.miscounted) == ((), ())
    return again


def state(home: Path, clock: SettableClock, place: str | None = None) -> object:
    """Return what a learner sees: cards, facts, decks, what is done and what an undo takes back."""
    with opened(home, clock, place) as workspace:
        workspace.refresh()
        store = workspace.store
        cards = sorted(store.cards.histories(), key=lambda one: one[0].id)
        facts = [store.facts.all(kind) for kind in ("odd", "files")]
        decks = [(deck.id, deck.title, deck.questions, deck.cards) for deck in store.decks.decks()]
        undone = workspace.undo()
        taken_back = undone and [(event.seq, event.content) for event in undone.events]
        return cards, facts, decks, taken_back


@settings(max_examples=8)
@example(life=[("import", 1), ("answer", 2), ("undo", 0), ("undo", 0), ("set", 3), ("answer", 9), ("redo", 0)])
@given(life=_lives)
def test_what_comes_back_is_what_was_there(small_home: Path, life: list[Deed]) -> None:
    """After any life, an archive restored into an empty home gives the same archive, the same cards, the same undo."""
    with tempfile.TemporaryDirectory() as folder, no_bundled_library(Path(folder)):
        root, clock = Path(folder), SettableClock()
        home = moved(small_home, root / "home")
        live(home, root / "other", clock, life)
        with opened(home, clock) as workspace:
            archive = exported(workspace, root / "archive.json")
        assert restored(root / "new", root / "archive.json", clock) == archive
        assert state(root / "new", clock) == state(home, clock)


def test_from_a_file_to_a_server_and_back(small_home: Path, tmp_path: Path, postgres: Postgres) -> None:
    """The archive of an SQLite file restored on PostgreSQL, and that one's in a file again, are the same bytes."""
    life = [("import", 1), ("answer", 5), ("elsewhere answer", 6), ("undo", 0), ("change", 7), ("state", 3)]
    life += [("answer", 14), ("redo", 0), ("undo", 0), ("undo", 0), ("redo", 0), ("elsewhere undo", 0), ("set", 9)]
    clock = SettableClock()
    with no_bundled_library(tmp_path):
        home = moved(small_home, tmp_path / "lived")
        live(home, tmp_path / "other", clock, life)
        with opened(home, clock) as workspace:
            archive = exported(workspace, tmp_path / "archive.json")
        url = postgres.empty()
        assert restored(tmp_path / "served", tmp_path / "archive.json", clock, url) == archive
        assert restored(tmp_path / "back", tmp_path / "served.json", clock) == archive
        assert state(tmp_path / "served", clock, url) == state(home, clock)
