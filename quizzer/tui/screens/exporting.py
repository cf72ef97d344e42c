"""Exporting decks: a format, a file, the decks that go into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quizzer import wording
from quizzer.errors import QuizzerError
from quizzer.exporting.choices import Choice, choices, file_name
from quizzer.exporting.exporter import AlreadyThere, export
from quizzer.exporting.formats import FORMATS
from quizzer.exporting.report import lines
from quizzer.exporting.selection import head_of
from quizzer.tui.telling import steps, teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.path_entry import PathSuggester, meant
from quizzer.tui.widgets.virtual_table import Column, VirtualTable
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_COLUMNS = (
    Column("deck", "Deck", sortable=False, least=30),
    Column("id", "Id", 28, rank=2, sortable=False),
    Column("questions", "Questions", 9, "right", rank=1, sortable=False),
)
_STOPPED = "It was stopped; nothing was written."
_WHOLE = ("json",)
"""Formats that hold everything, whatever is chosen."""


class ExportScreen(Screen[None]):
    """What is written and where stands on one screen; what came of it is told below."""

    HELP = """
# Export decks

Choose a format with **↑ ↓**; **Tab** goes on to the file and to the decks. There **Space** ticks a deck, **a** all that
are shown or none of them, **/** looks for some. **Enter** writes the file. Your decks and your history stay as they
are.

Nothing that is there already is written over before you say so (**F2**). **Esc** meanwhile stops it, and leaves
nothing behind.

Only *json* holds all you have: `quizzer import`, or **i** on the home screen, restores it. What each format holds, and
what not, stands in `docs/formats.md`.
"""
    AUTO_FOCUS = "#formats"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-tall")]  # noqa: RUF012 - Textual reads it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Write", id="export.take", tooltip="Write the file", priority=True),
        Binding("f2", "overwrite", "Overwrite", id="export.overwrite", tooltip="Write over what is there"),
        Binding("space", "tick", "Tick", id="export.tick", tooltip="Tick the deck, or leave it out"),
        Binding("a", "tick_all", "All", id="export.all", tooltip="Tick all decks that are shown, or none of them"),
        Binding("slash", "search", "Find", id="export.find", tooltip="Look for decks by title or id"),
        Binding("escape", "back", "Back", id="export.back", tooltip="Stop; out of a field, or back"),
    ]

    working: var[str] = var("")
    """What is being done; empty when nothing is."""
    there: var[bool] = var(False)
    """Whether something that is there would have to be written over."""

    def __init__(self, workspace: Workspace, deck: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._first = head_of(deck)
        self._choices: list[Choice] = []
        self._ticked: set[str] = set()
        self._format = next(iter(FORMATS))
        self._proposed = ""
        self._stopped = False

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(Content("Export decks"), id="import-title")
        with Container(id="export"):
            with Vertical(id="how"):
                yield OptionList(*_formats(), id="formats", markup=False)
                with Horizontal(id="target"):
                    yield Static(Content("to "), classes="muted")
                    yield Input(id="path", placeholder="path of the file", suggester=PathSuggester(()), compact=True)
                yield Static("", id="said")
            with Vertical(id="which"):
                with Horizontal(id="search-line"):
                    yield Static(Content("/ "), classes="accent")
                    yield Input(id="search", placeholder="title or id …", compact=True)
                    yield Static("", id="found")
                yield VirtualTable(_COLUMNS, self._cells, empty="No deck is called that.", id="decks")
        yield KeyLine()

    def on_mount(self) -> None:
        """Offer all decks, ticked; or that one only for which the screen was opened."""
        self._choices = choices(self._workspace)
        ids = {choice.id for choice in self._choices}
        self._ticked = {self._first} if self._first in ids else ids
        self.query_one("#formats", OptionList).highlighted = 0
        self._list()

    # -- choosing --------------------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    def _named(self, event: OptionList.OptionHighlighted) -> None:
        before, self._format = FORMATS[self._format], str(event.option_id)
        field = self.query_one("#path", Input)
        own = Path(field.value)
        if field.value != self._proposed and own.name and own.suffix == before.suffix:
            field.value = str(own.with_suffix(FORMATS[self._format].suffix))
        self.set_class(self._format in _WHOLE, "-whole")
        self.refresh_bindings()
        self._changed()

    def _changed(self) -> None:
        """Propose a name, unless the learner gave one, and say what the format leaves out and what was chosen."""
        field = self.query_one("#path", Input)
        own = field.value not in ("", self._proposed)
        self._proposed = _shown(Path.cwd() / file_name(self._format, self._chosen, self._workspace.today))
        if not own:
            field.value = self._proposed
            field.cursor_position = len(field.value)
        self.there = False
        self._say(f"Not in it: {FORMATS[self._format].leaves}.")
        ticked = [choice for choice in self._choices if choice.id in self._ticked]
        questions = wording.count(sum(choice.questions for choice in ticked), "question")
        some = "all" if len(ticked) == len(self._choices) else f"{len(ticked):,} of"
        told = f"{some} {wording.count(len(self._choices), 'deck')}, {questions}"
        self.query_one("#found", Static).update(Content(told))

    @on(Input.Changed, "#path")
    def _renamed(self) -> None:
        self.there = False

    @property
    def _chosen(self) -> list[str]:
        """The ids of the decks that go out, none for all."""
        if self._format in _WHOLE or len(self._ticked) == len(self._choices):
            return []
        return [choice.id for choice in self._choices if choice.id in self._ticked]

    @on(Input.Changed, "#search")
    def _list(self) -> None:
        looked_for = self.query_one("#search", Input).value.casefold()
        keys = [
            place
            for place, choice in enumerate(self._choices)
            if looked_for in choice.title.casefold() or looked_for in choice.id
        ]
        table = self.query_one(VirtualTable)
        table.show_keys(keys, keep=table.key)
        self._listed = keys

    def _cells(self, keys: Sequence[int]) -> list[tuple[str, ...]]:
        shown = (self._choices[key] for key in keys)
        return [
            (f"{'✓' if choice.id in self._ticked else ' '} {choice.title}", choice.id, f"{choice.questions:,}")
            for choice in shown
        ]

    @on(VirtualTable.Selected)
    def action_tick(self) -> None:
        """Tick the deck under the cursor, or leave it out."""
        table = self.query_one(VirtualTable)
        if table.key is not None:
            self._ticked ^= {self._choices[table.key].id}
            table.refresh_rows()
            self._changed()

    def action_tick_all(self) -> None:
        """Tick all decks that are shown; where they are, none of them."""
        shown = {self._choices[key].id for key in self._listed}
        self._ticked = self._ticked - shown if shown <= self._ticked else self._ticked | shown
        self.query_one(VirtualTable).refresh_rows()
        self._changed()

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#search", Input).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        if action == "overwrite":
            return self.there and not self.working
        if action in ("tick", "tick_all"):
            return self.focused is self.query_one(VirtualTable) and not self.working
        if action == "search":
            return self._format not in _WHOLE and not self.working
        return not self.working and not self.there if action == "take" else True

    # -- writing ---------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Write what was chosen; in the search line, go on to what was found."""
        if self.focused is self.query_one("#search", Input):
            self.query_one(VirtualTable).focus()
        else:
            self._begin(over=False)

    def action_overwrite(self) -> None:
        """Write over what is there."""
        self._begin(over=True)

    def _begin(self, *, over: bool) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if not typed:
            self._say("Name the file that is to be written.")
        elif not self._ticked and self._format not in _WHOLE:
            self._say("Tick the decks that are to be in it.")
        else:
            self._stopped, self.there = False, False
            self.working = "Looking at the decks"
            self._write(self._chosen, self._format, meant(typed), over=over)

    @work(thread=True, exclusive=True, group="export")
    def _write(self, decks: Sequence[str], name: str, target: Path, *, over: bool) -> None:
        tell = teller(self)
        doing = steps(tell, self._work, lambda: self._stopped, _STOPPED)
        try:
            written = export(self._workspace, decks, name, target, doing, over=over, nested=False)
        except AlreadyThere as error:
            told = f"{error.path.name} is there already; nothing was written. F2 writes over it; or give another name."
            tell(self._ended, told, True)
        except QuizzerError as error:
            tell(self._ended, str(error))
        else:
            tell(self._ended, "\n".join(lines(replace(written, path=target.name), name)))

    def _work(self, doing: str) -> None:
        self.working = doing

    def _ended(self, told: str, there: bool = False) -> None:
        self.working = ""
        self.there = there
        self._say(told)

    def watch_working(self, doing: str) -> None:
        """Say what is being done."""
        if self.is_mounted and doing:
            self._say(f"{doing} …")
        self.refresh_bindings()

    def watch_there(self) -> None:
        """Offer to write over it, or not any more."""
        self.refresh_bindings()

    def _say(self, told: str) -> None:
        self.query_one("#said", Static).update(Content(sanitize(told)))

    def action_back(self) -> None:
        """Stop what is being written; out of the search line; or back to where you came from."""
        if self.working:
            self._stopped = True  # heard at its next step
            self._say("Stopping …")
        elif self.focused is self.query_one("#search", Input):
            self.query_one("#search", Input).value = ""
            self.query_one(VirtualTable).focus()
        else:
            self.dismiss()


def _formats() -> list[Option]:
    return [
        Option(Content.assemble(f"{name:<12}", (format.holds, "$text-muted")), id=name)
        for name, format in FORMATS.items()
    ]


def _shown(path: Path) -> str:
    """Return a path as it is typed: the home folder is ~."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):  # there is no home, or it lies elsewhere
        return str(path)
