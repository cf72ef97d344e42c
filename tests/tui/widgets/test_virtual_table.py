from __future__ import annotations

import time
from collections.abc import Sequence

from gallery import screen_text
from textual.app import ComposeResult
from textual.message import Message

from quizzer.tui.safety import SafeApp
from quizzer.tui.themes import THEMES
from quizzer.tui.widgets.virtual_table import Column, VirtualTable, column_widths

COLUMNS = (
    Column("question", "Question"),
    Column("deck", "Deck", 14, rank=2),
    Column("due", "Due", 8, "right", rank=1),
    Column("state", "State", 8, rank=3, sortable=False),
)
MANY = range(100_000)


class Table(SafeApp[None]):
    """A table over a source that counts what it is asked for."""

    def __init__(self, keys: Sequence[int] = MANY) -> None:
        super().__init__()
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name
        self.keys = keys
        self.asked: list[int] = []
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield VirtualTable(COLUMNS, self.rows, empty="No card matches.")

    def on_mount(self) -> None:
        """Show all keys."""
        self.table.show_keys(self.keys)
        self.table.focus()

    @property
    def table(self) -> VirtualTable:
        """The table."""
        return self.query_one(VirtualTable)

    def rows(self, keys: Sequence[int]) -> list[tuple[str, ...]]:
        """Return rows, some of them hostile."""
        self.asked.append(len(keys))
        return [(f"Question {key} [/x]\x1b[31m", "math/bayes", f"{key % 30} d", "review") for key in keys]

    def on_virtual_table_selected(self, event: VirtualTable.Selected) -> None:
        """Remember it."""
        self.posted.append(event)

    def on_virtual_table_highlighted(self, event: VirtualTable.Highlighted) -> None:
        """Remember it."""
        self.posted.append(event)

    def on_virtual_table_sorted(self, event: VirtualTable.Sorted) -> None:
        """Remember it."""
        self.posted.append(event)


async def test_a_hundred_thousand_rows_at_once() -> None:
    """All keys are taken in at once, and only the pages on the screen are asked for."""
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.asked == [200]
        started = time.perf_counter()
        app.table.show_keys(MANY)
        assert time.perf_counter() - started < 0.2
        await pilot.press("end")
        await pilot.pause()
        assert "› Question 99999" in screen_text(app)
        assert sum(app.asked) <= 800


async def test_moving() -> None:
    """The cursor moves by rows, pages and to the ends, stays in view, and tells which row it is on."""
    app = Table(range(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("up", "down", "down", "pagedown", "pageup", "pagedown")
        await pilot.pause()
        assert app.table.key == 24
        assert "› Question 24" in screen_text(app)
        await pilot.press("end", "down", "enter", "home")
        await pilot.pause()
        assert app.table.key == 0
        selected = [event.key for event in app.posted if isinstance(event, VirtualTable.Selected)]
        highlighted = [event.key for event in app.posted if isinstance(event, VirtualTable.Highlighted)]
        assert selected == [99]
        assert highlighted[-2:] == [99, 0]


async def test_mouse() -> None:
    """A click moves the cursor, a double click opens, the header sorts and turns round."""
    app = Table(range(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(VirtualTable, offset=(10, 5))
        await pilot.pause()
        assert app.table.key == 4
        await pilot.click(VirtualTable, offset=(10, 7), times=2)
        await pilot.click(VirtualTable, offset=(4, 0))
        await pilot.click(VirtualTable, offset=(4, 0))
        await pilot.pause()
        assert [event.key for event in app.posted if isinstance(event, VirtualTable.Selected)] == [6]
        orders = [(event.column, event.descending) for event in app.posted if isinstance(event, VirtualTable.Sorted)]
        assert orders == [("question", False), ("question", True)]
        assert "Question ▼" in screen_text(app)


async def test_sort_keys() -> None:
    """o goes through the columns that sort, O turns the order round."""
    app = Table(range(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("O", "o", "o", "O", "o", "o")
        await pilot.pause()
        orders = [(event.column, event.descending) for event in app.posted if isinstance(event, VirtualTable.Sorted)]
        assert orders == [("question", False), ("deck", False), ("deck", True), ("due", False), ("question", False)]


async def test_keeping_the_place() -> None:
    """New keys keep the cursor on the same card where it is still there."""
    app = Table(range(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("pagedown")
        app.table.show_keys(list(reversed(range(100))), keep=app.table.key)
        await pilot.pause()
        assert app.table.key == 22
        assert "› Question 22" in screen_text(app)
        app.table.show_keys([1, 2], keep=app.table.key)
        await pilot.pause()
        assert app.table.key == 1


async def test_empty() -> None:
    """An empty table says so, and nothing can be opened."""
    app = Table(())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter", "end", "pageup")
        await pilot.pause()
        assert "No card matches." in screen_text(app)
        assert app.table.key is None
        assert not [event for event in app.posted if isinstance(event, VirtualTable.Selected)]


async def test_changed_rows() -> None:
    """Rows are asked for again when told that they changed."""
    app = Table(range(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        asked = len(app.asked)
        app.table.refresh_rows()
        await pilot.pause()
        assert len(app.asked) == asked + 1


async def test_text_is_text() -> None:
    """Markup and control characters in a cell are shown, not obeyed."""
    app = Table(range(3))
    async with app.run_test(size=(100, 10)) as pilot:
        await pilot.pause()
        assert "Question 1 [/x]␛[31m" in screen_text(app)


async def test_narrow() -> None:
    """On a narrow screen the least important columns give way, and come back."""
    app = Table(range(3))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "Due" in text
        assert "State" not in text
        await pilot.resize_terminal(100, 10)
        await pilot.pause()
        assert "State" in screen_text(app)


def test_column_widths() -> None:
    """The stretching column takes what is left; all columns together fill the width."""
    assert column_widths(COLUMNS, 80) == [(0, 42), (1, 14), (2, 8), (3, 8)]
    assert column_widths(COLUMNS, 40) == [(0, 28), (2, 8)]
    assert column_widths(COLUMNS[:1], 10) == [(0, 8)]


async def test_the_scrollbar_takes_no_cell_of_a_column() -> None:
    """The last column keeps its last character when there are more rows than fit, and when there are not."""

    class Narrow(SafeApp[None]):
        """A table whose last column is aligned to the right."""

        def compose(self) -> ComposeResult:
            """Lay out the table."""
            columns = (Column("q", "Question"), Column("r", "Recall", 8, "right"))
            yield VirtualTable(columns, lambda keys: [("a question", f"{key} %") for key in keys])

    app = Narrow()
    async with app.run_test(size=(40, 10)) as pilot:
        for keys in (range(3), range(500), range(2)):
            app.query_one(VirtualTable).show_keys(keys)
            await pilot.pause()
            await pilot.pause()
            text = screen_text(app)
            assert "Recall" in text
            assert "1 %" in text
