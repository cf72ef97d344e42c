"""The tables, for writing. What each is for: `docs/decisions/0007-the-log-and-its-caches.md`; times: `times.py`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# An SQLite key is the rowid only when its type is spelled INTEGER.
Key = BigInteger().with_variant(Integer(), "sqlite")


def _partial(name: str, table: Table, columns: tuple[str, ...], where: str) -> Index:
    return Index(name, *(table.c[c] for c in columns), sqlite_where=text(where), postgresql_where=text(where))


device = Table(
    "device",
    metadata,
    Column("id", Key, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
)

deck = Table(
    "deck",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("present", SmallInteger, nullable=False),
    Column("covers", Text, nullable=False),
    Column("needs", Text, nullable=False),
    Column("tags", Text, nullable=False),
)

deck_file = Table(
    "deck_file",
    metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("deck_key", ForeignKey("deck.key"), index=True),
    Column("problems", Text, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("key", Key, primary_key=True),
    Column("deck_key", ForeignKey("deck.key"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("search", Text, nullable=False),
    UniqueConstraint("deck_key", "id"),
)

# Apart from `question`, so that a search does not wade through it.
body = Table(
    "body",
    metadata,
    Column("question_key", ForeignKey("question.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("json", Text, nullable=False),
)

# By ids, because the other deck may come into the index later, or never.
contrast = Table(
    "contrast",
    metadata,
    Column("question_key", ForeignKey("question.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("deck", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    sqlite_with_rowid=False,
)

card = Table(
    "card",
    metadata,
    Column("key", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("deck_key", ForeignKey("deck.key"), nullable=False),
    Column("question_key", ForeignKey("question.key", ondelete="SET NULL")),
    Column("part", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("siblings", SmallInteger, nullable=False),  # 1 when its question makes other cards, too
    Column("state", SmallInteger, nullable=False),
    Column("step", SmallInteger),
    Column("stability", Double),
    Column("difficulty", Double),
    Column("due_at", BigInteger),
    Column("interval_days", Integer, nullable=False),
    Column("last_review_at", BigInteger),
    Column("last_day", Integer),
    Column("reps", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("suspended", SmallInteger, nullable=False),
    Column("buried_until", Integer),
    Column("flag", SmallInteger, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("id", Key, primary_key=True),
    Column("device", ForeignKey("device.id"), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("group_id", BigInteger),
    Column("kind", SmallInteger, nullable=False),
    Column("card_key", ForeignKey("card.key")),
    Column("at", BigInteger, nullable=False),
    Column("offset_minutes", SmallInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("rating", SmallInteger),
    Column("mark", Text),
    Column("response", Text),
    Column("took_ms", BigInteger),
    Column("state_before", SmallInteger),
    Column("stability_before", Double),
    Column("difficulty_before", Double),
    Column("retrievability", Double),
    Column("state_after", SmallInteger),
    Column("step_after", SmallInteger),
    Column("stability_after", Double),
    Column("difficulty_after", Double),
    Column("interval_days", Integer),
    Column("due_at", BigInteger),
    Column("parameters", Integer),
    Column("name", Text),
    Column("subject", Text),
    Column("value", Text),
    Column("target", BigInteger),
    UniqueConstraint("device", "seq"),
)

undone = Table(
    "undone",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True, autoincrement=False),
    Column("by_event", ForeignKey("event.id"), nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

day_total = Table(
    "day_total",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("deck_key", ForeignKey("deck.key"), primary_key=True, autoincrement=False),
    Column("answers", Integer, nullable=False),
    Column("introduced", Integer, nullable=False),
    Column("tested", Integer, nullable=False),
    Column("recalled", Integer, nullable=False),
    Column("took_ms", BigInteger, nullable=False),
)

trail = Table(
    "trail",
    metadata,
    Column("card_key", ForeignKey("card.key"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),  # of its question, under which its answers are counted; empty without one
    Column("packed", LargeBinary, nullable=False),
)

# In the order of its key on the disk: an answer then writes to a few pages instead of twenty.
tally = Table(
    "tally",
    metadata,
    Column("kind", Text, primary_key=True),  # of the questions; empty for all of them
    Column("span", Integer, primary_key=True, autoincrement=False),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, nullable=False),
    Column("hits", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("extra", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

course = Table(
    "course",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("decay", Double, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

parameters = Table(
    "parameters",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("json", Text, nullable=False),
)

_ASKABLE = "question_key is not null and suspended = 0"

Index("event_card", event.c.card_key, event.c.id)
_partial("event_fact", event, ("name", "subject", "id"), "kind = 2")
Index("question_kind", question.c.kind)
Index("card_question", card.c.question_key)
Index("card_deck", card.c.deck_key, card.c.question_key)
# With every column that the counts look at, those of the condition too: then the table itself is not read.
_COUNTED = ("buried_until", "question_key", "suspended", "state", "siblings")
# The queue's columns as well: with thousands due, looking each one up would take longer than all the rest.
_partial("card_due", card, ("due_at", "deck_key", *_COUNTED, "stability", "last_day"), f"{_ASKABLE} and state <> 0")
_partial("card_learning", card, ("due_at", "deck_key", *_COUNTED), f"{_ASKABLE} and state in (1, 3)")
_partial("card_new", card, ("deck_key", "position", *_COUNTED), f"{_ASKABLE} and state = 0")
_partial("card_seen", card, ("last_day", "question_key"), "last_day is not null and question_key is not null")
# For the statistics: in the order in which they are summed, and with all that is summed.
_partial(
    "card_standing",
    card,
    ("deck_key", "question_key", "suspended", "stability", "difficulty", "last_day"),
    f"{_ASKABLE} and stability is not null",
)
_partial("card_age", card, ("last_day", "stability"), f"{_ASKABLE} and stability is not null")
_partial("card_difficulty", card, ("difficulty",), f"{_ASKABLE} and stability is not null")
_partial("card_stability", card, ("stability",), f"{_ASKABLE} and stability is not null")
_partial("card_lapses", card, ("lapses", "deck_key", "question_key"), "question_key is not null and lapses > 0")
_partial("card_out", card, ("key",), "(suspended = 1 or question_key is null)")
_partial("card_again", card, ("key",), "state = 0 and reps > 0")
