from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import AT, DAYS, ENDS_AT, build, cards, drain, due, limits, new, orders, repeatable, step

from quizzer_scheduler.model import State
from quizzer_scheduler.queue import Contrasts, DeckLimit, Limits, Order, QueueCard, build_queue, contrasts_of
from quizzer_scheduler.queue.contrasting import MATURE, side_by_side

pairs = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20).map(contrasts_of)
NO_LIMITS, USUAL = Limits(), Order()


def came(
    given_cards: list[QueueCard],
    contrasts: Contrasts,
    limit: Limits = NO_LIMITS,
    order: Order = USUAL,
    seed: int = 7,
    seen: frozenset[int] = frozenset(),
) -> list[QueueCard]:
    """Return the cards of the day in the order in which they come."""
    by_key = {card.key: card for card in given_cards}
    queue = build_queue(given_cards, AT, DAYS, limit, order, seed, seen, contrasts=contrasts)
    return [by_key[key] for key in drain(queue, AT)]


@repeatable
@given(cards(), pairs, limits, orders, st.integers(), st.frozensets(st.integers(0, 12), max_size=3))
def test_contrasts_are_not_introduced_on_one_day(
    given_cards: list[QueueCard], contrasts: Contrasts, limit: Limits, order: Order, seed: int, seen: frozenset[int]
) -> None:
    """No new card comes on a day on which its contrast is introduced, asked, learnt or was answered."""
    got = came(given_cards, contrasts, limit, order, seed, seen)
    steps = [card for card in given_cards if card.state in (State.LEARNING, State.RELEARNING)]
    learning = {card.family for card in steps if card.due_at is None or card.due_at < ENDS_AT}
    today = {card.family for card in got} | seen | learning
    for card in got:
        if card.state is State.NEW:
            assert not contrasts.get(card.family, set()) & today


@repeatable
@given(cards(), pairs, limits, orders, st.integers())
def test_due_cards_do_not_wait_for_contrasts_or_gates(
    given_cards: list[QueueCard], contrasts: Contrasts, limit: Limits, order: Order, seed: int
) -> None:
    """The same reviews and learning cards come with contrasts as without, gated or not."""
    gated = [card._replace(gated=True) for card in given_cards]
    plain = {card.key for card in came(given_cards, {}, limit, order, seed) if card.state is not State.NEW}
    with_all = {card.key for card in came(gated, contrasts, limit, order, seed) if card.state is not State.NEW}
    assert with_all == plain


@repeatable
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from([3.0, 21.0, 90.0])), max_size=12), pairs)
def test_mature_contrasts_come_side_by_side(drawn: list[tuple[int, float]], contrasts: Contrasts) -> None:
    """Nothing is lost, what has no mature contrast keeps its order, two that have only each other are neighbours."""
    line = [due(key, family=family, stability=s) for key, (family, s) in enumerate(dict(drawn).items())]
    mixed = side_by_side(line, contrasts)
    assert sorted(card.key for card in mixed) == [card.key for card in line]
    mature = {card.family for card in line if card.stability is not None and card.stability >= MATURE}
    alone = [card for card in line if card.family not in mature or not contrasts.get(card.family, set()) & mature]
    assert [card for card in mixed if card in alone] == alone
    place = {card.family: at for at, card in enumerate(mixed)}
    for one in mature:
        rivals = contrasts.get(one, set()) & mature
        if len(rivals) == 1 and all(contrasts[other] & mature == {one} for other in rivals):
            assert abs(place[one] - place[next(iter(rivals))]) == 1


def test_the_seed_says_which_of_two_contrasts_comes_first() -> None:
    """Over many seeds each of two mature contrasts comes first, and always next to the other."""
    line = [due(key, family=key, stability=90.0) for key in range(12)]
    contrasts = contrasts_of([(3, 8)])
    firsts = set()
    for seed in range(20):
        keys = [card.key for card in came(line, contrasts, seed=seed)]
        assert abs(keys.index(3) - keys.index(8)) == 1
        firsts.add(keys.index(3) < keys.index(8))
    assert firsts == {True, False}


def test_a_contrast_that_does_not_come_holds_nobody_back() -> None:
    """A new card that its deck's limit keeps away does not keep its contrast away, and another one takes the place."""
    fresh = [new(1, deck=1, family=1), new(2, deck=2, family=2), new(3, deck=2, family=3)]
    contrasts = contrasts_of([(1, 2)])
    paused = Limits(2, None, {1: DeckLimit(new=0)})
    assert [card.key for card in came(fresh, contrasts, paused)] == [2, 3]
    assert [card.key for card in came(fresh, contrasts, Limits(2))] == [1, 3]


def test_a_contrast_that_is_learned_is_waited_for() -> None:
    """While one is on its steps the other does not come; without contrasts it does."""
    both = [step(1, -5, family=1), new(2, family=2)]
    assert [card.key for card in came(both, contrasts_of([(1, 2)]))] == [1]
    assert sorted(drain(build(both))) == [1, 2]


def test_contrasts_go_both_ways_and_never_to_oneself() -> None:
    """It is enough that one names the other."""
    assert contrasts_of([(1, 2), (2, 2), (3, 1)]) == {1: {2, 3}, 2: {1}, 3: {1}}
