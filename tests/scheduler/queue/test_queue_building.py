from __future__ import annotations

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from queue_cards import AT, DAYS, TODAY, build, cards, drain, due, limits, new, orders, repeatable, step

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import State
from quizzer_scheduler.queue import DeckLimit, Limits, NewMix, Order, QueueCard, ReviewOrder, build_queue

FAR = timedelta(days=1)
STEPS = (State.LEARNING, State.RELEARNING)


def chosen(given_cards: list[QueueCard], *arguments: object) -> list[QueueCard]:
    """Return the cards of the day in the order in which they come."""
    by_key = {card.key: card for card in given_cards}
    queue = build_queue(given_cards, AT, DAYS, *arguments, learn_ahead=FAR)  # type: ignore[arg-type]
    return [by_key[key] for key in drain(queue)]


@repeatable
@given(cards(), orders, st.integers())
def test_nothing_is_lost_without_limits(given_cards: list[QueueCard], order: Order, seed: int) -> None:
    """Without limits each family that has something due or new today, and each learning card of today, comes."""
    today = [c for c in given_cards if c.due_at is None or c.due_at < DAYS.start(TODAY + FAR)]
    got = chosen(given_cards, Limits(), order, seed)
    assert {c.family for c in got} == {c.family for c in today}
    assert {c for c in got if c.state in STEPS} == {c for c in today if c.state in STEPS}


@repeatable
@given(cards(), limits, orders, st.integers())
def test_no_card_comes_twice_and_none_too_early(
    given_cards: list[QueueCard], limit: Limits, order: Order, seed: int
) -> None:
    """A card stands in the queue at most once, and a review only when it is due."""
    got = chosen(given_cards, limit, order, seed)
    assert len(set(got)) == len(got)
    assert all(c.due_at is not None and c.due_at < DAYS.start(TODAY + FAR) for c in got if c.state is State.REVIEW)


@repeatable
@given(cards(), limits, orders, st.integers())
def test_limits_hold_over_all_and_for_each_deck(
    given_cards: list[QueueCard], limit: Limits, order: Order, seed: int
) -> None:
    """No more new cards and reviews come than are left today, in all and of each deck."""
    got = chosen(given_cards, limit, order, seed)
    for state, name in ((State.NEW, "new"), (State.REVIEW, "review")):
        decks = Counter(c.deck for c in got if c.state is state)
        left = getattr(limit, name)
        assert left is None or decks.total() <= left
        for deck, deck_limit in limit.per_deck.items():
            deck_left = getattr(deck_limit, name)
            assert deck_left is None or decks[deck] <= deck_left


@repeatable
@given(cards(), limits, orders, st.integers(), st.frozensets(st.integers(0, 12)))
def test_one_card_of_a_family_a_day(
    given_cards: list[QueueCard], limit: Limits, order: Order, seed: int, seen: frozenset[int]
) -> None:
    """Beside learning cards a family gives one card at most, and none when it was answered today."""
    got = chosen(given_cards, limit, order, seed, seen)
    families = Counter(c.family for c in got if c.state not in STEPS)
    assert all(count == 1 for count in families.values())
    assert not seen & families.keys()


@repeatable
@given(cards(), limits, orders, st.integers(), st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(
    given_cards: list[QueueCard], limit: Limits, order: Order, seed: int, random: object
) -> None:
    """The same cards, however they are handed in, give the same queue."""
    shuffled = list(given_cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert chosen(given_cards, limit, order, seed) == chosen(shuffled, limit, order, seed)


def less(limit: Limits, gone: set[QueueCard]) -> Limits:
    """Return what is left of the limits after some cards were answered."""

    def left(number: int | None, state: State, decks: set[int]) -> int | None:
        return None if number is None else number - sum(c.state is state and c.deck in decks for c in gone)

    per_deck = {
        deck: DeckLimit(left(of_deck.new, State.NEW, {deck}), left(of_deck.review, State.REVIEW, {deck}))
        for deck, of_deck in limit.per_deck.items()
    }
    every = {c.deck for c in gone}
    return Limits(left(limit.new, State.NEW, every), left(limit.review, State.REVIEW, every), per_deck)


@repeatable
@given(cards(), limits, orders, st.integers(), st.integers(0, 10))
def test_coming_back_does_not_reshuffle(
    given_cards: list[QueueCard], limit: Limits, order: Order, seed: int, answers: int
) -> None:
    """After some answers and a restart on the same day come the cards that were left, each kind in the same order."""
    first = chosen(given_cards, limit, order, seed)
    gone = set(first[:answers])
    rest = [c for c in given_cards if c not in gone]
    again = chosen(rest, less(limit, gone), order, seed, frozenset(c.family for c in gone))
    for state in State:
        assert [c for c in again if c.state is state] == [c for c in first[answers:] if c.state is state]


def test_the_day_changes_the_shuffle() -> None:
    """Another day or another seed shuffles anew."""
    many = [due(key) for key in range(50)]
    first = drain(build(many))
    assert first != drain(build(many, at=AT + timedelta(days=1)))
    assert first != drain(build(many, seed=8))
    assert first != sorted(first)


def test_due_before_new_and_the_most_forgotten_sibling_wins() -> None:
    """Of a family the review with the lowest retrievability comes, before any new sibling."""
    family = [new(1, family=5), due(2, family=5, stability=50), due(3, family=5, stability=2)]
    assert drain(build(family)) == [3]


def test_the_first_new_sibling_wins_in_any_order() -> None:
    """Of new siblings the one first in the roadmap's order comes, an ungated one before a gated one."""
    assert drain(build([new(1, family=5, position=9), new(2, family=5, position=3)])) == [2]
    assert drain(build([new(1, family=5, position=1, gated=True), new(2, family=5, position=3)])) == [2]


def test_a_held_back_review_keeps_its_new_sibling_waiting() -> None:
    """A review beyond the limit still comes before its new sibling, which waits too."""
    assert drain(build([due(1, family=5), new(2, family=5)], Limits(review=0))) == []


def test_a_learning_card_buries_its_siblings_but_not_itself() -> None:
    """Learning cards always come, even of one family and beyond all limits, and their siblings wait."""
    family = [step(1, -5, family=5), step(2, -4, family=5), due(3, family=5), new(4, family=5)]
    none_left = Limits(0, 0, {1: DeckLimit(0, 0)})
    assert drain(build(family)) == [1, 2]
    assert drain(build_queue(family, AT, DAYS, none_left, Order(), 7, frozenset({5}))) == [1, 2]


def test_negative_limits_count_as_none_left() -> None:
    """A limit that was lowered below what is already done today lets nothing through."""
    both = [due(1), new(2)]
    assert drain(build(both, Limits(-3, -1))) == []
    assert drain(build(both, Limits(per_deck={1: DeckLimit(-3, -1)}))) == []


def test_a_full_deck_leaves_room_for_others() -> None:
    """A card beyond its deck's limit does not use up the limit over all."""
    both = [new(1, deck=1), new(2, deck=1), new(3, deck=2), new(4, deck=2)]
    assert drain(build(both, Limits(new=3, per_deck={1: DeckLimit(new=1)}))) == [1, 3, 4]


def test_a_backlog_is_taken_best_remembered_first() -> None:
    """With more due than the limit lets through, those come that are still remembered best."""
    backlog = [due(key, stability=float(key), days_ago=10) for key in range(1, 31)]
    assert drain(build(backlog, Limits(review=5))) == [30, 29, 28, 27, 26]
    assert drain(build(backlog, Limits(per_deck={1: DeckLimit(review=3)}))) == [30, 29, 28]
    just_enough = (Limits(review=30), Limits(per_deck={1: DeckLimit(review=30)}))
    for limit in just_enough:
        assert drain(build(backlog, limit)) == drain(build(backlog))


def test_a_backlog_stays_one_during_the_day() -> None:
    """Answering within the limit does not turn a backlog into the random order."""
    backlog = [due(key, stability=float(key)) for key in range(1, 31)]
    assert drain(build(backlog[:28], Limits(review=3))) == [28, 27, 26]


def test_orders_of_reviews() -> None:
    """Each order does what its name says."""
    a = due(1, deck=2, stability=5, late=3, days_ago=20)
    b = due(2, deck=1, stability=50, late=1, days_ago=20)
    c = due(3, deck=3, stability=10, late=3, days_ago=8)

    def came(order: ReviewOrder) -> list[int]:
        return drain(build([a, b, c], order=Order(order)))

    assert came(ReviewOrder.RETRIEVABILITY_DESC) == [2, 3, 1]
    assert came(ReviewOrder.RETRIEVABILITY_ASC) == [1, 3, 2]
    assert came(ReviewOrder.DUE)[2] == 2
    assert came(ReviewOrder.DUE_THEN_DECK) == [1, 3, 2]
    assert came(ReviewOrder.DECK_THEN_DUE) == [2, 1, 3]
    assert came(ReviewOrder.STABILITY_ASC) == [1, 3, 2]
    assert came(ReviewOrder.STABILITY_DESC) == [2, 3, 1]
    assert came(ReviewOrder.AUTO) == came(ReviewOrder.RANDOM)


def test_damaged_cards_do_not_drop_out_of_sight() -> None:
    """A seen card without due date, stability or last day, or from a clock ahead, still comes."""
    lost = QueueCard(1, 1, 1, State.REVIEW, None, None, None, 0)
    step_lost = QueueCard(2, 1, 2, State.RELEARNING, None, None, None, 0)
    zero = due(3, stability=0.0)
    nan = due(4, stability=float("nan"))
    ahead = due(5, days_ago=-4)
    for order in ReviewOrder:
        queue = build([lost, step_lost, zero, nan, ahead], order=Order(order))
        assert sorted(drain(queue)) == [1, 2, 3, 4, 5]


def test_new_cards_by_roadmap_and_gated_ones_last() -> None:
    """New cards follow the roadmap, and those whose deck needs others come after all the rest."""
    fresh = [new(1, position=4), new(2, position=2, gated=True), new(3, position=3), new(4, position=1, gated=True)]
    assert drain(build(fresh)) == [3, 1, 4, 2]
    assert drain(build(fresh, Limits(new=2))) == [3, 1]


def test_new_cards_stand_where_the_learner_wants_them() -> None:
    """New cards come before, after or evenly between the reviews."""
    mixed = [*(due(key) for key in range(6)), new(10), new(11)]
    for mix, places in ((NewMix.BEFORE, [0, 1]), (NewMix.AFTER, [6, 7]), (NewMix.SPREAD, [2, 5])):
        line = drain(build(mixed, order=Order(mix=mix)))
        assert [line.index(10), line.index(11)] == places


def test_a_review_is_due_on_the_whole_study_day_of_its_instant() -> None:
    """A review card comes on the study day in which its instant lies, wherever in the day a journey put that."""
    card = due(1)
    assert card.due_at is not None
    day = DAYS.day(card.due_at)
    midday = card._replace(due_at=DAYS.start(day) + timedelta(hours=16))
    for one in (card, midday):
        assert drain(build([one], at=DAYS.start(day))) == [1]
        assert drain(build([one], at=DAYS.start(day) - timedelta(seconds=1))) == []


def test_learning_cards_of_tomorrow_wait() -> None:
    """A learning card due after the study day's end, at the rollover hour, is not in the queue."""
    assert len(build([step(1, 16 * 60 - 1), step(2, 16 * 60)])) == 1


def test_the_study_day_is_local() -> None:
    """The queue ends at the learner's own rollover hour."""
    queue = build_queue([], AT, StudyDays(ZoneInfo("Asia/Tokyo")), Limits(), Order(), 1)
    assert queue.ends_at == AT.replace(hour=19)
