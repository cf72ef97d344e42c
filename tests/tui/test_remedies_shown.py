from __future__ import annotations

from hand import opened
from small_home import Learner, SettableClock

from quizzer.config import load
from quizzer.sitting import Plan
from quizzer.workspace import Workspace

NEEDED, LATER = "small/siblings", "small/later"
NOTE = "Now, because you just missed a card of Later, which builds on it."


async def test_a_remedy_says_why_above_the_question(
    workspace: Workspace, learner: Learner, clock: SettableClock
) -> None:
    """After a lapse a card of the needed deck comes with the reason above it; undo takes it away, redo back."""
    path = workspace.paths.config_file
    path.write_text('[study]\nremediation = true\ngate = 0\nlearning_steps = ""\n', encoding="utf-8")
    workspace.configure(load(path))
    learner.sit(workspace.session(Plan((NEEDED,))))
    clock.forward(days=1)
    learner.sit(workspace.session(Plan((LATER,))))
    clock.forward(days=60)
    plan = Plan((LATER, NEEDED), new=0)
    while (step := workspace.session(plan).step) is None or step.deck_id != LATER:
        clock.forward(days=1)
    async with opened(workspace, plan) as hand:
        assert NOTE not in hand.text
        await hand.type("wrong", "enter")
        await hand.press("1")
        assert NOTE in hand.text
        assert "Siblings" in hand.lines[0]
        await hand.press("f3")
        assert f"{NOTE} Review: due since" in " ".join(hand.text.split())
        await hand.press("escape", "escape", "u")
        assert NOTE not in hand.text
        assert "Later" in hand.lines[0]
        await hand.press("ctrl+y")
        assert NOTE in hand.text
