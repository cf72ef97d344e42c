"""Take the pictures of the README: docs/pictures/*.svg, the same at every run.

A learner made up from a seed has studied the bundled decks for six weeks; the clock stands still on a Saturday evening.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from learner import TODAY, MovedClock, learned, right_response
from textual.pilot import Pilot
from textual.widgets import Input

from quizzer.paths import locate
from quizzer.sitting import Plan
from quizzer.tui.app import QuizzerApp
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.widgets.virtual_table import VirtualTable
from quizzer.workspace import Workspace
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Text
from quizzer_decks.solutions import right_options

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (100, 32)
_FONT_FACE = re.compile(r"@font-face\s*{[^}]*}\s*")
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_OUR_FONT = "font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_FONT = re.compile(r"font-family: ?Fira Code, ?monospace")


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows, and how to get there."""

    name: str
    plan: Plan | None
    prepare: Callable[[Pilot[None], MovedClock], Awaitable[None]]


async def _home(pilot: Pilot[None], clock: MovedClock) -> None:
    await pilot.press("down")


async def _ask(pilot: Pilot[None], wanted: Callable[[Prompt], bool]) -> Prompt:
    """Put cards off until a prompt is on the table that a picture can tell something of."""
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    while (step := screen.session.step) is not None and not wanted(step.prompt):
        await pilot.press("escape", "minus")
        await _rest(pilot)
    assert step is not None
    return step.prompt


async def _review(pilot: Pilot[None], clock: MovedClock) -> None:
    prompt = await _ask(pilot, lambda prompt: prompt.kind in ("typed", "numeric") and "$" in prompt.ask)
    response = right_response(prompt)
    assert isinstance(response, Text)
    pilot.app.screen.query_one("#answer").query_one(Input).value = response.text
    clock.at += timedelta(seconds=6)
    await pilot.press("enter")


async def _choice(pilot: Pilot[None], clock: MovedClock) -> None:
    prompt = await _ask(pilot, lambda prompt: prompt.kind == "choice")
    right = right_options(prompt)
    told = [place for place, option in enumerate(prompt.options) if option.why and place not in right]
    await pilot.press("abcdefgh"[told[0]])


async def _browser(pilot: Pilot[None], clock: MovedClock) -> None:
    await pilot.press("slash")
    await _rest(pilot)
    pilot.app.screen.query_one("#search", Input).value = "deck:linear-algebra prop:r<95%"
    pilot.app.screen.query_one(VirtualTable).focus()
    await _rest(pilot)
    await pilot.press("down", "down")


async def _roadmap(pilot: Pilot[None], clock: MovedClock) -> None:
    await pilot.press("down", "down", "left", "down", "right", "down", "right")


async def _statistics(pilot: Pilot[None], clock: MovedClock) -> None:
    await pilot.press("t")
    await _rest(pilot)
    await pilot.press("w")


PICTURES = (
    Picture("home", None, _home),
    Picture("review", Plan(("linear-algebra/eigenvalues", "linear-algebra/matrix-operations")), _review),
    Picture("choice", Plan(("statistics/hypothesis-testing",)), _choice),
    Picture("browser", None, _browser),
    Picture("roadmap", None, _roadmap),
    Picture("statistics", None, _statistics),
)


async def _rest(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def _taken(home: Path, picture: Picture) -> str:
    clock = MovedClock(TODAY)
    workspace = Workspace.open(locate(home), None, clock)
    app = QuizzerApp(workspace, picture.plan, patience=0)
    async with app.run_test(size=SIZE) as pilot:
        await _rest(pilot)
        await picture.prepare(pilot, clock)
        await _rest(pilot)
        shown = plain(app.export_screenshot())
    workspace.close()
    return shown


def plain(svg: str) -> str:
    """Return a picture that names no other server, least of all for its letters."""
    return _FONT.sub(_OUR_FONT, _FONT_FACE.sub("", _COMMENT.sub("", svg)))


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "learner"
        learned(home)[0].close()
        for picture in PICTURES:
            own = Path(shutil.copytree(home, Path(folder) / picture.name))
            (FOLDER / f"{picture.name}.svg").write_text(asyncio.run(_taken(own, picture)), encoding="utf-8")


if __name__ == "__main__":
    main()
