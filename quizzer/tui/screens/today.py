"""What the home screen says: today's work, what comes next, the place under the cursor, the weeks behind."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from quizzer import wording
from quizzer.curriculum import Node
from quizzer.overview import Overview
from quizzer.tui.widgets.curriculum_tree import shown_title
from quizzer.tui.widgets.meter import meter
from quizzer.tui.widgets.sparkline import sparkline
from quizzer_decks.sanitize import sanitize

_WIDTH = 31
"""Columns of the narrowest pane."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BAR = 8
_KEY = "bold $text-primary"
_QUIET = "$text-muted"

Parts = list[str | tuple[str, str]]


def here(overview: Overview) -> Node | None:
    """Return the place to open the tree at: what is to be learnt next, else what is due, else what there is."""
    topics = [node for root in overview.roots for node in root.walk() if node.kind in ("topic", "deck") and node.cards]
    due = (node for node in topics if node.due + node.learning)
    return overview.next_topic or next(due, topics[0] if topics else None)


def date_line(overview: Overview) -> Content:
    """Return the study day, and for how many days in a row there was an answer."""
    day = overview.day
    parts = [f"{day:%a} {day.day} {day:%b}"]
    if overview.streak:
        parts.append(f"{wording.count(overview.streak, 'day')} in a row")
    return Content("    ".join(parts))


def counts(overview: Overview) -> Content:
    """Return what is left of today's work."""
    left = overview.counts
    figures = [(left.due, "due"), (left.learning, "learning"), (left.new, "new")]
    shown: Parts = []
    for number, name in figures:
        if number:
            shown += [(f"{number:,}", "bold $text"), f" {name}  "]
    heading = ("Today\n", _QUIET)
    if shown:
        return Content.assemble(heading, *shown, "\n", (wording.minutes(overview.seconds), _QUIET))
    if not any(node.questions for node in overview.roots):
        return Content.assemble(heading, ("No decks yet.", "bold $text"))
    done = f"  {wording.count(overview.answered_today, 'answer')} today." if overview.answered_today else ""
    return Content.assemble(heading, ("All done.", "bold $text"), f"{done}\n")


def start(overview: Overview, node: Node | None) -> Content:
    """Return what Enter does at the place under the cursor, or what else there is to do."""
    if node is None or not any(root.questions for root in overview.roots):
        return Content.assemble(
            "Write one:\n", ("quizzer decks new ID", "$text"), "\nbegins a deck, and this page fills."
        )
    if node.kind == "task":
        return Content.assemble(("⏎  Untick" if node.ticked else "⏎  Tick", _KEY))
    if node.kind == "roadmap":
        if overview.counts.total:
            return Content.assemble(("⏎  Start", _KEY))
        return Content.assemble(
            "Come back tomorrow, or\n", ("n", _KEY), "  ten more new cards\n", ("c", _KEY), "  cram a topic"
        )
    if not node.decks:
        return Content.styled("No deck teaches this yet.", _QUIET)
    if waiting := node.due + node.learning:
        return Content.assemble(("⏎  Start", _KEY), f"  {waiting:,} due here", *_waits(overview, node))
    if node.new and overview.counts.new:
        return Content.assemble(("⏎  Start", _KEY), f"  {node.new:,} new here", *_waits(overview, node))
    if node.new:
        return Content.assemble("Nothing due here.\n", ("n", _KEY), "  ten more new cards\n", ("c", _KEY), "  cram it")
    return Content.assemble("Nothing due here.\n", ("c", _KEY), "  cram it")


def _waits(overview: Overview, node: Node) -> Parts:
    """Return why the new cards of a topic come last, and the key that changes it."""
    gates = overview.gates
    missing = gates.closed(node) if gates and node.kind in ("topic", "deck") else ()
    if not gates or not missing:
        return []
    reason = sanitize(gates.reason(missing))
    return [(f"\n{reason[0].upper()}{reason[1:]}\n", _QUIET), ("U", _KEY), ("  opens it now\n", _QUIET)]


def suggestions(overview: Overview) -> Content:
    """Return what to learn next, and what is being forgotten first."""
    parts: Parts = []
    topic = overview.next_topic
    if topic is not None:
        parts += [("Next to learn\n", _QUIET), sanitize(topic.title), (f"\n{_begins(overview, topic)}", _QUIET)]
    slip = overview.slipping
    if slip is not None:
        since = f"since {wording.day(slip.since, overview.day)}" if slip.since else "for over a month"
        parts += ["\n\n" if parts else "", ("Slipping first\n", _QUIET), sanitize(slip.deck.title)]
        parts += [f"\n{wording.percent(slip.recall)}, under {wording.percent(slip.desired)} {since}"]
    return Content.assemble(*parts)


def _begins(overview: Overview, topic: Node) -> str:
    """Return how much of a topic today brings."""
    if overview.gates and (missing := overview.gates.closed(topic)):
        return sanitize(overview.gates.reason(missing))
    today = min(topic.new, overview.counts.new)
    if not today:
        return "nothing new comes in your break" if overview.day_off else "tomorrow; today's new cards are done"
    return f"{wording.count(today, 'new card')}, {wording.minutes(overview.pace.seconds(0, 0, today))}"


def fit_offer(answers: int | None) -> Content:
    """Return the offer to fit the scheduler after so many answers; nothing for None."""
    if answers is None:
        return Content("")
    return Content.assemble((f"{answers:,} answers: ", _QUIET), ("o", _KEY), ("  fit to you", _QUIET))


def detail(node: Node | None) -> Content:
    """Return how much of the place under the cursor is known."""
    if node is None or not node.cards:
        return Content("")
    bar = meter(node.mastery if node.introduced else None, _BAR)
    full = bar[:_BAR].count(wording.KNOWN)
    return Content.assemble(
        (f"{_cut(shown_title(node), _WIDTH)}\n", _QUIET),
        (bar[:full], "$text-primary"),
        (bar[full:_BAR], _QUIET),
        f"{bar[_BAR:]}  recalled today\n",
        f"{node.introduced:,} of {wording.count(node.cards, 'card')} seen\n",
        f"{node.mature:,} hold for 3 weeks or more",
    )


def _cut(text: str, cells: int) -> str:
    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1) + "…"


def weeks(overview: Overview, rows: int = 1, cells: int = 1) -> Content:
    """Return the answers of the last weeks: one row as a line of blocks, more as bars `cells` wide with their scale."""
    if not any(overview.weeks):
        return Content("")
    if rows == 1:
        return Content.assemble((sparkline(overview.weeks), "$text-primary"), ("  last 12 weeks", _QUIET))
    bars = "\n".join(bar_rows(overview.weeks, rows, cells))
    return Content.assemble(
        ("Answers a week, last 12 weeks\n", _QUIET),
        (f"{bars}\n", "$text-primary"),
        f"{overview.weeks[-1]:,} this week",
        (f", {max(overview.weeks):,} at most", _QUIET),
    )


def bar_rows(values: Sequence[int], rows: int, cells: int) -> list[str]:
    """Return bars from top to bottom, the largest as high as all rows; what is more than nothing shows."""
    top = max(values, default=0) or 1
    heights = [max(round(value / top * rows * 8), 1) if value else 0 for value in values]
    return [
        " ".join(_EIGHTHS[min(max(height - 8 * row, 0), 8)] * cells for height in heights).rstrip()
        for row in reversed(range(rows))
    ]
