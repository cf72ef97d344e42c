"""TeX maths as Unicode text: a subset is drawn exactly, everything else is refused, no meaning is ever changed.

The way of a formula: `tokens` -> `parser` -> the nodes of `tree` -> `line` (one line) or `drawing` (several lines).
"""

from quizzer_decks.maths.formulas import display, inline, renderable
from quizzer_decks.maths.limits import Unsupported

__all__ = ["Unsupported", "display", "inline", "renderable"]
