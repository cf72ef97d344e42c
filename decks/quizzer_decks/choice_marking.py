"""Marking of what is picked, brought into order, or paired. Indices that do not exist are wrong, never an error."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.expected import Arranged, Chosen, Paired
from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.model import Option
from quizzer_decks.prompts import arranged
from quizzer_decks.regions import plain_text


def mark_choice(picked: frozenset[int], expected: Chosen, options: Sequence[Option], shown: str, given: str) -> Mark:
    """Mark the one option that was picked."""
    if picked == expected.indices:
        return Mark(Verdict.RIGHT, shown, given)
    return Mark(Verdict.WRONG, shown, given, notes=_whys(picked - expected.indices, options))


def mark_multi(picked: frozenset[int], expected: Chosen, options: Sequence[Option], shown: str, given: str) -> Mark:
    """Mark a set of options.

    One option missed is close where there are at least four, at least two were found, and none was wrongly picked.
    A wrong one picked shows a wrong belief, and is wrong.
    """
    if picked == expected.indices:
        return Mark(Verdict.RIGHT, shown, given)
    missed, wrong = expected.indices - picked, picked - expected.indices
    notes = tuple(f"You missed: {_quoted(options[index])}" for index in sorted(missed)) + _whys(wrong, options)
    close = not wrong and len(missed) == 1 and len(options) >= 4 and len(picked) >= 2
    return Mark(Verdict.CLOSE if close else Verdict.WRONG, shown, given, notes=notes)


def _quoted(option: Option) -> str:
    """Return an option's text so that it is told from what is said of it."""
    return f"“{plain_text(option.text).removesuffix('.')}”"


def _whys(indices: frozenset[int], options: Sequence[Option]) -> tuple[str, ...]:
    chosen = [options[index] for index in sorted(indices) if 0 <= index < len(options)]
    return tuple(
        f"Wrongly chosen: {_quoted(option)}" + (f". {plain_text(option.why)}" if option.why else "")
        for option in chosen
    )


def mark_order(indices: tuple[int, ...], expected: Arranged, options: Sequence[Option], shown: str, given: str) -> Mark:
    """Mark an order. Ties may stand either way; with three places or more, one swap of neighbours is close."""
    everything = sorted(indices) == list(range(len(options)))
    texts = [options[index].text for index in indices] if everything else []
    if everything and indices and arranged(texts, expected.places):
        return Mark(Verdict.RIGHT, shown, given)
    if everything and len(expected.places) > 2:
        for at in range(len(texts) - 1):
            if arranged([*texts[:at], texts[at + 1], texts[at], *texts[at + 2 :]], expected.places):
                note = f"Swapped: “{plain_text(texts[at + 1])}” comes before “{plain_text(texts[at])}”."
                return Mark(Verdict.CLOSE, shown, given, notes=(note,))
    return Mark(Verdict.WRONG, shown, given, notes=_first_wrong(texts, expected))


def _first_wrong(texts: list[str], expected: Arranged) -> tuple[str, ...]:
    """Return a note on the first place that is not right."""
    at = 0
    for place in expected.places:
        if texts and sorted(texts[at : at + len(place)]) != sorted(place):
            return (f"Right up to place {at}." if at else "Already the first is another one.",)
        at += len(place)
    return ()


def mark_match(
    indices: tuple[int | None, ...],
    expected: Paired,
    options: Sequence[Option],
    lefts: Sequence[str],
    given: str,
    shown: str,
) -> Mark:
    """Mark pairs. Right-hand sides of the same text are interchangeable, each used once."""
    used = [index for index in indices if index is not None]
    once = len(set(used)) == len(used) == len(indices)
    wrong = []
    for number, (left, right) in enumerate(zip(lefts, expected.rights, strict=True)):
        index = indices[number] if number < len(indices) else None
        found = index is not None and 0 <= index < len(options) and options[index].text == right
        if not found:
            wrong.append(f"{plain_text(left)} → {plain_text(right)}")
    if lefts and not wrong and once and len(indices) == len(lefts):
        return Mark(Verdict.RIGHT, shown, given)
    return Mark(Verdict.WRONG, shown, given, notes=tuple(f"You missed: {pair}" for pair in wrong))
