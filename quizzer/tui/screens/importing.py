"""Importing decks: choose a file, see its first questions and what would become of them, take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, get_args

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import DirectoryTree, Input, Static

from quizzer import wording
from quizzer.archiving.lines import is_archive
from quizzer.errors import QuizzerError
from quizzer.importing.report import Report, lines
from quizzer.tui.screens.restore import RestoreScreen
from quizzer.tui.telling import steps, teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.path_entry import FileTree, PathSuggester, meant
from quizzer.workspace import Workspace
from quizzer_decks.cloze import parse_cloze
from quizzer_decks.formats.registry import FORMATS, SUFFIXES
from quizzer_decks.merging import Rule, asked
from quizzer_decks.model import Question
from quizzer_decks.regions import plain_text
from quizzer_decks.sanitize import sanitize

_RULES: tuple[Rule, ...] = get_args(Rule)
_WHOSE = {"keep": "yours stays", "theirs": "theirs comes", "newer": "the newer one comes"}
_LONGEST = 160


class ImportScreen(Screen[bool]):
    """First the file, then the preview. Hands back whether anything was taken in."""

    HELP = """
# Import decks

Type the path of a file or folder (**→** completes), or choose a file in the tree (**Tab**), and press **Enter**: decks
of Quizzer's, Anki packages, tables (CSV, TSV), and more; `quizzer import --help` names all formats. An archive of
everything you had, as `quizzer export --all --format json` writes it, is restored.

Then you see the first questions and what would become of them. **Enter** takes it in, with what was learnt where the
format has it; **Esc** meanwhile stops it, and nothing was changed. **w** says whose wording counts where you and the
source both changed a question; **f** reads the file as another format. **u** on the home screen takes all of it back.
"""
    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Import", id="import.take", tooltip="Take in what is shown", priority=True),
        Binding(
            "w", "whose", "Whose wording", id="import.whose", tooltip="Where both changed it: yours, theirs, newer"
        ),
        Binding("f", "format", "Format", id="import.format", tooltip="Read the file as the next format"),
        Binding("escape", "back", "Back", id="import.back", tooltip="Stop; another file, or back"),
    ]

    found: var[Report | None] = var(None)
    """What it would come to; None while a file is chosen."""
    working: var[str] = var("")
    """What is being done; empty when nothing is."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._path = Path()
        self._format = ""
        self._rule: Rule = _RULES[0]
        self._first: tuple[Question, ...] = ()
        self._taking = False
        self._stopped = False

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(Content("Import decks"), id="import-title")
        with Vertical(id="choosing"):
            yield Input(
                placeholder="path of a deck, an Anki package, a table, or of a folder",
                suggester=PathSuggester(SUFFIXES),
                id="path",
                compact=True,
            )
            yield FileTree(Path.cwd(), SUFFIXES, id="files")
            yield Static("", id="doing")
        with VerticalScroll(id="chosen"):
            yield Static("", id="report")
            yield Static("", id="first")
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        found = self.found
        if action not in ("take", "whose", "format"):
            return True
        if found is None or self.working:
            return False
        return action != "whose" or any(file.conflicts for file in found.files)

    # -- choosing --------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._choose(event.value.strip())

    @on(DirectoryTree.FileSelected)
    def _selected(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one("#path", Input).value = str(event.path)
        self._choose(str(event.path))

    def _choose(self, typed: str) -> None:
        self._path = meant(typed)
        self._format = ""
        if is_archive(self._path):
            self.app.push_screen(RestoreScreen(self._workspace, self._path))
            return
        self._begin()

    def _begin(self, found: Report | None = None) -> None:
        """Begin to work the import out, and to take in what was found where that is told."""
        self._taking, self._stopped = found is not None, False
        self.working = f"Reading {self._path.name}"
        name = found.files[0].format if found else self._format  # the one tried last may be none of its formats
        self._look(name, taking=self._taking)

    @work(thread=True, exclusive=True, group="import")
    def _look(self, name: str, *, taking: bool) -> None:
        """Work the import out, and take it in where that is wanted, off the screen's own thread."""
        from quizzer.importing.importer import Wanted, prepared
        from quizzer.importing.options import options_for

        tell = teller(self)
        doing = steps(tell, self._work, lambda: self._stopped, "It was stopped; nothing was changed.")
        wanted = Wanted([self._path], name, options_for(self._workspace), self._rule)
        try:
            with prepared(self._workspace, wanted, doing) as ready:
                if taking:
                    ready.take(doing)
                done = taking and not ready.report.failed
                tell(self._taken if done else self._show, ready.report, ready.first)
        except QuizzerError as error:
            tell(self._refused, str(error))

    def _work(self, doing: str) -> None:
        self.working = doing

    def _refused(self, why: str) -> None:
        self.working = ""
        self.watch_found(self.found)  # in place of what was being done
        self.app.notify(sanitize(why), severity="error", timeout=15)

    # -- the preview -----------------------------------------------------------------------------------------

    def _show(self, report: Report, first: tuple[Question, ...]) -> None:
        self.working = ""
        if report.failed:
            self._refused(report.files[0].error)
            return
        self._first = first
        self.found = report
        self.query_one("#chosen").focus()

    def watch_working(self, doing: str) -> None:
        """Say what is being done."""
        if self.is_mounted:
            self.query_one("#doing", Static).update(Content(sanitize(f"{doing} …" if doing else "")))
            if self.found is not None and doing:
                self.query_one("#report", Static).update(Content(sanitize(f"{doing} …")))
            self.refresh_bindings()

    def watch_found(self, found: Report | None) -> None:
        """Show what the file would come to, or the choice of a file."""
        self.set_class(found is not None, "-chosen")
        self.refresh_bindings()
        if found is not None:
            named = Report(tuple(replace(file, path=Path(file.path).name) for file in found.files))
            told = [*lines(named, done=True)] + ([] if found.changes else [_NOTHING])
            if any(file.conflicts for file in found.files):
                told.append(f"Where you and the source both changed a question, {_WHOSE[self._rule]} (w).")
            self.query_one("#report", Static).update(Content(sanitize("\n".join(told))))
            self.query_one("#first", Static).update(Content("\n").join(_questions(self._first)))

    def action_whose(self) -> None:
        """Say whose wording counts where both sides changed a question."""
        self._rule = _RULES[(_RULES.index(self._rule) + 1) % len(_RULES)]
        self._begin()

    def action_format(self) -> None:
        """Read the file as the next format."""
        names = list(FORMATS)
        current = self._format or (self.found.files[0].format if self.found else "")
        self._format = names[(names.index(current) + 1) % len(names)] if current in names else names[0]
        self._begin()

    def action_take(self) -> None:
        """Take it in."""
        if self.found is not None and self.found.changes:
            self._begin(self.found)
        elif self.found is not None:
            self.app.notify(_NOTHING)

    def _taken(self, report: Report, first: tuple[Question, ...]) -> None:
        self.working = ""
        (file,) = report.files
        counts = (
            f"{wording.count(file.new, 'new question')}" if file.new else "",
            f"{file.changed:,} changed" if file.changed else "",
            f"{wording.count(file.reviews, 'review')} taken over" if file.reviews else "",
            wording.count(file.media, "media file") if file.media else "",
        )
        told = ", ".join(filter(None, counts))
        self.app.notify(f"{sanitize(self._path.name)} imported: {told}. u on the home screen takes it back.")
        self.dismiss(True)

    def action_back(self) -> None:
        """Stop taking it in, choose another file, or leave."""
        if self.working and self._taking:
            self._stopped = True  # heard at its next step
            return
        self.workers.cancel_group(self, "import")
        self.working = ""
        if self.found is None:
            self.dismiss(False)
            return
        self.found = None
        self.query_one("#path", Input).focus()


_NOTHING = "There is nothing in it that you do not have."


def _questions(first: tuple[Question, ...]) -> Iterator[Content]:
    """Yield the first questions, a line or two each."""
    for question in first:
        text = parse_cloze(asked(question)).text("") if question.kind == "cloze" else asked(question)
        ask = " ".join(sanitize(plain_text(text)).split())
        shown = ask if len(ask) <= _LONGEST else ask[: _LONGEST - 1] + "…"
        yield Content.assemble((f"{question.kind:<8}", "$text-muted"), shown)
