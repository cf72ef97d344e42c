"""A part of the collection, as the statistics are asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from quizzer.store.readers.fragments import like_literal, listed

EVERYTHING = "(1 = 1)"
"""The condition that every card meets."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the collection: the cards for which everything given holds."""

    decks: tuple[int, ...] | None = None
    """Keys of decks; None for all."""
    kind: str | None = None
    tag: str | None = None
    others: tuple[int, ...] | None = None
    """Keys of all decks that are not in it, where they are known: of two lists the shorter one is looked through."""

    @property
    def by_deck(self) -> bool:
        """Whether it is made of whole decks."""
        return self.kind is None and self.tag is None

    @property
    def of_kind(self) -> Part:
        """All cards of its kind of question."""
        return Part(kind=self.kind)

    @property
    def others_condition(self) -> tuple[str, dict[str, object]]:
        """A condition for the cards of its kind that are not in it, and its parameters."""
        cards, parameters = self.condition()
        return f"({self.of_kind.condition()[0]} and {cards} is not true)", parameters

    @property
    def few_others(self) -> Part | None:
        """The decks that are not in it, where it is made of whole decks and those are fewer; None else."""
        if not self.by_deck or self.decks is None or self.others is None or len(self.others) >= len(self.decks):
            return None
        return Part(self.others)

    def condition(self) -> tuple[str, dict[str, object]]:
        """Return a condition on `card`, and its parameters."""
        parameters: dict[str, object] = {}
        conditions = []
        if self.decks is not None:
            fewer = self.others is not None and len(self.others) < len(self.decks)
            decks = (self.others if fewer else self.decks) or ()
            if decks or not fewer:
                conditions.append(f"deck_key {'not ' if fewer else ''}in ({listed(decks)})")
        wanted = []
        if self.kind is not None:
            wanted.append("kind = :kind")
            parameters["kind"] = self.kind
        if self.tag is not None:
            wanted.append("tags like :tag escape '!'")
            parameters["tag"] = f"%\n{like_literal(self.tag.casefold())}\n%"
        if wanted:
            # `+ 0` keeps SQLite from looking up every such question in every deck.
            question = "question_key + 0" if conditions else "question_key"
            conditions.append(f"{question} in (select key from question where {' and '.join(wanted)})")
        return f"({' and '.join(conditions)})" if conditions else EVERYTHING, parameters
