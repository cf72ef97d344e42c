"""What an import found and did, as values and in words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quizzer import wording
from quizzer_decks.formats.foreign import Skipped
from quizzer_decks.merging import Conflict


class DeckReport(Struct, frozen=True):
    """A deck that came from a file."""

    id: str
    title: str
    questions: int
    cards: int


class FileReport(Struct, frozen=True):
    """What was found in a file, and what becomes of it."""

    path: str
    format: str
    error: str = ""
    """Why nothing could be read; empty when something was."""
    decks: tuple[DeckReport, ...] = ()
    questions: int = 0
    cards: int = 0
    reviews: int = 0
    """Past answers that are new here."""
    media: int = 0
    duplicates: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    """Questions with the learner's own wording, which the source did not change."""
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    """By deck: what learner and source both changed."""
    gone: tuple[str, ...] = ()
    """Ids of questions that came from there once and are in it no more."""
    removed: int = 0
    """Questions that the learner took out of their deck, and that stay out."""


class Report(Struct, frozen=True):
    """What an import comes to, or came to."""

    files: tuple[FileReport, ...]

    @property
    def changes(self) -> bool:
        """Whether there is anything to take in."""
        return any(file.new or file.changed or file.reviews or file.media for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether a file could not be read."""
        return any(file.error for file in self.files)


def lines(report: Report, *, done: bool) -> Iterator[str]:
    """Yield a report as lines of text."""
    for file in report.files:
        yield from _file(file, done=done)


def _file(file: FileReport, *, done: bool) -> Iterator[str]:
    if file.error:
        yield f"{file.path}: {file.error}"
        return
    found = [wording.count(file.questions, "question"), wording.count(file.cards, "card")]
    found += [wording.count(file.reviews, "review")] if file.reviews else []
    found += [wording.count(file.media, "media file")] if file.media else []
    yield f"{file.path} ({file.format}): {', '.join(found)}"
    for deck in file.decks:
        yield f"  {deck.title}  ({deck.id}): {wording.count(deck.questions, 'question')}"
    yield "  " + _became(file, done=done)
    for deck_id, conflict in file.conflicts:
        whose = "your wording stays" if conflict.taken == "yours" else "the source's wording comes"
        yield f"  {deck_id}/{conflict.id}: changed by you and in the source; {whose}"
    for id_ in file.gone:
        yield f"  {id_}: in the source no more; it stays in your deck"
    for warning in file.warnings:
        yield f"  Note: {warning}"
    for skipped in file.skipped:
        yield f"  left out: {skipped.where}: {skipped.why}"


def _became(file: FileReport, *, done: bool) -> str:
    parts = [
        (file.new, "new"),
        (file.changed, "changed"),
        (file.same, "as they were"),
        (file.kept, "with your own wording"),
        (len(file.conflicts), "changed on both sides"),
        (len(file.gone), "gone from the source"),
        (file.removed, "left out, for you removed them (taking theirs brings them back)"),
        (file.duplicates, "duplicates"),
        (len(file.skipped), "left out"),
    ]
    told = ", ".join(f"{number} {what}" for number, what in parts if number)
    return (told or "nothing in it") + ("." if done else " (nothing was changed yet).")


def as_json(report: Report) -> dict[str, object]:
    """Return a report as values that JSON can say."""
    return {"files": [_file_as_json(file) for file in report.files]}


def _file_as_json(file: FileReport) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(file, name) for name in file.__struct_fields__}
    return {
        **values,
        "decks": [{name: getattr(deck, name) for name in deck.__struct_fields__} for deck in file.decks],
        "skipped": [{"where": skipped.where, "why": skipped.why} for skipped in file.skipped],
        "conflicts": [
            {"question": f"{deck}/{conflict.id}", "taken": conflict.taken} for deck, conflict in file.conflicts
        ],
    }
