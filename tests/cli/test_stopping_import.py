"""`quizzer import` and its undo stopped at each of their stages: all or nothing, no file left, and it says which."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from anki_packages import BASIC, TODAY, Cards
from before_calls import before
from cli_values import Run

BY_SIGNAL = ((signal.SIGINT, 130), (signal.SIGTERM, 143))
STAGES = (
    "quizzer_decks.formats.registry:recognise",
    "quizzer_decks.formats.anki.reading:read",
    "quizzer.importing.media:Media.settled",
    "quizzer.importing.importer:home",
    "quizzer.importing.importer:Prepared.take",
    "quizzer.filing:shutil.move",
    "quizzer.filing:os.replace",
    "quizzer.filing:Filing.put",
    "quizzer.filing:place",
    "quizzer.library:Library.refresh 2",
    "quizzer.store.store:Store.take_in",
)
"""The calls right before which it is stopped."""


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let the signals be heard whoever began the tests: what runs in the background is begun with Ctrl-C ignored."""
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, earlier)


def files(home: Path) -> list[str]:
    """Return the files that an import may write, but for the one that keeps others away."""
    found = (path for folder in ("decks", "imports") for path in (home / folder).rglob("*"))
    return sorted(path.name for path in found if path.is_file() and path.name != "lock")


def test_stopped(quizzer: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is stopped in, nothing is imported and no file stays; once it is written, that is said."""
    cards = Cards()
    (card,) = cards.note(BASIC, "q", "a", cards=[{"type": 2, "queue": 2, "due": TODAY, "ivl": 9}])
    cards.review(card, 1_760_000_000_000, 3, 9)
    package = str(cards.write(tmp_path / "a.apkg"))
    there = files(home)
    for place, called in enumerate(STAGES):
        number, code = BY_SIGNAL[place % 2]
        with monkeypatch.context() as patch:
            before(called, partial(signal.raise_signal, number), patch)
            ran = quizzer("import", package)
        assert (called, ran.code, ran.err.strip()) == (called, code, "Stopped. Nothing was imported.")
        assert (called, files(home)) == (called, there)
    with monkeypatch.context() as patch:

        def in_a_statement() -> None:
            before("sqlalchemy.engine.default:DefaultDialect.do_execute", partial(signal.raise_signal, 2), patch)

        before("quizzer.store.taking_in:TakingIn.take", in_a_statement, patch)
        assert quizzer("import", package).err.strip() == "Stopped. Nothing was imported."
        assert files(home) == there
    with monkeypatch.context() as patch:
        before("quizzer.workspace:Workspace.configure", partial(signal.raise_signal, signal.SIGINT), patch)
        assert quizzer("import", package).err.strip() == "Stopped. It was imported; `quizzer undo` takes it back."
    with monkeypatch.context() as patch:
        before("quizzer.store.store:Store.undo", partial(signal.raise_signal, signal.SIGINT), patch)
        assert quizzer("undo").err.strip() == "Stopped. Nothing was changed."
    with monkeypatch.context() as patch:
        before("quizzer.filing:refile", partial(signal.raise_signal, signal.SIGINT), patch)
        assert quizzer("undo").err.strip() == "Stopped. It was undone."
    quizzer("stats")  # the next start ends it
    assert [name for name in files(home) if name.endswith(".yaml")] == there
