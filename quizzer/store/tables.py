"""The tables, for writing. What each is for: `docs/decisions/0007-the-log-and-its-caches.md`; times: `times.py`.

Indexes are the migrations' alone, with what each is for: no statement here needs them, and to say a partial one for
PostgreSQL as well loads its dialect, 30 ms of each process that writes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# An SQLite key is the rowid only when its type is spelled INTEGER.
Key = BigInteger().with_variant(Integer(), "sqlite")

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
    Column("deck_key", ForeignKey("deck.key")),
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
