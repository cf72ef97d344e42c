"""What is exported to Anki is what real Anki finds there; and what came from it goes back unchanged."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anki_oracle
import pytest
from anki_actions import MS, NOW, ZONES, answer, at_this_moment, brought
from small_home import SettableClock

from quizzer.exporting.exporter import export
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating, Review


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the machine's zone be this one. Anki looks at it once a second, so it is waited for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        _settle(request.param)
        yield request.param
    _settle(request.param)


def _settle(name: str) -> None:
    if hasattr(time, "tzset"):
        time.tzset()
    if name != "UTC":
        time.sleep(1.1)


@pytest.fixture
def now(home: Path) -> Iterator[Workspace]:
    """Open a copy of the small home at this moment."""
    with at_this_moment(home) as workspace:
        yield workspace


def test_anki_finds_what_was_exported(zone: str, now: Workspace, tmp_path: Path) -> None:
    """All nine kinds arrive as notes, and each card with its date, memory state and answers."""
    good, again, easy = Rating.GOOD, Rating.AGAIN, Rating.EASY
    answer(now, "small/kinds/basic", (30, good), (29, good), (20, good), (2, easy))
    answer(now, "small/kinds/basic#reverse", (3, easy))
    answer(now, "small/kinds/choice", (0.001, good))
    answer(now, "small/kinds/cloze#green", (40, easy), (31, good), (0.01, again))
    card = now.store.cards.card("small/kinds/typed")
    assert card is not None
    now.store.change(now.scheduler.change(card, "suspended", True, NOW)[1])
    package = tmp_path / "out.apkg"
    written = export(now, ["small"], "apkg", package)
    with anki_oracle.opened(tmp_path / "anki") as collection:
        assert anki_oracle.take(collection, package) == {"new": written.questions}
        found = anki_oracle.seen(collection)
        assert collection.fix_integrity()[1]
        presets = {
            collection.decks.config_dict_for_deck_id(deck.id)["name"] for deck in collection.decks.all_names_and_ids()
        }
    assert presets == {"Default", "Quizzer"}
    assert len(found.cards) == written.cards
    assert sum(map(len, found.log.values())) == written.reviews == 9
    compared = 0
    for (guid, ord_), row in found.cards.items():
        ours = now.store.cards.card(_card_of(now, guid, ord_))
        assert ours is not None
        events = [event.content for event in now.store.events(ours.id) if isinstance(event.content, Review)]
        rows = found.log.get((guid, ord_), [])
        assert [(at, rating) for at, rating, *_ in rows] == [
            (round(event.at.timestamp() * 1000), event.rating) for event in events
        ]
        assert {took for *_, took, _ in rows} <= {7000}
        assert (row["type"], row["reps"], row["lapses"]) == (ours.state, ours.reps, ours.lapses)
        if ours.memory is not None and ours.due_at is not None:
            assert row["memory"] == (round(ours.memory.stability, 4), round(ours.memory.difficulty, 3))
            due = (now.days.day(ours.due_at) - now.today).days if row["queue"] == 2 else int(ours.due_at.timestamp())
            assert row["due"] == due
            compared += 1
        else:
            assert row["queue"] == (-1 if ours.suspended else 0)
    assert compared == 4


def _card_of(workspace: Workspace, guid: str, ord_: int) -> str:
    """Return our id of a card of Anki's."""
    from quizzer.exporting.anki_notes import Placed, notes
    from quizzer.exporting.selection import Selection

    selection = Selection(workspace, ["small"])
    placed = [Placed(deck.info.id, question, "") for deck in selection.decks() for question in deck.questions]
    return {note.guid: note for note in notes(placed, {})}[guid].cards[ord_]


def test_exported_again_it_updates(now: Workspace, home: Path, tmp_path: Path) -> None:
    """A second export finds the notes of the first: nothing new when nothing changed, the new wording when it did."""
    package = tmp_path / "out.apkg"
    count = export(now, ["small/kinds"], "apkg", package).questions
    deck = home / "decks" / "small" / "kinds.yaml"
    with anki_oracle.opened(tmp_path / "anki") as collection:
        assert anki_oracle.take(collection, package) == {"new": count}
        export(now, ["small/kinds"], "apkg", package)
        assert anki_oracle.take(collection, package) == {"duplicate": count}
        deck.write_text(deck.read_text(encoding="utf-8").replace("sky blue", "sea blue"), encoding="utf-8")
        stamp = deck.stat().st_mtime + 10
        os.utime(deck, (stamp, stamp))
        now.refresh()
        export(now, ["small/kinds"], "apkg", package)
        told = anki_oracle.take(collection, package)
        assert "new" not in told
        assert told["updated"] >= 1
        fields = [field for fields, _ in anki_oracle.seen(collection).notes.values() for field in fields]
    assert "Why is the sea blue?" in fields
    assert "Why is the sky blue?" not in fields


def fill(collection: Any) -> None:
    """Put notes of all types into a collection of Anki's, answered and not."""
    models = collection.models
    three = models.new("Three")
    for name in ("W", "M", "E"):
        models.add_field(three, models.new_field(name))
    for front, back in (("{{W}}", "{{M}}"), ("{{M}}", "{{W}}!"), ("{{E}}", "{{W}}")):
        template = models.new_template(front)
        template.update(qfmt=front, afmt=back)
        models.add_template(three, template)
    models.add(three)
    for number, name in enumerate(("p.png", "a b&c.png")):
        (Path(collection.media.dir()) / name).write_bytes(bytes([number]))

    def add(kind: str, deck: str, *fields: str, tags: str = "") -> list[int]:
        note = collection.new_note(models.by_name(kind))
        note.fields, note.tags = list(fields), tags.split()
        note.guid = f"g#1|{collection.note_count()}"
        collection.add_note(note, collection.decks.id(deck))
        return list(note.card_ids())

    def known(card: int, number: int, due: int, interval: int, data: str = "{}") -> None:
        first, last = (MS - days * 86_400_000 + number for days in (30, 4))
        row = "update cards set type=2, queue=2, reps=2, factor=2500, due=?, ivl=?, data=? where id=?"
        collection.db.execute(row, collection.sched.today + due, interval, data, card)
        for at, given, last_interval, kind in ((first, -600, 0, 0), (last, interval, -600, 0)):
            values = (at, card, -1, 3, given, last_interval, 2500, 4000, kind)
            collection.db.execute("insert into revlog values (?,?,?,?,?,?,?,?,?)", *values)

    (cat,) = add("Basic", "Lang::French", "<b>cat</b>?", "a <i>pet</i><br>two", tags="animal lang::fr")
    known(cat, 0, 5, 9, '{"s":12.3456,"d":5.678,"dr":0.9,"decay":0.154,"lrt":1700000000}')
    _, dog = add("Basic (and reversed card)", "Lang::French", "chien", "dog \\(x^2\\)")
    known(dog, 1, 0, 4)
    collection.set_user_flag_for_cards(2, [dog])
    collection.sched.suspend_cards(add("Basic (type in the answer)", "Geo", "Capital", "Paris"))
    add("Cloze", "Geo", "{{c1::Paris::city}} is in {{c2::France}}", '<img src="p.png"><img src="a b&amp;c.png">')
    _, nested = add("Cloze", "Default", "{{c1::a {{c2::b}} c}}", "")
    known(nested, 2, -2, 2)
    add("Three", "Default", "w", "m", "e")


def test_from_anki_and_back_nothing_changes(now: Workspace, tmp_path: Path) -> None:
    """Anki, Quizzer, Anki: note types, notes with all their fields, decks, tags, media, dates, memory, log and flags
    are the same in an empty collection; cards whose memory Anki did not keep come with the one computed here."""
    with anki_oracle.opened(tmp_path / "before") as collection:
        fill(collection)
        package = anki_oracle.give(collection, tmp_path / "anki.apkg")
        before, types = anki_oracle.seen(collection), notetypes(collection)
    brought(now, package)
    export(now, ["lang", "geo", "default"], "apkg", tmp_path / "back.apkg")
    with anki_oracle.opened(tmp_path / "after") as collection:
        assert set(anki_oracle.take(collection, tmp_path / "back.apkg")) == {"new"}
        after = anki_oracle.seen(collection)
        assert notetypes(collection) == types
    assert after.notes == before.notes
    assert after.media == before.media
    assert after.log == before.log
    for name, row in before.cards.items():
        assert {**after.cards[name], "memory": row["memory"] and after.cards[name]["memory"]} == row
    assert after.cards.keys() == before.cards.keys()


def notetypes(collection: Any) -> dict[int, Any]:
    """Return the note types in use by id: name, fields, and the sides and styles of their cards.

    Anki puts a plus behind a name that another one has, as a new collection's own do.
    """
    used = [collection.models.get(entry.id) for entry in collection.models.all_use_counts() if entry.use_count]
    return {
        model["id"]: (
            model["name"].rstrip("+"),
            [field["name"] for field in model["flds"]],
            [(each["name"], each["qfmt"], each["afmt"]) for each in model["tmpls"]],
            *(model[key] for key in ("type", "css", "sortf", "latexPre")),
        )
        for model in used
    }


@pytest.mark.parametrize("legacy", [True, False])
def test_back_into_the_same_collection_nothing_changes(now: Workspace, tmp_path: Path, legacy: bool) -> None:
    """Exported and imported where it came from, Anki finds every note to be the one it has, and changes nothing."""
    with anki_oracle.opened(tmp_path / "anki") as collection:
        fill(collection)
        before, count = anki_oracle.seen(collection), len(collection.models.all())
        brought(now, anki_oracle.give(collection, tmp_path / "anki.apkg", legacy=legacy))
        export(now, ["lang", "geo", "default"], "apkg", tmp_path / "back.apkg")
        assert anki_oracle.take(collection, tmp_path / "back.apkg") == {"duplicate": 6}
        assert anki_oracle.seen(collection) == before
        assert len(collection.models.all()) == count


def test_a_note_type_that_was_changed_between_two_packages(now: Workspace, tmp_path: Path) -> None:
    """Notes that came before their type got a field go back with each field in its place; media that no card shows do
    not keep a note from going back as it stood."""
    with anki_oracle.opened(tmp_path / "anki") as collection:
        models, name = collection.models, "Basic (optional reversed card)"
        (Path(collection.media.dir()) / "p.png").write_bytes(b"p")
        for deck in ("One", "Two"):
            note = collection.new_note(models.by_name(name))
            note["Front"], note["Back"] = f'<img src="p.png"> {deck}', "back"
            note["Add Reverse"] = "" if deck == "One" else '[sound:gone.mp3]<img src="p.png">'
            collection.add_note(note, collection.decks.id(deck))
            package = anki_oracle.give(collection, tmp_path / f"{deck}.apkg", deck=deck)
            assert isinstance(now.clock, SettableClock)
            now.clock.forward(seconds=1)
            brought(now, package)
            if deck == "One":
                changed = models.by_name(name)
                models.add_field(changed, models.new_field("New"))
                models.reposition_field(changed, changed["flds"][0], 1)
                models.update_dict(changed)
        before = anki_oracle.seen(collection)
        export(now, ["one", "two"], "apkg", tmp_path / "back.apkg")
        assert anki_oracle.take(collection, tmp_path / "back.apkg") == {"duplicate": 2}
    with anki_oracle.opened(tmp_path / "new") as collection:
        assert anki_oracle.take(collection, tmp_path / "back.apkg") == {"new": 2}
        assert anki_oracle.seen(collection).notes == before.notes


def test_what_was_edited_here_is_updated_there(now: Workspace, home: Path, tmp_path: Path) -> None:
    """A wording edited here goes into the field it came from, and Anki updates the note; what no field says is ours."""
    with anki_oracle.opened(tmp_path / "anki") as collection:
        fill(collection)
        brought(now, anki_oracle.give(collection, tmp_path / "anki.apkg"))
        deck = home / "decks" / "lang" / "french.yaml"
        text = (
            deck.read_text(encoding="utf-8").replace("**cat**?", "**lion** & co?").replace("answer: dog", "answer: cur")
        )
        deck.write_text(text.replace("answer: cur", "answer: cur\n    why: Because."), encoding="utf-8")
        stamp = deck.stat().st_mtime + 10
        os.utime(deck, (stamp, stamp))
        now.refresh()
        export(now, ["lang"], "apkg", tmp_path / "back.apkg")
        types = notetypes(collection)
        assert anki_oracle.take(collection, tmp_path / "back.apkg") == {"updated": 1, "conflicting": 1}
        assert notetypes(collection) == types
        fields = {fields[0] for fields, _ in anki_oracle.seen(collection).notes.values()}
    assert "<b>lion</b> &amp; co?" in fields
    assert "<b>cat</b>?" not in fields


def test_the_text_is_read_by_anki(now: Workspace, tmp_path: Path) -> None:
    """The text export brings the same notes into a collection that knows our note types, and again only updates."""
    from anki.collection import CsvMetadata, ImportCsvRequest

    package, text = tmp_path / "out.apkg", tmp_path / "out.txt"
    export(now, ["small"], "apkg", package)
    written = export(now, ["small"], "anki-text", text)
    with anki_oracle.opened(tmp_path / "anki") as collection:
        anki_oracle.take(collection, package)
        before = anki_oracle.seen(collection)
        metadata = collection.get_csv_metadata(path=str(text), delimiter=None)
        metadata.dupe_resolution = CsvMetadata.UPDATE
        log = collection.import_csv(ImportCsvRequest(path=str(text), metadata=metadata)).log
        assert len(log.new) == 0
        assert len(log.updated) + len(log.duplicate) == written.questions
        assert anki_oracle.seen(collection).notes == before.notes
