"""Write docs/statistics.md from the definitions in the code: `python scripts/write_statistics_page.py`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from textwrap import fill
from typing import get_type_hints

from quizzer.reports.figure import Section
from quizzer.reports.memory import CardCurve
from quizzer.reports.report import Report

SECTIONS = [kind for kind in get_type_hints(Report).values() if isinstance(kind, type) and issubclass(kind, Section)]
PAGE = Path(__file__).parents[1] / "docs" / "statistics.md"
_HEAD = """# The statistics

What each figure is, exactly. This page is written from the code (`python scripts/write_statistics_page.py`); the app
shows the same under `i`, `quizzer stats --explain` on the command line.

Every figure comes with the number of answers or cards it rests on. A share comes with Wilson's 95 % interval and is
told from ten answers on; of fewer the answers are told, as in "3 of 4". Windows are study days up to today, today
included; what a clock that ran ahead has dated after today counts under "all" only.
A deck, roadmap, phase or topic means the cards of its decks; a tag or kind those of the questions that have it.
Below each is what it holds as JSON (`quizzer stats --json`).
"""


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *map(_chapter, (*SECTIONS, CardCurve))])


def _chapter(section: type[Section]) -> str:
    names = ", ".join(f"`{name}`" for name in ("words", *(field.name for field in fields(section))))
    held = fill(f"JSON: {names}.", 119)
    return f"## {section.title}\n\n`{section.name}`\n\n{section.explain()}\n\n{held}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
