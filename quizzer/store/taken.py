"""What comes into the store from elsewhere: cards with what led to them, in a file that any process may write.

To make these rows is most of the work of taking them in, and needs nothing of the store; the rest is SQL. `TakenFile`
writes one, `TakingIn` reads it.
"""

from __future__ import annotations

from quizzer.store.rows import DECIDED
from quizzer_scheduler.lines import LINE

CARD = ("number", "id", "mark", "kind", "trail", *DECIDED)
"""Columns of `taken_card`; its rows are numbered from 0, `kind` is that of the question under which the card's answers
are counted in `taken_tally`, null where they are not."""
EVENT = ("number", "card", "kind", *LINE)
"""Columns of `taken_event`; its rows are numbered from 0 in the order of the log, `card` is a card's number.
A step that there is not is below zero; of a change only instant, day and memory mean anything."""
CHANGE = ("number", "name", "value")
"""Columns of `taken_change`: what else a change says, under its number among the events."""
TOTAL = ("day", "deck", "answers", "introduced", "tested", "recalled", "took_ms")
"""Columns of `taken_total`: what the events come to by study day and deck, which is named by its id."""
TALLY = ("kind", "span", "cell", "n", "hits", "amount", "extra")
"""Columns of `taken_tally`: what the trails of all files of an import come to, in the last of them."""
