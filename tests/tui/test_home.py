from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hand import opened
from small_home import Learner, SettableClock

from quizzer.curriculum import DeckStanding, Node
from quizzer.errors import StoreError
from quizzer.outlining import outlined
from quizzer.overview import Overview, Slipping
from quizzer.pacing import plan_of
from quizzer.plans import adopt
from quizzer.sitting import Counts, Plan
from quizzer.tui.screens import home, today
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.problems import ProblemsScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.tui.widgets.curriculum_tree import CurriculumTree
from quizzer.workspace import TICK, Workspace
from quizzer_scheduler.model import Rating

TOPICS = ("Later topic", "Sibling topic", "Kinds of questions", "Untaught topic", "Build something")


async def test_today_and_the_roadmap(workspace: Workspace) -> None:
    """Home shows today's work, what is next, and the roadmap open down to there."""
    async with opened(workspace) as hand:
        assert "Mon 2 Mar" in hand.lines[0]
        assert "10 new" in hand.text
        assert "≈ 6 min" in hand.text
        assert "⏎  Start" in hand.text
        assert "Next to learn" in hand.text
        assert all(topic in hand.text for topic in TOPICS)
        assert "☐ Build something" in hand.text
        assert "no deck yet" in hand.text
        assert "Decks on no roadmap" in hand.text
        assert hand.lines[-1].split() == [
            "⏎",
            "Start",
            "/",
            "Find",
            "r",
            "Roadmap",
            "t",
            "Statistics",
            "q",
            "Quit",
            "?",
            "Keys",
        ]


async def test_the_row_under_the_cursor_is_lit_over_its_whole_width(workspace: Workspace) -> None:
    """From its first to its last cell the cursor's row has one background, which no other row has."""
    async with opened(workspace) as hand:
        tree = hand.app.screen.query_one(CurriculumTree)
        grounds = [
            {part.style.bgcolor for part in tree.render_line(row) if part.style and part.text} for row in range(4)
        ]
        assert len(grounds[0]) == 1
        assert not grounds[0] & (grounds[1] | grounds[2] | grounds[3])


async def test_moving_in_the_tree(workspace: Workspace) -> None:
    """Arrows open and close branches and move; what Enter would do is told for each place."""
    async with opened(workspace) as hand:
        await hand.press("down", "left")
        assert "First section" not in hand.text
        assert "⏎  Start  14 new here" in hand.text
        await hand.press("right", "right", "right")
        assert "Later topic" in hand.text
        assert "⏎  Start  2 new here" in hand.text
        await hand.press("left", "left")
        assert "Later topic" not in hand.text


@pytest.mark.parametrize(("downs", "decks"), [(0, None), (4, ("small/siblings",))])
async def test_enter_starts_what_is_under_the_cursor(
    workspace: Workspace, downs: int, decks: tuple[str, ...] | None
) -> None:
    """On the roadmap Enter starts the whole day, on a topic its decks; q without an answer goes back."""
    async with opened(workspace) as hand:
        await hand.press(*["down"] * downs, "enter")
        assert hand.review._plan == Plan(decks)
        await hand.press("escape", "q")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_cram_from_home(workspace: Workspace) -> None:
    """c asks everything under the cursor and leaves the schedule alone."""
    async with opened(workspace) as hand:
        await hand.press("down", "down", "down", "c")
        assert hand.review._plan == Plan(("small/later",), cram=True)
        assert "cram, 2 left" in hand.lines[0]


async def test_a_topic_without_a_deck(workspace: Workspace) -> None:
    """Enter on a topic that no deck teaches says so and stays."""
    async with opened(workspace) as hand:
        await hand.press(*["down"] * 6)
        assert "No deck teaches this yet." in hand.text
        await hand.press("enter")
        assert "Untaught topic has no deck yet" in hand.notices
        assert isinstance(hand.app.screen, HomeScreen)


async def test_ticking_a_task(workspace: Workspace) -> None:
    """x and Enter tick a task, again they take the tick away; undo and redo go over it; the cursor stays."""
    path = "small-roadmap/phase-one/first-section/build-something"
    async with opened(workspace) as hand:
        await hand.press(*["down"] * 7, "x")
        assert "☑ Build something" in hand.text
        assert "⏎  Untick" in hand.text
        await hand.press("enter")
        assert "☐ Build something" in hand.text
        await hand.press("u")
        assert workspace.store.facts.all(TICK) == {path: True}
        assert "Taken back" in hand.notices
        await hand.press("ctrl+y")
        assert not workspace.store.facts.all(TICK).get(path)


async def test_more_new_cards(workspace: Workspace) -> None:
    """n raises today's limit by ten, and u takes it back."""
    async with opened(workspace) as hand:
        await hand.press("n")
        assert "Up to 20 new cards today" in hand.notices
        assert workspace.counts().new > 10
        assert f"{workspace.counts().new} new" in hand.text
        await hand.press("u")
        assert workspace.counts().new == 10


async def test_panes_on_a_narrow_screen(workspace: Workspace) -> None:
    """Sixty columns show one pane at a time: Tab turns from one to the other, and so does a click."""
    async with opened(workspace, size=(60, 20)) as hand:
        assert "⏎  Start" in hand.text
        assert "Kinds of questions" not in hand.text
        await hand.press("tab")
        assert "Kinds of questions" in hand.text
        assert "⏎  Start" not in hand.text
        assert len(hand.lines[-1]) <= 60
        assert "? Keys" in hand.lines[-1]
        await hand.press("tab")
        assert "⏎  Start" in hand.text
        await hand.click(hand.app.screen.query_one("#tab-roadmap"))
        assert "Kinds of questions" in hand.text


async def test_room_is_used(workspace: Workspace, clock: SettableClock, learner: Learner) -> None:
    """A tall screen adds the place under the cursor and the weeks as bars; a low one keeps a line."""
    learner.sit(workspace.session(Plan(limit=6)))
    async with opened(workspace) as hand:
        assert "last 12 weeks" in hand.text
        assert "this week" not in hand.text
        await hand.pilot.resize_terminal(160, 50)
        await hand.settle()
        assert "this week" in hand.text
        assert "recalled today" in hand.text
        assert "cards seen" in hand.text


async def test_all_done(workspace: Workspace, learner: Learner) -> None:
    """When nothing is left home says so, what was done, and what else there is."""
    learner.answer(workspace.session(Plan()), Rating.EASY)
    workspace.change_cards(workspace.find("is:new"), "suspended", True)
    async with opened(workspace) as hand:
        assert "All done.  1 answer today." in hand.text
        assert "1 day in a row" in hand.lines[0]


async def test_another_day_begins_while_the_app_is_open(
    workspace: Workspace, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the rollover home shows the new day without a key."""
    monkeypatch.setattr(home, "_DAY_CHECK", 0.05)
    async with opened(workspace) as hand:
        clock.forward(days=1)
        await hand.pilot.pause(0.2)
        await hand.settle()
        assert "Tue 3 Mar" in hand.lines[0]


async def test_no_decks_at_all(workspace: Workspace) -> None:
    """Without any deck home says how to begin one."""
    for path in workspace.paths.decks.rglob("*.yaml"):
        path.unlink()
    async with opened(workspace) as hand:
        assert "No decks yet." in hand.text
        assert "quizzer decks new ID" in hand.text
        await hand.press("down", "down", "down", "enter")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_reading_decks(workspace: Workspace) -> None:
    """While decks are read at the first start, home tells how far that is instead of calling itself empty."""
    for path in workspace.paths.decks.rglob("*.yaml"):
        path.unlink()
    async with opened(workspace) as hand:
        screen = hand.app.screen
        assert isinstance(screen, HomeScreen)
        screen.show_reading(3, 29)
        await hand.pilot.pause()
        assert "Reading decks: 3 of 29" in hand.text
        assert "No decks yet" not in hand.text


async def test_a_broken_deck(workspace: Workspace, home: Path) -> None:
    """A deck with errors is told on home and listed with file and line; the good decks are there."""
    (home / "decks" / "broken.yaml").write_text("title: [x\n", encoding="utf-8")
    async with opened(workspace) as hand:
        assert "1 problem in deck files: p" in hand.text
        assert "Kinds of questions" in hand.text
        await hand.press("p")
        assert isinstance(hand.app.screen, ProblemsScreen)
        assert "decks/broken.yaml:2" in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_a_store_that_refuses(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be saved is told, and home goes on."""

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full. Make room and try again.")

    async with opened(workspace) as hand:
        monkeypatch.setattr(workspace, "tick", refuse)
        monkeypatch.setattr(workspace, "more_new_today", refuse)
        await hand.press(*["down"] * 7, "enter", "n")
        assert hand.notices.count("The disk is full.") == 2
        assert "☐ Build something" in hand.text


async def test_nothing_due_under_the_cursor(workspace: Workspace, learner: Learner) -> None:
    """A sitting with nothing to ask ends in a sentence that says what else can be done."""
    learner.sit(workspace.session(Plan()))
    workspace.change_cards(workspace.find(""), "suspended", True)
    async with opened(workspace) as hand:
        assert "All done." in hand.text
        assert "ten more new cards" in hand.text
        await hand.press("enter")
        assert isinstance(hand.app.screen, SummaryScreen)
        assert "Nothing is due here today." in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        assert not any(isinstance(screen, ReviewScreen) for screen in hand.app.screen_stack)


def _overview(**changed: object) -> Overview:
    values: dict[str, object] = {
        "day": date(2026, 11, 21),
        "counts": Counts(0, 0, 0),
        "seconds": 0.0,
        "streak": 0,
        "answered_today": 0,
        "weeks": (0,) * 12,
        "roots": (Node("roadmap", "r", "R", questions=4, cards=4, introduced=2, recalled=1.8),),
        "next_topic": None,
        "slipping": None,
    }
    return Overview(**(values | changed))  # type: ignore[arg-type]


def test_what_slips_first() -> None:
    """A deck below the desired retention is told with its recall, the limit, and since when."""
    deck = DeckStanding("a", "Eigenvalues")
    slip = Slipping(deck, 0.84, date(2026, 11, 19))
    shown = today.suggestions(_overview(slipping=slip)).plain
    assert shown == "Slipping first\nEigenvalues\n84 %, under 90 % since Thursday"
    long_ago = today.suggestions(_overview(slipping=Slipping(deck, 0.84, None))).plain
    assert long_ago.endswith("under 90 % for over a month")


def test_what_to_do_at_a_place() -> None:
    """Each kind of place says what Enter does there, or what else can be done."""
    overview = _overview(counts=Counts(1, 0, 2))
    assert today.start(overview, Node("topic", "t", "T", ("d",), due=2, learning=1)).plain == "⏎  Start  3 due here"
    assert today.start(overview, Node("topic", "t", "T", ("d",), new=4)).plain == "⏎  Start  4 new here"
    assert "ten more new" in today.start(_overview(), Node("topic", "t", "T", ("d",), new=4)).plain
    assert "cram it" in today.start(_overview(), Node("topic", "t", "T", ("d",))).plain
    assert "tomorrow" in today.start(_overview(), Node("roadmap", "r", "R")).plain


def test_bars() -> None:
    """Bars are as high as their share of the largest; the smallest still shows, nothing shows nothing."""
    assert today.bar_rows((0, 1, 50, 100), 2, 1) == ["      █", "  ▁ █ █"]
    assert today.bar_rows((0, 0), 2, 3) == ["", ""]
    assert today.weeks(_overview(weeks=(0,) * 11 + (7,)), 4, 2).plain.endswith("7 this week, 7 at most")


async def test_a_topic_that_waits_is_opened(workspace: Workspace) -> None:
    """Home says what the topic under the cursor waits for, U opens it, and u lets it wait again."""
    async with opened(workspace) as hand:
        await hand.press("down", "down", "down")
        assert "Waits for Siblings (0 % known)" in hand.text
        await hand.press("U")
        assert "Later topic is open." in hand.notices
        assert "Waits for" not in hand.text
        await hand.press("u")
        assert "Waits for Siblings" in hand.text
        await hand.press("down", "U")
        assert "Sibling topic is open already." in hand.notices


async def test_a_plan_that_fell_behind(workspace: Workspace, clock: SettableClock) -> None:
    """Home says what is wanted now and why, `d` shows it again, and `u` takes it back for good."""
    outline = outlined(workspace, ["small-roadmap"], date(2026, 3, 14), 3)
    plan = adopt(workspace, outline)
    clock.forward(days=8)
    async with opened(workspace) as hand:
        await hand.app.workers.wait_for_complete()
        (told,) = [one.message for one in hand.app._notifications]
        assert told.startswith("Worked out anew today, as you had fallen behind; recall wanted until then: Phase one ")
        hand.app.clear_notifications()
        await hand.press("d")
        assert "Worked out anew today" in hand.text
        await hand.press("escape", "u")
        assert plan_of(workspace.store.facts.all("plan")) == plan
