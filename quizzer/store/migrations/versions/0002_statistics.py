"""What the statistics read: trails of cards, tallies by day, how much was known. Opening counts them from the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the three tables, empty."""
    op.create_table(
        "trail",
        sa.Column("card_key", KEY, sa.ForeignKey("card.key"), primary_key=True, autoincrement=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "tally",
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
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("deck_key", KEY, sa.ForeignKey("deck.key"), primary_key=True, autoincrement=False),
        sa.Column("decay", sa.Double, nullable=False),
        sa.Column("introduced", sa.Integer, nullable=False),
        sa.Column("recalled", sa.Double, nullable=False),
    )
