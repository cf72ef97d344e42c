"""What restoring an archive comes to, or came to, as values and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from quizzer import wording

Standing: TypeAlias = Literal["empty", "behind", "same", "older"]
"""What is here of the archive's history: nothing, its beginning, all of it, all of it and more."""

_SHOWN = 10
"""Files that are named one by one."""


class Report(Struct, frozen=True):
    """What is in an archive, and what becomes of it here."""

    path: str
    standing: Standing
    events: int
    """In the archive."""
    known: int
    """Of them here already."""
    reviews: int
    """Answers in the archive."""
    new_reviews: int
    """Of them those that come."""
    devices: int
    parameters: int
    files: int
    written: tuple[str, ...]
    """Files that come: missing here, or in the place of other ones."""
    kept: tuple[str, ...]
    """Files that are other ones here, and stay."""
    actions: int
    """Actions on files that can be undone then."""
    device: str
    """The name under which this machine writes on."""
    renamed: bool
    """Whether that is another one than before."""
    backups: tuple[str, ...] = ()
    """Where the history and the files are kept that were here before."""

    @property
    def missing(self) -> int:
        """How many events come."""
        return self.events - self.known

    @property
    def changes(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self.missing or self.written or self.actions or self.renamed)


def lines(report: Report, *, done: bool) -> Iterator[str]:
    """Yield a report as lines of text."""
    found = [wording.count(report.events, "event"), wording.count(report.reviews, "answer")]
    found += [wording.count(report.devices, "device"), wording.count(report.files, "file")]
    yield f"{report.path} (archive): {', '.join(found)}"
    yield "  " + _history(report, done=done)
    if report.written:
        verb = "came" if done else "come"
        yield f"  {wording.count(len(report.written), 'file')} {verb}."
    if report.kept:
        yield f"  {wording.count(len(report.kept), 'file')} here and in the archive differ; yours stay:"
        yield from (f"    {path}" for path in report.kept[:_SHOWN])
        if len(report.kept) > _SHOWN:
            yield f"    … and {len(report.kept) - _SHOWN:,} more; --json lists all"
    yield from (f"  What was here before is kept in {path}" for path in report.backups)
    if not report.changes:
        yield "  There is nothing in it that you do not have."
    elif not done:
        yield "  Nothing was changed yet."


def as_json(report: Report) -> dict[str, object]:
    """Return a report as values that JSON can say."""
    return {**asdict(report), "missing": report.missing}


def _history(report: Report, *, done: bool) -> str:
    match report.standing:
        case "empty":
            undo = " `quizzer undo` goes on where it was." if report.renamed and done else ""
            return f"Nothing was learnt here yet; all of it {'was restored' if done else 'comes'}.{undo}"
        case "behind":
            more = wording.count(report.missing, "more")
            return f"The first {report.known:,} events were here; {more} {'came' if done else 'come'}."
        case "same":
            return "All that was learnt is here already."
        case "older":
            return "All that was learnt is here already, and more: the archive is older."
