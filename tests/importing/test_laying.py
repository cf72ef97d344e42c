"""Deck files are laid ready by two processes as by one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from msgspec.structs import replace

from benchmarks.synthetic_decks import DeckMaker
from quizzer.importing import laying
from quizzer.importing.laying import Laying
from quizzer.importing.parts import Part
from quizzer.store.records import IndexedQuestion

ALONE = 1_000_000


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Return five decks of all kinds that are to be written."""
    made = []
    for number in range(5):
        deck = DeckMaker(number, 20).deck(number)
        part = Part(deck.id, tmp_path / f"{number}.yaml", None, replace(deck, questions=()))
        for question in deck.questions:
            part.put(question)
        made.append(part)
    return made


Told = dict[Path, tuple[bytes, str, str, int, list[IndexedQuestion]]]


def laid(parts: list[Part], folder: Path, many: int, meanwhile: Callable[[Laying], None] = lambda _: None) -> Told:
    """Return all that is told of files that are laid ready."""
    with Laying(parts, folder, many) as laying:
        meanwhile(laying)
        files = [(each, each.file.read_bytes()) for each in laying.laid()]
        return {
            each.part.path: (data, each.digest, each.deck.title, len(each.deck.questions), list(each.deck.questions))
            for each, data in files
        }


def test_two_processes_lay_what_one_lays(parts: list[Part], tmp_path: Path) -> None:
    """Files, digests and what the index keeps are the same, whether another process helps or not."""
    alone = laid(parts, tmp_path / "alone", ALONE)
    assert laid(parts, tmp_path / "both", 1) == alone
    assert all(questions for *_, questions in alone.values())


def test_a_process_that_ends_leaves_its_work_to_the_other(parts: list[Part], tmp_path: Path) -> None:
    """When the other process is gone before it begins, all of it is done here."""
    assert laid(parts, tmp_path / "left", 1, Laying.stop) == laid(parts, tmp_path / "alone", ALONE)


def test_without_another_process_it_is_done_here(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be started, all of it is done by this one."""
    alone = laid(parts, tmp_path / "alone", ALONE)
    monkeypatch.setattr(laying, "_COMMAND", (str(tmp_path / "nothing"),))
    assert laid(parts, tmp_path / "left", 1) == alone


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe cannot be set elsewhere")
def test_many_small_decks_do_not_fill_the_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many decks there are, neither process waits for the other to read."""
    import fcntl

    serve = "def serve(line):\n    line.hear()\n    while True: line.say((*line.hear(), ''))"
    code = f"from quizzer.beside import run\n{serve}\nrun(serve)"
    monkeypatch.setattr(laying, "_COMMAND", (sys.executable, "-c", code))
    other = laying._Other(tmp_path)
    watch = Timer(20, other.process.stop)
    watch.start()
    with other.process as beside:
        for pipe in filter(None, (beside._process.stdin, beside._process.stdout)):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, 4096)
        for number in range(5_000):
            other.ask("look", number)
        assert [other.told("look", number) for number in (0, 4_999)] == ["", ""]
    watch.cancel()
