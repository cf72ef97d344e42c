"""The question, the verdict, and the small figures."""

from __future__ import annotations

import pytest
from gallery import Gallery, screen_text
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult

from quizzer.tui.safety import SafeApp
from quizzer.tui.widgets.meter import Meter, meter
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.sparkline import sparkline
from quizzer.tui.widgets.verdict import VerdictView, difference, headline, long_answer
from quizzer_decks.marks import Mark, Span, Verdict

LONG = "\n\n".join(f"Paragraph {number}" for number in range(60))


async def test_a_prepared_question_is_only_swapped_in() -> None:
    """Showing what was prepared makes no new widgets, and starts at its beginning."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(QuestionView)
        await view.show(LONG)
        await pilot.pause()
        await pilot.pause()
        view.scroll_end(animate=False, immediate=True)
        await pilot.pause()
        assert view.scroll_offset.y > 0
        await view.prefetch("The **next** one")
        assert "Paragraph" in screen_text(app)
        before = set(view.query("*"))
        await view.show("The **next** one")
        await pilot.pause()
        assert set(view.query("*")) == before
        assert "The next one" in screen_text(app)
        assert view.scroll_offset.y == 0
        assert view.markdown == "The **next** one"


async def test_another_question_than_the_prepared_one() -> None:
    """What was prepared in vain is not shown."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(QuestionView)
        await view.prefetch("Not this")
        await view.show("But this")
        await pilot.pause()
        text = screen_text(app)
        assert "But this" in text
        assert "Not this" not in text


async def test_tex_on_demand() -> None:
    """A formula can be read as the TeX it was written in, and drawn again."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(QuestionView)
        await view.show(r"What is $\sigma^2$?")
        await pilot.pause()
        assert "What is σ²?" in screen_text(app)
        await view.turn_tex()
        await pilot.pause()
        assert r"What is $\sigma^2$?" in screen_text(app)
        await view.turn_tex()
        await pilot.pause()
        assert "What is σ²?" in screen_text(app)


async def test_long_code_scrolls_sideways() -> None:
    """Long lines of code can be brought into view."""
    app = Gallery("typed")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        view = app.query_one(QuestionView)
        await view.show("```python\nx = '" + "a" * 60 + "END'\n```")
        await pilot.pause()
        assert "END" not in screen_text(app)
        view.scroll_code(40)
        await pilot.pause()
        assert "END" in screen_text(app)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (Mark(Verdict.RIGHT, "x", "x"), "✓ Right."),
        (Mark(Verdict.WRONG, "posterior", "prior"), "✗ Wrong.  The answer is posterior"),
        (Mark(Verdict.WRONG, "a\nb", "c"), "✗ Wrong.  The answer is"),
        (
            Mark(Verdict.CLOSE, "abc", "abxd", (Span("ab", "same"), Span("xd", "extra"), Span("c", "missing"))),
            "≈ Close.  The answer is abc: ab[−xd][+c]",
        ),
        (Mark(Verdict.SELF, "x", ""), "The answer"),
    ],
)
def test_headline(mark: Mark, text: str) -> None:
    """The verdict is a sign and a word, then the answer and what differs; of several lines it stands below."""
    assert headline(mark).plain == text
    below = long_answer(mark)
    assert (below.plain if below else "") == (mark.expected if "\n" in mark.expected else "")


def test_headline_where_the_area_shows_the_answer() -> None:
    """The answer is not said twice."""
    assert headline(Mark(Verdict.WRONG, "x", "y"), with_answer=False).plain == "✗ Wrong."


def test_difference_is_told_by_signs() -> None:
    """Missing and extra letters are told by signs, and text that looks like markup stays text."""
    assert difference((Span("[b]", "same"), Span("[/x]", "extra"))).plain == "[b][−[/x]]"


async def test_verdict_view() -> None:
    """Notes, explanation and fact appear with the verdict, and the room is kept while nothing is said."""
    app = Gallery("typed")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.query_one(VerdictView)
        region = view.region
        await view.prepare("Because $x^2$ and `[/x]`.")
        await pilot.pause()
        assert "Because" not in screen_text(app)
        view.show(Mark(Verdict.WRONG, "a", "b", notes=("You missed: [bold]c",)), "It took 6 s.")
        await pilot.pause()
        text = screen_text(app)
        for part in ("✗ Wrong.  The answer is a", "You missed: [bold]c", "Because x² and [/x].", "It took 6 s."):
            assert part in text
        view.clear()
        await pilot.pause()
        assert "Because" not in screen_text(app)
        assert view.region == region


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (None, "────────     –"),
        (0.0, "────────   0 %"),
        (0.001, "━───────   1 %"),
        (0.78, "━━━━━━──  78 %"),
        (0.999, "━━━━━━━─  99 %"),
        (1.0, "━━━━━━━━ 100 %"),
    ],
)
def test_meter(share: float | None, bar: str) -> None:
    """Only nothing looks empty, and only everything looks full."""
    assert meter(share) == bar


@settings(max_examples=50, deadline=None)
@given(st.floats(-1, 2), st.integers(2, 40))
def test_meter_has_one_width(share: float, cells: int) -> None:
    """Every bar of a column has the same width."""
    assert len(meter(share, cells)) == cells + 6


async def test_meter_widget() -> None:
    """The widget follows its share."""

    class One(SafeApp[None]):
        def compose(self) -> ComposeResult:
            """Lay out the meter."""
            yield Meter(0.5)

    app = One()
    async with app.run_test(size=(20, 3)) as pilot:
        assert screen_text(app).startswith("━━━━────  50 %")
        app.query_one(Meter).share = None
        await pilot.pause()
        assert screen_text(app).startswith("────────     –")


def test_sparkline() -> None:
    """One block a value, the largest full, nothing a dot."""
    assert sparkline([0, 1, 4, 8, 0.1]) == "·▂▅█▁"
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "··"
