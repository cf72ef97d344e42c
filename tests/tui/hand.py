"""A hand on the keyboard and an eye on the screen: drives the app in tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget

from quizzer.sitting import Plan
from quizzer.tui.app import QuizzerApp
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.workspace import Workspace

Only = Callable[..., Plan]
"""Replaces the library by one deck with the questions it is given, and returns the plan that asks them."""

_GROUPS = ("overview", "decks", "find", "preview", "show", "report", "risks", "curve")
_FIRST_SCREEN = 50
"""Pauses in which a first screen shows what it was opened for, if ever."""
_NAMED = {" ": "space", "-": "minus", "<": "less_than_sign", ":": "colon", '"': "quotation_mark", "/": "slash"}


class StillApp(QuizzerApp):
    """The app without animations."""

    def __init__(self, workspace: Workspace, plan: Plan | None = None, *, patience: float = 0.0) -> None:
        super().__init__(workspace, plan, patience=patience)
        self.animation_level = "none"


class Hand:
    """Presses keys, waits until the app rests, and reads what it shows."""

    def __init__(self, app: QuizzerApp, pilot: Pilot[None], workspace: Workspace) -> None:
        self.app = app
        self.pilot = pilot
        self.workspace = workspace

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str, *keys: str) -> None:
        """Type a text into the field that has the keyboard, then press keys."""
        for letter in text:
            self.app.post_message(Key(_NAMED.get(letter, letter), letter))
        await self.press(*keys)

    async def click(self, widget: Widget, offset: tuple[int, int] = (1, 0), times: int = 1) -> None:
        """Click on a widget."""
        await self.pilot.click(widget, offset=offset, times=times)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no work is under way and everything is drawn, with no cursor that blinks."""
        await self.pilot.pause()
        for field in self.app.screen.query("Input, TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        for _ in range(_FIRST_SCREEN):
            if self.app.settled:
                break
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        while working := [worker for worker in self.app.workers if worker.group in _GROUPS and not worker.is_finished]:
            await self.app.workers.wait_for_complete(working)
            await self.pilot.pause()

    async def until(self, text: str) -> None:
        """Wait until a text is on the screen, for what comes a moment after its cause; fail when it does not."""
        for _ in range(100):
            if text in self.text:
                return
            await self.pilot.pause(0.05)
        raise AssertionError(f"{text!r} did not come:\n{self.text}")

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return ["".join(part.text for part in strip).rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def notices(self) -> str:
        """The texts of all notices that stand."""
        return "\n".join(notice.message for notice in self.app._notifications)

    @property
    def review(self) -> ReviewScreen:
        """The review, which is in front."""
        assert isinstance(self.app.screen, ReviewScreen), self.app.screen
        return self.app.screen

    @property
    def offered(self) -> RatingBar:
        """The rating bar of the review."""
        return self.review.query_one(RatingBar)

    def log(self, card_id: str) -> list[str]:
        """Return the ratings of a card's answers that stand."""
        return [event.content.rating.name for event in self.workspace.store.events(card_id)]  # type: ignore[union-attr]


@asynccontextmanager
async def opened(
    workspace: Workspace, plan: Plan | None = None, size: tuple[int, int] = (80, 24), patience: float = 0.0
) -> AsyncIterator[Hand]:
    """Open the app on a workspace, optionally in a sitting, and wait until it rests."""
    app = StillApp(workspace, plan, patience=patience)
    async with app.run_test(size=size, notifications=True) as pilot:
        hand = Hand(app, pilot, workspace)
        await hand.settle()
        yield hand
