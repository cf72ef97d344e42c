"""One line to type in, which turns into what was typed and its mark."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizzer.tui.widgets.answer import SIGNS
from quizzer_decks.marks import Verdict
from quizzer_decks.sanitize import sanitize

WORDS = {Verdict.RIGHT: "right", Verdict.CLOSE: "close", Verdict.WRONG: "wrong", Verdict.SELF: ""}


class Entry(Horizontal):
    """`› typed text  unit`; marked, the sign takes the place of `›`."""

    DEFAULT_CSS = """
    Entry {
        height: 1;
        & > .lead { width: auto; min-width: 2; color: $text-muted; }
        & > Input, & > .typed { width: 1fr; height: 1; padding: 0 1; background: $surface; color: $text; }
        & > Input:focus { background-tint: $foreground 0%; }
        & > .typed { display: none; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .unit { width: auto; padding: 0 0 0 1; color: $text-muted; }
        &:focus-within > .lead { color: $text-primary; }
        &.-marked {
            & > Input { display: none; }
            & > .typed { display: block; background: transparent; }
        }
        &.-right > .lead { color: $text-success; }
        &.-close > .lead { color: $text-warning; }
        &.-wrong > .lead { color: $text-error; }
    }
    """

    def __init__(self, *, label: str = "", unit: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._label = label
        self._lead = Static(Content(f"{label}› "), classes="lead")
        self.input = Input(compact=True, placeholder=sanitize(placeholder), select_on_focus=False)
        self._typed = Static(classes="typed")
        self._unit = Static(Content(sanitize(unit)), classes="unit")

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._lead
        yield self.input
        yield self._typed
        if self._unit.visual:
            yield self._unit

    @property
    def text(self) -> str:
        """What was typed, harmless."""
        return sanitize(self.input.value).strip()

    def clear(self) -> None:
        """Empty the line and take the mark away."""
        self.input.clear()
        self.remove_class("-marked", *(f"-{verdict}" for verdict in Verdict))
        self._lead.update(Content(f"{self._label}› "))

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what was typed, with the sign and the word of its mark."""
        self.add_class("-marked", f"-{verdict}")
        self._lead.update(Content(f"{self._label}{SIGNS[verdict]} "))
        word = f"  {WORDS[verdict]}" if WORDS[verdict] else ""
        self._typed.update(Content.assemble(self.text or "–", (word, "$text-muted")))
