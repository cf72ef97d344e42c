"""The way out, through the command line."""

from __future__ import annotations

import csv
import json
import signal
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cli_values import Run

from quizzer.exporting import anki_text
from quizzer.exporting.selection import Exported, Selection
from quizzer_decks.deck_file import read_deck_file

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
PICTURE = """\
id: words/french
title: French
questions:
  # a comment of the author's
  - {id: cat, kind: typed, ask: "cat? ![cat](media/cat.png)", answer: le chat, tags: [pets]}
  - {id: dog, kind: basic, ask: dog?, answer: le chien, reverse: true}
"""


@pytest.fixture
def french(home: Path) -> Path:
    """Return a deck of one's own with a picture."""
    path = home / "decks" / "words" / "french.yaml"
    path.parent.mkdir()
    path.write_text(PICTURE, encoding="utf-8")
    (home / "decks" / "media").mkdir()
    (home / "decks" / "media" / "cat.png").write_bytes(b"picture")
    return path


def told(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return what an export says."""
    ran = quizzer("export", *arguments, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert found.pop("version") == 1
    assert isinstance(found, dict)
    return found


def test_a_deck_file_goes_out_as_it_is(quizzer: Run, french: Path, tmp_path: Path) -> None:
    """A single deck is its own file with its comments, and the pictures it shows beside it."""
    target = tmp_path / "out" / "french.yaml"
    target.parent.mkdir()
    found = told(quizzer, "words/french", str(target), "--format", "yaml")
    assert found == {"path": str(target), "questions": 2, "cards": 3, "reviews": 0, "media": 1}
    chapter = DOCS[DOCS.index("## `quizzer export") :].split("\n## ")[0]
    assert all(f"`{key}`" in chapter for key in found)
    assert target.read_text(encoding="utf-8") == PICTURE
    assert (target.parent / "media" / "cat.png").read_bytes() == b"picture"


def test_it_tells_what_is_not_in_the_file(quizzer: Run, french: Path, tmp_path: Path) -> None:
    """Beside what was written stands what the format has no place for."""
    ran = quizzer("export", "words", str(tmp_path / "out.txt"), "--format", "anki-text")
    assert ran.out.splitlines()[1].startswith("Not in it: media, dates, answers")


def test_all_decks_go_into_a_folder(quizzer: Run, french: Path, tmp_path: Path) -> None:
    """Each deck is a file at its id, and reads as the deck it was."""
    found = told(quizzer, "--all", str(tmp_path / "out"), "--format", "yaml")
    assert found["questions"] == 17
    for path in (tmp_path / "out").rglob("*.yaml"):
        deck, problems = read_deck_file(path, "x")
        assert not problems
        assert deck is not None
        assert path == tmp_path / "out" / f"{deck.id}.yaml"


def test_the_log_goes_out_as_the_optimizer_reads_it(quizzer: Run, tmp_path: Path) -> None:
    """A row for each answer that stands: card, instant, rating, state before, milliseconds."""
    quizzer("review", "small/siblings", "--plain", "--limit", "2", given="Mercury\n\nq\n")
    target = tmp_path / "log.csv"
    found = told(quizzer, "small", str(target), "--format", "revlog-csv")
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert (found["reviews"], found["cards"]) == (len(rows), len({row["card_id"] for row in rows}))
    assert rows
    assert set(rows[0]) == {"card_id", "review_time", "review_rating", "review_state", "review_duration"}
    assert rows[0]["review_state"] == "0"
    assert rows[0]["review_time"] == "1772452800000"


def test_a_package_goes_out_and_comes_back(quizzer: Run, french: Path, home: Path, tmp_path: Path) -> None:
    """A package holds what the decks hold, and our own reader finds it again in an empty home."""
    target = tmp_path / "out.apkg"
    quizzer("review", "words/french", "--plain", "--limit", "1", given="le chat\n\nq\n")
    found = told(quizzer, "words", str(target), "--format", "apkg")
    assert (found["questions"], found["cards"], found["reviews"], found["media"]) == (2, 3, 1, 1)
    with zipfile.ZipFile(target) as archive:
        assert set(archive.namelist()) == {"meta", "collection.anki21", "collection.anki2", "0", "media"}
    empty = tmp_path / "empty"
    ran = quizzer("import", str(target), "--json", home=empty)
    (file,) = json.loads(ran.out)["files"]
    assert [file[name] for name in ("questions", "cards", "reviews", "media", "skipped")] == [2, 3, 1, 1, []]
    assert [deck["id"] for deck in file["decks"]] == ["words/french"]
    deck, _ = read_deck_file(empty / "decks" / "words" / "french.yaml", "x")
    assert deck is not None
    assert [(question.kind, question.tags) for question in deck.questions] == [("typed", ("pets",)), ("basic", ())]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".quizzer-export")) == []


def test_the_text_goes_out_with_its_headers(quizzer: Run, french: Path, tmp_path: Path) -> None:
    """Notes as rows, under the headers that tell Anki which column is which."""
    target = tmp_path / "out.txt"
    found = told(quizzer, "words/french", str(target), "--format", "anki-text")
    assert (found["questions"], found["cards"]) == (2, 3)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["#separator:tab", "#html:true"]
    assert lines[6].split("\t")[1:] == [
        *('"Quizzer (typed)"', '"words::French"', '"pets"', '"cat? <img src=""cat.png"" alt=""cat"">"', '"le chat"'),
        *('""', '""'),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["out.apkg", "--format", "apkg"], 2, "Name the decks to export, or --all"),
        (["--all", "small", "out.apkg", "--format", "apkg"], 2, "Name the decks to export, or --all"),
        (["--all", "out.apkg"], 2, "--format"),
        (["no/such", "out.apkg", "--format", "apkg"], 1, "no/such"),
        (["--all", "no/folder/out.apkg", "--format", "apkg"], 1, "quizzer: no/folder/out.apkg cannot be written"),
        (["--all", "x" * 300, "--format", "yaml"], 1, "cannot be written"),
        (["--all", ".", "--format", "apkg"], 1, "is a folder"),
        (["--all", "out.yaml", "--format", "yaml"], 1, "can hold one deck"),
    ],
)
def test_what_cannot_be_done_is_told(
    quizzer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    """A sentence that says what to do, and no file half written."""
    empty = tmp_path / "here"
    empty.mkdir()
    monkeypatch.chdir(empty)
    ran = quizzer("export", *arguments)
    assert ran.code == code
    assert words in ran.err
    assert list(empty.iterdir()) == []


def test_asked_to_end_it_leaves_nothing(quizzer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the terminal is closed amid an export, or the machine shut down, there is no half of a file."""

    def ended(_: Selection, target: Path) -> Exported:
        target.write_text("half", encoding="utf-8")
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        signal.raise_signal(signal.SIGTERM)
        raise AssertionError

    monkeypatch.setattr(anki_text, "write", ended)
    here = tmp_path / "here"
    here.mkdir()
    assert quizzer("export", "--all", "--format", "anki-text", str(here / "out.txt")).code == 128 + signal.SIGTERM
    assert list(here.iterdir()) == []
