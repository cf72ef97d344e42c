"""What was learnt in Anki comes with its decks, through the command line."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from anki_packages import BASIC, CLOZE, REVERSED, TODAY, Cards, Generation, Kind
from cli_values import Run
from small_home import NOW, SettableClock, open_home

from quizzer_decks.prompts import REVERSE
from quizzer_scheduler.model import Card, Memory, Rating, Review, State

DAY_MS = 86_400_000
NOW_MS = int(NOW.timestamp() * 1000)
REVIEWED = {"type": 2, "queue": 2, "reps": 3}


def at(days: float) -> int:
    """Return the instant so many days before now, in milliseconds."""
    return NOW_MS - int(days * DAY_MS)


class Home:
    """A home into which packages are imported."""

    def __init__(self, quizzer: Run, folder: Path, path: Path) -> None:
        self.quizzer = quizzer
        self.folder = folder
        self.path = path

    def take(self, cards: Cards, *arguments: str) -> dict[str, Any]:
        """Import a package, check the log, and return what the import says."""
        ran = self.quizzer("import", str(cards.write(self.path)), "--json", *arguments)
        assert ran.code == 0, ran.err
        self.check()
        (file,) = json.loads(ran.out)["files"]
        assert isinstance(file, dict)
        return file

    def check(self) -> None:
        """See that every card follows from the log, and every count too."""
        checked = json.loads(self.quizzer("replay", "--check", "--json").out)
        assert (checked["different"], checked["miscounted"]) == ([], [])

    def card(self, card_id: str) -> Card:
        """Return a card as it is."""
        workspace = open_home(self.folder, SettableClock())
        try:
            found = workspace.store.cards.card(card_id)
            assert found is not None
            return found
        finally:
            workspace.close()

    def answers(self, card_id: str) -> list[Review]:
        """Return the answers of a card."""
        workspace = open_home(self.folder, SettableClock())
        try:
            contents = [event.content for event in workspace.store.events(card_id)]
        finally:
            workspace.close()
        return [content for content in contents if isinstance(content, Review)]


@pytest.fixture
def there(quizzer: Run, home: Path, tmp_path: Path) -> Home:
    """Return a home to import into."""
    return Home(quizzer, home, tmp_path / "deck.apkg")


def learnt(memory: str = "", due: int = TODAY + 5, kind: Kind = BASIC) -> Cards:
    """Return a package with one card that was learnt over three answers, due in five days."""
    cards = Cards()
    (card,) = cards.note(kind, "cat", "pet", cards=[{**REVIEWED, "due": due, "ivl": 9, "data": memory}])
    cards.review(card, at(20), 3, -600, kind=0)
    cards.review(card, at(20) + 600_000, 3, 4, kind=0)
    cards.review(card, at(4), 4, 9)
    return cards


def test_every_review_is_an_event(there: Home) -> None:
    """Each answer comes with its instant, rating and time; the date is the one given there, and memory follows."""
    assert there.take(learnt())["reviews"] == 3
    answers = there.answers("default/cat")
    assert [(each.at, each.rating) for each in answers] == [
        (NOW - timedelta(days=20), Rating.GOOD),
        (NOW - timedelta(days=20) + timedelta(minutes=10), Rating.GOOD),
        (NOW - timedelta(days=4), Rating.EASY),
    ]
    assert {each.took for each in answers} == {timedelta(seconds=4)}
    card = there.card("default/cat")
    assert (card.state, card.reps, card.due_at) == (State.REVIEW, 3, datetime(2026, 3, 7, 4, tzinfo=UTC))
    assert card.memory is not None
    assert card.memory == answers[-1].after


def test_the_memory_state_is_kept(there: Home) -> None:
    """Stability and difficulty are those of Anki, whatever our weights make of the answers."""
    there.take(learnt('{"pos":3,"s":12.3456,"d":5.678,"dr":0.9,"decay":0.154,"lrt":1}'))
    assert there.card("default/cat").memory == Memory(12.3456, 5.678)


@pytest.mark.parametrize("due", [-30, -1, 0, 1, 400])
def test_dates_are_kept_to_the_day(there: Home, due: int) -> None:
    """Overdue, due today or far ahead: the day is Anki's, also where it does not follow from the last answer."""
    there.take(learnt(due=TODAY + due))
    assert there.card("default/cat").due_at == datetime(2026, 3, 2, 4, tzinfo=UTC) + timedelta(days=due)


@pytest.mark.parametrize("generation", ["anki2", "anki21", "anki21b"])
@pytest.mark.parametrize(
    ("created", "west"),
    [
        (datetime(2019, 12, 31, 19, tzinfo=UTC), -540),
        (datetime(2020, 1, 1, 12, tzinfo=UTC), 480),
        (datetime(2020, 1, 1, 1, tzinfo=UTC), 0),
    ],
)
def test_days_are_counted_as_where_the_collection_was_made(
    there: Home, created: datetime, west: int, generation: Generation
) -> None:
    """A collection from Tokyo, from California, or of a night owl: its days are those of its owner, wherever read."""
    cards = learnt()
    cards.created, cards.west = created, west
    there.quizzer("import", str(cards.write(there.path, generation)))
    assert there.card("default/cat").due_at == datetime(2026, 3, 7, 4, tzinfo=UTC)


@pytest.mark.parametrize("hour", [-11, -5, 0, 7, 11])
def test_a_collection_that_tells_no_zone(there: Home, hour: int) -> None:
    """Days of old collections begin at four somewhere; the day that is mostly the same is meant."""
    cards = learnt()
    cards.created += timedelta(hours=hour)
    there.take(cards)
    assert there.card("default/cat").due_at == datetime(2026, 3, 7, 4, tzinfo=UTC)


def test_the_buttons_of_the_first_scheduler(there: Home) -> None:
    """A card that was being learnt had three buttons once: the second was Good, the third Easy."""
    cards = Cards(scheduler=1)
    (card,) = cards.note(BASIC, "cat", "pet", cards=[{**REVIEWED, "due": TODAY, "ivl": 3}])
    for number, (rating, kind) in enumerate([(1, 0), (2, 0), (3, 0), (2, 1), (1, 1), (2, 2)]):
        cards.review(card, at(30 - number), rating, 3, kind=kind)
    there.take(cards)
    ratings = [each.rating for each in there.answers("default/cat")]
    assert ratings == [Rating.AGAIN, Rating.GOOD, Rating.EASY, Rating.HARD, Rating.AGAIN, Rating.GOOD]


def test_the_schedule_of_a_filtered_deck_is_that_of_its_home(there: Home) -> None:
    """A card that sits in a filtered deck comes to its own deck, with its own date."""
    cards = Cards()
    home = cards.deck("Home")
    row = {**REVIEWED, "due": -100, "odue": TODAY + 3, "odid": home, "ivl": 9}
    (card,) = cards.note(BASIC, "cat", "pet", cards=[row], deck="Filtered")
    cards.review(card, at(6), 3, 9)
    file = there.take(cards)
    assert [deck["id"] for deck in file["decks"]] == ["home"]
    assert there.card("home/cat").due_at == datetime(2026, 3, 5, 4, tzinfo=UTC)


def test_both_directions_keep_their_own_history(there: Home) -> None:
    """The two cards of a reversed note, and those of deletions, are told apart."""
    cards = Cards()
    first, second = cards.note(REVERSED, "chien", "dog", cards=[{**REVIEWED, "due": TODAY + 1}, {}])
    _, third = cards.note(CLOZE, "{{c1::a}} {{c2::b}}", "", cards=[{}, {**REVIEWED, "due": TODAY + 2}])
    cards.review(first, at(3), 3, 4)
    cards.review(second, at(2), 1, -60, kind=0)
    cards.review(third, at(1), 4, 3)
    there.take(cards)
    ratings = {id_: [each.rating for each in there.answers(id_)] for id_ in ("default/chien", "default/chien#reverse")}
    assert ratings == {"default/chien": [Rating.GOOD], f"default/chien#{REVERSE}": [Rating.AGAIN]}
    assert [each.rating for each in there.answers("default/a-b#c2")] == [Rating.EASY]
    assert there.card("default/a-b#c1").state is State.NEW


def test_suspended_flagged_and_buried(there: Home) -> None:
    """Suspensions and flags stay; a burial ends with its day, so it does not come."""
    cards = Cards()
    cards.note(BASIC, "suspended", "b", cards=[{"queue": -1}])
    cards.note(BASIC, "flagged", "b", cards=[{"flags": 3}])
    buried = cards.note(BASIC, "buried", "b", cards=[{**REVIEWED, "queue": -2, "due": TODAY}])[0]
    cards.review(buried, at(2), 3, 2)
    there.take(cards)
    assert there.card("default/suspended").suspended
    assert there.card("default/flagged").flag == 3
    card = there.card("default/buried")
    assert (card.suspended, card.buried_until, card.state) == (False, None, State.REVIEW)


@pytest.mark.parametrize("told", [True, False])
def test_a_forgotten_card_is_new(there: Home, *, told: bool) -> None:
    """A card that was made new by hand is new; its answers stay in the log, whether the log tells of it or not."""
    cards = learnt()
    cards.cards[0].update(type=0, queue=0, due=7, ivl=0, reps=0)
    if told:
        cards.review(cards.cards[0]["id"], at(1), 0, 0, kind=4, factor=0)
    assert there.take(cards)["reviews"] == 3
    assert there.card("default/cat").state is State.NEW
    assert there.take(cards)["reviews"] == 0
    assert len(there.answers("default/cat")) == 3


def test_a_card_learnt_again_after_it_was_forgotten(there: Home) -> None:
    """What came before the reset no longer counts for memory."""
    cards = learnt()
    (card,) = (row["id"] for row in cards.cards)
    cards.review(card, at(2), 0, 0, kind=4, factor=0)
    cards.review(card, at(1), 3, 3, kind=0)
    there.take(cards)
    last = there.answers("default/cat")[-1]
    assert (last.before, last.state_before) == (None, State.NEW)


def test_looks_without_weight_do_not_count(there: Home) -> None:
    """Cramming that changed nothing is left out, and so is what was moved by hand; early answers count."""
    cards = learnt()
    card = cards.cards[0]["id"]
    cards.review(card, at(3), 1, -60, kind=3, factor=0)
    cards.review(card, at(2), 0, 30, kind=4, factor=2500)
    cards.review(card, at(2) + 1, 0, 30, kind=5, factor=2500)
    cards.review(card, at(1), 3, 9, kind=3, factor=2500)
    assert there.take(cards)["reviews"] == 4


def test_a_log_whose_beginning_is_missing(there: Home) -> None:
    """Where the first answers are gone and no memory is kept, the interval tells how well a card is known."""
    cards = Cards()
    (card,) = cards.note(BASIC, "cat", "pet", cards=[{**REVIEWED, "due": TODAY + 150, "ivl": 200, "factor": 2500}])
    cards.review(card, at(50), 3, 200)
    there.take(cards)
    known = there.card("default/cat")
    assert known.memory is not None
    assert (known.memory.stability, known.interval_days) == (200.0, 200)
    assert known.due_at == datetime(2026, 3, 2, 4, tzinfo=UTC) + timedelta(days=150)


def test_a_schedule_without_a_log(there: Home) -> None:
    """A package that only tells how cards stand leaves them where they stood."""
    cards = Cards()
    cards.note(BASIC, "cat", "pet", cards=[{**REVIEWED, "due": TODAY + 5, "ivl": 20}])
    cards.note(BASIC, "dog", "pet", cards=[{**REVIEWED, "due": TODAY - 2, "ivl": 20, "data": '{"s":25.5,"d":3.3}'}])
    there.take(cards)
    cat, dog = there.card("default/cat"), there.card("default/dog")
    assert (cat.due_at, cat.interval_days) == (datetime(2026, 3, 7, 4, tzinfo=UTC), 20)
    assert (dog.due_at, dog.memory) == (datetime(2026, 2, 28, 4, tzinfo=UTC), Memory(25.5, 3.3))


@pytest.mark.parametrize(("seconds", "step"), [(60, 0), (330, 0), (600, 1), (728, 1)])
def test_a_card_in_the_middle_of_its_steps(there: Home, seconds: int, step: int) -> None:
    """A card that is being learnt is on the step it was on, and due when it was."""
    cards = Cards()
    due = NOW_MS // 1000 + seconds - 30
    (card,) = cards.note(BASIC, "cat", "pet", cards=[{"type": 1, "queue": 1, "due": due, "left": 1001, "reps": 1}])
    cards.review(card, NOW_MS - 30_000, 3, -seconds, kind=0)
    there.take(cards)
    found = there.card("default/cat")
    assert (found.state, found.step) == (State.LEARNING, step)
    assert found.due_at == NOW + timedelta(seconds=seconds - 30)


def test_a_card_that_was_taken_off_its_step_by_hand(there: Home) -> None:
    """Where the last answer left it on a step and a date was set since, it is in review, due on that date."""
    cards = Cards()
    (card,) = cards.note(BASIC, "cat", "pet", cards=[{**REVIEWED, "due": TODAY + 5, "ivl": 9}])
    cards.review(card, at(4), 3, -600, kind=0)
    cards.review(card, at(3), 0, 9, kind=4)
    there.take(cards)
    found = there.card("default/cat")
    assert (found.state, found.step) == (State.REVIEW, None)
    assert found.due_at == datetime(2026, 3, 7, 4, tzinfo=UTC)


def test_a_card_in_relearning(there: Home) -> None:
    """A lapse leaves a card in relearning, also as the schedulers of old wrote it."""
    cards = learnt()
    cards.cards[0].update(type=2, queue=1, due=NOW_MS // 1000 + 300, odue=TODAY + 1, lapses=1)
    cards.review(cards.cards[0]["id"], NOW_MS - 300_000, 1, -600)
    there.take(cards)
    found = there.card("default/cat")
    assert (found.state, found.lapses) == (State.RELEARNING, 1)
    assert found.due_at == NOW + timedelta(seconds=300)


def test_the_same_package_again_changes_nothing(there: Home) -> None:
    """Nothing is added, and what the learner decided since stays: a suspension he ended is not made again."""
    cards = learnt()
    cards.note(BASIC, "suspended", "b", cards=[{"queue": -1}])
    there.take(cards)
    workspace = open_home(there.folder, SettableClock())
    card = workspace.store.cards.card("default/suspended")
    assert card is not None
    workspace.store.change(workspace.scheduler.change(card, "suspended", False, NOW)[1])
    workspace.close()
    again = there.take(cards)
    assert (again["reviews"], again["new"], again["changed"], again["same"]) == (0, 0, 0, 2)
    assert not there.card("default/suspended").suspended
    assert len(there.answers("default/cat")) == 3


def test_a_card_made_new_by_the_learner_stays_new(there: Home) -> None:
    """What he wanted to forget is not brought back by the package that it came with."""
    there.take(learnt())
    workspace = open_home(there.folder, SettableClock())
    card = workspace.store.cards.card("default/cat")
    assert card is not None
    workspace.store.change(workspace.scheduler.change(card, "forget", None, NOW)[1])
    workspace.close()
    assert there.take(learnt())["reviews"] == 0
    assert there.card("default/cat").state is State.NEW


def test_a_newer_package_brings_what_is_new(there: Home) -> None:
    """New wording, new answers and the newer memory come; the old answers are not taken twice."""
    there.take(learnt('{"s":12.0,"d":5.0}'))
    newer = learnt('{"s":30.0,"d":4.5}', due=TODAY + 29)
    newer.notes[0] = (*newer.notes[0][:6], "the cat\x1fpet")
    newer.review(newer.cards[0]["id"], at(1), 3, 30)
    found = there.take(newer)
    assert (found["reviews"], found["changed"], found["new"]) == (1, 1, 0)
    card = there.card("default/cat")
    assert (card.memory, card.reps) == (Memory(30.0, 4.5), 4)
    assert card.due_at == datetime(2026, 3, 31, 4, tzinfo=UTC)


def test_undo_and_redo_are_exact(there: Home) -> None:
    """One undo leaves no card, no answer and no count of the import; a redo brings exactly the same."""
    before = there.quizzer("stats", "--json").out
    there.take(learnt('{"s":12.0,"d":5.0}'))
    after = there.quizzer("stats", "--json").out
    card, answers = there.card("default/cat"), there.answers("default/cat")
    assert after != before
    assert there.quizzer("undo").code == 0
    there.check()
    assert there.quizzer("stats", "--json").out == before
    assert there.answers("default/cat") == []
    assert there.card("default/cat").state is State.NEW
    assert there.quizzer("redo").code == 0
    there.check()
    assert there.quizzer("stats", "--json").out == after
    assert (there.card("default/cat"), there.answers("default/cat")) == (card, answers)


def test_odd_numbers_do_no_harm(there: Home) -> None:
    """Rows with the largest and smallest numbers, of the wrong types, or of the future: what is left is sound."""
    cards = Cards()
    huge = 2**63 - 1
    wild = {**REVIEWED, "due": huge, "ivl": huge, "reps": -huge, "flags": 255, "data": '{"s":1e400,"d":"x"}'}
    (first,) = cards.note(BASIC, "wild", "b", cards=[wild], mod=huge)
    (second,) = cards.note(BASIC, "low", "b", cards=[{**REVIEWED, "due": -huge, "ivl": -huge, "data": '{"s":0,"d":0}'}])
    (third,) = cards.note(BASIC, "text", "b", cards=[{**REVIEWED, "due": "soon", "ivl": None, "data": b"\xff\x00"}])
    for card in (first, second, third):
        cards.review(card, at(3), 3, huge)
        cards.review(card, at(2), 9, 1)
        cards.review(card, at(1), 2, -huge)
        cards.review(card, at(-1), 3, 4)
    cards.log = [(at_ms + number, *rest) for number, (at_ms, *rest) in enumerate(cards.log)]  # type: ignore[misc]
    cards.log[0] = (*cards.log[0][:5], huge, cards.log[0][6])
    assert there.take(cards)["reviews"] == 6


@pytest.mark.parametrize("table", ["revlog", "notes", "cards"])
def test_a_damaged_collection_leaves_nothing_half_imported(there: Home, table: str) -> None:
    """Wherever in the database the damage is, also far behind in the log: a sentence, and the home as it was."""
    cards = Cards()
    for number in range(300):
        (card,) = cards.note(BASIC, f"{number} {'x' * 100}", "b", cards=[{**REVIEWED, "due": TODAY, "ivl": 3}])
        cards.review(card, at(3) + number, 3, 3)
    data = bytearray(cards.database(there.path.with_suffix(".db"), "anki2"))
    for page in _pages(there.path.with_suffix(".db"), bytes(data), table)[1:]:
        data[page : page + 8] = b"\xff" * 8
    with zipfile.ZipFile(there.path, "w") as archive:
        archive.writestr("collection.anki2", bytes(data))
    before = sorted(there.folder.rglob("*.yaml"))
    ran = there.quizzer("import", str(there.path))
    assert ran.code == 1
    assert "deck.apkg is damaged" in ran.out + ran.err
    assert sorted(there.folder.rglob("*.yaml")) == before
    assert there.quizzer("undo").out == "There is nothing to undo.\n"
    there.check()


def _pages(path: Path, data: bytes, table: str) -> list[int]:
    """Return where the pages of a table begin."""
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as db:
        size = db.execute("pragma page_size").fetchone()[0]
        (root,) = db.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
    inner = data[(root - 1) * size : root * size]
    assert inner[0] == 5, "the table fits one page"
    cells = [int.from_bytes(inner[12 + 2 * n : 14 + 2 * n]) for n in range(int.from_bytes(inner[3:5]))]
    return [(int.from_bytes(inner[cell : cell + 4]) - 1) * size for cell in cells]
