"""Answers to cards as any log may hold them."""

from __future__ import annotations

from hypothesis import strategies as st

from quizzer_scheduler.stats.trail import Answer, Walk

AnswerList = list[Answer]


def trail_of(answers: AnswerList) -> bytes:
    """Return the trail of a card whose schedule nothing but its answers changed."""
    return Walk().steps([answer.line() for answer in answers], [answer.mark for answer in answers])


@st.composite
def answer_lists(draw: st.DrawFn) -> AnswerList:
    """Return the answers to one card: clocks put back and forward, forgotten and begun again, timed or not."""
    day = draw(st.integers(100, 110))
    answers: AnswerList = []
    for number in range(draw(st.integers(0, 8))):
        day = max(1, day + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 30, -3])))
        new = number == 0 or draw(st.integers(0, 9)) == 0
        predicted = None if new else draw(st.none() | st.floats(0.01, 1.0))
        answers.append(
            Answer(
                day=day,
                at_ms=day * 86_400_000 + draw(st.integers(0, 86_399_999)),
                offset_minutes=draw(st.sampled_from([-720, 0, 60, 345])),
                rating=draw(st.integers(1, 4)),
                mark=draw(st.sampled_from(["right", "close", "wrong", "self", ""])),
                took_ms=draw(st.integers(0, 100_000)),
                state_before=0 if new else draw(st.integers(1, 3)),
                stability_before=None if new else draw(st.floats(0.1, 400)),
                predicted=predicted,
                stability_after=draw(st.floats(0.1, 400)),
                interval_days=draw(st.integers(0, 40)),
            )
        )
    return answers
