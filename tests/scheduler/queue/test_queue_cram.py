from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import cards, due, repeatable

from quizzer_scheduler.queue import QueueCard, build_cram


@repeatable
@given(cards(), st.integers(), st.randoms(use_true_random=False))
def test_cram_asks_everything_until_it_was_right(given_cards: list[QueueCard], seed: int, random: object) -> None:
    """Each card comes, due or not; a right one once, a wrong one again after all others."""
    queue = build_cram(given_cards, seed)
    wrong_once = {card.key for card in given_cards if card.key % 3 == 0}
    first, again = [], []
    while (key := queue.next()) is not None:
        seen_before = key in first
        (again if seen_before else first).append(key)
        queue.answered(key, right=seen_before or key not in wrong_once)
    assert sorted(first) == sorted(card.key for card in given_cards)
    assert again == [key for key in first if key in wrong_once]
    shuffled = list(given_cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert first[:1] == [key for key in [build_cram(shuffled, seed).next()] if key is not None]


def test_cram_progress_undo_and_removal() -> None:
    """The total counts what was right and what is left; an undone card is the next one; a removed card is gone."""
    queue = build_cram([due(key) for key in range(4)], seed=1)
    first = queue.next()
    assert first is not None
    queue.answered(first, right=True)
    assert (len(queue), queue.total) == (3, 4)
    queue.put_back(first)
    assert (len(queue), queue.total, queue.next()) == (4, 4, first)
    second = queue.next(besides=first)
    assert second not in (None, first)
    queue.remove(first)
    assert (len(queue), queue.next()) == (3, second)
