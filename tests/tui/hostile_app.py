"""Run in a terminal of its own: shows hostile text in every widget of ours, then ends with code 0."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from quizzer.tui.safety import SafeApp
from quizzer.tui.themes import THEMES
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.tui.widgets.meter import Meter
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.verdict import VerdictView
from quizzer.tui.widgets.virtual_table import Column, VirtualTable
from quizzer_decks.marking import mark
from quizzer_decks.marks import Mark, Span, Verdict
from quizzer_decks.model import (
    Basic,
    Body,
    Choice,
    Cloze,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Typed,
)
from quizzer_decks.prompts import card_parts, realise
from quizzer_decks.responses import GaveUp
from quizzer_scheduler.model import Rating

EVIL = (
    "E\x1b]52;c;UFdORUQ=\x07\x1b]0;PWNED\x07\x1b]8;;http://evil.example\x1b\\\x1bP$q\x1b\\\x1b[31m\x9b2J\x85\x00\x07\x08"
    "\u202eltr\u2066\u200f\ud800[bold]b[/bold][/x][@click=app.quit]q[/][[ \\[ $x^{\x1b]0;PWNED\x07}$ `c\x1b[5m`"
)
BLOCK = f"{EVIL}\n\n# {EVIL}\n\n- {EVIL}\n\n> {EVIL}\n\n| {EVIL} | b |\n|---|---|\n| {EVIL} | [/x] |\n"
FENCES = (
    f"```python\n{EVIL}\n```\n\n```text\n{EVIL}\n```\n\n```{EVIL}\n{EVIL}\n```\n\n$$\n{EVIL}\n$$\n\n[{EVIL}]({EVIL})"
)
E = Option(EVIL, EVIL)
BODIES: tuple[Body, ...] = (
    Basic(EVIL, EVIL, (EVIL,)),
    Typed(EVIL, EVIL),
    Numeric(EVIL, "1", unit=EVIL),
    Cloze("a {{" + EVIL.replace("\x1b", "\x1b ") + "::" + EVIL + "}}"),
    Choice(EVIL, E, (Option(f"{EVIL}1"), Option(f"{EVIL}2"))),
    Multi(EVIL, (E,), (Option(f"{EVIL}1"),)),
    Order(EVIL, ((EVIL,), (f"{EVIL}1",))),
    Match(EVIL, ((EVIL, EVIL), (f"{EVIL}1", f"{EVIL}1"))),
    Output(EVIL, f"{EVIL}\n{EVIL}", ask=EVIL),
)


class HostileApp(SafeApp[None]):
    """Everything at once, one kind of question after the other."""

    def compose(self) -> ComposeResult:
        """Lay out one of each."""
        with Vertical():
            yield QuestionView()
            yield AnswerView()
            yield VerdictView()
            yield RatingBar()
            yield Meter(0.5)
            yield Static(Content(EVIL))
            yield Input(EVIL, placeholder=EVIL)
            yield VirtualTable([Column("a", EVIL)], lambda keys: [(EVIL,) for _ in keys], empty=EVIL)

    async def on_mount(self) -> None:
        """Begin when the screen is up."""
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name
        self.run_worker(self.show_all(), exit_on_error=True)

    async def show_all(self) -> None:
        """Show every text in every place, and leave."""
        self.query_one(VirtualTable).show_keys([1, 2])
        self.notify(EVIL, title=EVIL)
        self.sub_title = EVIL
        self.copy_to_clipboard("mine")
        for text in (BLOCK, FENCES):
            await self.query_one(QuestionView).show(text)
            await asyncio.sleep(0.1)
        for number, body in enumerate(BODIES):
            question = Question(f"q{number}", body, EVIL, EVIL)
            prompt = realise(question, card_parts(question)[0], 0)
            await self.query_one(QuestionView).show(prompt.ask)
            area = await self.query_one(AnswerView).ask(prompt)
            area.hint(EVIL)
            await asyncio.sleep(0.05)
            verdict = self.query_one(VerdictView)
            await verdict.prepare(prompt.why)
            area.settle(mark(prompt, GaveUp()))
            verdict.show(Mark(Verdict.CLOSE, EVIL, EVIL, (Span(EVIL, "missing"),), (EVIL,)), EVIL)
            self.query_one(RatingBar).offer(dict.fromkeys(Rating, EVIL), Rating.GOOD)
            await asyncio.sleep(0.05)
        self.exit()


if __name__ == "__main__":
    app = HostileApp()
    app.run()
    raise SystemExit(app.return_code)
