from __future__ import annotations

import pytest
from gallery import Gallery, prompt_of, screen_text
from textual.pilot import Pilot

from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.answer_view import AnswerView, answer_area
from quizzer.tui.widgets.holes_answer import HolesAnswer
from quizzer.tui.widgets.lines_answer import LinesAnswer
from quizzer.tui.widgets.match_answer import MatchAnswer
from quizzer.tui.widgets.option_row import LETTERS, OptionRow
from quizzer.tui.widgets.order_answer import OrderAnswer
from quizzer.tui.widgets.pick_answer import PickAnswer
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.reveal_answer import RevealAnswer
from quizzer.tui.widgets.text_answer import TextAnswer
from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.model import Choice, Option, Output, Question
from quizzer_decks.prompts import realise
from quizzer_decks.responses import GaveUp, Holes, Matched, Ordered, Picked, Response, Seen, Text
from quizzer_decks.solutions import right_matches, right_options, right_order


def responses(app: Gallery) -> list[Response]:
    """Return what was submitted."""
    return [event.response for event in app.posted if isinstance(event, AnswerArea.Submitted)]


def ratings(app: Gallery) -> list[int]:
    """Return what was rated."""
    return [int(event.rating) for event in app.posted if isinstance(event, RatingBar.Rated)]


async def started(pilot: Pilot[None]) -> None:
    """Wait until the question and its answer area are on the table."""
    await pilot.pause()
    await pilot.pause()


def test_each_kind_has_its_area() -> None:
    """Every kind of question gets the area that fits it."""
    kinds = {
        "basic": RevealAnswer,
        "typed": TextAnswer,
        "numeric": TextAnswer,
        "cloze": HolesAnswer,
        "choice": PickAnswer,
        "multi": PickAnswer,
        "order": OrderAnswer,
        "match": MatchAnswer,
        "output": LinesAnswer,
    }
    assert {kind: type(answer_area(prompt_of(kind))) for kind in kinds} == kinds


def test_one_line_of_output_is_typed_in_one_line() -> None:
    """A program that prints one line is answered like a word."""
    question = Question("q", Output("print(1)", "1"))
    assert type(answer_area(realise(question, "", 0))) is TextAnswer


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (100, 30)])
async def test_every_area_fits(size: tuple[int, int]) -> None:
    """Every area stands inside the screen at the sizes we promise, and takes the keyboard."""
    app = Gallery("typed")
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        for kind in ("typed", "numeric", "cloze", "choice", "multi", "order", "match", "output", "basic"):
            area = await app.query_one(AnswerView).ask(prompt_of(kind))
            await pilot.pause()
            assert area.focus_target.has_focus
            for widget in area.query("OptionRow, Entry"):
                assert 0 < widget.region.right <= size[0]


async def test_typed_answer() -> None:
    """What is typed is submitted by Enter, then shown with a sign and a word, and the keyboard goes to the ratings."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press(*"posterior", "enter")
        await pilot.pause()
        assert responses(app) == [Text("posterior")]
        assert app.area.locked
        assert "✓  posterior  right" in screen_text(app)
        assert app.query_one(RatingBar).has_focus


async def test_digits_typed_into_an_answer_rate_nothing() -> None:
    """Typing a number is typing, whatever the keys do elsewhere."""
    app = Gallery("numeric")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        assert "ms" in screen_text(app)
        await pilot.press("3", "0", "1", "4")
        await pilot.pause()
        assert not app.posted


@pytest.mark.parametrize("kind", ["typed", "cloze", "choice", "multi", "match", "output"])
async def test_an_empty_answer_is_asked_about(kind: str) -> None:
    """A first Enter without an answer only says so; the second gives up."""
    app = Gallery(kind)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press(*["enter"] * (2 if kind == "cloze" else 1))
        await pilot.pause()
        assert not app.posted
        assert "Enter once more shows the answer" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert responses(app) == [GaveUp()]


async def test_several_lines() -> None:
    """Enter makes a new line, Enter on an empty line submits, ctrl+j makes an empty line."""
    app = Gallery("output")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("ctrl+j", "*", "enter", "*", "*", "enter")
        await pilot.pause()
        assert not app.posted
        await pilot.press("enter")
        await pilot.pause()
        assert responses(app) == [Text("\n*\n**")]
        assert "✓ right" in screen_text(app)


async def test_holes() -> None:
    """Enter goes to the next hole and submits in the last; each hole shows its own verdict."""
    app = Gallery("cloze")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press(*"evidence", "enter", *"prior", "enter")
        await pilot.pause()
        assert responses(app) == [Holes(("evidence", "prior"))]
        text = screen_text(app)
        assert "1 ✗  evidence  wrong" in text
        assert "2 ✓  prior  right" in text


async def test_a_letter_picks() -> None:
    """A letter answers a choice at once, and right and chosen options are told by sign and word."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        (right,) = right_options(app.prompt)
        wrong = (right + 1) % 4
        await pilot.press(LETTERS[wrong])
        await pilot.pause()
        assert responses(app) == [Picked(frozenset({wrong}))]
        lines = screen_text(app).split("\n")
        assert any(line.startswith(f"  ✗ {LETTERS[wrong]}") and line.endswith("wrong") for line in lines)
        assert any(line.startswith(f"  ✓ {LETTERS[right]}") and line.endswith("the answer") for line in lines)


async def test_arrows_pick() -> None:
    """The cursor enters the list with an arrow, and Enter takes the option under it."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("down", "down", "up", "up", "enter")
        await pilot.pause()
        assert responses(app) == [Picked(frozenset({3}))]


async def test_ticking() -> None:
    """In a multi, letters and space tick and untick, Enter submits, and missed options are told."""
    app = Gallery("multi")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("a", "b", "a", "down", "down", "space", "enter")
        await pilot.pause()
        assert responses(app) == [Picked(frozenset({1, 2}))]
        assert "missed" in screen_text(app)


async def test_clicking_picks() -> None:
    """A click on an option is as good as its letter."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.click(list(app.query(OptionRow))[2])
        await pilot.pause()
        assert responses(app) == [Picked(frozenset({2}))]


async def test_nothing_is_answered_twice() -> None:
    """A held key answers once; after the mark the area takes nothing more."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("a", "a", "b")
        await pilot.click(list(app.query(OptionRow))[2])
        await pilot.pause()
        assert len(responses(app)) == 1


async def test_ordering_by_letters() -> None:
    """Letters typed in order put the items into their places."""
    app = Gallery("order")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        order = right_order(app.prompt)
        await pilot.press(*(LETTERS[option] for option in order), "enter")
        await pilot.pause()
        assert responses(app) == [Ordered(order)]
        assert screen_text(app).count("right") == 4


async def test_ordering_by_moving() -> None:
    """An item moves with shift and arrows or K and J, and wrong places say where the item belongs."""
    app = Gallery("order")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("down", "shift+down", "J", "K", "shift+up", "J", "enter")
        await pilot.pause()
        assert responses(app) == [Ordered((1, 0, 2, 3))]
        assert "is no." in screen_text(app)


async def test_ordering_by_mouse() -> None:
    """One click lifts an item, the next puts it down."""
    app = Gallery("order")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        rows = list(app.query(OptionRow))
        await pilot.click(rows[0])
        assert "is lifted" in screen_text(app)
        await pilot.click(rows[3])
        await pilot.press("enter")
        await pilot.pause()
        assert responses(app) == [Ordered((1, 2, 3, 0))]


async def test_an_order_as_it_stands_is_asked_about() -> None:
    """An untouched order needs a second Enter."""
    app = Gallery("order")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("enter")
        assert not app.posted
        await pilot.press("enter")
        await pilot.pause()
        assert responses(app) == [Ordered((0, 1, 2, 3))]


async def test_matching() -> None:
    """Letters match left sides in turn, one that is used twice moves, Enter submits when all are matched."""
    app = Gallery("match")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        right = right_matches(app.prompt)
        await pilot.press(LETTERS[right[1]], "enter")
        assert "2 still open" in screen_text(app)
        await pilot.press("up", LETTERS[right[0]])
        await pilot.press(*(LETTERS[option] for option in right[1:]), "enter")
        await pilot.pause()
        assert responses(app) == [Matched(right)]


async def test_matching_by_mouse() -> None:
    """A click on the left moves the cursor, one on the right matches."""
    app = Gallery("match")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        rows = list(app.query(OptionRow))
        for left, right in ((2, 3), (0, 4), (1, 5)):
            await pilot.click(rows[left])
            await pilot.click(rows[right])
        await pilot.press("enter")
        await pilot.pause()
        assert responses(app) == [Matched((1, 2, 0))]
        assert ", right: " in screen_text(app)


async def test_revealing() -> None:
    """Space shows the answer of a question that the learner grades."""
    app = Gallery("basic")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("space")
        await pilot.pause()
        assert responses(app) == [Seen()]
        assert "The condition is rare." in screen_text(app)


async def test_twelve_long_options_scroll() -> None:
    """Twelve long options wrap, and the cursor stays in view."""
    app = Gallery("choice")
    options = tuple(Option(f"{number} " + "long words that wrap " * 6) for number in range(11))
    app.prompt = realise(Question("q", Choice("Which?", Option("right"), options)), "", 1)
    async with app.run_test(size=(60, 20)) as pilot:
        await started(pilot)
        await pilot.press("up")
        await pilot.pause()
        last = list(app.query(OptionRow))[-1]
        assert app.area.max_scroll_y > 0
        assert app.area.region.contains_region(last.region)


async def test_hint_and_reset() -> None:
    """A hint stays below the answer, and a reset makes it unanswered again."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        app.area.hint("It comes *after* $E$.")
        await pilot.press("x", "enter")
        await pilot.pause()
        assert "Hint: It comes after E." in screen_text(app)
        app.area.reset()
        app.area.focus()
        await pilot.pause()
        await pilot.press("y", "enter")
        await pilot.pause()
        assert responses(app) == [Text("x"), Text("y")]


async def test_reset_takes_everything_back() -> None:
    """After a reset each area looks as it did at first."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        for kind in ("typed", "cloze", "choice", "multi", "order", "match", "output", "basic"):
            area = await app.query_one(AnswerView).ask(prompt_of(kind))
            await pilot.pause()
            before = screen_text(app)
            area.settle(Mark(Verdict.WRONG, "x", "y"))
            await pilot.pause()
            area.reset()
            area.focus()
            await pilot.pause()
            assert screen_text(app) == before


async def test_prefetched_area_is_used() -> None:
    """The prepared area is the one that is shown, without being made again, and the old one goes."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        view = app.query_one(AnswerView)
        following = prompt_of("choice")
        await view.prefetch(following)
        (hidden,) = [area for area in app.query(AnswerArea) if not area.display]
        assert await view.ask(following) is hidden
        await pilot.pause()
        assert list(app.query(AnswerArea)) == [hidden]
        assert hidden.has_focus
        await view.prefetch(prompt_of("order"))
        assert isinstance(await view.ask(prompt_of("match")), MatchAnswer)


async def test_ratings() -> None:
    """Enter takes the marked rating, a number another; one offer is taken once, and its room is kept."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        bar = app.query_one(RatingBar)
        region = bar.region
        await pilot.press("a")
        await pilot.pause()
        assert "3 Good 21 d ◂" in screen_text(app)
        await pilot.press("1", "1", "enter")
        await pilot.pause()
        assert ratings(app) == [1]
        assert bar.region == region
        assert "Again" not in screen_text(app)


async def test_marking_another_rating() -> None:
    """Arrows move the mark, and Enter takes it."""
    app = Gallery("choice")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("right", "right", "left", "left", "enter")
        await pilot.pause()
        assert ratings(app) == [2]


async def test_clicking_a_rating() -> None:
    """A click on a rating takes it."""
    app = Gallery("choice")
    async with app.run_test(size=(60, 20)) as pilot:
        await started(pilot)
        await pilot.press("a")
        await pilot.pause()
        await pilot.click(list(app.query_one(RatingBar).children)[3])
        await pilot.pause()
        assert ratings(app) == [4]


async def test_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR all is still said: signs, words, and where the cursor is."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = Gallery("multi")
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("down", "a", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert "■" in text
        assert "✓" in text or "✗" in text
        assert "Wrong." in text
