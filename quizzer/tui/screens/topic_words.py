"""What is said of a place of a roadmap: in the pane, and above the tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.content import Content

from quizzer import wording
from quizzer.reports.charts import Line, LineChart, Point
from quizzer.reports.scales import Axis, down_to
from quizzer.topics import RoadmapView, TopicDetail
from quizzer.tree import Node
from quizzer.tui.widgets.curriculum_tree import shown_title
from quizzer.tui.widgets.meter import two_tone
from quizzer_decks.sanitize import sanitize

NO_ROADMAP = "There is no roadmap yet. `quizzer roadmap import FILE` takes one in."
_QUIET = "$text-muted"
_BAR = 12


def head(seen: RoadmapView) -> Content:
    """Return how the whole roadmap stands, for the line at the top."""
    root = seen.root
    told = [f"{wording.percent(root.mastery)} recalled" if root.introduced else "not begun"]
    if waiting := root.due + root.learning:
        told.append(f"{waiting:,} due")
    if root.ticks:
        told.append(f"{root.ticks} ticked")
    return Content(" · ".join(told))


def facts(detail: TopicDetail) -> Content:
    """Return what is known of a place, one fact a line."""
    node = detail.node
    lines = [Content.styled(shown_title(node), "bold $text"), *_known(detail)]
    if node.kind == "task":
        lines.append(Content("☑ Done. Space takes the tick away." if node.ticked else "☐ To do. Space ticks it."))
    elif node.ticked:
        lines.append(Content.styled("✓ Ticked by hand: no memory, only a mark", _QUIET))
    elif node.kind in ("phase", "section", "roadmap") and node.tasks:
        ticked = f", {node.ticks} ticked" if node.ticks else ""
        lines.append(Content.styled(f"{wording.count(node.tasks, 'task')}{ticked}", _QUIET))
    return Content("\n").join(lines)


def _known(detail: TopicDetail) -> Iterator[Content]:
    node = detail.node
    if not node.cards:
        if node.kind == "topic":
            yield Content.styled("No deck teaches this yet.", _QUIET)
        return
    if node.introduced:
        bar = two_tone(node.mastery, node.coverage, _BAR)
        full = len(bar.rstrip(wording.FADING + wording.UNSEEN))
        yield Content.assemble(
            (bar[:full], "$text-primary"), (bar[full:], _QUIET), f" {wording.percent(node.mastery)} recalled today"
        )
        yield Content(f"{node.introduced:,} of {wording.count(node.cards, 'card')} seen, {_mature(node)}")
        if detail.taken:
            yield Content.styled(f"{detail.taken:,} of them taken as known, never asked", _QUIET)
        yield fading(detail.at_risk, detail)
    else:
        yield Content(f"{wording.count(node.cards, 'card')}, none seen yet")
    if waiting := node.due + node.learning:
        yield Content(f"{waiting:,} due now")
    elif detail.next_day is not None:
        yield Content(f"Next due {wording.day(detail.next_day, detail.today)}: {detail.next_cards:,}")
    if detail.waits:
        yield Content.styled(sanitize(f"{detail.waits[0].upper()}{detail.waits[1:]}. U opens it now."), "$text-warning")


def _mature(node: Node) -> str:
    return f"{node.mature:,} mature"


def fading(day: date | None, detail: TopicDetail) -> Content:
    """Return when a place falls below the desired retention."""
    wanted = wording.percent(detail.desired)
    if day is None:
        return Content(f"Stays over {wanted} for good")
    if day <= detail.today:
        recall = wording.percent(detail.node.recall)
        return Content.styled(f"▼ Under {wanted} since {wording.day(day, detail.today)}: {recall}", "$text-warning")
    return Content(f"Under {wanted} from {wording.day(day, detail.today)} on")


def chart(detail: TopicDetail) -> LineChart:
    """Return how a place is forgotten if nothing of it is answered."""
    points = tuple(Point(day.toordinal(), recall) for day, recall in detail.course)
    first = detail.today.toordinal()
    return LineChart(
        "Mean recall of what was seen, if left alone",
        Axis(first, points[-1].x if points else first + 1, "day", name="day"),
        Axis(down_to([*(point.y for point in points), detail.desired]), 1.0, "percent", name="recall"),
        (Line("recall", points, "right"),),
        detail.desired,
        f"asked for {wording.percent(detail.desired)}",
    )
