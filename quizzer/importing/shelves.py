"""Which deck file what comes from outside belongs to, and what becomes of that file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from quizzer.errors import LibraryError
from quizzer.importing.holding import as_held, refusals
from quizzer.importing.origins import Known
from quizzer.importing.parts import Part, stamp_of
from quizzer_decks.deck_file import read_deck_file, surely_kept
from quizzer_decks.formats.foreign import Foreign, ForeignDeck, Skipped
from quizzer_decks.merging import Merged, Merging, Origin, Rule, Standing
from quizzer_decks.model import Deck, Question
from quizzer_decks.slugs import slug_of


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of a deck from outside."""

    title: str
    incoming: Sequence[Foreign]
    """In the order of `merged.ids`."""
    merged: Merged
    places: Mapping[str, str]
    """Deck by question id."""
    refused: Sequence[Skipped] = ()
    """Those that no deck file can hold; they are not among the incoming."""

    def placed(self) -> Iterator[tuple[Foreign, str, str]]:
        """Yield each question with the deck and the id it has here."""
        for foreign, id_ in zip(self.incoming, self.merged.ids, strict=True):
            yield foreign, self.places[id_], id_


class Shelves:
    """The learner's decks while an import is worked out; nothing is written.

    `find` returns the file of a deck that there is, bundled or own; `known` is what is remembered of earlier imports.
    """

    def __init__(
        self,
        folder: Path,
        find: Callable[[str], Path | None],
        known: Known,
        rule: Rule,
    ) -> None:
        self._folder = folder
        self._find = find
        self._rule = rule
        self.origins = {deck: dict(origins) for deck, origins in known.questions.items()}
        self.titles = dict(known.titles)
        self._by_title = {_known_as(title, deck): deck for deck, title in known.titles.items()}
        self._by_key = {
            origin.key: deck for deck, origins in known.questions.items() for origin in origins.values() if origin.key
        }
        self._parts: dict[str, Part] = {}

    @property
    def changed(self) -> list[Part]:
        """The deck files that are to be written."""
        return [part for part in self._parts.values() if part.changed]

    def know(self, origins: Mapping[str, Mapping[str, Origin]]) -> None:
        """Remember where questions came from that are ours; what is remembered of them already stays."""
        for deck, known in origins.items():
            there = self.origins.setdefault(deck, {})
            for id_, origin in known.items():
                there.setdefault(id_, origin)
            self._by_key.update((origin.key, deck) for origin in known.values())

    def shelve(
        self, deck: ForeignDeck, source_ms: int, begin: Callable[[Part], None] = lambda part: None
    ) -> Iterator[Shelved]:
        """Merge a deck from outside into the learner's, and yield what became of it, where it goes to several decks.

        `begin` is told of new files that will hardly change any more.
        """
        title = " › ".join(deck.path)
        for base, (questions, doubtful) in self._split(deck, title).items():
            parts = self._standing(base, deck, title)
            merging = self._merging(parts, questions, source_ms)
            fresh: Iterable[Question] = merging.fresh()
            refused: dict[str, Skipped] = {}
            if doubtful:
                fresh = list(fresh)  # which of them cannot be held is told when all ids are known
                refused = _refused(merging.merged(), questions, doubtful)
            if refused:
                ids = merging.merged().ids
                questions = [each for each, id_ in zip(questions, ids, strict=True) if id_ not in refused]
                merging = self._merging(parts, questions, source_ms)
                fresh = merging.fresh()
            places = self._distribute(parts, fresh, merging, partial(self._next, base, deck, title), begin)
            merged = merging.merged()
            if refused:
                merged = replace(merged, gone=tuple(id_ for id_ in merged.gone if id_ not in refused))
            if merged.removed:
                questions = [each for each, id_ in zip(questions, merged.ids, strict=True) if id_]
                merged = replace(merged, ids=tuple(filter(None, merged.ids)))
            for id_ in merged.ids:
                self.origins.setdefault(places[id_], {})[id_] = merged.origins[id_]
            yield Shelved(title, questions, merged, places, tuple(refused.values()))

    def _split(self, deck: ForeignDeck, title: str) -> dict[str, tuple[list[Foreign], list[int]]]:
        """Return the questions by the deck they belong to: where they came before, else where the source says.

        With them the places of those that a deck file may not be able to hold.
        """
        base = deck.id or self._titled("/".join(slug_of(part) for part in deck.path), title)
        found: dict[str, tuple[list[Foreign], list[int]]] = {base: ([], [])}
        base_of = cache(self._base)  # which reads a file
        for foreign in deck.questions:
            known = self._by_key.get(foreign.key) if foreign.key and not deck.id else None
            questions, doubtful = found.setdefault(base_of(known), ([], [])) if known else found[base]
            if not surely_kept(foreign.question):
                doubtful.append(len(questions))
                foreign = as_held(foreign)
            questions.append(foreign)
        return {name: each for name, each in found.items() if each[0]}

    def _titled(self, wanted: str, title: str) -> str:
        """Return the id of the deck that came under a title before, else one that is free: C++ and C# both want `c`.

        A deck that came without a title is known by its id.
        """
        base = self._by_title.get(_known_as(title, wanted))
        if base is None:
            ids = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
            base = next(id_ for id_ in ids if self._is_free(id_) or (self._is_known(id_) and id_ not in self.titles))
            self.titles[base] = title
            self._by_title[_known_as(title, wanted)] = base
        return base

    def _is_known(self, id_: str) -> bool:
        """Tell whether a deck came from outside, before or now."""
        return id_ in self.origins or id_ in self._parts

    def _is_taken(self, id_: str) -> bool:
        """Tell whether there is a deck of that id, or a file in its place."""
        return self._find(id_) is not None or self._place(id_).exists()

    def _is_free(self, id_: str) -> bool:
        return not self._is_known(id_) and not self._is_taken(id_)

    def _place(self, id_: str) -> Path:
        return self._folder / f"{id_}.yaml"

    def _standing(self, base: str, deck: ForeignDeck, title: str) -> list[Part]:
        """Return the files of a deck, at least one; a long deck goes on in others, with a number behind its id."""
        return [self._part(base, deck, title), *self._continued(base, deck)]

    def _continued(self, base: str, deck: ForeignDeck) -> Iterator[Part]:
        for number in count(2):
            id_ = _following(base, number)
            if not self._is_known(id_):
                return
            part = self._part(id_, deck, id_)
            if _continues(part.head, number):
                yield part

    def _base(self, id_: str) -> str:
        """Return the id of the deck that a file belongs to, which may be one in which it goes on."""
        base, mark, number = id_.rpartition("-part-")
        path = self._find(id_)
        if not (mark and number.isdigit() and self._is_known(base) and path):
            return id_
        head, _ = read_deck_file(path, id_)
        return base if head and _continues(head, int(number)) else id_

    def _part(self, id_: str, deck: ForeignDeck, title: str) -> Part:
        part = self._parts.get(id_)
        if part is None:
            path = self._find(id_) or self._place(id_)
            stamp = stamp_of(path)
            there = self._there(path, id_) if path.exists() else None
            head = there or Deck(id_, title, (), deck.covers, deck.needs, deck.tags, deck.description)
            own = path if there and path.is_relative_to(self._folder) else self._free_place(id_)
            part = Part(id_, own, stamp if own == path else None, replace(head, questions=()))
            if there:
                part.hold(there, path, own.relative_to(self._folder).with_suffix("").as_posix())
            self._parts[id_] = part
        return part

    def _there(self, path: Path, id_: str) -> Deck | None:
        """Return the deck of a file, None when it is another. LibraryError when something in it is wrong."""
        deck, problems = read_deck_file(path, id_)
        wrong = [problem for problem in problems if problem.severity == "error"]
        if wrong:
            place = f"{path}:{wrong[0].line}" if wrong[0].line else str(path)
            raise LibraryError(f"{place}: {wrong[0].message}. Mend it first; nothing was imported.")
        return deck if deck and deck.id == id_ else None

    def _free_place(self, id_: str) -> Path:
        """Return where a new deck's file goes: another deck may lie where its id says."""
        places = (self._place(id_ if number == 1 else f"{id_}-{number}") for number in count(1))
        return next(path for path in places if not path.exists())

    def _merging(self, parts: Sequence[Part], questions: Sequence[Foreign], source_ms: int) -> Merging:
        standing = Standing(
            tuple(question for part in parts for question in part.questions.values()),
            {id_: origin for part in parts for id_, origin in self.origins.get(part.id, {}).items()},
            max((part.stamp[0] // 1_000_000 for part in parts if part.stamp), default=0),
        )
        return Merging(standing, questions, self._rule, source_ms)

    def _distribute(
        self,
        parts: list[Part],
        fresh: Iterable[Question],
        merging: Merging,
        following: Callable[[], Part],
        begin: Callable[[Part], None],
    ) -> dict[str, str]:
        """Put the questions that are new or changed into their files, and return where each is."""
        places = {id_: part.id for part in parts for id_ in part.questions}
        if places:  # what changed comes first, of which not all is known before the end
            fresh = list(fresh)
            _put_changed(parts, places, merging.merged())
        for question in fresh:
            if parts[-1].full:
                if parts[-1].new:
                    begin(parts[-1])
                parts.append(following())
            parts[-1].put(question)
            places[question.id] = parts[-1].id
        for part in parts:
            if part.new and part.changed:
                begin(part)
        return places

    def _next(self, base: str, deck: ForeignDeck, title: str) -> Part:
        """Return the file in which a deck goes on."""
        number = next(number for number in count(2) if self._is_free(_following(base, number)))
        return self._part(_following(base, number), deck, f"{title} ({number})")


def _put_changed(parts: Sequence[Part], places: Mapping[str, str], merged: Merged) -> None:
    """Put the other wordings of questions in their places."""
    changed = set(merged.changed)
    by_part = {part.id: part for part in parts}
    for question in merged.questions if changed else ():
        if question.id in changed:
            by_part[places[question.id]].put(question)


def _refused(merged: Merged, questions: Sequence[Foreign], doubtful: Sequence[int]) -> dict[str, Skipped]:
    """Return which of the questions in doubt no deck file can hold, by id, with where they stand and the reason."""
    fresh = {*merged.new, *merged.changed} & {merged.ids[place] for place in doubtful}
    why = refusals([each for each in merged.questions if each.id in fresh])
    placed = zip(questions, merged.ids, strict=True)
    return {id_: Skipped(each.where or id_, why[id_]) for each, id_ in placed if id_ in why}


def _known_as(title: str, id_: str) -> tuple[str, int]:
    """Return by what a deck is told from others: its title without case and blanks, and how deep it lies.

    `A › B` may be a deck B in a deck A, and one that is called so.
    """
    return " ".join(unicodedata.normalize("NFC", title).casefold().split()), id_.count("/")


def _following(base: str, number: int) -> str:
    return f"{base}-part-{number}"


def _continues(head: Deck, number: int) -> bool:
    """Tell whether a deck is one in which another goes on: decks may be called part two of their own accord."""
    return head.title.endswith(f" ({number})")
