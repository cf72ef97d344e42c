"""Two indexes for the statistics: the cards in the order of their stability, and those that were made new again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    _partial("card_stability", "stability", "question_key is not null and suspended = 0 and stability is not null")
    _partial("card_again", "key", "state = 0 and reps > 0")


def _partial(name: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "card", [column], sqlite_where=condition, postgresql_where=condition, if_not_exists=True)
