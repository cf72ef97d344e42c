"""What went to Anki and comes back is known again: the same questions, with what was learnt of them there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import anki_oracle
import pytest
from anki_actions import MS, NOW, answer, at_this_moment, brought

from quizzer.exporting.exporter import export
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating


@pytest.fixture
def now(home: Path) -> Iterator[Workspace]:
    """Open a copy of the small home at this moment."""
    with at_this_moment(home) as workspace:
        yield workspace


def test_our_own_package_changes_nothing(now: Workspace, tmp_path: Path) -> None:
    """Questions of all nine kinds, answered and not, are the same ones when their package is imported."""
    answer(now, "small/kinds/basic", (3, Rating.GOOD), (2, Rating.GOOD))
    answer(now, "small/kinds/basic#reverse", (3, Rating.EASY))
    answer(now, "small/kinds/cloze#green", (3, Rating.AGAIN), (1, Rating.GOOD))
    written = export(now, [], "apkg", tmp_path / "out.apkg")
    report = brought(now, tmp_path / "out.apkg")
    (file,) = report.files
    assert not report.changes
    assert (file.questions, file.same, file.skipped) == (written.questions, written.questions, ())


def test_what_was_done_in_anki_comes_home(now: Workspace, tmp_path: Path) -> None:
    """Answers given there are taken over; a wording edited there comes, where a kind of ours can say it."""
    answer(now, "small/kinds/basic", (30, Rating.GOOD), (29, Rating.GOOD))
    export(now, ["small/kinds"], "apkg", tmp_path / "out.apkg")
    with anki_oracle.opened(tmp_path / "anki") as collection:
        anki_oracle.take(collection, tmp_path / "out.apkg")
        notes = [collection.get_note(id_) for id_ in collection.find_notes("")]
        by_name = {note.fields[0].splitlines()[0]: note for note in notes}
        sky, choice = by_name["Why is the sky blue?"], next(note for note in notes if "<li>" in note.fields[0])
        sky["Front"], choice["Front"] = "Why is the sea blue?", "<p>Edited</p>" + choice["Front"]
        collection.update_notes([sky, choice])
        back = sky.cards()[1].id
        row = (MS - 3_600_000, back, -1, 3, -600, 0, 2500, 4000, 0)
        collection.db.execute("insert into revlog values (?,?,?,?,?,?,?,?,?)", *row)
        collection.db.execute("update cards set type=1, queue=1, reps=1, due=? where id=?", MS // 1000 + 60, back)
        package = anki_oracle.give(collection, tmp_path / "back.apkg")
    (file,) = brought(now, package).files
    assert (file.new, file.changed, file.reviews) == (0, 1, 1)
    assert [conflict.taken for _, conflict in file.conflicts] == ["yours"]
    reverse = now.store.cards.card("small/kinds/basic#reverse")
    assert reverse is not None
    assert reverse.last_review_at == NOW - timedelta(hours=1)
    found = now.store.cards.content_by_id("small/kinds/basic")
    assert found is not None
    assert "Why is the sea blue?" in found.body
