"""Importing a roadmap: choose a file, see what teaches each topic, answer what is doubtful, take it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import DirectoryTree, Input, OptionList, Static
from textual.widgets.option_list import Option

from quizzer import roadmap_report
from quizzer.errors import QuizzerError
from quizzer.roadmap_preview import Entry, Preview
from quizzer.tree import SEPARATOR
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.path_entry import FileTree, PathSuggester, meant
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".json"})
_SIGNS = {"linked": ("✓", "$text-success"), "doubtful": ("?", "$text-warning"), "gap": ("·", ""), "task": ("☐", "")}
_NAMED = 2
_PARTS = 2
"""Of a section's title that are shown, counted from the innermost."""


class RoadmapImportScreen(Screen[str | None]):
    """First the file, then the preview. Hands back the id of the roadmap that was taken in."""

    HELP = """
# Import a roadmap

Type the path of a roadmap in Markdown or JSON, or of a folder of it (**→** completes), or choose a file in the tree
(**Tab**), and press **Enter**.

Then each topic is shown: `✓` with the decks that teach it, `?` where that is doubtful, `·` without a deck, `☐` for a
task. **y** links a doubtful one, **n** leaves it without; both go on to the next. **Enter** takes the roadmap in; what
is still doubtful stays without decks, and is offered again at the next import. **u** on the roadmap takes it all back.
"""
    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "take",
            "Import",
            id="roadmap-import.take",
            tooltip="Take the roadmap in as it is shown",
            priority=True,
        ),
        Binding("y", "answer(True)", "Link", id="roadmap-import.yes", tooltip="Link a doubtful topic to these decks"),
        Binding("n", "answer(False)", "Leave", id="roadmap-import.no", tooltip="Leave it without a deck"),
        Binding("d", "doubtful", "Next", id="roadmap-import.next", tooltip="Go to the next doubtful topic"),
        Binding("escape", "back", "Back", id="roadmap-import.back", tooltip="Another file, or back"),
    ]

    found: var[Preview | None] = var(None)
    """What would be imported; None while a file is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._rows: list[Entry | None] = []
        self._titles: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(Content("Import a roadmap"), id="import-title")
        with Vertical(id="choosing"):
            yield Input(
                placeholder="path of a Markdown or JSON file, or of a folder",
                suggester=PathSuggester(_SUFFIXES),
                id="path",
                compact=True,
            )
            yield FileTree(Path.cwd(), _SUFFIXES, id="files")
        with Vertical(id="chosen"):
            yield Static("", id="counts")
            yield OptionList(id="entries", markup=False)
            yield Static("", id="asked")
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        entries = self.found.entries if self.found is not None else ()
        if action == "answer":
            return any(entry.match.verdict == "doubtful" for entry in entries)
        if action == "doubtful":
            return any(entry.state == "doubtful" for entry in entries)
        return action != "take" or self.found is not None

    # -- choosing --------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._read(event.value.strip())

    @on(DirectoryTree.FileSelected)
    def _selected(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one("#path", Input).value = str(event.path)
        self._read(str(event.path))

    def _read(self, typed: str) -> None:
        self._say_reading(f"  reading {Path(typed).name} …")
        self._look(typed)

    def _say_reading(self, what: str = "") -> None:
        """Say beside the title what is being read; a large roadmap takes seconds on a slow machine."""
        self.query_one("#import-title", Static).update(
            Content.assemble("Import a roadmap", (sanitize(what), "$text-muted not bold"))
        )

    @work(thread=True, exclusive=True, group="preview")
    def _look(self, typed: str) -> None:
        """Read and match the roadmap, off the screen's own thread."""
        from quizzer.roadmap_importing import preview

        tell = teller(self)
        try:
            found = preview(self._workspace, meant(typed))
            titles = {deck.id: deck.title for deck in self._workspace.store.decks.outlines(counted=False)}
        except QuizzerError as error:
            tell(self._fail, str(error))
        else:
            tell(self._show, found, titles)

    def _fail(self, why: str) -> None:
        self._say_reading()
        self.app.notify(sanitize(why), severity="error", timeout=15)

    def _show(self, found: Preview, titles: Mapping[str, str]) -> None:
        self._say_reading()
        self._titles = titles
        self.found = found
        listed = self.query_one("#entries", OptionList)
        listed.focus()
        listed.highlighted = 1 if len(self._rows) > 1 else None
        self.action_doubtful()

    # -- the preview -----------------------------------------------------------------------------------------

    def watch_found(self, found: Preview | None) -> None:
        """Show the file's topics, or the choice of a file."""
        self.set_class(found is not None, "-chosen")
        self.refresh_bindings()
        if found is None:
            return
        self.query_one("#counts", Static).update(_counts(found))
        listed = self.query_one("#entries", OptionList)
        at = listed.highlighted
        self._rows = []
        options = []
        for place, entries in groupby(found.entries, key=_place):
            self._rows.append(None)
            options.append(Option(Content.styled(sanitize(place), "$text-muted"), disabled=True))
            for entry in entries:
                self._rows.append(entry)
                options.append(Option(self._line(entry)))
        listed.clear_options()
        listed.add_options(options)
        if at is not None and at < len(options):
            listed.highlighted = at

    def action_answer(self, yes: bool) -> None:
        """Answer the doubtful topic under the cursor and go on to the next."""
        entry = self._here()
        if self.found is None or entry is None or entry.match.verdict != "doubtful":
            return
        self.found = self.found.answered({entry.path: yes})
        self.action_doubtful()

    def action_doubtful(self) -> None:
        """Go to the next doubtful topic, from the end to the first one."""
        listed = self.query_one("#entries", OptionList)
        at = listed.highlighted or 0
        doubtful = [row for row, entry in enumerate(self._rows) if entry is not None and entry.state == "doubtful"]
        if doubtful:
            listed.highlighted = next((row for row in doubtful if row >= at), doubtful[0])

    def _here(self) -> Entry | None:
        at = self.query_one("#entries", OptionList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @on(OptionList.OptionHighlighted)
    def _ask(self) -> None:
        """Ask about the topic under the cursor, in full."""
        entry = self._here()
        asked = ""
        if entry is not None and entry.state == "doubtful":
            decks = ", ".join(self._named(deck) for deck in entry.match.decks)
            asked = f"Does this teach it: {decks}?"
        elif entry is not None and entry.topic.decks:
            asked = f"Taught by {', '.join(self._named(deck) for deck in entry.topic.decks)}."
        self.query_one("#asked", Static).update(Content(sanitize(asked)))

    def _named(self, deck: str) -> str:
        return self._titles.get(deck, deck)

    def _line(self, entry: Entry) -> Content:
        sign, style = _SIGNS[entry.state]
        decks = entry.match.decks if entry.state == "doubtful" else entry.topic.decks
        more = f" and {len(decks) - _NAMED} more" if len(decks) > _NAMED else ""
        shown = ", ".join(self._named(deck) for deck in decks[:_NAMED]) + more
        behind = f"  {shown}?" if entry.state == "doubtful" else f"  {shown}" if shown else ""
        return Content.assemble((f"{sign} ", style), sanitize(entry.topic.title), (sanitize(behind), "$text-muted"))

    def action_take(self) -> None:
        """Take the roadmap in."""
        from quizzer.roadmap_importing import take

        if self.found is None:
            return
        if self.found.same_as:
            self.app.notify(f"{self.found.same_as} is this roadmap: there is nothing to import.")
            return
        if take(self._workspace, self.found) is None:
            self.app.notify(f"{sanitize(self.found.title)} is here as it stands in the file: nothing was written.")
        else:
            self.app.notify(f"{sanitize(self.found.title)} imported: {roadmap_report.counts(self.found)}.")
        self.dismiss(self.found.id)

    def action_back(self) -> None:
        """Choose another file, or leave."""
        if self.found is None:
            self.dismiss(None)
            return
        self.found = None
        self.query_one("#path", Input).focus()


def _place(entry: Entry) -> str:
    """Return where an entry stands, without the outer parts of a long way there."""
    parts = entry.section.split(SEPARATOR)
    return SEPARATOR.join(parts if len(parts) <= _PARTS else ("…", *parts[-_PARTS:]))


def _counts(found: Preview) -> Content:
    told = [roadmap_report.counts(found) + "."]
    if found.same_as:
        told.append(f"{found.same_as} has the same topics already.")
    elif found.known is not None:
        told.append(roadmap_report.changed(found.changes()))
    problems = "".join(f"\n{problem.message}" for problem in found.problems)
    return Content.assemble(
        (sanitize(found.title), "bold"), f"\n{sanitize(' '.join(told))}", (sanitize(problems), "$text-warning")
    )
