"""Which format a file or a folder of notes is told to be, from what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizzer_decks.formats import registry
from quizzer_decks.formats.foreign import Unreadable
from quizzer_decks.formats.registry import recognise

NOTES = {
    "hashcards": [
        "Q: One?\nA: 1\n\nC: The [one].\n",
        "---\nname = 'Deck'\n---\n\n# Heading\n> quote\n\nQ: One?\nA: 1\n---\nQ: Two?\nA: 2\n",
        "C: Only [deletions] here.\n",
    ],
    "repeater": ["My notes of today.\n\nQ: One?\nA: 1\n\n---\n", "Some prose.\n\nterm::meaning\n\nC: The [one].\n"],
    "obsidian-sr": [
        "#flashcards/a\n\nQ::A\n",
        "---\ntags:\n  - flashcards\n---\n\n# Heading\n\nQ\n?\nA\n",
        "Q::A\n<!--SR:!2025-01-01,3,250-->\n",
        "#flashcards\nQ: what\nA ==highlight== here\n",
    ],
    "obsidian-to-anki": [
        "START\nBasic\nQ\nBack: A\nEND\n",
        "TARGET DECK\nX\n\nSTARTI [Basic] a Back: b ENDI\n",
        "# Heading\nParagraph\n<!--ID: 1566052191670-->\n",
        "Q: One?\nA: 1\n<!--ID: 1566052191670-->\n",
    ],
    "neuracache": [
        "How many? : 5 ⚡️\n",
        "Bohr #flashcard #physics\n\nElectrons.\n\n- - -\n",
        "Capital? : Paris 🧠\n",
    ],
    "markdown-quiz": ["## Quiz\n\n#### Q1. What?\n\n- [x] a\n- [ ] b\n\n#### Q2. Who?\n\n- [x] a::b\n- [ ] b\n"],
    "hascard": ["# Word\nIts meaning\n---\n# Choose\n* right\n- wrong\n"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NOTES.items() for text in texts])
def test_a_note_is_told_from_what_is_in_it(name: str, text: str, tmp_path: Path) -> None:
    """Each kind of note is recognised as itself, in any encoding, and so is a folder of it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for file in (tmp_path / "note.md", folder / "note.md"):
        file.write_text(text, encoding="utf-8")
    assert recognise(tmp_path / "note.md") == name
    assert recognise(folder) == name
    (tmp_path / "note.md").write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert recognise(tmp_path / "note.md") == name


@pytest.mark.parametrize(
    "text", ["# Plain\n\nJust notes: with colons, and `a::b`.\n", "- [ ] a task\n- [x] done\n", ""]
)
def test_plain_notes_are_nothing(text: str, tmp_path: Path) -> None:
    """Markdown without cards is refused, and so is a folder of it."""
    (tmp_path / "note.md").write_text(text, encoding="utf-8")
    for source in (tmp_path, tmp_path / "note.md"):
        with pytest.raises(Unreadable, match="none of the formats"):
            recognise(source)


def test_a_vault_with_few_cards_is_a_vault(tmp_path: Path) -> None:
    """One note with cards among many without is enough; a deck file beside it makes it doubtful no more than that."""
    for number in range(60):
        (tmp_path / f"{number}.md").write_text("# Notes\n\nOf a day.\n", encoding="utf-8")
    (tmp_path / "59.md").write_text("#flashcards\nQ::A\n<!--SR:!2025-01-01,3,250-->\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text("a: b\n", encoding="utf-8")
    assert recognise(tmp_path) == "obsidian-sr"


def test_notes_of_two_programs_are_asked_about(tmp_path: Path) -> None:
    """Where both have as many, the sentence names both."""
    (tmp_path / "a.md").write_text("Q: One?\nA: 1\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("How many? : 5 ⚡️\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="hashcards or NeuraCache"):
        recognise(tmp_path)


def test_a_supermemo_text_is_not_taken_for_hashcards(tmp_path: Path) -> None:
    """Its lines begin alike, and mean something else."""
    path = tmp_path / "sm7.md"
    path.write_text("Q: a\nA: b\nI: REP=8 LAP=0 EF=3.200\n", encoding="utf-8")
    with pytest.raises(Unreadable):
        recognise(path)


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("words.txt", "#separator:tab\n#html:true\n# Q1. What?\ta\n", "csv"),
        ("deck.yaml", "title: A\nquestions:\n  - id: a\n    kind: basic\n", "quizzer"),
    ],
)
def test_what_is_certain_is_so_beside_all_others(
    name: str, text: str, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is recognised without asking all readers is the same when all are asked."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert recognise(tmp_path / name) == format_
    monkeypatch.setattr(registry, "_FIRST", frozenset())
    assert recognise(tmp_path / name) == format_
