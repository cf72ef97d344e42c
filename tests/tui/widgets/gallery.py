"""A small app that shows our widgets together, for tests and for looking at them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

import quizzer.tui
from quizzer.tui.safety import SafeApp
from quizzer.tui.themes import THEMES
from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.verdict import VerdictView
from quizzer_decks.marking import mark
from quizzer_decks.model import (
    Basic,
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
from quizzer_decks.prompts import Prompt, answer_markdown, realise
from quizzer_scheduler.model import Rating

WHY = "Maximum likelihood looks at $P(E \\mid H)$ alone; a prior would pull the estimate towards `0`."
WAITS = {Rating.AGAIN: "10 min", Rating.HARD: "9 d", Rating.GOOD: "21 d", Rating.EASY: "2 mo"}
BODIES = {
    "basic": Basic("Why can a 99 % accurate test be wrong about most of those it flags?", "The condition is rare."),
    "typed": Typed("In Bayes' theorem, what is $P(H \\mid E)$ called?", "posterior", ("posterior probability",)),
    "numeric": Numeric("A request makes 12 sequential calls of 25 ms each. How long does it take?", "300", unit="ms"),
    "cloze": Cloze("The posterior is proportional to the {{c1::likelihood}} times the {{c1::prior::before}}."),
    "choice": Choice(
        "Which estimate ignores the prior?",
        Option("maximum likelihood"),
        (
            Option("maximum a posteriori, which maximises the product of the likelihood and the prior over all H"),
            Option("posterior mean $\\mathbb{E}[H \\mid E]$", "It averages over the posterior."),
            Option("`argmax(prior)`"),
        ),
    ),
    "multi": Multi(
        "Which of these hold for $P$?",
        (Option("$0 \\le P(A) \\le 1$"), Option("$P(\\Omega) = 1$")),
        (Option("$P(A) + P(B) = 1$"), Option("$P(A \\cap B) = P(A) P(B)$")),
    ),
    "order": Order(
        "Order the steps of a Bayesian update.",
        (("choose a prior",), ("observe data",), ("multiply by the likelihood",), ("normalise",)),
    ),
    "match": Match(
        "Match the term to its formula.",
        (("prior", "$P(H)$"), ("likelihood", "$P(E \\mid H)$"), ("posterior", "$P(H \\mid E)$")),
    ),
    "output": Output('for n in range(3):\n    print("*" * n)', "\n*\n**"),
}


def prompt_of(kind: str, seed: int = 3) -> Prompt:
    """Return a prompt of a kind, made from our examples."""
    return realise(Question(kind, BODIES[kind], why=WHY), "c1" if kind == "cloze" else "", seed)


def shown_text(prompt: Prompt) -> str:
    """Return the Markdown of a question with its code."""
    return f"{prompt.ask}\n\n```{prompt.language}\n{prompt.code}\n```" if prompt.code else prompt.ask


class Gallery(SafeApp[None]):
    """A question, the way to answer it, the verdict and the ratings."""

    CSS_PATH = Path(quizzer.tui.__file__).with_name("app.tcss")
    CSS = """
    #table { height: 1fr; width: 100%; max-width: 84; padding: 1 2 0 2; }
    QuestionView { max-height: 40%; margin: 0 0 1 0; }
    AnswerView { max-height: 40%; }
    VerdictView { height: 1fr; margin: 1 0; }
    """
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (76, "-wide")]

    def __init__(self, kind: str = "choice", theme: str = "quizzer-dark") -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self.prompt = prompt_of(kind)
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        """Lay out a review."""
        with Vertical(id="table"):
            yield Static(Content("Bayes' theorem        7 of 44"), classes="muted")
            yield Static("")
            yield QuestionView()
            yield AnswerView()
            yield VerdictView()
            yield RatingBar()

    async def on_mount(self) -> None:
        """Put the prompt on the table."""
        await self.query_one(QuestionView).show(shown_text(self.prompt))
        await self.query_one(AnswerView).ask(self.prompt)

    @property
    def area(self) -> AnswerArea:
        """The answer area on the table."""
        area = self.query_one(AnswerView).area
        assert area is not None
        return area

    async def on_answer_area_submitted(self, event: AnswerArea.Submitted) -> None:
        """Mark the answer and offer the ratings."""
        self.posted.append(event)
        verdict = self.query_one(VerdictView)
        marked = mark(self.prompt, event.response)
        shown = answer_markdown(self.prompt) if self.prompt.kind == "basic" else ""
        await verdict.prepare(f"{shown}\n\n{self.prompt.why}")
        event.area.settle(marked)
        verdict.show(
            marked, "You recalled it in 6 s; the prediction was 84 %.", with_answer=not event.area.shows_answer
        )
        self.query_one(RatingBar).offer(WAITS, Rating.GOOD)

    def on_rating_bar_rated(self, event: RatingBar.Rated) -> None:
        """Remember the rating."""
        self.posted.append(event)


def screen_text(app: SafeApp[None]) -> str:
    """Return what is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
