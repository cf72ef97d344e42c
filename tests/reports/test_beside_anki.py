"""True retention beside Anki's own table, which `scripts/anki_retention.py` wrote from the same log."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from seeded_log import seeded_log

from quizzer.reports.counted import Counted
from quizzer.reports.figure import Figure
from quizzer.reports.of_recall import true_retention_of
from quizzer_scheduler.stats.tally import Columns
from quizzer_scheduler.stats.trail import Answer, Walk

TODAY = date(2026, 3, 2)
ANKI = json.loads(Path(__file__).with_name("anki_retention.json").read_text(encoding="utf-8"))


def test_the_table_is_ankis() -> None:
    """Young and mature, passed and failed, in all six periods of a log of three years."""
    cards: defaultdict[int, list[Answer]] = defaultdict(list)
    for past in seeded_log():
        state = 2 if past.interval_before else 0
        day = TODAY.toordinal() - past.days_ago
        cards[past.card].append(
            Answer(day, day * 86_400_000, 0, past.rating, "", 5000, state, 3.0, None, 3.0, past.interval_after)
        )
    trails = (Walk().steps([each.line() for each in card], [each.mark for each in card]) for card in cards.values())
    columns = Columns(b"".join(trails))
    table = true_retention_of(Counted(columns.tally(), columns.tally(), columns.by_day(), None), TODAY, 0.9)

    def counts(figure: Figure) -> tuple[int, int]:
        assert figure.hits is not None
        return figure.hits, figure.n - figure.hits

    for row in table.rows:
        theirs = ANKI["all_time" if row.period == "all" else row.period]
        assert counts(row.young) == (theirs["young_passed"], theirs["young_failed"]), row.period
        assert counts(row.mature) == (theirs["mature_passed"], theirs["mature_failed"]), row.period
    assert table.row("today").all.n > 0
    assert table.row("yesterday").all.n > 0
