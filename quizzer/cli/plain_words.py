"""What the line mode says: help, verdicts, and what a sitting came to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizzer import wording
from quizzer_decks.marks import Verdict
from quizzer_decks.plain_text import to_text
from quizzer_decks.prompts import answer_text

if TYPE_CHECKING:
    from quizzer.sitting import Marked, Step, Summary
    from quizzer.study import StudySession
    from quizzer.workspace import Workspace

HELP = """\
Type the answer and press Enter. An empty line shows the answer: that counts as not known.
Options are answered by letter: "b", several as "a c", an order as "b a c", pairs as "1b 2a".
Several holes are answered with ";" between them.
An answer of several lines is typed with \\n between them; \\\\n is a backslash and an n.
After the verdict: Enter accepts the rating, 1 Again, 2 Hard, 3 Good, 4 Easy overrule it.
h  a hint          u  undo the last answer      - put the question off until tomorrow
w  why this card   s  suspend the card          q  end
To answer with one of these letters, put = before it: =q"""

_VERDICTS = {Verdict.RIGHT: "Right.", Verdict.CLOSE: "Close.", Verdict.WRONG: "Wrong.", Verdict.SELF: "Answer."}
_LONGEST = 40
"""Lines of an expected answer that are read out."""


def verdict(step: Step, marked: Marked) -> Iterator[str]:
    """Yield the lines that tell a verdict: the word, the expected answer, what differed, why."""
    mark = marked.mark
    yield from _expected(_VERDICTS[mark.verdict], answer_text(step.prompt).split("\n"))
    if mark.difference:
        yield "   " + "".join(_span(span.text, span.kind) for span in mark.difference)
    for note in mark.notes:
        yield f"   {note}"
    if step.prompt.why:
        yield to_text(step.prompt.why)
    if marked.predicted is not None:
        yield f"The prediction was {wording.percent(marked.predicted)}."


def _expected(word: str, lines: list[str]) -> Iterator[str]:
    """Yield the expected answer: beside the verdict, or with more than one line below it."""
    if len(lines) == 1:
        yield f"{word} {lines[0]}"
        return
    yield word
    for line in lines[:_LONGEST]:
        yield f"   {line}"
    if len(lines) > _LONGEST:
        yield f"   … and {wording.count(len(lines) - _LONGEST, 'more line')}."


def _span(text: str, kind: str) -> str:
    text = text.replace("\n", "⏎")
    return {"missing": f"[+{text}]", "extra": f"[-{text}]"}.get(kind, text)


def nothing(workspace: Workspace, session: StudySession) -> str:
    """Return why there is nothing to ask, and what to do."""
    waiting = session.waiting_until()
    if waiting is not None:
        return f"Nothing is due now; the next card comes in {wording.wait(waiting - workspace.clock.now())}."
    if not workspace.store.decks.any():
        return "There are no decks yet. `quizzer decks new ID` starts one."
    return "Nothing is due. `quizzer review --new 10` learns ahead, `--cram` goes through a deck again."


def conclusion(summary: Summary, session: StudySession) -> Iterator[str]:
    """Yield what a sitting came to."""
    yield ""
    if not summary.answers:
        yield "Nothing was answered."
        return
    done = f"{wording.count(summary.cards, 'card')} in {max(1, round(summary.took.total_seconds() / 60))} min."
    if summary.first_tries:
        done += f" Right at first try: {summary.first_right} of {summary.first_tries}"
        done += f", {wording.percent(summary.predicted)} expected." if summary.predicted is not None else "."
    yield done
    for answer in summary.hardest:
        yield f"Hard: {answer.card_id}"
    if summary.rise:
        rise = summary.rise
        yield f"{rise.title} rose from {wording.percent(rise.before)} to {wording.percent(rise.after)}."
    if session.plan.cram:
        return
    if summary.left.total:
        yield f"{wording.count(summary.left.total, 'card')} left for today."
    elif session.waiting_until() is not None:
        yield "Some cards come back today; look again a little later."
    yield f"Tomorrow: {wording.count(summary.tomorrow, 'card')} due."
