"""Two windows on one home."""

from __future__ import annotations

from pathlib import Path

from kinds import DECK_ID, card_of, number, ready
from learner import answer, over, told
from terminal import CTRL_Q, Open


def test_two_windows_answer_alternately(open_quizzer: Open, home: Path) -> None:
    """No answer is lost or counted twice; who comes second is told, and goes on with another card."""
    windows = [open_quizzer("review", DECK_ID), open_quizzer("review", DECK_ID)]
    first = [window.until(ready, "Undo") for window in windows]
    assert card_of(first[0]) == card_of(first[1])
    taken = 0
    told_once = False
    for turn in range(8):
        window = windows[turn % 2]
        text = window.until(lambda text: ready(text) or over(text), patience=5)
        if over(text):
            break
        card, place = card_of(text), number(text)
        answer(window, text, "right")
        window.send("4")
        after = window.until(
            lambda text, card=card, place=place: (
                over(text) or (ready(text) and (card_of(text) != card or number(text) != place))
            )
        )
        if "answered elsewhere" in after:
            told_once = True
        else:
            taken += 1
    assert told_once
    reviews = told(home, "replay", "--check")
    assert reviews["different"] == []
    assert reviews["reviews"] == taken
    for window in windows:
        window.send(CTRL_Q)
        assert window.ended() == 0
