"""Lines that name nothing to learn: what is typed, exercises, and what a roadmap leaves out."""

from __future__ import annotations

import re

from quizzer_decks.matching.loosening import LOOSE
from quizzer_decks.matching.values import Line
from quizzer_decks.matching.wording import without_lead, words_of

_TASK = re.compile(r"(?:write|create|build|make|develop|define)\s+(?:a|an|the|your)\s+\w+\s+(?:to|that|which)\s", re.I)
"""To be done with what is learnt elsewhere: `write a function to find …`."""
_COMMAND = re.compile(r"[`\"']?(?:\.?/(?=\w)|\$ |[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)")
"""What is typed or set names nothing to learn: `./start.sh`, `API_KEY`."""
_NUMBERED = re.compile(r"\W*(?:agent|capstone|assignment|mini[- ]?project|app)s?\s*#?\d+\s*[:.–—-]", re.I)
"""Something to be made out of what is learnt: `Agent 2: a GitHub analyzer`."""
_INSTALLED = re.compile(
    r"(?:required|recommended|necessary)\s+(?:software|setup|installations?)\b|\binstall(?:ed|ation)\b"
    r"|\bcontacts?(?:\s+(?:me|us|info\w*))?\s*$|\bconnect with (?:me|us)\b|\bjoin (?:our|the|my)\b",
    re.IGNORECASE,
)
"""A heading of what is to be installed, or of where somebody is to be found."""
_ORGANISING = LOOSE.union(
    ("click", "expand", "topic", "step", "learned", "takeaway", "section", "goal", "objective", "thing")
)
"""Words of a heading that leaves its subject to the one above it: `What I learned`, `Click to expand`."""
_LEFT_OUT = re.compile(
    r"\bnot (?:be )?(?:learn|cover|need|includ|requir|stud)\w*|\bout of scope\b"
    r"|\bdon['’]?t (?:learn|need|study)\b|\bto skip\b",
    re.IGNORECASE,
)
"""A heading of what is not to be learnt."""


def names_nothing(line: Line) -> bool:
    """Tell whether a line is typed, set, made or installed, or stands below a heading of what is not to be learnt."""
    if _COMMAND.match(line.title) or _NUMBERED.match(line.title) or any(map(_LEFT_OUT.search, line.path)):
        return True
    return bool(line.path) and _INSTALLED.search(line.path[-1]) is not None


def is_exercise(text: str) -> bool:
    """Tell whether a text is a task to be done with what is learnt elsewhere."""
    return _TASK.match(text) is not None


def heading_of(line: Line) -> str:
    """Return the nearest heading above a line that says more than how it is told; empty for none."""
    told = (without_lead(heading) for heading in reversed(line.path))
    return next((heading for heading in told if not _ORGANISING.issuperset(words_of(heading))), "")
