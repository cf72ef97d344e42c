"""The line mode: a sitting as plain lines, for screen readers, pipes, scripts and slow lines."""

from __future__ import annotations

import io
import sys

from quizzer import wording
from quizzer.cli.ending import ending_when_asked
from quizzer.cli.lines import InputEnded, below, read_line, typed
from quizzer.cli.output import say
from quizzer.cli.plain_words import HELP, conclusion, nothing, verdict
from quizzer.daybreak import daybreak
from quizzer.history import describe_all
from quizzer.sitting import Marked, Plan, Step
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_decks.plain_text import to_text
from quizzer_decks.responses import GaveUp, Response, Seen, parse_response
from quizzer_scheduler.model import Rating


def run_plain(workspace: Workspace, plan: Plan) -> int:
    """Hold a sitting on standard input and output; return the exit code."""
    for line in daybreak(workspace):
        say(line)
    before = workspace.curriculum()
    session = workspace.session(plan, before)
    problems = workspace.library.problems()
    if problems:
        say(f"{wording.count(len(problems), 'problem')} in deck files: `quizzer decks list` names them.")
    if session.step is None:
        say(nothing(workspace, session))
        return 0
    _tell_notice(session)
    say(f"{wording.count(session.counts().total, 'card')}, {wording.minutes(session.step.seconds)}. ? for help.")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    with ending_when_asked():
        _hold(session)
    for line in conclusion(workspace.summary(session, before), session):
        say(line)
    return 0


def _hold(session: StudySession) -> None:
    """Ask until nothing is left or the learner ends it; a mark that was not overruled counts, however it ends."""
    try:
        while session.step is not None:
            _ask(session, session.step)
    except InputEnded:
        session.leave()
        _tell_notice(session)
    except (KeyboardInterrupt, SystemExit):
        session.leave()
        raise


def _tell_notice(session: StudySession) -> None:
    if session.notice:
        say(session.notice)
        session.notice = ""


def _ask(session: StudySession, step: Step) -> None:
    """Ask the card on the table, mark it, rate it; come back when another one is there."""
    say()
    if step.note:
        say(step.note)
    say(f"{step.number}. [{step.deck_title}] {to_text(step.prompt.ask)}")
    for line in below(step.prompt):
        say(line)
    response = _answer(session, step)
    if response is None:
        return
    for line in verdict(step, session.answer(response)):
        say(line)
    _tell_notice(session)
    _rate(session)
    _tell_notice(session)


def _answer(session: StudySession, step: Step) -> Response | None:
    """Read lines until one is an answer. None when a command changed what is on the table."""
    basic = step.prompt.kind == "basic"
    while True:
        line = read_line("(Enter shows the answer) " if basic else "> ")
        command = line.strip()
        if command in ("?", "h", "w", "q"):
            _help(session, step, command)
        elif command in ("u", "-", "s"):
            if _changed(session, command):
                return None
        elif basic:
            return Seen()
        elif not command:
            return GaveUp()
        else:
            response = parse_response(step.prompt, typed(line, step.prompt))
            if not isinstance(response, str):
                return response
            say(response)


def _help(session: StudySession, step: Step, command: str) -> None:
    if command == "q":
        raise InputEnded
    if command == "?":
        say(HELP)
    elif command == "w":
        say(step.reason)
    else:
        say(to_text(session.hint()) or "There is no hint.")


def _changed(session: StudySession, command: str) -> bool:
    if command == "u":
        return _undone(session)
    if command == "-":
        session.bury()
        say("Put off until tomorrow." if not session.plan.cram else "Left out; the question is put off until tomorrow.")
    else:
        session.suspend()
        say("Suspended. `quizzer search is:suspended` finds it again.")
    return True


def _undone(session: StudySession) -> bool:
    if session.plan.cram:
        say("A cram leaves nothing to undo.")
        return False
    undone = session.undo()
    say(f"Taken back: {describe_all(undone)}." if undone is not None else "There is nothing to undo.")
    return undone is not None


def _rate(session: StudySession) -> None:
    step, marked = session.step, session.marked
    assert step is not None
    assert marked is not None
    waits = {rating: "" if session.plan.cram else f" {outcome.wait}" for rating, outcome in marked.outcomes.items()}
    say("  ".join(f"{rating.value} {wording.RATING_NAMES[rating]}{wait}" for rating, wait in waits.items()))
    while True:
        command = read_line(f"(Enter: {wording.RATING_NAMES[marked.suggestion]}) ").strip()
        if command in ("", "1", "2", "3", "4"):
            _record(session, marked, Rating(int(command)) if command else marked.suggestion)
            return
        if command in ("?", "w", "q"):
            _help(session, step, command)
        elif command != "u":
            say("1 to 4 rate, Enter accepts, u undoes, q ends.")
        elif _undone(session):
            return


def _record(session: StudySession, marked: Marked, rating: Rating) -> None:
    answered = len(session.answers)
    session.rate(rating)
    if len(session.answers) == answered:
        return  # it was answered elsewhere; the notice says so
    name = wording.RATING_NAMES[rating]
    if session.plan.cram:
        say(f"{name}: it comes once more." if rating is Rating.AGAIN else f"{name}.")
    else:
        say(f"{name}: back in {marked.outcomes[rating].wait}.")
    if session.answers[-1].became_leech:
        say("This card is forgotten often now: a leech. Think of another way to remember it, or suspend it.")
