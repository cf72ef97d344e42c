"""Write what Anki's own backend says of true retention on a seeded log: run with a Python that has `anki`.

PYTHON-WITH-ANKI scripts/anki_retention.py > tests/reports/anki_retention.json
"""

from __future__ import annotations

import json
import runpy
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection  # the peer, never a dependency of the program

LOG = Path(__file__).parents[1] / "tests" / "reports" / "seeded_log.py"
PERIODS = ("today", "yesterday", "week", "month", "year", "all_time")
COUNTS = ("young_passed", "young_failed", "mature_passed", "mature_failed")


def main() -> None:
    """Give Anki the log and print its table."""
    past = runpy.run_path(str(LOG))["seeded_log"]()
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        notetype = collection.models.by_name("Basic")
        cards = {}
        for number in sorted({each.card for each in past}):
            note = collection.new_note(notetype)
            note["Front"] = str(number)
            collection.add_note(note, 1)
            cards[number] = note.cards()[0].id
        now = int(time.time() * 1000)
        rows = [
            (
                *(now - each.days_ago * 86_400_000 - place, cards[each.card], -1, each.rating, each.interval_after),
                *(each.interval_before, 2500, 5000, 1 if each.interval_before else 0),
            )
            for place, each in enumerate(past)
        ]
        collection.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", rows)
        found = collection._backend.graphs(search="", days=0).true_retention
        table = {period: {name: getattr(getattr(found, period), name) for name in COUNTS} for period in PERIODS}
        collection.close()
    json.dump(table, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
