"""`quizzer import` of notes and of other programs' exports: how many questions and cards come of each format."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from cli_values import Run

MODEL = {
    "crowdanki_uuid": "m",
    "name": "Basic",
    "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [{"name": "1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
}
CROWD = {
    "__type__": "Deck",
    "crowdanki_uuid": "d",
    "name": "D",
    "note_models": [MODEL],
    "notes": [{"guid": str(n), "note_model_uuid": "m", "fields": [f"q{n}", f"a{n}"], "tags": []} for n in range(3)],
}
MNEMOSYNE = (
    '<mnemosyne core_version="1"><item id="1"><Q>a</Q><A>b</A></item><item id="1.inv"><Q>b</Q><A>a</A></item>'
    '<item id="2"><Q>c</Q><A>d</A></item></mnemosyne>'
)
FILES = {
    "crowdanki": ("deck.json", json.dumps(CROWD), 3, 3),
    "hashcards": ("a.md", "Q: One?\nA: 1\n\nC: The [sun] and the [moon].\n", 2, 3),
    "repeater": ("a.md", "Notes.\n\nC: The [sun].\n\n---\nterm::meaning\n", 2, 2),
    "obsidian-sr": ("a.md", "#flashcards\nA:::B\n\nThe ==sun== and the ==moon==.\n\nC\n?\nD\n", 3, 5),
    "obsidian-to-anki": ("a.md", "START\nBasic (and reversed card)\na\nBack: b\nEND\n\nQ: c\nA: d\n", 2, 3),
    "mnemosyne": ("a.xml", MNEMOSYNE, 2, 3),
    "mochi": ("a.mochi", '{:cards [{:id :a :content "a\\n---\\nb"} {:id :b :content "{{c}} and {{d}}"}]}', 2, 3),
    "neuracache": ("a.md", "How many? : 5 ⚡️\nBohr #flashcard\n\nElectrons.\n\n- - -\n", 2, 2),
    "carddown": ("a.md", "How many? : 5 🧠\n", 1, 1),
}


@pytest.mark.parametrize("name", FILES)
def test_notes_come_in_and_the_same_again_changes_nothing(name: str, tmp_path: Path, quizzer: Run) -> None:
    """Its questions and their cards are counted, a second time all are as they were, and one undo takes them back."""
    file, text, questions, cards = FILES[name]
    path = tmp_path / file
    if name == "mochi":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("data.edn", text)
    else:
        path.write_text(text, encoding="utf-8")
    wanted = ("--format", name) if name == "carddown" else ()
    told = json.loads(quizzer("import", str(path), *wanted, "--json").out)["files"][0]
    assert (told["format"], told["questions"], told["cards"], told["new"]) == (name, questions, cards, questions)
    again = json.loads(quizzer("import", str(path), *wanted, "--json").out)["files"][0]
    assert (again["new"], again["changed"], again["same"]) == (0, 0, questions)
    assert quizzer("undo").code == 0


def test_a_schedule_is_kept_to_the_day(tmp_path: Path, quizzer: Run) -> None:
    """A card comes in review, due when its note says so."""
    note = tmp_path / "Sun.md"
    note.write_text("#flashcards\nWhat shines?::The sun.\n<!--SR:!2031-05-06,42,270-->\n", encoding="utf-8")
    assert quizzer("import", str(note)).code == 0
    told = quizzer("why", "sun/what-shines").out
    assert "2031-05-06" in told
    assert "42" in told
