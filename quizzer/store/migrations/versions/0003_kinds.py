"""The statistics by kind of question: trails say under which kind they are counted, tallies and the course have a kind.

The tables are caches: they are made anew, and opening counts them from the log. Two indexes hold the cards in the order
in which they are spread over stability, difficulty and recall; one finds the questions of a kind.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the three tables anew, empty, and the indexes."""
    for name in ("trail", "tally", "course"):
        op.drop_table(name, if_exists=True)
    op.create_table(
        "trail",
        sa.Column("card_key", KEY, sa.ForeignKey("card.key"), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("span", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cell", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("hits", sa.BigInteger, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("extra", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("decay", sa.Double, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    seen = sa.text("question_key is not null and suspended = 0 and stability is not null")
    for name, columns in (("card_age", ["last_day", "stability"]), ("card_difficulty", ["difficulty"])):
        op.create_index(name, "card", columns, sqlite_where=seen, postgresql_where=seen, if_not_exists=True)
    op.create_index("question_kind", "question", ["kind"], if_not_exists=True)
