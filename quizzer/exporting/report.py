"""What an export wrote, in words."""

from __future__ import annotations

from quizzer import wording
from quizzer.exporting.formats import FORMATS
from quizzer.exporting.selection import Exported


def lines(written: Exported, name: str) -> list[str]:
    """Return what was written in a format, and what is not in it."""
    told = [wording.count(written.questions, "question")] if written.questions else []
    told += [wording.count(written.cards, "card")]
    told += [wording.count(written.reviews, "review")] if written.reviews else []
    told += [wording.count(written.media, "media file")] if written.media else []
    return [f"{written.path}: {', '.join(told)}.", f"Not in it: {FORMATS[name].leaves}."]
