"""A sitting: what it asks, in which order, what it says, and what it leaves alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from small_home import DECKS, Learner, SettableClock, open_home

from quizzer import config
from quizzer.config_file import change
from quizzer.errors import StoreError
from quizzer.paths import Paths
from quizzer.sitting import Plan
from quizzer.workspace import Workspace
from quizzer_decks.marks import Verdict
from quizzer_decks.responses import GaveUp, Seen, Text
from quizzer_scheduler.model import Rating, State

Configure = Callable[..., None]


@pytest.fixture
def configure(workspace: Workspace) -> Configure:
    """Return a function that changes settings of the open workspace."""

    def set_them(**settings: object) -> None:
        for name, value in settings.items():
            change(workspace.paths.config_file, f"study.{name}", str(value))
        workspace.configure(config.load(workspace.paths.config_file))

    return set_them


def rows(paths: Paths, table: str) -> list[tuple[object, ...]]:
    """Return all rows of a table, as they are on the disk."""
    with closing(sqlite3.connect(paths.database)) as connection:
        return connection.execute(f"select * from {table} order by 1, 2").fetchall()


def edit(workspace: Workspace, deck_id: str, old: str, new: str) -> None:
    """Edit a deck file and take the change in."""
    path = workspace.paths.decks / f"{deck_id}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    workspace.refresh()


def test_new_cards_follow_the_roadmap_and_wait_for_what_they_need(workspace: Workspace, learner: Learner) -> None:
    """The roadmap names Later first, but it needs Siblings, so its cards come last until Siblings is known."""
    asked = list(dict.fromkeys(learner.sit(workspace.session(Plan(new=99)))))
    decks = list(dict.fromkeys(card.rpartition("/")[0] for card in asked))
    assert decks == ["small/siblings", "small/kinds", "other/elsewhere", "small/later"]


def test_the_gate_opens_when_the_need_is_known(
    workspace: Workspace, learner: Learner, configure: Configure, clock: SettableClock
) -> None:
    """Once enough of the needed deck would be recalled, the roadmap's order counts."""
    configure(gate=0.3)
    learner.sit(workspace.session(Plan(("small/siblings",), new=9)))
    clock.forward(days=1)
    session = workspace.session(Plan(new=1))
    new = [step for step in (session.step,) if step is not None and step.card.state is State.NEW]
    while session.step is not None:
        new += [session.step] if session.step.card.state is State.NEW else []
        learner.answer(session)
    assert {step.deck_id for step in new} == {"small/later"}


def test_what_is_shown_before_is_what_comes_after(workspace: Workspace, learner: Learner) -> None:
    """Each rating's wait and due date on the rating bar is the outcome, day's load and all."""
    session = workspace.session(Plan(new=99))
    for rating in (Rating.EASY, Rating.EASY, Rating.HARD, Rating.AGAIN, Rating.GOOD) * 3:
        step = session.step
        if step is None:
            break
        promised = session.answer(learner.right(step.prompt)).outcomes[rating].card
        session.rate(rating)
        content = workspace.store.cards.content(step.key)
        assert content is not None
        assert content.card == promised


def test_a_mark_sets_the_rating(workspace: Workspace, learner: Learner) -> None:
    """Wrong or given up is Again, right Good, right with a hint Hard; a hint after the answer changes nothing."""
    session = workspace.session(Plan(("small/kinds",), new=99))
    suggested = {}
    while session.step is not None and session.step.card.state is State.NEW:
        prompt = session.step.prompt
        name = prompt.question.id
        if name == "typed":
            assert session.hint() == "On the Seine."
        marked = session.answer({"choice": GaveUp(), "multi": learner.wrong(prompt)}.get(name, learner.right(prompt)))
        if name == "output":
            session.hint()
        suggested[name] = (marked.mark.verdict, marked.suggestion)
        assert session.answer(GaveUp()) is marked
        session.rate()
    assert suggested == {
        "basic": (Verdict.SELF, Rating.GOOD),
        "typed": (Verdict.RIGHT, Rating.HARD),
        "numeric": (Verdict.RIGHT, Rating.GOOD),
        "cloze": (Verdict.RIGHT, Rating.GOOD),
        "choice": (Verdict.WRONG, Rating.AGAIN),
        "multi": (Verdict.WRONG, Rating.AGAIN),
        "order": (Verdict.RIGHT, Rating.GOOD),
        "match": (Verdict.RIGHT, Rating.GOOD),
        "output": (Verdict.RIGHT, Rating.GOOD),
    }
    assert [answer.rating for answer in session.answers] == [rating for _, rating in suggested.values()]


def test_leaving_keeps_a_mark_but_no_self_graded_answer(workspace: Workspace, learner: Learner) -> None:
    """A mark that was not overruled counts when the sitting ends; an explanation only its learner can grade."""
    session = workspace.session(Plan(("small/siblings",)))
    assert session.step is not None
    session.answer(learner.wrong(session.step.prompt))
    session.leave()
    assert session.step is None
    assert workspace.store.cards.answer_count() == 1
    assert session.answers[0].rating is Rating.AGAIN
    session = workspace.session(Plan(("small/kinds",)))
    assert session.step is not None
    assert session.step.prompt.kind == "basic"
    session.answer(Seen())
    session.leave()
    assert workspace.store.cards.answer_count() == 1


def test_a_cram_leaves_no_trace(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Everything is asked once, siblings too, what was wrong again; neither the log nor a card changes."""
    learner.sit(workspace.session(Plan(new=4)))
    before = [rows(workspace.paths, table) for table in ("event", "card", "day_total", "fact")]
    session = workspace.session(Plan(("small/siblings",), cram=True))
    assert session.counts().total == 7
    first = learner.answer(session, Rating.AGAIN)
    asked = learner.sit(session)
    assert asked[-1] == first
    assert len({first, *asked}) == 7
    assert session.undo() is None
    assert session.redo() is None
    assert all(answer.event == 0 for answer in session.answers)
    assert [rows(workspace.paths, table) for table in ("event", "card", "day_total", "fact")] == before


def test_limits_hold_over_restarts(home: Path, learner: Learner, clock: SettableClock) -> None:
    """So many new and due cards a day, however often the program is started; more tomorrow."""
    (home / "config.toml").write_text("[study]\nnew_per_day = 3\nreviews_per_day = 2\n", encoding="utf-8")
    for day in range(4):
        for _ in range(3):
            workspace = open_home(home, clock)
            session = workspace.session(Plan())
            for _ in range(2):
                if session.step is not None:
                    learner.answer(session, Rating.EASY)
            workspace.close()
        workspace = open_home(home, clock)
        done = workspace.store.today.done(workspace.today).values()
        assert sum(deck.introduced for deck in done) == 3
        assert sum(deck.reviewed for deck in done) <= 2
        assert workspace.counts().total == 0, day
        workspace.close()
        clock.forward(days=9)


def test_a_deck_has_limits_of_its_own(home: Path, learner: Learner, clock: SettableClock) -> None:
    """A deck gives no more new cards than its settings allow, and the others fill up the day."""
    (home / "config.toml").write_text(
        '[study]\nnew_per_day = 5\n[decks."small/kinds"]\nnew_per_day = 1\n', encoding="utf-8"
    )
    workspace = open_home(home, clock)
    learner.sit(workspace.session(Plan()))
    done = {
        deck.id: workspace.store.today.done(workspace.today).get(deck.key) for deck in workspace.store.decks.decks()
    }
    workspace.close()
    introduced = {deck: told.introduced for deck, told in done.items() if told}
    assert introduced["small/kinds"] == 1
    assert sum(introduced.values()) == 5


def test_more_new_cards_are_for_today_alone(
    workspace: Workspace, learner: Learner, configure: Configure, clock: SettableClock
) -> None:
    """Raised once, the limit holds over a restart, goes with an undo, and is the usual one tomorrow."""
    configure(new_per_day=2)
    assert workspace.counts().new == 2
    assert workspace.more_new_today(3) == 5
    assert workspace.counts().new == 5
    workspace.undo()
    assert workspace.counts().new == 2
    workspace.redo()
    learner.sit(workspace.session(Plan()))
    assert workspace.counts().new == 0
    clock.forward(days=1)
    assert workspace.counts().new == 2


def test_a_plan_of_new_cards_is_not_dealt_twice(workspace: Workspace, learner: Learner, configure: Configure) -> None:
    """`--new 3` means three in this sitting, whatever is undone in between and whatever the day's limits say."""
    configure(new_per_day=0)
    session = workspace.session(Plan(new=3))
    assert session.counts().new == 3
    learner.answer(session)
    learner.answer(session)
    workspace.tick("small-roadmap/phase-one/first-section/build-something", True)
    session.undo()
    assert session.counts().new == 1


def test_a_limit_counts_cards_not_answers(workspace: Workspace, learner: Learner) -> None:
    """`--limit 3` ends after three cards; a card that comes back is not another one."""
    session = workspace.session(Plan(limit=3))
    asked = learner.sit(session)
    assert len(set(asked)) == 3
    session.undo()
    assert session.step is not None
    assert session.step.number == len(asked)


def test_a_leech_is_told_once(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """The eighth lapse makes a leech: said at that answer, shown at the card from then on."""
    session = workspace.session(Plan(("small/later",), limit=1))
    card = learner.answer(session, Rating.EASY)
    told = []
    for _ in range(9):
        clock.forward(days=40)
        session = workspace.session(Plan(("small/later",), new=0))
        while session.step is not None and session.step.card.state is not State.REVIEW:
            learner.answer(session, Rating.EASY)
        assert session.step is not None
        assert session.step.card.id == card
        shown = session.step.leech
        learner.answer(session, Rating.AGAIN)
        told.append((shown, session.answers[-1].became_leech))
        while session.step is not None:
            learner.answer(session, Rating.EASY)
    assert told == [(False, False)] * 7 + [(False, True), (True, False)]


def test_a_learning_card_comes_early_when_nothing_else_is_left(
    workspace: Workspace, learner: Learner, configure: Configure
) -> None:
    """Within the learn-ahead time it is asked, and the reason says so; without it, one waits."""
    session = workspace.session(Plan(("other/elsewhere",)))
    learner.answer(session)
    assert session.step is not None
    assert "10 min early" in session.step.reason
    configure(learn_ahead=5)
    session = workspace.session(Plan(("other/elsewhere",)))
    assert session.step is None
    assert session.waiting_until() == workspace.clock.now() + timedelta(minutes=10)


def test_a_new_study_day_begins_in_the_middle_of_a_sitting(
    workspace: Workspace, learner: Learner, configure: Configure, clock: SettableClock
) -> None:
    """After four in the morning the sitting goes on with the new day's cards and limits."""
    configure(new_per_day=2)
    clock.at = clock.at.replace(hour=3, minute=58)
    session = workspace.session(Plan())
    learner.answer(session, Rating.EASY)
    clock.forward(minutes=5)
    learner.answer(session, Rating.EASY)
    assert session.counts().new == 1  # two a day: the second was answered today
    learner.answer(session, Rating.EASY)
    assert session.step is None
    assert len(session.answers) == 3
    session.undo()
    assert session.step is not None
    assert workspace.replay().different == ()


def test_a_clock_put_back_is_noticed(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """It is told once, intervals stay positive, the log keeps both answers, and replay agrees."""
    session = workspace.session(Plan())
    learner.answer(session, Rating.EASY)
    clock.forward(days=-3)
    learner.answer(session, Rating.EASY)
    assert session.notice.startswith("The clock is 3 d behind")
    session.notice = ""
    learner.answer(session, Rating.EASY)
    assert session.notice == ""
    clock.forward(days=-30)
    session = workspace.session(Plan())
    assert session.notice.startswith("The clock is 30 d behind")
    learner.sit(session)
    assert all(card.interval_days >= 0 for card, _ in workspace.store.cards.histories())
    assert workspace.replay().different == ()


def test_two_sittings_at_once_do_not_overwrite_each_other(
    workspace: Workspace, home: Path, learner: Learner, clock: SettableClock
) -> None:
    """What was answered elsewhere counts; here it is told, and the next card follows."""
    other = open_home(home, clock)
    here, there = workspace.session(Plan()), other.session(Plan())
    assert here.step is not None
    assert there.step is not None
    assert here.step.card == there.step.card
    card = learner.answer(there, Rating.EASY)
    learner.answer(here, Rating.AGAIN)
    assert here.notice == "This card was answered elsewhere meanwhile; that answer counts."
    assert here.answers == []
    assert here.step is not None
    assert here.step.card.id != card
    assert [event.content.rating for event in workspace.store.cards.events(card)] == [Rating.EASY]  # type: ignore[union-attr]
    assert workspace.store.cards.answer_count() == 1
    other.close()


def test_an_answer_that_cannot_be_saved_stays_on_the_table(
    workspace: Workspace, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full, nothing moves on; once there is room, the same rating is recorded once."""
    session = workspace.session(Plan())
    step = session.step
    assert step is not None
    session.answer(learner.right(step.prompt))
    with monkeypatch.context() as patch:
        patch.setattr(workspace.store, "record", _full)
        with pytest.raises(StoreError):
            session.rate()
    assert session.step is step
    assert session.answers == []
    session.rate()
    assert workspace.store.cards.answer_count() == 1


def _full(*_: object) -> int:
    raise StoreError("The disk is full.")


def test_an_edited_question_is_asked_as_it_is_now(workspace: Workspace, learner: Learner) -> None:
    """The same card with the new wording; its history stays."""
    session = workspace.session(Plan(("small/later",)))
    edit(workspace, "small/later", "First letter?", "The very first letter?")
    step = session.reload()
    assert step is not None
    assert step.prompt.ask == "The very first letter?"
    assert learner.answer(session) == "small/later/first"


def test_a_removed_question_makes_room_and_keeps_its_history(
    workspace: Workspace, learner: Learner, clock: SettableClock
) -> None:
    """Gone from the table with a word about it, never asked, and with all its history when it returns."""
    session = workspace.session(Plan(("small/later",)))
    learner.answer(session, Rating.EASY)
    assert session.step is not None
    assert session.step.card.id == "small/later/second"
    line = "  - {id: second, kind: typed, ask: Second letter?, answer: b}\n"
    edit(workspace, "small/later", line, "")
    assert session.reload() is None
    assert session.notice.startswith("The question is gone")
    edit(workspace, "small/later", "  - {id: first, kind: typed, ask: First letter?, answer: a}\n", line)
    clock.forward(days=60)
    assert workspace.counts().due == 0
    assert workspace.session(Plan(("small/later",))).step is not None
    path = workspace.paths.decks / "small/later.yaml"
    path.write_text(DECKS["small/later"], encoding="utf-8")
    assert workspace.refresh().report.returned == 1
    session = workspace.session(Plan(("small/later",)))
    assert session.step is not None
    assert (session.step.card.id, session.step.card.reps) == ("small/later/first", 1)


def test_a_card_whose_question_went_is_left_out_of_the_queue(workspace: Workspace, learner: Learner) -> None:
    """A question removed while another is on the table is not asked any more."""
    session = workspace.session(Plan(("small/later",)))
    edit(workspace, "small/later", "  - {id: second, kind: typed, ask: Second letter?, answer: b}\n", "")
    assert session.upcoming() is None
    assert learner.sit(session) == ["small/later/first"] * 2


def test_the_answer_of_an_earlier_sitting_can_be_taken_back(home: Path, learner: Learner, clock: SettableClock) -> None:
    """After a restart its card is on the table as it was, with the same numbers; redo records it again."""
    workspace = open_home(home, clock)
    session = workspace.session(Plan(("small/kinds",)))
    for _ in range(2):
        learner.answer(session)
    step = session.step
    assert step is not None
    assert step.prompt.kind == "numeric"
    learner.answer(session)
    workspace.close()
    workspace = open_home(home, clock)
    session = workspace.session(Plan(("small/siblings",)))
    undone = session.undo()
    assert undone is not None
    assert session.step is not None
    assert (session.step.card, session.step.prompt) == (step.card, step.prompt)
    assert session.redo() is not None
    assert session.step.card != step.card
    assert workspace.store.cards.answer_count() == 3
    workspace.close()


def test_an_undo_brings_back_a_buried_question_with_its_siblings(workspace: Workspace, learner: Learner) -> None:
    """One undo for all the cards of the question; the one that was on the table is there again."""
    session = workspace.session(Plan(("small/siblings",)))
    step = session.step
    assert step is not None
    assert step.card.id == "small/siblings/planets#mercury"
    session.bury()
    buried = [card for card in workspace.store.cards.siblings(step.key) if card.buried_until]
    assert len(buried) == 4
    session.undo()
    assert session.step == step
    session.redo()
    assert session.step is not None
    assert session.step.key != step.key


def test_a_flag_stays_on_the_table(workspace: Workspace) -> None:
    """Flagging changes the card and neither the question nor the queue; undo takes the flag away."""
    session = workspace.session(Plan())
    step = session.step
    flagged = session.flag(3)
    assert flagged is not None
    assert flagged.card.flag == 3
    session.undo()
    assert session.step == step
    session.redo()
    assert session.step is not None
    assert session.step.card.flag == 3


def test_asking_out_of_turn_is_a_mistake(workspace: Workspace, learner: Learner) -> None:
    """There is no rating without an answer, and no answer when the sitting is over."""
    session = workspace.session(Plan(("other/elsewhere",)))
    with pytest.raises(ValueError, match="before answer"):
        session.rate()
    learner.sit(session)
    with pytest.raises(ValueError, match="is over"):
        session.answer(Text("yes"))
    assert session.hint() == ""
    assert session.upcoming() is None


def test_the_next_prompt_is_known_before(workspace: Workspace, learner: Learner) -> None:
    """What is prepared while a question is read is what comes, whatever the rating."""
    session = workspace.session(Plan(("small/kinds",), new=99))
    for _ in range(8):
        upcoming = session.upcoming()
        learner.answer(session)
        assert session.step is not None
        assert session.step.prompt == upcoming
