"""What an import may never do: lose or double what a learner wrote or learnt."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import dying_import
import pytest
from anki_packages import BASIC, TODAY, Cards
from cli_values import Run
from small_home import NOW

from quizzer.filing import Filing
from quizzer.importing.importer import Prepared
from quizzer_decks.deck_file import read_deck_file
from quizzer_decks.merging import asked
from quizzer_decks.yaml_text import MAX_BYTES

MINE = """\
title: Verbs
questions:
  - {id: be, kind: typed, ask: be?, answer: être}
  - {id: go, kind: typed, ask: go?, answer: aller}
"""


def file_of(quizzer: Run, *arguments: str) -> dict[str, Any]:
    """Return what an import says of its first file."""
    ran = quizzer("import", *arguments, "--json")
    assert ran.code == 0, ran.err + ran.out
    file = json.loads(ran.out)["files"][0]
    assert isinstance(file, dict)
    return file


def written(path: Path, text: str) -> Path:
    """Write a file and return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sound(quizzer: Run) -> None:
    """See that every card and every count follows from the log."""
    checked = json.loads(quizzer("replay", "--check", "--json").out)
    assert (checked["different"], checked["miscounted"]) == ([], [])


@pytest.mark.parametrize("broken", ["title: [", "title: Verbs\nquestions:\n  - {id: be, kind: typd}\n"])
def test_a_file_that_cannot_be_read_is_not_written_over(quizzer: Run, home: Path, tmp_path: Path, broken: str) -> None:
    """A deck file of the learner's in which something is wrong stays as it is, whatever comes under its name."""
    mine = written(home / "decks" / "verbs.yaml", broken)
    found = file_of(quizzer, str(written(tmp_path / "verbs.csv", "see,voir\nhave,avoir\n")))
    assert mine.read_text(encoding="utf-8") == broken
    assert found["decks"][0]["id"] == "verbs-2"
    assert "voir" in (home / "decks" / "verbs-2.yaml").read_text(encoding="utf-8")


def test_a_deck_with_an_error_in_it_is_not_merged(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A question that is being edited, and cannot be read for now, is not dropped by a newer version of its deck."""
    source = written(tmp_path / "verbs.csv", "see,voir\nhave,avoir\n")
    file_of(quizzer, str(source))
    deck = home / "decks" / "verbs.yaml"
    torn = deck.read_text(encoding="utf-8").replace("voir", "voir\n    colour: red")
    deck.write_text(torn, encoding="utf-8")
    written(source, "see,voir\nhave,avoir\nbe,être\n")
    ran = quizzer("import", str(source))
    assert ran.code == 1
    assert "verbs.yaml" in ran.out + ran.err
    assert deck.read_text(encoding="utf-8") == torn


def test_what_cannot_be_written_takes_nothing_away(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A newer wording that no deck file can hold is left out, and the question stays as it was, history and all."""
    source = written(tmp_path / "verbs.csv", "what is to see?,voir\nhave,avoir\n")
    file_of(quizzer, str(source))
    before = (home / "decks" / "verbs.yaml").read_bytes()
    long = "y" * 20_001
    written(source, f"what is to see?,voir {long}\nhave,avoir\n")
    found = file_of(quizzer, str(source))
    assert (home / "decks" / "verbs.yaml").read_bytes() == before
    assert (found["changed"], found["same"], found["gone"], len(found["skipped"])) == (0, 1, [], 1)


def test_an_id_of_another_deck_names_another_question(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """Two decks with equal question ids are two decks, also where the learner names the deck."""
    one = written(tmp_path / "one.yaml", MINE)
    two = written(tmp_path / "two.yaml", MINE.replace("be?", "bee?").replace("être", "abeille"))
    file_of(quizzer, str(one), "--deck", "One")
    found = file_of(quizzer, str(two), "--deck", "Two")
    assert [deck["id"] for deck in found["decks"]] == ["two"]
    assert "abeille" not in (home / "decks" / "one.yaml").read_text(encoding="utf-8")


def test_a_deck_there_is_already_is_known_by_its_ids(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A deck that did not come by an import is merged by the ids of its questions; none comes twice."""
    mine = written(home / "decks" / "verbs.yaml", MINE)
    source = written(
        tmp_path / "verbs.yaml",
        MINE.replace("aller", "partir") + "  - {id: see, kind: typed, ask: see?, answer: voir}\n",
    )
    found = file_of(quizzer, str(source))
    assert (found["new"], found["same"], found["conflicts"]) == (1, 1, [{"question": "verbs/go", "taken": "yours"}])
    text = mine.read_text(encoding="utf-8")
    assert ("aller" in text, "partir" in text, "go-2" in text, "voir" in text) == (True, False, False, True)


def test_control_characters_are_the_same_again(quizzer: Run, tmp_path: Path) -> None:
    """What a deck file shows instead of control characters is known again: a second import changes nothing."""
    rows = "bell\x07,a\nto the left\u202e,b\nred\x1b[31m,c\nlines\u2028two,d\n\\xi and \\\\u,e\n"
    source = str(written(tmp_path / "strange.csv", rows))
    assert file_of(quizzer, source)["new"] == 5
    again = file_of(quizzer, source)
    assert (again["new"], again["kept"], again["same"]) == (0, 0, 5)


def reviewed(answers: int = 2) -> Cards:
    """Return a package with answers to one card."""
    cards = Cards()
    row = {"type": 2, "queue": 2, "reps": answers, "due": TODAY, "ivl": 9}
    (card,) = cards.note(BASIC, "front", "back", cards=[row])
    for number in range(answers):
        cards.review(card, int(NOW.timestamp() * 1000) - (30 - number) * 86_400_000, 3, 4, kind=number and 1)
    return cards


def answers(quizzer: Run, card: str) -> int:
    """Return how many answers a card has."""
    return len(json.loads(quizzer("why", card, "--json").out)["reviews"])


@pytest.mark.parametrize("names", [("a", "a"), ("a", "b"), ("b", "c")])
def test_answers_that_are_named_twice_come_once(quizzer: Run, tmp_path: Path, names: tuple[str, str]) -> None:
    """A package that is named twice, lies there twice, or as an older and a newer one, brings each answer once."""
    for name, count in (("a", 2), ("b", 2), ("c", 3)):
        reviewed(count).write(tmp_path / f"{name}.apkg")
    sources = [str(tmp_path / f"{name}.apkg") for name in names]
    ran = quizzer("import", *sources, "--json")
    assert ran.code == 0, ran.err
    told = sum(file["reviews"] for file in json.loads(ran.out)["files"])
    assert told == answers(quizzer, "default/front") == (3 if "c" in names else 2)
    sound(quizzer)


def test_a_deck_that_went_and_came_again(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A deck taken away by hand and imported again has its history once, answers given meanwhile included."""
    package = str(reviewed().write(tmp_path / "a.apkg"))
    file_of(quizzer, package)
    quizzer("review", "default", "--plain", given="\n3\nq\n")
    given = answers(quizzer, "default/front")
    (home / "decks" / "default.yaml").unlink()
    quizzer("decks", "list")
    found = file_of(quizzer, package)
    assert (found["new"], found["reviews"], answers(quizzer, "default/front")) == (1, 0, given)
    sound(quizzer)


@pytest.mark.parametrize("kind", ["apkg", "csv", "yaml"])
def test_a_question_that_was_removed_stays_away(quizzer: Run, home: Path, tmp_path: Path, kind: str) -> None:
    """What was taken out of an imported deck is told and stays away with its history; `--update theirs` brings it."""
    if kind == "apkg":
        cards = reviewed()
        cards.note(BASIC, "see", "voir", guid="see")
        source, name = cards.write(tmp_path / "a.apkg"), "default"
    else:
        text = "see,voir\nfront,seat\n" if kind == "csv" else MINE.replace("be", "front").replace("go", "see")
        source, name = written(tmp_path / f"verbs.{kind}", text), "verbs"
    file_of(quizzer, str(source))
    deck = home / "decks" / f"{name}.yaml"
    text = deck.read_text(encoding="utf-8")
    head, *questions = text.split("  - id: ")
    deck.write_text("  - id: ".join([head, *(each for each in questions if "front" not in each)]), encoding="utf-8")
    before = files(home)
    again = file_of(quizzer, str(source))
    assert (again["new"], again["same"], again["reviews"], again["removed"]) == (0, 1, 0, 1)
    assert files(home) == before
    assert "1 left out, for you removed them" in quizzer("import", str(source)).out
    assert file_of(quizzer, str(source), "--update", "theirs")["new"] == 1
    assert "id: front\n" in deck.read_text(encoding="utf-8")
    assert file_of(quizzer, str(source))["removed"] == 0


@pytest.mark.parametrize("names", [("C++", "C#"), ("Kurs 日本語", "Kurs 中文"), ("日本語", "中文")])
@pytest.mark.parametrize("together", [True, False])
def test_titles_of_the_same_letters_are_decks_of_their_own(
    quizzer: Run, home: Path, tmp_path: Path, names: tuple[str, str], together: bool
) -> None:
    """Decks whose titles differ in signs only have a file each, and each finds its own again, however it is called."""
    sources = [str(written(tmp_path / f"{name}.csv", f"what?,{name}\nand?,so\n")) for name in names]
    for each in [sources] if together else [[source] for source in sources]:
        quizzer("import", *each)
    found = [file_of(quizzer, source)["decks"][0]["id"] for source in sources]
    assert len(set(found)) == 2
    before = files(home)
    assert [file_of(quizzer, source)["same"] for source in reversed(sources)] == [2, 2]
    assert files(home) == before
    deck = home / "decks" / f"{found[1]}.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("title: ", "title: My "), encoding="utf-8")
    assert [file_of(quizzer, source)["new"] for source in reversed(sources)] == [0, 0]
    for name, id_ in zip(names, found, strict=True):
        assert name in (home / "decks" / f"{id_}.yaml").read_text(encoding="utf-8").partition("questions:")[2]


def test_a_deck_of_an_older_version_finds_its_file(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """Where no title was kept of a deck that came, it is known by its id."""
    source = str(written(tmp_path / "verbs.csv", "see,voir\n"))
    file_of(quizzer, source)
    kept = home / "imports" / "origins" / "verbs.json"
    kept.write_text(json.dumps(json.loads(kept.read_text(encoding="utf-8"))["questions"]), encoding="utf-8")
    assert file_of(quizzer, source)["same"] == 1


MINE_WITH_COMMENTS = """\
# my verbs
title: Verbs   # title
questions:
  # the first
  - {kind: typed, id: be, answer: 'être', ask: be?}   # irregular

  # the second
  - ask: go?
    answer: "aller"
    id: go
    kind: typed
  # the end
tags: [french]
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_an_import_does_not_change_stays_as_it_stands(
    quizzer: Run, home: Path, tmp_path: Path, newline: str
) -> None:
    """Comments, order and quotes of a deck file stay; only what changed and what is new is written."""
    mine = home / "decks" / "verbs.yaml"
    source = written(tmp_path / "verbs.yaml", MINE)
    file_of(quizzer, str(source))
    mine.write_bytes(MINE_WITH_COMMENTS.replace("\n", newline).encode())
    written(source, MINE.replace("aller", "partir") + "  - {id: see, kind: typed, ask: see?, answer: voir}\n")
    found = file_of(quizzer, str(source))
    assert (found["new"], found["changed"], found["warnings"]) == (1, 1, [])
    begin, _, end = MINE_WITH_COMMENTS.partition("  - ask: go?")
    new = "  - id: go\n    kind: typed\n    ask: go?\n    answer: partir\n"
    new += "\n  - id: see\n    kind: typed\n    ask: see?\n    answer: voir\n"
    expected = begin + new + end[end.index("  # the end") :]
    assert mine.read_bytes().decode() == expected.replace("\n", newline)
    quizzer("undo")
    assert mine.read_bytes().decode() == MINE_WITH_COMMENTS.replace("\n", newline)


def test_a_layout_that_cannot_stay_is_told_before(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A deck file in which no line is a question's own is written anew, and the preview names it."""
    source = written(tmp_path / "verbs.yaml", MINE)
    file_of(quizzer, str(source))
    mine = home / "decks" / "verbs.yaml"
    text = "title: Verbs # mine\nquestions: [{id: be, kind: typed, ask: be?, answer: être}]\n"
    written(mine, text)
    written(source, MINE.replace("être", "exister"))
    assert str(mine) in file_of(quizzer, str(source), "--dry-run")["warnings"][0]
    assert mine.read_text(encoding="utf-8") == text
    file_of(quizzer, str(source))
    deck, _ = read_deck_file(mine, "verbs")
    assert deck is not None
    assert "exister" in str(deck.questions)


def pictured(name: str, picture: bytes, front: str) -> Cards:
    """Return a package with a picture."""
    cards = Cards(media={name: picture})
    cards.note(BASIC, f'{front} <img src="{name}">', "back", guid=front)
    return cards


@pytest.mark.parametrize("other", ["x.png", "X.png"])
def test_pictures_with_one_name_stay_apart(quizzer: Run, home: Path, tmp_path: Path, other: str) -> None:
    """Two sources of one import with different pictures under one name, in any case: each question has its own."""
    one = pictured("x.png", b"one", "first").write(tmp_path / "one.apkg")
    two = pictured(other, b"two", "second").write(tmp_path / "two.apkg")
    ran = quizzer("import", str(one), str(two), "--json")
    assert [file["media"] for file in json.loads(ran.out)["files"]] == [1, 1]
    media = {path.name: path.read_bytes() for path in (home / "decks" / "media").iterdir()}
    assert sorted(media.values()) == [b"one", b"two"]
    assert len({name.casefold() for name in media}) == 2
    deck, _ = read_deck_file(home / "decks" / "default.yaml", "default")
    assert deck is not None
    for question, picture in zip(deck.questions, (b"one", b"two"), strict=True):
        assert any(f"(media/{name})" in asked(question) for name, content in media.items() if content == picture)


def test_the_same_picture_twice_is_one(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """Equal pictures under one name in two sources are copied once, and counted once."""
    one = pictured("x.png", b"one", "first").write(tmp_path / "one.apkg")
    two = pictured("x.png", b"one", "second").write(tmp_path / "two.apkg")
    ran = quizzer("import", str(one), str(two), "--json")
    assert [file["media"] for file in json.loads(ran.out)["files"]] == [1, 0]
    assert [path.name for path in (home / "decks" / "media").iterdir()] == ["x.png"]


def test_a_heavy_deck_goes_on_in_another_file(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """What is long in another script, three bytes a character, still is in files that can be read."""
    rows = "".join(f"{number}{'漢字' * 400},{number}\n" for number in range(1200))
    found = file_of(quizzer, str(written(tmp_path / "kanji.csv", rows)))
    assert sum(deck["questions"] for deck in found["decks"]) == 1200
    assert all(path.stat().st_size <= MAX_BYTES for path in (home / "decks").glob("kanji*.yaml"))
    decks = json.loads(quizzer("decks", "list", "--json").out)
    assert sum(deck["cards"] for deck in decks["decks"] if deck["id"].startswith("kanji")) == 1200


def test_a_deck_called_part_two_is_a_deck_of_its_own(quizzer: Run, home: Path, tmp_path: Path) -> None:
    """A deck whose title ends like the second file of a long deck is not taken for it."""
    both = written(tmp_path / "course.csv", "one,1\n"), written(tmp_path / "course-part-2.csv", "two,2\n")
    for source in both:
        file_of(quizzer, str(source))
    written(both[0], "one,1\nthree,3\n")
    found = file_of(quizzer, str(both[0]))
    assert (found["new"], found["gone"]) == (1, [])
    assert "three" in (home / "decks" / "course.yaml").read_text(encoding="utf-8")


def files(home: Path) -> dict[str, bytes]:
    """Return the decks, their media and the origins below a home, by path."""
    found = [*(home / "decks").rglob("*"), *(home / "imports" / "origins").rglob("*")]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found if path.is_file()}


def killed(home: Path, step: int, *arguments: str) -> bool:
    """Run a command in a process that is killed at a step; tell whether it was, or came to its end before."""
    environment = {**os.environ, "QUIZZER_HOME": str(home), "PYTHONPATH": str(Path(dying_import.__file__).parent)}
    command = [sys.executable, dying_import.__file__, str(step), *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr
    return ran.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("step", [1, 4, 6, 8, 11, 13, 14])
def test_killed_at_any_step_it_is_whole_or_nothing(quizzer: Run, home: Path, tmp_path: Path, step: int) -> None:
    """After a kill in the middle of a second import the next start finds it done or not begun; undo goes on."""
    source = reviewed().write(tmp_path / "a.apkg")
    quizzer("import", str(source))
    before = files(home)
    newer = pictured("x.png", b"one", "first")
    newer.note(BASIC, "front", "another back", guid="guid0")
    newer.write(source)
    assert killed(home, step, "import", str(source))
    quizzer("decks", "list")
    whole = "x.png" in str(files(home))
    assert whole or files(home) == before
    assert ("another back" in str(files(home))) == whole
    sound(quizzer)
    assert whole or file_of(quizzer, str(source))["new"] == 1
    quizzer("undo")
    assert files(home) == before
    assert quizzer("undo").out.startswith("Undone: import of a.apkg")
    assert "front" not in str(files(home))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_undo_that_was_killed_is_ended_at_the_next_start(
    quizzer: Run, home: Path, tmp_path: Path, step: int
) -> None:
    """The files follow what the log says, however far the undo of an import came."""
    before = files(home)
    quizzer("import", str(reviewed().write(tmp_path / "a.apkg")))
    after = files(home)
    assert killed(home, step, "undo")
    again = quizzer("undo").out
    assert again.startswith("Undone" if step == 1 else "There is nothing")
    assert files(home) == before
    assert killed(home, step, "redo")
    quizzer("redo")
    assert files(home) == after
    sound(quizzer)


def test_two_do_not_write_at_once(quizzer: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process has the files an import says so, and changes nothing."""
    source = str(written(tmp_path / "verbs.csv", "see,voir\n"))
    before = files(home)
    monkeypatch.setattr("quizzer.filing.Filing.alone.__wrapped__.__defaults__", (0.0,))
    with Filing(home).alone():
        ran = quizzer("import", source)
    assert (ran.code, "Another Quizzer" in ran.err) == (1, True)
    assert files(home) == before
    assert file_of(quizzer, source)["new"] == 1


def test_a_file_changed_meanwhile_is_not_written_over(
    quizzer: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the learner writes between the reading of his deck and the writing of the import stays, and is told."""
    source = written(tmp_path / "verbs.csv", "see,voir\n")
    file_of(quizzer, str(source))
    deck = home / "decks" / "verbs.yaml"
    written(source, "see,voir\nhave,avoir\n")
    edited = deck.read_text(encoding="utf-8") + "  - {id: go, kind: typed, ask: go?, answer: aller}\n"
    first = Prepared.take

    def late(self: Prepared, *arguments: Any) -> None:
        deck.write_text(edited, encoding="utf-8")
        first(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Prepared, "take", late)
        ran = quizzer("import", str(source))
    assert (ran.code, "was changed meanwhile" in ran.err) == (1, True)
    assert deck.read_text(encoding="utf-8") == edited
    assert file_of(quizzer, str(source))["new"] == 1
    assert "aller" in deck.read_text(encoding="utf-8")


def test_an_answer_given_meanwhile_counts(
    quizzer: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a card is answered in another window while its past is worked out, the answer stays and is told."""
    quizzer("import", str(reviewed().write(tmp_path / "a.apkg")))
    before = files(home)
    first = Prepared.take

    def late(self: Prepared, *arguments: Any) -> None:
        quizzer("review", "default", "--plain", given="\n3\nq\n")
        first(self, *arguments)

    newer = str(reviewed(3).write(tmp_path / "b.apkg"))
    with monkeypatch.context() as patched:
        patched.setattr(Prepared, "take", late)
        ran = quizzer("import", newer)
    assert (ran.code, "answered meanwhile" in ran.err) == (1, True)
    assert answers(quizzer, "default/front") == 3
    assert files(home) == before
    sound(quizzer)
    file_of(quizzer, newer)
    sound(quizzer)
