"""The right answer to a prompt, as a learner who knows everything would give it."""

from __future__ import annotations

from quizzer_decks.expected import Arranged, Chosen, Filled, Number, Paired, Printed, Told, Words
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Holes, Matched, Ordered, Picked, Response, Seen, Text


def right_response(prompt: Prompt) -> Response:
    """Return it."""
    places = {option.text: index for index, option in enumerate(prompt.options)}
    match prompt.expected:
        case Told():
            return Seen()
        case Words(answers):
            return Text(answers[0])
        case Number(shown=shown, unit=unit):
            return Text(shown if unit and unit in shown else f"{shown} {unit}".strip())
        case Filled(holes):
            return Holes(tuple(hole.answers[0] for hole in holes))
        case Chosen(indices):
            return Picked(indices)
        case Arranged(arranged):
            return Ordered(tuple(places[text] for place in arranged for text in place))
        case Paired(rights):
            return Matched(tuple(places[right] for right in rights))
        case Printed(text):
            return Text(text)
