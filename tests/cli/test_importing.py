from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_values import Run

from quizzer.errors import StoreError
from quizzer.store.store import Store

FRENCH = """\
id: words/french
title: French
covers: [French words]
questions:
  - {id: cat, kind: typed, ask: cat?, answer: le chat, reverse: true}
  - {id: dog, kind: basic, ask: dog?, answer: le chien, why: A friend.}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a deck file of somebody else's."""
    path = tmp_path / "french.yaml"
    path.write_text(FRENCH, encoding="utf-8")
    return path


def told(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return what an import says of its one file."""
    ran = quizzer("import", *arguments, "--json")
    assert ran.code == 0, ran.err
    (file,) = json.loads(ran.out)["files"]
    assert isinstance(file, dict)
    return file


def files(home: Path) -> dict[str, bytes]:
    """Return the decks, their media and the origins below a home, by path."""
    found = [*(home / "decks").rglob("*"), *(home / "imports" / "origins").rglob("*")]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found if path.is_file()}


def test_a_dry_run_changes_nothing(quizzer: Run, home: Path, source: Path) -> None:
    """What an import comes to can be looked at first."""
    before = files(home)
    found = told(quizzer, str(source), "--dry-run")
    assert (found["new"], found["questions"], found["cards"]) == (2, 2, 3)
    assert found["decks"] == [{"id": "words/french", "title": "French", "questions": 2, "cards": 3}]
    assert files(home) == before
    assert "words/french" not in quizzer("decks", "list").out


def test_everything_of_a_deck_of_ours_comes(quizzer: Run, source: Path) -> None:
    """A Quizzer deck arrives with ids, covers and explanations, ready to be asked."""
    told(quizzer, str(source))
    shown = json.loads(quizzer("decks", "show", "words/french", "--json").out)
    assert shown["covers"] == ["French words"]
    assert [(each["id"], each["why"]) for each in shown["questions"]] == [("cat", ""), ("dog", "A friend.")]
    assert "le chat" in quizzer("review", "words/french", "--plain", given="x\n\nq\n").out


def test_one_undo_takes_all_of_it_back(quizzer: Run, home: Path, source: Path) -> None:
    """An undo leaves the home as it was, a redo as it became; both say what it was."""
    before = files(home)
    told(quizzer, str(source))
    after = files(home)
    assert after != before
    assert quizzer("undo").out == "Undone: import of french.yaml.\n"
    assert files(home) == before
    assert "words/french" not in quizzer("decks", "list").out
    assert quizzer("redo").out == "Redone: import of french.yaml.\n"
    assert files(home) == after
    assert "words/french" in quizzer("decks", "list").out


def test_an_undo_leaves_a_file_that_was_edited_since(quizzer: Run, home: Path, source: Path) -> None:
    """What the learner wrote after the import is his, and is not taken away."""
    told(quizzer, str(source))
    deck = home / "decks" / "words" / "french.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("le chat", "la chatte"), encoding="utf-8")
    quizzer("undo")
    assert "la chatte" in deck.read_text(encoding="utf-8")


def test_the_same_file_again_changes_nothing(quizzer: Run, home: Path, source: Path) -> None:
    """Importing twice is importing once, and is no action that an undo would take back."""
    told(quizzer, str(source))
    after = files(home)
    again = told(quizzer, str(source))
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert files(home) == after
    quizzer("undo")
    assert "words/french" not in quizzer("decks", "list").out


def test_a_newer_version_keeps_history_and_edits(quizzer: Run, home: Path, source: Path) -> None:
    """New wording comes, the learner's own edits and his answers stay, and what left the source is told."""
    told(quizzer, str(source))
    quizzer("review", "words/french", "--plain", "--limit", "1", given="le chat\n\nq\n")
    deck = home / "decks" / "words" / "french.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("le chien", "un chien"), encoding="utf-8")
    source.write_text(FRENCH.replace("cat?", "a cat?").replace("  - {id: dog", "  - {id: hound"), encoding="utf-8")
    found = told(quizzer, str(source))
    assert (found["changed"], found["new"], found["gone"]) == (1, 1, ["words/french/dog"])
    text = deck.read_text(encoding="utf-8")
    assert "a cat?" in text
    assert "un chien" in text
    history = json.loads(quizzer("why", "words/french/cat", "--json").out)
    assert len(history["reviews"]) == 1


def test_a_conflict_goes_as_the_learner_says(quizzer: Run, home: Path, source: Path) -> None:
    """Where both sides changed a question, `--update` decides, and the report names it."""
    told(quizzer, str(source))
    deck = home / "decks" / "words" / "french.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("le chien", "un chien"), encoding="utf-8")
    source.write_text(FRENCH.replace("le chien", "chien (m)"), encoding="utf-8")
    kept = told(quizzer, str(source), "--dry-run")
    assert kept["conflicts"] == [{"question": "words/french/dog", "taken": "yours"}]
    taken = told(quizzer, str(source), "--update", "theirs")
    assert taken["conflicts"] == [{"question": "words/french/dog", "taken": "theirs"}]
    assert "chien (m)" in deck.read_text(encoding="utf-8")


def test_a_deck_of_ones_own_is_not_written_over(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A foreign deck with the name of a deck that did not come from outside gets a name of its own."""
    own = home / "decks" / "verbs.yaml"
    own.write_text("title: Verbs\nquestions:\n  - {id: be, kind: typed, ask: be?, answer: être}\n", encoding="utf-8")
    before = own.read_bytes()
    table = tmp_path / "verbs.csv"
    table.write_text("go,aller\nhave,avoir\n", encoding="utf-8")
    found = told(quizzer, str(table))
    assert [deck["id"] for deck in found["decks"]] == ["verbs-2"]
    assert own.read_bytes() == before
    table.write_text("go,aller\nhave,avoir\nsee,voir\n", encoding="utf-8")
    again = told(quizzer, str(table))
    assert [(deck["id"], again["new"], again["same"]) for deck in again["decks"]] == [("verbs-2", 1, 2)]


def test_a_long_deck_goes_on_in_another_file(quizzer: Run, tmp_path: Path) -> None:
    """What no deck file may hold is shared out, and known again wherever it stands."""
    table = tmp_path / "many.csv"
    table.write_text("".join(f"question {n} of many,answer {n}\n" for n in range(1600)), encoding="utf-8")
    found = told(quizzer, str(table))
    assert [(deck["id"], deck["questions"]) for deck in found["decks"]] == [("many", 1500), ("many-part-2", 100)]
    assert told(quizzer, str(table))["same"] == 1600


def test_when_the_store_refuses_the_files_go_back(
    quizzer: Run, home: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that cannot be written leaves nothing half imported."""
    before = files(home)

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "take_in", refuse)
        ran = quizzer("import", str(source))
    assert (ran.code, ran.err) == (1, "quizzer: The disk is full.\n")
    assert files(home) == before
    assert "words/french" not in quizzer("decks", "list").out


def test_what_was_interrupted_is_put_back(
    quizzer: Run, home: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops an import between files and history has everything as it was."""
    before = files(home)

    class Stopped(BaseException):
        pass

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr(Store, "take_in", stop)
        with pytest.raises(Stopped):
            quizzer("import", str(source))
    assert files(home) == before
    assert told(quizzer, str(source))["new"] == 2


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("absent.yaml", None, "cannot be read: No such file or directory"),
        ("empty.yaml", b"", "holds no deck"),
        ("list.yaml", b"- 1\n- 2\n", "holds no deck"),
        ("nothing.xyz", b"\x00\x01\x02", "none of the formats"),
        ("nothing.csv", b"", "no row"),
        ("torn.apkg", b"PK\x03\x04 and no more", "no Anki package"),
        ("named.apkg", b"plain text", "no Anki package"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    quizzer: Run, home: Path, tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    """A file that holds no deck is named with the reason, and nothing is changed."""
    before = files(home)
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = quizzer("import", str(path))
    assert ran.code == 1
    assert why in ran.out
    assert "Traceback" not in ran.err
    assert files(home) == before


def test_one_bad_file_does_not_keep_the_others_out(quizzer: Run, tmp_path: Path, source: Path) -> None:
    """Of several files those that can be read are imported; the exit code tells that not all were."""
    ran = quizzer("import", str(source), str(tmp_path / "absent.yaml"))
    assert ran.code == 1
    assert "words/french" in quizzer("decks", "list").out


@pytest.mark.parametrize("columns", ["ask", "=2", "ask=", "ask=9", "colour=1", "ask=Nope"])
def test_columns_that_say_nothing(quizzer: Run, tmp_path: Path, columns: str) -> None:
    """A column that is not there, or no field, is told."""
    table = tmp_path / "t.csv"
    table.write_text("a,b\nc,d\n", encoding="utf-8")
    ran = quizzer("import", str(table), "--columns", columns)
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
