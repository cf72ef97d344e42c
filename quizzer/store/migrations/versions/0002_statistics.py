"""What the statistics read: trails of cards, tallies by day, how much was known. Opening counts them from the log.

And the cards in indexes with every column that a report looks at, so that it reads no row of the table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the three tables, empty, and the indexes."""
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
        sa.Column("decay", sa.Double, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    # In the order in which the statistics sum them, and with all that is summed.
    seen = "question_key is not null and suspended = 0 and stability is not null"
    _partial("card_standing", ["deck_key", "question_key", "suspended", "stability", "difficulty", "last_day"], seen)
    _partial("card_lapses", ["lapses", "deck_key", "question_key"], "question_key is not null and lapses > 0")
    _partial("card_out", ["key"], "(suspended = 1 or question_key is null)")


def _partial(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "card", columns, sqlite_where=condition, postgresql_where=condition, if_not_exists=True)
