"""The program's verdict on an answer: `mark(prompt, response)`."""

from __future__ import annotations

from quizzer_decks.choice_marking import mark_choice, mark_match, mark_multi, mark_order
from quizzer_decks.expected import Arranged, Chosen, Filled, Number, Paired, Printed, Told, Words
from quizzer_decks.marks import Mark, Span, SpanKind, Verdict, difference, shorten
from quizzer_decks.number_marking import mark_number
from quizzer_decks.prompts import Prompt, answer_text
from quizzer_decks.responses import GaveUp, Holes, Matched, Ordered, Picked, Response, Seen, Text, response_text
from quizzer_decks.text_marking import mark_output, mark_words

__all__ = ["Mark", "Span", "SpanKind", "Verdict", "difference", "mark"]


def mark(prompt: Prompt, response: Response) -> Mark:
    """Mark an answer. Deterministic; raises TypeError only for a response that no such prompt can get."""
    if isinstance(prompt.expected, Told):
        given = shorten(response_text(prompt, response))
        return Mark(Verdict.WRONG if isinstance(response, GaveUp) else Verdict.SELF, answer_text(prompt), given)
    if isinstance(response, GaveUp | Seen):
        return Mark(Verdict.WRONG, answer_text(prompt), response_text(prompt, response))
    match prompt.expected, response:
        case Words() as words, Text(text):
            return mark_words(text, words)
        case Number() as number, Text(text):
            return mark_number(text, number)
        case Printed(printed), Text(text):
            return mark_output(text, printed)
        case Filled() as filled, Text(text):
            return _mark_holes((text,), filled, answer_text(prompt))
        case Filled() as filled, Holes(texts):
            return _mark_holes(texts, filled, answer_text(prompt))
        case _:
            return _mark_options(prompt, response)


def _mark_options(prompt: Prompt, response: Response) -> Mark:
    shown, given = answer_text(prompt), shorten(response_text(prompt, response))
    match prompt.expected, response:
        case Chosen() as chosen, Picked(indices):
            rule = mark_choice if prompt.kind == "choice" else mark_multi
            return rule(indices, chosen, prompt.options, shown, given)
        case Arranged() as places, Ordered(indices):
            return mark_order(indices, places, prompt.options, shown, given)
        case Paired() as pairs, Matched(indices):
            return mark_match(indices, pairs, prompt.options, prompt.lefts, given, shown)
        case _:
            raise TypeError(f"{type(response).__name__} does not answer a {prompt.kind} prompt")


def _mark_holes(texts: tuple[str, ...], filled: Filled, shown: str) -> Mark:
    """Mark each hole; all right is right, all right or close is close. A missing text is an empty one."""
    padded = (*texts, *[""] * len(filled.holes))[: len(filled.holes)]
    marks = [mark_words(text, words) for text, words in zip(padded, filled.holes, strict=True)]
    if len(marks) == 1 and len(texts) == 1:
        return marks[0]
    verdicts = {part.verdict for part in marks}
    wrong = Verdict.WRONG in verdicts or not marks or len(texts) > len(marks)
    verdict = Verdict.WRONG if wrong else Verdict.CLOSE if Verdict.CLOSE in verdicts else Verdict.RIGHT
    notes = [note for number, part in enumerate(marks, 1) for note in _hole_notes(number, part)]
    given = "; ".join(part.given for part in marks)
    spans = _joined(marks) if verdict == Verdict.CLOSE else ()
    return Mark(verdict, shown, given, spans, tuple(notes))


def _hole_notes(number: int, part: Mark) -> list[str]:
    if part.verdict == Verdict.RIGHT:
        return [f"Hole {number}: {note}" for note in part.notes]
    given = f"“{part.given}”" if part.given else "nothing"
    word = "close" if part.verdict == Verdict.CLOSE else "wrong"
    return [f"Hole {number} is {word}: “{part.expected}”, not {given}."]


def _joined(marks: list[Mark]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for part in marks:
        if spans:
            spans.append(Span("; ", "same"))
        spans += part.difference or (Span(part.given, "same"),)
    return tuple(spans)
