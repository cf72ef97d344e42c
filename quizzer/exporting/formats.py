"""The formats that can be written; what writes them is loaded when first needed."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format, in the learner's words."""

    module: str
    """Of this package, which writes it."""
    suffix: str
    """Of its files, with the dot; empty for a folder."""
    holds: str
    leaves: str
    """What is not in it."""


FORMATS = {
    "apkg": Format(
        "anki_package",
        ".apkg",
        "for Anki: decks, media, dates, memory, every answer",
        "tolerances and units, accepted wordings, what decks need and cover, moves by hand, burials",
    ),
    "anki-text": Format(
        "anki_text",
        ".txt",
        "for Anki, as text: the notes, their decks and tags",
        "media, dates, answers, and what a package leaves out; note types come with one",
    ),
    "yaml": Format(
        "deck_files",
        "",
        "deck files as they are, with the media they show",
        "dates and answers",
    ),
    "json": Format(
        "archive",
        ".json",
        "an archive of everything, which import restores",
        "the bundled decks, which are named only, and the editor's command",
    ),
    "revlog-csv": Format(
        "review_log",
        ".csv",
        "every answer, as the FSRS optimizer reads them",
        "questions, what was answered, cards without an answer",
    ),
}
"""By name."""
