"""Which questions are easily confused: a row for each that names another, found by the ids of deck and question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "contrast",
        sa.Column(
            "question_key",
            KEY,
            sa.ForeignKey("question.key", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("deck", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
