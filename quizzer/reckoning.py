"""What a sitting came to: the summary at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from quizzer.curriculum import Node
from quizzer.sitting import Answered, Counts, Rise, Summary
from quizzer_scheduler.model import Rating, State

_HARDEST = 3
_WORTH_TELLING = 0.005


def summarise(
    answers: Sequence[Answered], before: Node | None, after: Node | None, tomorrow: int, left: Counts
) -> Summary:
    """Return the summary of a sitting. `before` and `after` are a tree at its beginning and end, or None."""
    firsts = first_answers(answers)
    known = [answer for answer in firsts if answer.step.card.state is not State.NEW]
    predictions = [answer.predicted for answer in known if answer.predicted is not None]
    return Summary(
        answers=tuple(answers),
        cards=len(firsts),
        introduced=len(firsts) - len(known),
        took=sum((answer.took for answer in answers), timedelta()),
        first_tries=len(known),
        first_right=sum(answer.rating is not Rating.AGAIN for answer in known),
        predicted=sum(predictions) / len(predictions) if predictions else None,
        hardest=hardest(answers),
        tomorrow=tomorrow,
        rise=greatest_rise(before, after) if before and after else None,
        left=left,
    )


def first_answers(answers: Iterable[Answered]) -> list[Answered]:
    """Return each card's first answer of the sitting."""
    firsts: dict[int, Answered] = {}
    for answer in answers:
        firsts.setdefault(answer.key, answer)
    return list(firsts.values())


def hardest(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """Return the last answers of up to three cards that were hard: most often forgotten first, then slowest."""
    by_card: dict[int, list[Answered]] = {}
    for answer in answers:
        by_card.setdefault(answer.key, []).append(answer)
    trouble = [tries for tries in by_card.values() if any(a.rating <= Rating.HARD for a in tries)]
    trouble.sort(key=lambda tries: (-sum(a.rating is Rating.AGAIN for a in tries), -max(a.took for a in tries)))
    return tuple(tries[-1] for tries in trouble[:_HARDEST])


def greatest_rise(before: Node, after: Node) -> Rise | None:
    """Return the section whose mastery rose most, None when none rose by half a percent."""
    was = {node.path: node.mastery for node in before.walk() if node.kind == "section"}
    rises = [
        Rise(node.title, was[node.path] or 0.0, node.mastery)
        for node in after.walk()
        if node.kind == "section" and node.mastery is not None and node.path in was
    ]
    best = max(rises, key=lambda rise: rise.after - rise.before, default=None)
    return best if best and best.after - best.before >= _WORTH_TELLING else None
