from __future__ import annotations

import pytest
from hand import Hand, Only, opened
from small_home import SettableClock
from textual.widgets import Input

from quizzer.errors import StoreError
from quizzer.sitting import Plan
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.tui.screens.why import WhyScreen
from quizzer.tui.widgets.match_answer import MatchAnswer
from quizzer.tui.widgets.option_row import OptionRow
from quizzer.tui.widgets.order_answer import OrderAnswer
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.verdict import VerdictView
from quizzer.workspace import Workspace
from quizzer_decks.solutions import right_matches, right_options, right_order
from quizzer_scheduler.model import Rating, State

TYPED = "{id: q, kind: typed, ask: What is the capital of France?, answer: Paris, hint: On the Seine., why: Since 987.}"
BASIC = "{id: b, kind: basic, ask: Why is the sky blue?, answer: Air scatters blue light most.}"
CHOICE = '{id: c, kind: choice, ask: Which is a prime?, answer: "7", wrong: [{text: "9", why: It is 3 times 3.}, "1"]}'
MULTI = '{id: m, kind: multi, ask: Which are even?, answers: ["2", "4"], wrong: ["3", "5"]}'
ORDER = "{id: o, kind: order, ask: Sort these., items: [one, two, three]}"
MATCH = '{id: p, kind: match, ask: Match them., pairs: {one: "1", two: "2", three: "3"}}'
NUMERIC = "{id: n, kind: numeric, ask: How long is it?, answer: 300, unit: ms, units: {s: 1000}}"
OUTPUT = '{id: x, kind: output, code: "print(1)\\nprint(2)\\n", answer: "1\\n2"}'
CLOZE = '{id: z, kind: cloze, text: "{{c1::Red}} and {{c1::green}} make yellow."}'


def letters(indices: object) -> list[str]:
    """Return the letters of option indices."""
    return ["abcdefgh"[index] for index in indices]  # type: ignore[attr-defined]


async def answer_rightly(hand: Hand) -> None:
    """Answer the card on the table by key, rightly."""
    prompt = hand.review.session.step.prompt  # type: ignore[union-attr]
    match prompt.kind:
        case "basic":
            await hand.press("space")
        case "choice":
            await hand.press(*letters(right_options(prompt)))
        case "multi":
            await hand.press(*letters(right_options(prompt)), "enter")
        case "order":
            await hand.press(*letters(right_order(prompt)), "enter")
        case "match":
            await hand.press(*letters(right_matches(prompt)), "enter")
        case "cloze":
            await hand.type("red", "enter")
            await hand.type("green", "enter")
        case "numeric":
            await hand.type("300", "enter")
        case "output":
            await hand.type("1", "enter", "2", "enter", "enter")
        case _:
            await hand.type("Paris", "enter")


@pytest.mark.parametrize("question", [TYPED, BASIC, CHOICE, MULTI, ORDER, MATCH, NUMERIC, OUTPUT, CLOZE])
async def test_each_kind_by_keyboard(workspace: Workspace, only: Only, question: str) -> None:
    """Every kind is answered by keys alone: marked, rated Good by Enter, logged, and the sitting goes on."""
    async with opened(workspace, only(question)) as hand:
        before = {place: hand.review.query_one(place).region.y for place in ("#rating", "#verdict")}
        await answer_rightly(hand)
        marked = hand.review.session.marked
        assert marked is not None
        assert hand.offered.marked is Rating.GOOD
        assert ("The answer" if question is BASIC else "✓ Right.") in hand.text
        assert {place: hand.review.query_one(place).region.y for place in before} == before
        card = hand.review.session.step.card.id  # type: ignore[union-attr]
        await hand.press("enter")
        assert hand.log(card) == ["GOOD"]


@pytest.mark.parametrize("question", [TYPED, CHOICE, MULTI, ORDER, MATCH, NUMERIC, OUTPUT, CLOZE])
async def test_giving_up(workspace: Workspace, only: Only, question: str) -> None:
    """Enter on an empty answer asks back once; the second shows the answer, and Again is suggested."""
    async with opened(workspace, only(question)) as hand:
        await hand.press("enter")
        if question is CLOZE:
            await hand.press("enter")
        assert "Enter once more" in hand.text
        await hand.press(*["enter"] * (2 if question is CLOZE and "Enter once more" not in hand.text else 1))
        if question is not ORDER:  # an order may be right as it stands
            assert "✗ Wrong." in hand.text
            assert hand.offered.marked is Rating.AGAIN


async def test_typing_never_rates(workspace: Workspace, only: Only) -> None:
    """While an answer is typed, digits and letters are text: nothing is rated, nothing ends."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("1234 qsu-f")
        assert hand.review.query_one(Input).value == "1234 qsu-f"
        assert hand.review.session.marked is None
        assert hand.log("one/q") == []
        await hand.press("escape", "1", "2", "3", "4")
        assert hand.review.session.marked is None
        assert hand.log("one/q") == []
        await hand.press("tab", "5")
        assert hand.review.query_one(Input).value == "1234 qsu-f5"


@pytest.mark.parametrize(("key", "rating"), [("1", "AGAIN"), ("2", "HARD"), ("4", "EASY")])
async def test_overruling(workspace: Workspace, only: Only, key: str, rating: str) -> None:
    """A number overrules the rating that the mark suggests."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("paris", "enter", key)
        assert hand.log("one/q") == [rating]


async def test_close_answers_show_the_difference(workspace: Workspace, only: Only) -> None:
    """A slip of the fingers is close: the difference is shown, and Hard suggested."""
    async with opened(workspace, only(TYPED.replace("Paris", "Montpellier"))) as hand:
        await hand.type("Montpelier", "enter")
        assert "≈ Close." in hand.text
        assert "[+l]" in hand.text
        assert hand.offered.marked is Rating.HARD


async def test_a_hint_makes_it_hard(workspace: Workspace, only: Only) -> None:
    """The hint shows below the answer; what was right with it is Hard."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.press("f2")
        assert "Hint: On the Seine." in hand.text
        await hand.type("Paris", "enter")
        assert hand.offered.marked is Rating.HARD
        assert "h Hint" not in hand.lines[-1]


async def test_a_held_key_rates_one_card(workspace: Workspace, only: Only) -> None:
    """A finger that rests on Enter answers nothing it has not seen: the rating waits for a press of its own."""
    plan = only(TYPED, TYPED.replace("id: q", "id: r").replace("France", "the French"))
    async with opened(workspace, plan, patience=30.0) as hand:
        await hand.type("Paris", *["enter"] * 8)
        assert hand.log("one/q") == hand.log("one/r") == []
        assert hand.review.session.marked is not None
        await hand.press("3", "3", "3")
        assert len(hand.log("one/q") + hand.log("one/r")) == 1
        assert hand.review.session.marked is None


async def test_a_fast_second_press_takes_the_rating(workspace: Workspace, only: Only) -> None:
    """Enter pressed again before the patience is over takes the rating as soon as it is plain that nobody holds it."""
    async with opened(workspace, only(TYPED), patience=1.0) as hand:
        await hand.type("Paris", "enter")
        await hand.pilot.pause(0.3)
        await hand.press("enter")
        await hand.pilot.pause(0.4)
        assert hand.log("one/q") == ["GOOD"]


async def test_undo_and_redo(workspace: Workspace, only: Only) -> None:
    """u brings the card of the last answer back to the table, as it was asked; redo answers it again."""
    async with opened(workspace, only(TYPED, BASIC)) as hand:
        first = hand.review.session.step.card.id  # type: ignore[union-attr]
        await answer_rightly(hand)
        await hand.press("enter")
        assert hand.log(first) == ["GOOD"]
        await hand.press("escape", "u")
        assert hand.log(first) == []
        assert hand.review.session.step.card.id == first  # type: ignore[union-attr]
        asked = hand.review.session.step.prompt.ask  # type: ignore[union-attr]
        assert f"Taken back: “{asked}” answered Good." in hand.notices  # not the card's id
        await hand.press("escape", "ctrl+y")
        assert hand.log(first) == ["GOOD"]
        await hand.press("escape", "u", "escape", "u")
        assert "There is nothing to undo." in hand.notices


async def test_undo_and_redo_name_the_numbers_that_were_asked(workspace: Workspace, only: Only) -> None:
    """A question with drawn numbers has others after an answer; the notice tells those that were answered."""
    drawn = "{id: n, kind: numeric, ask: 'What is {a} + 1?', given: {a: [20, 30, 40, 50, 60, 70, 80]}, check: a + 1}"
    async with opened(workspace, only(drawn)) as hand:
        asked = hand.review.session.step.prompt.ask  # type: ignore[union-attr]
        await hand.type("5", "enter", "enter")
        assert hand.review.session.step.prompt.ask != asked  # type: ignore[union-attr]
        await hand.press("escape", "u", "escape", "ctrl+y")
        assert f"Taken back: “{asked}” answered Again." in hand.notices
        assert f"Done again: “{asked}” answered Again." in hand.notices


async def test_the_keys_of_an_answer_are_told(workspace: Workspace, only: Only) -> None:
    """Where an answer is not typed, a line says how to give it; who leaves a field is told the way back."""
    plan = only("{id: q, kind: multi, ask: Which are even?, answers: ['2', '4'], wrong: ['3'], hint: Halve it.}")
    async with opened(workspace, plan) as hand:
        assert "Letters tick, or ↑ ↓ and space; then Enter." in hand.text
        await hand.press("h", "enter")
        assert "Hint: Halve it." in hand.text
        assert "Nothing chosen yet." in hand.text
        await hand.press("enter")
        assert "Letters tick" not in hand.text
    async with opened(workspace, only("{id: r, kind: typed, ask: What is one and one?, answer: two}")) as hand:
        await hand.press("escape")
        assert "Tab goes back to the answer." in hand.text
        await hand.press("tab")
        assert "Tab goes back" not in hand.text


@pytest.mark.parametrize(("key", "query"), [("minus", "is:buried"), ("s", "is:suspended")])
async def test_putting_a_card_away(workspace: Workspace, only: Only, key: str, query: str) -> None:
    """Buried and suspended cards leave the table at once, and undo brings them back."""
    async with opened(workspace, only(BASIC, CHOICE)) as hand:
        card = hand.review.session.step.card.id  # type: ignore[union-attr]
        await hand.press(key)
        assert len(workspace.find(query)) == 1
        assert hand.review.session.step.card.id != card  # type: ignore[union-attr]
        await hand.press("u")
        assert not workspace.find(query)
        assert hand.review.session.step.card.id == card  # type: ignore[union-attr]


async def test_flag(workspace: Workspace, only: Only) -> None:
    """f flags the card with a sign and a word and takes the flag away again; the card stays."""
    async with opened(workspace, only(BASIC)) as hand:
        await hand.press("f")
        assert "⚑ flagged" in hand.lines[0]
        await hand.press("f")
        assert "⚑" not in hand.lines[0]
        assert not workspace.find("is:flagged")


async def test_why_now(workspace: Workspace, only: Only) -> None:
    """w shows the reason, the card's numbers, a column for each rating, and what the numbers mean."""
    async with opened(workspace, only(BASIC), size=(80, 80)) as hand:
        await hand.press("w")
        assert isinstance(hand.app.screen, WhyScreen)
        text = hand.text
        for wanted in ("New: next in the order", "Again", "Hard", "Good", "Easy", "stability", "What the numbers mean"):
            assert wanted in text
        assert "one/b" in text
        await hand.press("w")
        assert isinstance(hand.app.screen, ReviewScreen)


async def test_pairs_and_orders_by_other_keys(workspace: Workspace, only: Only) -> None:
    """Items are moved by J and K, pairs opened by backspace, options chosen by arrows."""
    async with opened(workspace, only(ORDER)) as hand:
        area = hand.review.query_one(OrderAnswer)
        await hand.press("down", "J")
        assert area.order == [1, 0, 2]
        await hand.press("K", "enter")
        assert hand.review.session.marked is not None
    async with opened(workspace, only(MATCH)) as hand:
        match = hand.review.query_one(MatchAnswer)
        await hand.press("a", "up", "backspace")
        assert match.matched == [None, None, None]
    async with opened(workspace, only(CHOICE)) as hand:
        await hand.press("down", "down", "enter")
        assert hand.review.session.marked is not None


async def test_mouse(workspace: Workspace, only: Only) -> None:
    """A click picks an option, and a click on a rating takes it."""
    async with opened(workspace, only(CHOICE)) as hand:
        await hand.click(list(hand.review.query(OptionRow))[1], (6, 0))
        assert hand.review.session.marked is not None
        await hand.click(list(hand.offered.children)[3])
        assert hand.log("one/c") == ["EASY"]


async def test_keys_stay_with_the_rating_after_a_click(workspace: Workspace, only: Only) -> None:
    """A click beside the ratings does not take the keyboard from them."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("Paris", "enter")
        await hand.click(hand.review.query_one(VerdictView))
        await hand.press("3")
        assert hand.log("one/q") == ["GOOD"]


async def test_a_store_that_refuses(workspace: Workspace, only: Only, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that cannot be saved is told; the card stays, marked, and is rated when saving works again."""

    def refuse(*_: object) -> int:
        raise StoreError("The disk is full. Make room and try again.")

    async with opened(workspace, only(TYPED)) as hand:
        with monkeypatch.context() as broken:
            broken.setattr(workspace.store, "record", refuse)
            broken.setattr(workspace.store, "change", refuse)
            await hand.type("Paris", "enter", "enter")
            assert "Not saved. The disk is full." in hand.notices
            assert "✓ Right." in hand.text
            assert hand.offered.marked is Rating.GOOD
            await hand.press("s", "q")
            assert hand.notices.count("The disk is full.") == 3
            assert isinstance(hand.app.screen, ReviewScreen)
        await hand.press("3")
        assert hand.log("one/q") == ["GOOD"]


async def test_end(workspace: Workspace, only: Only) -> None:
    """q ends: a marked answer counts, one that the learner was to grade does not."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("Paris", "enter", "q")
        assert hand.log("one/q") == ["GOOD"]
        assert isinstance(hand.app.screen, SummaryScreen)
    async with opened(workspace, only(BASIC)) as hand:
        await hand.press("space", "q")
        assert hand.log("one/b") == []
        assert isinstance(hand.app.screen, HomeScreen)


async def test_limit(workspace: Workspace) -> None:
    """A sitting of two cards asks two."""
    async with opened(workspace, Plan(("small/siblings",), limit=2)) as hand:
        for _ in range(2):
            await hand.press("enter", "enter", "4")
        assert isinstance(hand.app.screen, SummaryScreen)
        assert "2 cards in" in hand.text


async def test_cram(workspace: Workspace, only: Only) -> None:
    """A cram marks and goes on, shows no dates, and leaves no trace in the log."""
    plan = only(TYPED)
    async with opened(workspace, Plan(plan.decks, cram=True)) as hand:
        await hand.type("Paris", "enter")
        assert "min" not in next(line for line in hand.lines if "1 Again" in line)
        await hand.press("enter")
        assert isinstance(hand.app.screen, SummaryScreen)
        assert hand.log("one/q") == []
        await hand.press("u")
        assert "nothing to undo" in hand.notices


async def test_another_day_begins_during_a_sitting(workspace: Workspace, only: Only, clock: SettableClock) -> None:
    """A card answered after the rollover counts for the new day, and the sitting goes on with that day's cards."""
    async with opened(workspace, only(TYPED, BASIC)) as hand:
        await answer_rightly(hand)
        await hand.press("4")
        clock.forward(days=1)
        await answer_rightly(hand)
        await hand.press("4")
        assert sorted(event.day.day for card in ("one/q", "one/b") for event in workspace.store.events(card)) == [2, 3]


async def test_a_card_learnt_again(workspace: Workspace, only: Only, clock: SettableClock) -> None:
    """A review shows the recall that was predicted, and what each rating would bring."""
    plan = only(TYPED)
    session = workspace.session(plan)
    hand_over = session.step
    assert hand_over is not None
    async with opened(workspace, plan) as hand:
        await hand.type("Paris", "enter", "4")
    clock.forward(days=20)
    async with opened(workspace, plan) as hand:
        assert hand.review.session.step.card.state is State.REVIEW  # type: ignore[union-attr]
        await hand.type("Paris", "enter")
        assert "the prediction was" in hand.text
        bar = next(line for line in hand.lines if "1 Again" in line)
        assert all(name in bar for name in ("1 Again", "2 Hard", "3 Good", "4 Easy", "◂"))


async def test_a_long_text_scrolls(workspace: Workspace, only: Only) -> None:
    """A question longer than its room scrolls by key, and the answer and the ratings keep their places."""
    long = "\\n\\n".join(f"Paragraph {number}." for number in range(40))
    async with opened(workspace, only(f'{{id: q, kind: typed, ask: "{long}", answer: yes, why: "{long}"}}')) as hand:
        places = {place: hand.review.query_one(place).region for place in ("#answer", "#rating")}
        assert hand.review.query_one(RatingBar).region.bottom < 24
        await hand.press("pagedown")
        assert hand.review.query_one("#question").scroll_offset.y > 0
        await hand.type("yes", "enter", "pagedown")
        assert hand.review.query_one(VerdictView).scroll_offset.y > 0
        assert places == {place: hand.review.query_one(place).region for place in places}


async def test_formulas_as_tex(workspace: Workspace, only: Only) -> None:
    """t shows a formula as it was written, and again as it is drawn."""
    async with opened(workspace, only("{id: b, kind: basic, ask: 'Why is $x^2$ even?', answer: It is.}")) as hand:
        assert "x²" in hand.text
        await hand.press("t")
        assert "x^2" in hand.text
        await hand.press("t")
        assert "x²" in hand.text


async def test_long_options_on_a_small_screen(workspace: Workspace, only: Only) -> None:
    """On sixty columns all options of a question can be read, and the answer is told where they do not all fit."""
    wrong = ", ".join(f'"{letter} long option that goes on over the end of the line, as they do"' for letter in "xyz")
    question = f"{{id: c, kind: choice, ask: Which?, answer: It is the short one, wrong: [{wrong}]}}"
    async with opened(workspace, only(question), size=(60, 20)) as hand:
        assert all(f"   {letter}  " in hand.text for letter in "abcd")
        await hand.press(letters({0, 1, 2, 3} - right_options(hand.review.session.step.prompt))[0])  # type: ignore[union-attr]
        assert "✗ Wrong.  The answer is It is the short one" in hand.text
        assert "1 Again" in hand.text
