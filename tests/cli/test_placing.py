from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cli_values import Ran, Run
from small_home import Learner, SettableClock, open_home

from quizzer.daybreak import daybreak
from quizzer.history import describe_all
from quizzer.placing import PlacementTest
from quizzer.sitting import Plan
from quizzer.topics import look_into, view
from quizzer.tui.screens.topic_words import facts
from quizzer.workspace import Workspace
from quizzer_decks.responses import GaveUp
from quizzer_scheduler.model import Card, Rating, State


def held(workspace: Workspace, *, right: bool = True, names: tuple[str, ...] = ("small-roadmap",)) -> PlacementTest:
    """Hold a test, all right or all unknown."""
    test = PlacementTest(workspace, names)
    while test.question is not None:
        test.answer(Learner().right(test.question.prompt) if right else GaveUp())
    return test


def cards(workspace: Workspace) -> list[Card]:
    """Return all cards."""
    return [row.card for row in workspace.store.browser.rows(workspace.find(""))]


def test_knowing_everything(workspace: Workspace) -> None:
    """Who knows what is asked has the rest taken over: in Review, unanswered, to come back after today."""
    test = held(workspace)
    proposal = test.proposal()
    assert {taken.deck for taken in proposal.taken} == {"small/siblings", "small/later", "small/kinds"}
    before = workspace.store.today.done(workspace.today)
    assert test.adopt(proposal) == len(proposal.given) > 15
    placed = [card for card in cards(workspace) if card.state is State.REVIEW]
    assert {card.id for card in placed} == set(proposal.given)
    assert all(card.reps == 0 and card.due_at and card.due_at > workspace.clock.now() for card in placed)
    assert workspace.store.today.done(workspace.today) == before
    assert workspace.replay().different == ()
    assert workspace.replay().miscounted == ()


def test_other_days_than_those_of_the_placement_are_no_difference(quizzer: Run, workspace: Workspace) -> None:
    """Cards placed while days began at four agree with the log also when days begin at another hour now."""
    test = held(workspace)
    assert test.adopt(test.proposal())
    for hour in ("0", "9", "23"):
        assert quizzer("config", "study.rollover_hour", hour).code == 0
        ran = quizzer("replay")
        assert (ran.code, ran.out.splitlines()[-1].split(": ")[1]) == (0, "all agree.")


def test_cards_in_learning_are_no_sign_of_knowledge(workspace: Workspace) -> None:
    """Who has just missed cards is believed to know no more of their deck than who never saw it."""
    before = PlacementTest(workspace, ("small/siblings",)).proposal().beliefs["small/siblings"]
    missed = [card for card in cards(workspace) if card.id.startswith("small/siblings/planets")]
    assert len(missed) == 4
    for card in missed:
        reviewed = workspace.scheduler.review(card, Rating.AGAIN, workspace.clock.now(), timedelta(seconds=5))
        workspace.store.record(reviewed, "wrong", "", card.reps)
    assert PlacementTest(workspace, ("small/siblings",)).proposal().beliefs["small/siblings"] == before


def test_what_was_taken_as_known_is_told(quizzer: Run, workspace: Workspace, clock: SettableClock) -> None:
    """It counts as seen, so the roadmap says how much of that was never asked, until it is."""
    assert "placement" not in quizzer("roadmap", "show", "small-roadmap").out
    given = held(workspace, names=("small/siblings",))
    taken = given.adopt(given.proposal())
    told = quizzer("roadmap", "show", "small-roadmap").out.splitlines()[1]
    assert told == f"{taken} cards of it count as seen as a placement test took them as known."
    clock.forward(days=7)
    Learner().answer(workspace.session(Plan(("small/siblings",), new=0)))
    seen = view(workspace, "small-roadmap")
    assert seen is not None
    node = next(node for node in seen.root.walk() if node.title == "Sibling topic")
    assert f"{taken - 1} of them taken as known, never asked" in facts(look_into(workspace, seen, node)).plain


def test_taken_back_and_done_again(workspace: Workspace) -> None:
    """It is one action: one undo brings every card back as it was, and a redo places them again."""
    before = cards(workspace)
    test = held(workspace)
    test.adopt(test.proposal())
    after = cards(workspace)
    assert workspace.undo() is not None
    assert cards(workspace) == before
    assert workspace.redo() is not None
    assert cards(workspace) == after
    assert workspace.replay().different == ()


def test_a_deck_that_was_not_known(quizzer: Run, workspace: Workspace, clock: SettableClock) -> None:
    """Its first answers miss: what was never asked of it is new again, one undo takes that back, and it stays so."""
    test = held(workspace, names=("small/kinds", "small/siblings"))
    test.adopt(test.proposal())
    assert daybreak(workspace) == ()
    clock.forward(days=7)
    session = workspace.session(Plan(("small/kinds",), new=0, limit=2))
    for _ in range(2):
        assert session.step is not None
        session.answer(GaveUp())
        session.rate(Rating.AGAIN)
    unasked = [card.id for card in cards(workspace) if card.state is State.REVIEW and card.reps == 0]
    (told,) = daybreak(workspace)
    assert told.startswith("All kinds was taken as known, but the first answers say otherwise: ")
    new = {card.id for card in cards(workspace) if card.state is State.NEW}
    assert {id_ for id_ in unasked if id_.startswith("small/kinds")} <= new
    assert not any(id_ in new for id_ in unasked if id_.startswith("small/siblings"))
    assert workspace.replay().different == ()
    for id_ in (min(new & set(unasked)), min(set(unasked) - new)):
        assert (json.loads(quizzer("why", id_, "--json").out)["placed"] is None) == (id_ in new)
    undone = workspace.undo()
    assert undone is not None
    assert describe_all(undone).startswith("small/kinds no longer taken as known: ")
    assert [card.id for card in cards(workspace) if card.state is State.REVIEW and card.reps == 0] == unasked
    assert daybreak(workspace) == ()


def test_one_of_two_is_soon_guessed(home: Path, clock: SettableClock) -> None:
    """The fewer there are to choose from, the less a right answer says."""
    text = "id: own/{0}\ntitle: T{0}\nquestions:\n  - {{id: a, kind: choice, ask: Which?, answer: 'r', wrong: [{1}]}}\n"
    for name, wrong in (("two", "'x'"), ("five", "'x', 'y', 'z', 'w'")):
        (home / "decks" / f"{name}.yaml").write_text(text.format(name, wrong), encoding="utf-8")
    workspace = open_home(home, clock)
    workspace.refresh()
    two, five = (held(workspace, names=(f"own/{name}",)).proposal().beliefs[f"own/{name}"] for name in ("two", "five"))
    assert two < five - 0.05
    workspace.close()


def test_knowing_nothing(workspace: Workspace) -> None:
    """Who knows nothing is asked little, nothing is placed, and the test is remembered as held."""
    test = held(workspace, right=False)
    proposal = test.proposal()
    assert proposal.taken == ()
    assert proposal.right == 0
    assert test.adopt(proposal) == 0
    assert all(card.state is State.NEW for card in cards(workspace))
    assert "small-roadmap" in workspace.store.facts.all("placement")


def test_statistics_count_answers_only(workspace: Workspace, clock: SettableClock, learner: Learner) -> None:
    """No made-up review is counted; a first answer to a placed card is a review, yet tests no interval of ours."""
    test = held(workspace)
    test.adopt(test.proposal())
    assert workspace.store.cards.answer_count() == 0
    assert len(workspace.store.answers.all()) == 0
    clock.forward(days=8)
    session = workspace.session(Plan(new=0))
    asked = learner.sit(session, Rating.GOOD)
    assert asked
    assert workspace.replay().different == ()
    assert workspace.replay().miscounted == ()
    assert workspace.store.cards.answer_count() == len(asked)
    from quizzer_scheduler.stats.cells import TESTS

    assert not any(TESTS <= cell < TESTS + 2 for cell in workspace.store.statistics.tally())


def test_other_weights_leave_placed_memories(workspace: Workspace) -> None:
    """Weights that come into force do not make a memory of what was never answered, and the log still agrees."""
    from quizzer.tuning import optimizer_of

    test = held(workspace)
    test.adopt(test.proposal())
    before = {card.id: card.memory for card in cards(workspace)}
    optimizer = optimizer_of(workspace)
    optimizer.adopt(optimizer.propose((*(0.5, 1.0, 2.0, 9.0), *_LATER), {}, reschedule=True))
    assert {card.id: card.memory for card in cards(workspace)} == before
    assert workspace.replay().different == ()
    due = {card.id: card.due_at for card in cards(workspace)}
    assert workspace.undo() is not None
    assert {card.id: card.due_at for card in cards(workspace)} != due
    assert workspace.replay().different == ()


_LATER = (6.4, 0.83, 3.0, 0.001, 1.87, 0.17, 0.8, 1.48, 0.06, 0.26, 1.65, 0.6, 1.87, 0.54, 0.09, 0.07, 0.2)


def answers(quizzer: Run, home: Path) -> str:
    """Return the lines that answer the test for small/siblings, read from what is right."""
    workspace = open_home(home, SettableClock())
    test = PlacementTest(workspace, ("small/siblings",))
    lines = []
    while test.question is not None:
        response = Learner().right(test.question.prompt)
        lines.append(" ; ".join(response.texts) if hasattr(response, "texts") else response.text)  # type: ignore[union-attr]
        test.answer(response)
    workspace.close()
    return "\n".join(lines)


def test_line_by_line(quizzer: Run, home: Path) -> None:
    """The test is held, what follows is shown, and only a yes does it; `why` and `undo` know of it."""
    lines = answers(quizzer, home)
    ran = quizzer("placement", "small/siblings", "--plain", given=lines + "\nn\n")
    assert ran.code == 0, ran.err
    assert "Siblings: up to 3 questions. ? for help." in ran.out
    assert "taken as known  belief  cards" in ran.out
    assert "Nothing was changed." in ran.out
    assert quizzer("undo").out == "There is nothing to undo.\n"
    done = quizzer("placement", "small/siblings", "--plain", given=lines + "\ny\n")
    assert "taken as known, in one step that one undo takes back." in done.out
    told = quizzer("why", "small/siblings/planets#mars").out
    assert "Taken as known by a placement test on 2026-03-02, believed with" in told
    assert "as if it was last answered then" in told
    found = json.loads(quizzer("why", "small/siblings/planets#mars", "--json").out)
    assert found["placed"]["belief"] > 0.8
    assert found["reviews"] == []
    assert "placement of Siblings" in quizzer("undo").out
    assert json.loads(quizzer("why", "small/siblings/planets#mars", "--json").out)["placed"] is None


def shaped(ran: Ran) -> dict[str, object]:
    """Return the JSON of a placement after looking at its keys."""
    assert ran.code == 0, ran.err
    found: dict[str, object] = json.loads(ran.out)
    assert found.keys() == {
        *("version", "scope", "title", "questions", "right", "answers", "beliefs", "taken", "cards", "adopted")
    }
    return found


def test_as_json(quizzer: Run, home: Path) -> None:
    """Questions go to standard error, one object to standard output."""
    lines = answers(quizzer, home)
    dry = shaped(quizzer("placement", "small/siblings", "--json", "--dry-run", given=lines))
    assert dry["adopted"] is False
    ran = quizzer("placement", "small/siblings", "--json", "--yes", given=lines)
    assert "1. [Siblings]" in ran.err
    found = shaped(ran)
    assert (found["adopted"], found["right"]) == (True, found["questions"])
    assert found["taken"][0].keys() == {"deck", "title", "belief", "cards", "first", "last"}  # type: ignore[index]
    assert found["beliefs"] == [{"deck": "small/siblings", "belief": pytest.approx(found["taken"][0]["belief"])}]  # type: ignore[index]
    again = quizzer("placement", "small/siblings", "--plain")
    assert again.code == 1
    assert "Nothing is left to place in Siblings" in again.err


def test_ending_it_early(quizzer: Run, home: Path) -> None:
    """`q` ends it with the answers so far, `?` helps, nonsense is asked again; without an answer nothing is done."""
    ran = quizzer("placement", "small-roadmap", "--plain", "--yes", given="?\nq\n")
    assert "q ends the test" in ran.out
    assert "Nothing was answered, so nothing is taken as known." in ran.out
    assert "Nothing was changed." in ran.out
    some = quizzer("placement", "small-roadmap", "--plain", "--yes", given="\n\nq\n")
    assert some.out.count("Not known.") >= 2
    assert "begins at the beginning" in some.out


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("nowhere", "--plain"), 1, "There is no roadmap, phase, topic or deck 'nowhere'"),
        (("Untaught topic", "--plain"), 1, "has no deck yet"),
        (("small-roadmap", "--json"), 2, "add --yes or --dry-run"),
        ((), 2, "Missing argument"),
        (("\udcff", "--plain"), 1, "There is no roadmap"),
        (("topic", "--plain"), 1, "may be"),
    ],
)
def test_what_cannot_be_placed(quizzer: Run, arguments: tuple[str, ...], code: int, why: str) -> None:
    """What is unknown or does not go together is said in one sentence."""
    ran = quizzer("placement", *arguments)
    assert ran.code == code
    assert why in ran.err


def test_the_app_opens_with_it(
    quizzer: Run, opened: list[tuple[object, Plan]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --plain the app is opened on the test."""
    monkeypatch.setattr("quizzer.cli.placement.require_terminal", lambda: None)
    assert quizzer("placement", "small-roadmap", "First section").code == 0
    assert opened[0][1].placement == ("small-roadmap", "First section")
