"""A table of any length: it holds only keys, and asks for the rows that are on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from quizzer_decks.sanitize import sanitize

PAGE = 200
"""Rows asked for at once."""
_PAGES_KEPT = 20
_GAP = 2

Rows = Callable[[Sequence[int]], Sequence[Sequence[str]]]
"""Returns the cells of the rows with these keys, in their order."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` 0 takes the room that is left. On a narrow screen the highest `rank` is left out first."""

    key: str
    title: str
    width: int = 0
    align: Literal["left", "right"] = "left"
    rank: int = 0
    sortable: bool = True
    least: int = 16
    """Cells that a stretching column keeps before a less important one gives way."""


class VirtualTable(ScrollView, can_focus=True):
    """Rows by key, with a cursor and a header that sorts. What it shows is plain text, never markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--header", "table--cursor", "table--blurred", "table--empty"}
    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        color: $foreground;
        scrollbar-size-vertical: 1;
        overflow: hidden auto;
        & > .table--header { color: $text-muted; }
        & > .table--cursor { color: $text; background: $block-cursor-background; }
        & > .table--blurred { color: $text; background: $surface; }
        & > .table--empty { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="table.up"),
        Binding("down", "move(1)", "Down", show=False, id="table.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page-down"),
        Binding("home", "go(0)", "First", show=False, id="table.first"),
        Binding("end", "go(-1)", "Last", show=False, id="table.last"),
        Binding("enter", "choose", "Open", show=False, id="table.open"),
        Binding("o", "sort_next", "Order by the next column", show=False, id="table.sort"),
        Binding("O", "reverse", "Turn the order round", show=False, id="table.reverse"),
    ]

    cursor: reactive[int] = reactive(0)
    """The row under the cursor, counted from 0."""

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row; None when there are no rows."""

        table: VirtualTable
        key: int | None

    @dataclass
    class Selected(Message):
        """A row was opened."""

        table: VirtualTable
        key: int

    @dataclass
    class Sorted(Message):
        """Another order is wanted: answer with `show_keys`."""

        table: VirtualTable
        column: str
        descending: bool

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Rows,
        *,
        empty: str = "Nothing here.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._rows = rows
        self.empty = empty
        """What stands there where there are no rows."""
        self._keys: Sequence[int] = ()
        self._pages: dict[int, list[tuple[str, ...]]] = {}
        self._widths: list[tuple[int, int]] = []
        self._measured = -1
        self.sorted_by: str | None = None
        self.descending = False

    @property
    def key(self) -> int | None:
        """The key of the row under the cursor, None when there are no rows."""
        return self._keys[self.cursor] if self.cursor < len(self._keys) else None

    def show_keys(self, keys: Sequence[int], *, keep: int | None = None) -> None:
        """Show these rows, the cursor on the row with key `keep` where it is still there."""
        self._keys = keys
        self._pages.clear()
        self.virtual_size = Size(self.size.width, len(keys) + 1)
        place = keys.index(keep) if keep is not None and keep in keys else 0
        moved = place == self.cursor
        self.cursor = place
        if moved:
            self.watch_cursor()

    def refresh_rows(self) -> None:
        """Ask for the shown rows again, after their contents changed."""
        self._pages.clear()
        self.refresh()

    def show_order(self, column: str | None, descending: bool) -> None:
        """Show in the header which column the rows are ordered by."""
        self.sorted_by, self.descending = column, descending
        self.refresh()

    # -- drawing -----------------------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(event.size.width, len(self._keys) + 1)
        self._follow()

    def render_line(self, y: int) -> Strip:
        """Draw the header or a row."""
        width = self.scrollable_content_region.width
        if width != self._measured:  # also when the scrollbar comes or goes, of which no event tells
            self._widths, self._measured = column_widths(self._columns, width), width
        if y == 0:
            return self._strip("  " + self._header(), "table--header", width)
        place = y - 1 + self.scroll_offset.y
        if place < len(self._keys):
            here = place == self.cursor
            look = ("table--cursor" if self.has_focus else "table--blurred") if here else None
            return self._strip(("› " if here else "  ") + self._line(self._row(place)), look, width)
        return self._strip(f"  {self.empty}" if y == 2 and not self._keys else "", "table--empty", width)

    def _strip(self, text: str, look: str | None, width: int) -> Strip:
        style = self.get_component_rich_style(look) if look else self.rich_style
        return Strip([Segment(set_cell_size(text, width), style)], width)

    def _header(self) -> str:
        arrow = " ▼" if self.descending else " ▲"
        return self._line([column.title + (arrow if column.key == self.sorted_by else "") for column in self._columns])

    def _line(self, cells: Sequence[str]) -> str:
        gap = " " * _GAP
        return gap.join(_fitted(cells[place], width, self._columns[place].align) for place, width in self._widths)

    def _row(self, place: int) -> tuple[str, ...]:
        page = place // PAGE
        if page not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[page] = self._fetched(self._keys[page * PAGE : (page + 1) * PAGE])
        return self._pages[page][place % PAGE]

    def _fetched(self, keys: Sequence[int]) -> list[tuple[str, ...]]:
        blank = ("",) * len(self._columns)
        rows = [tuple(sanitize(cell).replace("\n", " ").replace("\t", " ") for cell in row) for row in self._rows(keys)]
        return rows + [blank] * (len(keys) - len(rows))

    # -- moving ------------------------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._keys) - 1))

    def watch_cursor(self) -> None:
        """Keep the cursor in view and tell of it."""
        self._follow()
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    def _follow(self) -> None:
        shown = max(self.size.height - 1, 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + shown:
            self.scroll_to(y=self.cursor - shown + 1, animate=False, immediate=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.cursor += pages * max(self.size.height - 2, 1)

    def action_go(self, place: int) -> None:
        """Move the cursor to a row, -1 for the last."""
        self.cursor = len(self._keys) - 1 if place < 0 else place

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Selected(self, self.key))

    def action_sort_next(self) -> None:
        """Ask for the order of the next column that sorts."""
        keys = [column.key for column in self._columns if column.sortable]
        if keys:
            place = keys.index(self.sorted_by) + 1 if self.sorted_by in keys else 0
            self._ask_order(keys[place % len(keys)], False)

    def action_reverse(self) -> None:
        """Ask for the same order the other way round."""
        if self.sorted_by is not None:
            self._ask_order(self.sorted_by, not self.descending)

    def on_click(self, event: Click) -> None:
        """Sort by a header; move the cursor to a row, open it when it is there already."""
        event.stop()
        if event.y == 0:
            self._click_header(event.x)
            return
        place = event.y - 1 + self.scroll_offset.y
        if place < len(self._keys):
            opens = place == self.cursor and event.chain > 1
            self.cursor = place
            if opens:
                self.action_choose()

    def _click_header(self, x: int) -> None:
        start = 2
        for place, width in self._widths:
            if start <= x < start + width and self._columns[place].sortable:
                key = self._columns[place].key
                self._ask_order(key, key == self.sorted_by and not self.descending)
            start += width + _GAP

    def _ask_order(self, column: str, descending: bool) -> None:
        self.show_order(column, descending)
        self.post_message(self.Sorted(self, column, descending))


def column_widths(columns: Sequence[Column], total: int) -> list[tuple[int, int]]:
    """Return (place, cells) of the columns that fit into `total` cells; the highest rank gives way first."""
    shown = list(range(len(columns)))
    while True:
        room = total - 2 - sum(columns[place].width + _GAP for place in shown) + _GAP
        stretching = [place for place in shown if not columns[place].width]
        droppable = [place for place in shown if columns[place].rank]
        if room >= sum(columns[place].least for place in stretching) or not droppable:
            break
        shown.remove(max(droppable, key=lambda place: columns[place].rank))
    each = max(room // len(stretching), 1) if stretching else 0
    return [(place, columns[place].width or each) for place in shown]


def _fitted(text: str, width: int, align: str) -> str:
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, max(width - 1, 0)) + "…"
    return " " * (width - cells) + text if align == "right" else text + " " * (width - cells)
