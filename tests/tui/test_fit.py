from __future__ import annotations

import asyncio
import sys
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from before_calls import before
from hand import Hand, opened
from textual.widgets import OptionList

from quizzer.fitting import Fitting
from quizzer.store.adoption import Adoption
from quizzer.store.ledger import Tell
from quizzer.store.records import Undone
from quizzer.tui.screens.fit import FitScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.keys import KeysScreen
from quizzer.tui.screens.retracing import RetracingScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tuning import optimizer_of
from quizzer.weights import WEIGHTS
from quizzer.workspace import Workspace
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS
from quizzer_scheduler.model import Parameters


async def finished(hand: Hand) -> FitScreen:
    """Wait until nothing is being done any more, and return the sheet."""
    screen = hand.app.screen
    assert isinstance(screen, FitScreen)
    for _ in range(200):
        if not screen.working:
            await hand.settle()
            return screen
        await hand.pilot.pause(0.05)
    raise AssertionError(hand.text)


async def test_it_is_offered_at_home(studied: Workspace) -> None:
    """Home offers a fit; it is made from there, told with both figures, and the offer goes."""
    async with opened(studied, size=(100, 40)) as hand:
        assert "answers: o  fit to you" in hand.text
        await hand.press("o")
        assert "enough to learn from. f begins." in hand.text
        await hand.press("f")
        await finished(hand)
        assert "new weights have a log loss" in hand.text
        assert "They are in force, as version 2." in hand.text
        assert studied.scheduler.parameters.weights is not None
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        assert "fit to you" not in hand.text
        await hand.press("u")
        assert "weights of version 2 adopted" in hand.notices
        assert studied.scheduler.parameters.weights is None
        assert "fit to you" in hand.text


async def test_later(studied: Workspace) -> None:
    """The offer can be put off until there are twice as many answers."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("o", "l")
        assert isinstance(hand.app.screen, HomeScreen)
        assert "fit to you" not in hand.text


async def test_no_offer_without_answers(workspace: Workspace) -> None:
    """Somebody who just began is not bothered, and told how much it takes when he asks."""
    async with opened(workspace, size=(100, 40)) as hand:
        assert "fit to you" not in hand.text
        await hand.press("comma", "f5")
        assert isinstance(hand.app.screen, FitScreen)
        await hand.press("f")
        await finished(hand)
        assert "too little to fit" in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, SettingsScreen)


async def test_stopping_it(studied: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc stops a fit under way and changes nothing; a second one closes the sheet."""
    script = tmp_path / "slow.py"
    script.write_text(
        "import time\nfrom quizzer.beside import run\n\n"
        "def serve(line):\n    line.say(('doing', 'Thinking hard'))\n    time.sleep(60)\n\nrun(serve)",
        encoding="utf-8",
    )
    monkeypatch.setattr(Fitting.__init__, "__defaults__", ((sys.executable, str(script)), 60.0))
    async with opened(studied) as hand:
        await hand.press("o", "f")
        await hand.until("Thinking hard …  Esc stops it.")
        await hand.press("f", "d", "l")
        assert isinstance(hand.app.screen, FitScreen)
        await hand.press("escape")
        await finished(hand)
        assert "The fit was cancelled; nothing was changed." in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
    assert studied.store.facts.all(WEIGHTS) == {}


async def test_leaving_while_it_fits(studied: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quitting the app ends the process that fits."""
    script = tmp_path / "slow.py"
    script.write_text("import time\ntime.sleep(60)", encoding="utf-8")
    monkeypatch.setattr(Fitting.__init__, "__defaults__", ((sys.executable, str(script)), 60.0))
    async with opened(studied) as hand:
        await hand.press("o", "f", "ctrl+q")
    assert studied.store.facts.all(WEIGHTS) == {}


async def test_a_fit_that_breaks(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies is one sentence on the sheet."""
    monkeypatch.setattr(Fitting.__init__, "__defaults__", (("false",), 60.0))
    async with opened(studied) as hand:
        await hand.press("o", "f")
        await finished(hand)
        assert "ended without a result" in hand.text


async def test_new_dates(studied: Workspace) -> None:
    """The dates by the weights in force are shown first and given on the same key again."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("o", "f")
        await finished(hand)
        await hand.press("d")
        await finished(hand)
        assert "cards would get another date:" in hand.text
        assert "The fullest day:" in hand.text
        before = {card.key: card.due_at for card in studied.store.answers.cards()}
        await hand.press("d")
        await finished(hand)
        assert "cards got another date." in hand.text
        assert {card.key: card.due_at for card in studied.store.answers.cards()} != before
        await hand.press("escape", "u")
        assert "dates by the weights of version 2" in hand.notices
        assert {card.key: card.due_at for card in studied.store.answers.cards()} == before


async def test_earlier_weights(studied: Workspace) -> None:
    """Weights that were in force are listed and come back with Enter."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("o", "f")
        sheet = await finished(hand)
        options = sheet.query_one("#sets", OptionList)
        assert options.option_count == 2
        assert "in force" in hand.text
        await hand.press("tab", "home", "enter")
        await finished(hand)
        assert "The weights of version 1 are in force again." in hand.text
        assert studied.scheduler.parameters.weights is None


async def test_on_a_small_screen(studied: Workspace) -> None:
    """At 80 × 24 the sheet has its keys in sight."""
    async with opened(studied) as hand:
        await hand.press("o")
        assert "f fits · d new dates · l later · Esc closes" in hand.text


async def test_stopping_an_adoption(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc while the new weights are brought into force ends that: nothing of it is in the log."""
    adopt = studied.store.adopt
    reached: list[tuple[int, int]] = []
    async with opened(studied, size=(100, 40)) as hand:

        def stopped_half_way(adoption: Adoption, tell: Tell | None = None) -> Parameters:
            def half_way(done: int, total: int) -> None:
                reached.append((done, total))
                hand.app.call_from_thread(screen.action_close)
                assert tell is not None
                tell(done, total)

            return adopt(adoption, half_way)

        monkeypatch.setattr(studied.store, "adopt", stopped_half_way)
        await hand.press("o")
        screen = hand.app.screen
        assert isinstance(screen, FitScreen)
        newest = studied.store.answers.newest_event()
        await hand.press("f")
        await finished(hand)
        assert "It was stopped; nothing was changed." in hand.text
        assert reached[0][0] < reached[0][1]
        assert studied.store.answers.newest_event() == newest
        assert studied.scheduler.parameters.weights is None
        monkeypatch.undo()
        await hand.press("f")
        await finished(hand)
        assert "They are in force" in hand.text


STAGES = {
    "quizzer.store.readers.answers:AnswerReader.all": "f",
    "quizzer.fitting:request": "f",
    "quizzer.beside:Line.hear 2": "f",
    "quizzer.beside:Line.hear 4": "f",
    "quizzer.tui.screens.fit:verdict": "f",
    "quizzer.optimizing:memories": "f",
    "quizzer.store.store:Store.adopt": "f",
    "quizzer.optimizing:spread": "d",
}
"""The call right before which Esc is pressed, and the key that leads to it."""


async def test_esc_at_each_stage(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is stopped, the sheet says that nothing was changed, and so it is; then it can be done again."""
    newest = studied.store.answers.newest_event()
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("o")
        screen = hand.app.screen
        assert isinstance(screen, FitScreen)
        for called, key in STAGES.items():
            with monkeypatch.context() as patch:
                before(called, lambda: hand.app.call_from_thread(screen.action_close), patch)
                await hand.press(key)
                await finished(hand)
            assert "; nothing was changed." in hand.text, called
            assert studied.store.answers.newest_event() == newest, called
        await hand.press("f")
        await finished(hand)
        assert "They are in force" in hand.text


async def test_quitting_in_an_adoption(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who leaves the app while weights are brought into force leaves nothing half done."""
    newest, adopt = studied.store.answers.newest_event(), studied.store.adopt
    reached, ended = threading.Event(), threading.Event()
    async with opened(studied, size=(100, 40)) as hand:

        def left(adoption: Adoption, tell: Tell | None = None) -> Parameters:
            reached.set()
            while screen.is_running:
                time.sleep(0.005)
            try:
                return adopt(adoption, tell)
            finally:
                ended.set()

        monkeypatch.setattr(studied.store, "adopt", left)
        await hand.press("o")
        screen = hand.app.screen
        await hand.press("f")
        assert await asyncio.to_thread(reached.wait, 20)
        await hand.press("ctrl+q")
    assert await asyncio.to_thread(ended.wait, 20)
    assert studied.store.answers.newest_event() == newest
    assert studied.replay().different == ()


async def test_help(studied: Workspace) -> None:
    """F1 shows what the sheet is for and its keys, and Esc comes back to it."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("o", "f1")
        assert isinstance(hand.app.screen, KeysScreen)
        assert "fits the weights to your answers" in hand.text
        assert "Show, then give, dates by the weights in force" in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, FitScreen)


async def test_a_large_undo_is_done_beside_the_screen(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking many changes back says how far it is; Esc stops it and changes nothing, and it can be done again."""
    monkeypatch.setattr("quizzer.tui.screens.retracing.MANY", 2)
    weights = (*(0.9 * weight for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])
    optimizer_of(studied).adopt_weights(weights, {})
    undo = studied.store.undo
    seen: list[str] = []
    async with opened(studied, size=(100, 40)) as hand:

        def watched(at: datetime, offset: timedelta, day: date, tell: Tell | None = None) -> Undone | None:
            def told(done: int, total: int) -> None:
                assert tell is not None
                tell(done, total)
                seen.append(hand.text)
                if len(seen) == 1:
                    hand.app.call_from_thread(hand.app.screen.action_stop)  # type: ignore[attr-defined]

            return undo(at, offset, day, told)

        monkeypatch.setattr(studied.store, "undo", watched)
        await hand.press("u")
        await retraced(hand)
        assert "It was stopped; nothing was changed." in hand.notices
        assert studied.scheduler.parameters.weights == weights
        await hand.press("u")
        await retraced(hand)
        assert "Taking it back …" in seen[-1]
        assert " %" in seen[-1]
        assert "weights of version 2 adopted" in hand.notices
        assert studied.scheduler.parameters.weights is None
        assert isinstance(hand.app.screen, HomeScreen)
        await hand.press("ctrl+y")
        await retraced(hand)
        assert studied.scheduler.parameters.weights == weights


@pytest.mark.parametrize("many", [2, 10_000], ids=["beside the screen", "at once"])
async def test_an_adoption_is_undone_in_a_sitting(
    studied: Workspace, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sitting goes on with the weights that are in force again, and so when the undo is undone."""
    monkeypatch.setattr("quizzer.tui.screens.retracing.MANY", many)
    weights = (*(0.9 * weight for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])
    optimizer_of(studied).adopt_weights(weights, {})
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("enter")
        for key, wanted in (("u", None), ("ctrl+y", weights)):
            await hand.press("escape", key)
            await retraced(hand)
            assert "weights of version 2 adopted" in hand.notices
            screen = hand.app.screen
            assert isinstance(screen, ReviewScreen)
            assert screen.session.step is not None
            given = vars(screen.session)["_scheduler"].parameters
            assert (given.weights, given.version) == (wanted, studied.scheduler.parameters.version)


async def retraced(hand: Hand) -> None:
    """Wait until the sheet that takes back is gone."""
    for _ in range(200):
        if not isinstance(hand.app.screen, RetracingScreen):
            await hand.settle()
            return
        await hand.pilot.pause(0.05)
    raise AssertionError(hand.text)
