"""What questions of Moodle's have that no question here can say, and most of a bank have alike."""

from __future__ import annotations

from collections.abc import Iterator

from quizzer_decks.formats import moodle_text
from quizzer_decks.formats.keyed import WORTH, telling, uneven
from quizzer_decks.formats.moodle_parts import Parts, number, raw

_WHOLE = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def rest(parts: Parts) -> Iterator[str]:
    """Yield what of a question is left out as of many others."""
    question = parts.question
    if number(question.findtext("defaultgrade"), 1.0) != 1.0:
        yield "its grade; questions count alike here"
    if number(question.findtext("penalty"), 0.0):
        yield "its penalty for further tries"
    if question.get("type") == "multichoice" and uneven(
        number(answer.get("fraction"), 0.0) for answer in question.iterfind("answer")
    ):
        yield WORTH
    if not parts.flag("shuffleanswers", otherwise=True):
        yield "that its options keep their order"
    if parts.flag("hidden"):
        yield "that it is hidden in its bank"
    if any(_says(parts, name) for name in _WHOLE):
        yield "what it says of an answer as a whole, right, partly right or wrong"
    if _says(parts, "responsetemplate"):
        yield "the text that its answer begins with"


def _says(parts: Parts, name: str) -> bool:
    element = parts.question.find(name)
    return element is not None and bool(telling(moodle_text.plain(raw(element), parts.kind(element))))
