"""A dozen pictures. When one changes, look at the report: is the new one better?  Then `--snapshot-update`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hand import Hand, Only, StillApp
from textual.pilot import Pilot

from quizzer.config import load
from quizzer.config_file import change
from quizzer.sitting import Plan
from quizzer.workspace import Workspace

TYPED = (
    "{id: q, kind: typed, ask: 'What is the sum of the eigenvalues of $A$ called?', answer: trace, "
    "why: '$\\operatorname{tr} A = \\sum_i \\lambda_i$, the sum of the diagonal.'}"
)
CODE = '{id: x, kind: output, code: "for i in range(3):\\n    print(i * i)\\n", answer: "0\\n1\\n4", why: Squares.}'
CHOICE = (
    "{id: c, kind: choice, ask: Which estimate ignores the prior?, answer: maximum likelihood, "
    "wrong: [{text: maximum a posteriori, why: It maximises likelihood times prior.}, posterior mean], "
    "why: Maximum likelihood looks at the likelihood alone.}"
)

Compare = Callable[..., bool]


def same(
    compare: Compare,
    workspace: Workspace,
    *keys: str,
    text: str = "",
    plan: Plan | None = None,
    size: tuple[int, int] = (80, 24),
) -> bool:
    """Type a text, press keys, and compare what is shown with the picture that was accepted."""
    app = StillApp(workspace, plan)

    async def before(pilot: Pilot[None]) -> None:
        hand = Hand(app, pilot, workspace)
        await hand.settle()
        await hand.type(text, *keys)
        await hand.settle()

    return compare(app, terminal_size=size, run_before=before)


def test_home(snap_compare: Compare, practised: Workspace) -> None:
    """Today's work on the left, the roadmap with figures in columns on the right, the cursor's row lit."""
    assert same(snap_compare, practised, "down", "down")


def test_home_large_and_light(snap_compare: Compare, practised: Workspace) -> None:
    """On a large light screen: bars in the tree, the place under the cursor, the weeks as bars."""
    change(practised.paths.config_file, "app.theme", "quizzer-light")
    practised.configure(load(practised.paths.config_file))
    assert same(snap_compare, practised, "down", size=(120, 34))


def test_home_narrow(snap_compare: Compare, practised: Workspace) -> None:
    """Sixty columns: one pane at a time, with tabs above."""
    assert same(snap_compare, practised, "tab", size=(60, 20))


def test_home_empty(snap_compare: Compare, workspace: Workspace) -> None:
    """No decks: what to do is said where the work would be."""
    for path in workspace.paths.decks.rglob("*.yaml"):
        path.unlink()
    assert same(snap_compare, workspace)


def test_question(snap_compare: Compare, workspace: Workspace, only: Only) -> None:
    """Code is coloured; the room for the verdict is free."""
    assert same(snap_compare, workspace, plan=only(CODE))


@pytest.mark.parametrize(("name", "text"), [("right", "trace"), ("close", "trase"), ("wrong", "determinant")])
def test_verdict(snap_compare: Compare, workspace: Workspace, only: Only, name: str, text: str) -> None:
    """A sign and a word, what differs, why, and four ratings of which one is marked."""
    assert same(snap_compare, workspace, "enter", text=text, plan=only(TYPED))


def test_choice_marked(snap_compare: Compare, workspace: Workspace, only: Only) -> None:
    """The wrong choice and the right one are marked beside the options."""
    plan = only(CHOICE)
    prompt = workspace.session(plan).step.prompt  # type: ignore[union-attr]
    wrong = next(place for place, option in enumerate(prompt.options) if option.why)
    assert same(snap_compare, workspace, "abc"[wrong], plan=plan)


def test_summary(snap_compare: Compare, practised: Workspace) -> None:
    """What was done, what was hard, what comes next."""
    keys = ("enter", "enter", "enter", "escape", "q")
    assert same(snap_compare, practised, *keys, plan=Plan(limit=4))


def test_browser(snap_compare: Compare, practised: Workspace) -> None:
    """Columns that fit, the cursor's row lit, the preview below."""
    assert same(snap_compare, practised, "slash", "down", "down", size=(100, 30))


def test_settings(snap_compare: Compare, practised: Workspace) -> None:
    """A sentence and the default on the left, fields in a column on the right."""
    # The path of the file is shown, and how long that of a test is depends on who runs it.
    practised.paths = practised.paths._replace(config=Path("/home/learner/.config/quizzer"))
    assert same(snap_compare, practised, "comma", "down")


def test_keys(snap_compare: Compare, practised: Workspace) -> None:
    """What the screen is for and all its keys, read from the bindings."""
    assert same(snap_compare, practised, "question_mark", size=(80, 34))


def test_why(snap_compare: Compare, practised: Workspace) -> None:
    """Every number behind the date, by rating in columns."""
    assert same(snap_compare, practised, "f3", plan=Plan())


def test_statistics(snap_compare: Compare, studied: Workspace) -> None:
    """A sentence, recall over time beside what was asked for, the table below."""
    assert same(snap_compare, studied, "t", "w")


def test_statistics_large_and_light(snap_compare: Compare, studied: Workspace) -> None:
    """On a large light screen: the calendar, bars and parts on the left, tables on the right."""
    change(studied.paths.config_file, "app.theme", "quizzer-light")
    studied.configure(load(studied.paths.config_file))
    assert same(snap_compare, studied, "t", "right", "right", "right", "right", size=(160, 50))


def test_roadmap(snap_compare: Compare, practised: Workspace) -> None:
    """The tree with its columns, and what is behind the topic under the cursor below it."""
    assert same(snap_compare, practised, "r", "down", "down", "down", "down")


def test_roadmap_large_and_light(snap_compare: Compare, practised: Workspace) -> None:
    """On a large light screen: all columns, and the curve beside the tree."""
    change(practised.paths.config_file, "app.theme", "quizzer-light")
    practised.configure(load(practised.paths.config_file))
    assert same(snap_compare, practised, "r", "down", "down", "down", "down", size=(160, 40))
