"""The line mode: a sitting as plain lines, for screen readers, pipes, scripts and slow lines."""

from __future__ import annotations

import sys

import click

from quizzer import wording
from quizzer.cli.output import say
from quizzer.sitting import Marked, Plan, Step, Summary
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_decks.marks import Verdict
from quizzer_decks.plain_text import to_text
from quizzer_decks.prompts import answer_text
from quizzer_decks.responses import GaveUp, Response, Seen, parse_response
from quizzer_scheduler.model import Rating

_HELP = """\
Type the answer and press Enter. An empty line shows the answer: that counts as not known.
Options are answered by letter: "b", several as "a c", an order as "b a c", pairs as "1b 2a".
Several holes are answered with ";" between them.
An answer of several lines is typed with \\n between them.
After the verdict: Enter accepts the rating, 1 Again, 2 Hard, 3 Good, 4 Easy overrule it.
h  a hint          u  undo the last answer      - put the question off until tomorrow
w  why this card   s  suspend the card          q  end
To answer with one of these letters, put = before it: =q"""

_VERDICTS = {Verdict.RIGHT: "Right.", Verdict.CLOSE: "Close.", Verdict.WRONG: "Wrong.", Verdict.SELF: "Answer."}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class _End(Exception):
    """The learner ended the sitting, or the input did."""


def run_plain(workspace: Workspace, plan: Plan) -> int:
    """Hold a sitting on standard input and output; return the exit code."""
    before = workspace.curriculum()
    session = workspace.session(plan, before)
    if session.step is None:
        say(_nothing(workspace, session))
        return 0
    if session.notice:
        say(session.notice)
        session.notice = ""
    say(f"{wording.count(session.counts().total, 'card')}, {wording.minutes(session.step.seconds)}. ? for help.")
    try:
        while session.step is not None:
            _ask(session, session.step)
    except _End:
        session.leave()
    if session.notice:
        say(session.notice)
    _conclude(workspace.summary(session, before), session, plan)
    return 0


def _ask(session: StudySession, step: Step) -> None:
    """Ask the card on the table, mark it, rate it; come back when another one is there."""
    say()
    say(f"{step.number}. [{step.deck_title}] {to_text(step.prompt.ask)}")
    _show_choices(step)
    response = _answer(session, step)
    if response is None:
        return
    _tell(step, session.answer(response))
    _rate(session)


def _show_choices(step: Step) -> None:
    prompt = step.prompt
    if prompt.code:
        say(prompt.code.rstrip("\n"))
    for number, left in enumerate(prompt.lefts, 1):
        say(f"   {number}. {to_text(left)}")
    for letter, option in zip(_LETTERS, prompt.options, strict=False):
        say(f"   {letter}) {to_text(option.text)}")
    if prompt.unit:
        say(f"   in {prompt.unit}")


def _answer(session: StudySession, step: Step) -> Response | None:
    """Read lines until one is an answer. None when a command changed what is on the table."""
    basic = step.prompt.kind == "basic"
    while True:
        line = _line("(Enter shows the answer) " if basic else "> ")
        command = line.strip()
        if command == "?":
            say(_HELP)
        elif command == "q":
            raise _End
        elif command == "h":
            say(to_text(session.hint()) or "There is no hint.")
        elif command == "w":
            say(step.reason)
        elif command in ("u", "-", "s"):
            if _changed(session, command):
                return None
        elif not command:
            return Seen() if basic else GaveUp()
        elif basic:
            return Seen()
        else:
            text = (
                line.removeprefix("=").replace("\\n", "\n") if step.prompt.kind == "output" else line.removeprefix("=")
            )
            response = parse_response(step.prompt, text)
            if not isinstance(response, str):
                return response
            say(response)


def _changed(session: StudySession, command: str) -> bool:
    if command == "u":
        undone = session.undo()
        say("Taken back." if undone else "There is nothing to undo.")
        return undone is not None
    if command == "-":
        session.bury()
        say("Put off until tomorrow.")
    else:
        session.suspend()
        say("Suspended. `quizzer search is:suspended` finds it again.")
    return True


def _tell(step: Step, marked: Marked) -> None:
    mark = marked.mark
    say(f"{_VERDICTS[mark.verdict]} {answer_text(step.prompt)}")
    if mark.difference:
        say("   " + "".join(_span(span.text, span.kind) for span in mark.difference))
    for note in mark.notes:
        say(f"   {note}")
    if step.prompt.why:
        say(to_text(step.prompt.why))
    if marked.predicted is not None:
        say(f"The prediction was {wording.percent(marked.predicted)}.")


def _span(text: str, kind: str) -> str:
    return {"missing": f"[+{text}]", "extra": f"[-{text}]"}.get(kind, text)


def _rate(session: StudySession) -> None:
    marked = session.marked
    assert marked is not None
    offers = "  ".join(f"{r.value} {wording.RATING_NAMES[r]} {o.wait}" for r, o in marked.outcomes.items())
    say(offers)
    while True:
        command = _line(f"(Enter: {wording.RATING_NAMES[marked.suggestion]}) ").strip()
        if command == "q":
            raise _End
        if command == "u":
            session.undo()
            return
        if command == "" or command in "1234":
            rating = Rating(int(command)) if command else marked.suggestion
            session.rate(rating)
            say(f"{wording.RATING_NAMES[rating]}: back in {marked.outcomes[rating].wait}.")
            if session.answers and session.answers[-1].became_leech:
                say("This card is forgotten often now: a leech. Think of another way to remember it, or suspend it.")
            return
        say("1 to 4 rate, Enter accepts, u undoes, q ends.")


def _line(prompt: str) -> str:
    """Read a line; the prompt goes out only to a person."""
    if sys.stdin.isatty():
        click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise _End
    return line.rstrip("\r\n")


def _nothing(workspace: Workspace, session: StudySession) -> str:
    waiting = session.waiting_until()
    if waiting is not None:
        return f"Nothing is due now; the next card comes in {wording.wait(waiting - workspace.clock.now())}."
    if not workspace.store.decks.decks():
        return "There are no decks yet. `quizzer decks new ID` starts one."
    return "Nothing is due. `quizzer review --new 10` learns ahead, `--cram` goes through a deck again."


def _conclude(summary: Summary, session: StudySession, plan: Plan) -> None:
    say()
    if not summary.answers:
        say("Nothing was answered.")
        return
    done = f"{wording.count(summary.cards, 'card')} in {max(1, round(summary.took.total_seconds() / 60))} min."
    if summary.first_tries:
        done += f" Right at first try: {summary.first_right} of {summary.first_tries}"
        done += f", {wording.percent(summary.predicted)} expected." if summary.predicted is not None else "."
    say(done)
    for answer in summary.hardest:
        say(f"Hard: {answer.step.card.id}")
    if summary.rise:
        rise = summary.rise
        say(f"{rise.title} rose from {wording.percent(rise.before)} to {wording.percent(rise.after)}.")
    if not plan.cram:
        waiting = session.waiting_until()
        if waiting is not None and session.step is None:
            say("Some cards come back today; look again a little later.")
        say(f"Tomorrow: {wording.count(summary.tomorrow, 'card')} due.")
