"""The first schema: an index of decks, the cards, and the log that is the truth about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKABLE = "question_key is not null and suspended = 0"


def upgrade() -> None:
    """Create everything."""
    _decks()
    _questions()
    _cards()
    _log()
    _caches()
    _indexes()
    _append_only()


def _decks() -> None:
    op.create_table(
        "device",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("uid", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "deck",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("present", sa.SmallInteger, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
        sa.Column("needs", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
    )
    op.create_table(
        "deck_file",
        sa.Column("device", KEY, sa.ForeignKey("device.id"), primary_key=True),
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("deck_key", KEY, sa.ForeignKey("deck.key"), index=True),
        sa.Column("problems", sa.Text, nullable=False),
    )


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("deck_key", KEY, sa.ForeignKey("deck.key"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.UniqueConstraint("deck_key", "id"),
    )
    op.create_table(
        "body",
        sa.Column(
            "question_key",
            KEY,
            sa.ForeignKey("question.key", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("json", sa.Text, nullable=False),
    )


def _cards() -> None:
    op.create_table(
        "card",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("deck_key", KEY, sa.ForeignKey("deck.key"), nullable=False),
        sa.Column("question_key", KEY, sa.ForeignKey("question.key", ondelete="SET NULL")),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("siblings", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("step", sa.SmallInteger),
        sa.Column("stability", sa.Double),
        sa.Column("difficulty", sa.Double),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("interval_days", sa.Integer, nullable=False),
        sa.Column("last_review_at", sa.BigInteger),
        sa.Column("last_day", sa.Integer),
        sa.Column("reps", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("suspended", sa.SmallInteger, nullable=False),
        sa.Column("buried_until", sa.Integer),
        sa.Column("flag", sa.SmallInteger, nullable=False),
    )


def _log() -> None:
    op.create_table(
        "event",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("device", KEY, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("group_id", sa.BigInteger),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        sa.Column("card_key", KEY, sa.ForeignKey("card.key")),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("offset_minutes", sa.SmallInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("rating", sa.SmallInteger),
        sa.Column("mark", sa.Text),
        sa.Column("response", sa.Text),
        sa.Column("took_ms", sa.BigInteger),
        sa.Column("state_before", sa.SmallInteger),
        sa.Column("stability_before", sa.Double),
        sa.Column("difficulty_before", sa.Double),
        sa.Column("retrievability", sa.Double),
        sa.Column("state_after", sa.SmallInteger),
        sa.Column("step_after", sa.SmallInteger),
        sa.Column("stability_after", sa.Double),
        sa.Column("difficulty_after", sa.Double),
        sa.Column("interval_days", sa.Integer),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("parameters", sa.Integer),
        sa.Column("name", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("target", sa.BigInteger),
        sa.UniqueConstraint("device", "seq"),
    )


def _caches() -> None:
    op.create_table(
        "undone",
        sa.Column("event_id", KEY, sa.ForeignKey("event.id"), primary_key=True, autoincrement=False),
        sa.Column("by_event", KEY, sa.ForeignKey("event.id"), nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "day_total",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("deck_key", KEY, sa.ForeignKey("deck.key"), primary_key=True, autoincrement=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("introduced", sa.Integer, nullable=False),
        sa.Column("tested", sa.Integer, nullable=False),
        sa.Column("recalled", sa.Integer, nullable=False),
        sa.Column("took_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "parameters",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("json", sa.Text, nullable=False),
    )


def _indexes() -> None:
    op.create_index("event_card", "event", ["card_key", "id"])
    op.create_index("card_question", "card", ["question_key"])
    _partial("event_fact", "event", ["name", "subject", "id"], "kind = 2")
    op.create_index("card_deck", "card", ["deck_key", "question_key"])
    # With every column that the counts look at, those of the condition too: then the table itself is not read.
    counted = ["buried_until", "question_key", "suspended", "state", "siblings"]
    # The queue's columns as well: with thousands due, looking each one up would take longer than all the rest.
    queued = ["due_at", "deck_key", *counted, "stability", "last_day"]
    _partial("card_due", "card", queued, f"{ASKABLE} and state <> 0")
    _partial("card_learning", "card", ["due_at", "deck_key", *counted], f"{ASKABLE} and state in (1, 3)")
    _partial("card_new", "card", ["deck_key", "position", *counted], f"{ASKABLE} and state = 0")
    _partial("card_seen", "card", ["last_day", "question_key"], "last_day is not null and question_key is not null")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger event_no_{verb} before {verb} on event "
                "begin select raise(abort, 'the log is append-only'); end"
            )
        op.execute(f"pragma application_id = {0x5155495A}")
        return
    op.execute(
        "create function event_append_only() returns trigger language plpgsql as "
        "$$ begin raise exception 'the log is append-only'; end $$"
    )
    op.execute(
        "create trigger event_append_only before update or delete or truncate on event "
        "for each statement execute function event_append_only()"
    )
