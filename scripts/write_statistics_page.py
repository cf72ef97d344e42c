"""Write docs/statistics.md from the definitions in the code: `python scripts/write_statistics_page.py`."""

from __future__ import annotations

from pathlib import Path

from quizzer.reports.memory import CardCurve
from quizzer.reports.report import SECTIONS

PAGE = Path(__file__).parents[1] / "docs" / "statistics.md"
_HEAD = """# The statistics

What each figure is, exactly. This page is written from the code (`python scripts/write_statistics_page.py`); the app
shows the same under `i`, `quizzer stats --explain` on the command line.

Every figure comes with the number of answers or cards it rests on. A share comes with Wilson's 95 % interval and is
told from ten answers on; of fewer the answers are told, as in "3 of 4". Windows are study days up to today, today
included; what a clock that ran ahead has dated after today counts under "all" only.
A deck, roadmap, phase or topic means the cards of its decks; a tag or kind those of the questions that have it.
"""


def page() -> str:
    """Return the page."""
    chapters = [
        f"## {section.title}\n\n`{section.name}`\n\n{section.explain()}\n" for section in (*SECTIONS, CardCurve)
    ]
    return "\n".join([_HEAD, *chapters])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
