"""A placement test as plain lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quizzer import wording
from quizzer.cli.lines import InputEnded, below, read_line, typed
from quizzer.cli.output import say, say_json, table
from quizzer.placing import PlacementTest, Proposal, Question
from quizzer.placing_words import HEADERS, comes_back, done, found, rows
from quizzer.workspace import Workspace
from quizzer_decks.marks import Verdict
from quizzer_decks.plain_text import to_text
from quizzer_decks.responses import GaveUp, parse_response

_HELP = """\
Type the answer and press Enter; an empty line says that you do not know. Options are answered by letter.
q ends the test: what was answered so far counts, and is shown before anything is done."""


def run_plain(workspace: Workspace, names: Sequence[str], *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Hold a test on standard input and output, show what follows, and do it where that is wanted."""
    test = PlacementTest(workspace, names)
    try:
        _hold(test, err=as_json)
    except InputEnded:
        say(err=as_json)
    proposal = test.proposal()
    if not as_json:
        _show(proposal, workspace.today)
    wanted = not dry_run and bool(proposal.answers) and (yes or _confirmed(proposal))
    cards = test.adopt(proposal) if wanted else 0
    if as_json:
        say_json({**_as_json(proposal), "adopted": wanted})
    else:
        say(done(cards) if wanted else "Nothing was changed.")


def _hold(test: PlacementTest, *, err: bool) -> None:
    say(f"{test.scope.title}: up to {test.question.most if test.question else 0} questions. ? for help.", err=err)
    while test.question is not None:
        _ask(test, test.question, err=err)


def _ask(test: PlacementTest, question: Question, *, err: bool) -> None:
    say(err=err)
    say(f"{question.number}. [{question.deck_title}] {to_text(question.prompt.ask)}", err=err)
    for line in below(question.prompt):
        say(line, err=err)
    while True:
        line = read_line("> ", err=err)
        command = line.strip()
        if command == "q":
            raise InputEnded
        if command == "?":
            say(_HELP, err=err)
            continue
        response = parse_response(question.prompt, typed(line, question.prompt)) if command else GaveUp()
        if isinstance(response, str):
            say(response, err=err)
            continue
        say("Not known." if test.answer(response).verdict is Verdict.WRONG else "Known.", err=err)
        return


def _show(proposal: Proposal, today: date) -> None:
    say()
    say(found(proposal))
    if proposal.taken:
        table(rows(proposal, today), HEADERS, right=(1, 2))
        say(comes_back(proposal, today))


def _confirmed(proposal: Proposal) -> bool:
    if not proposal.given:
        return True
    try:
        answer = read_line(f"Take {wording.count(len(proposal.given), 'card')} as known? [y/N] ")
    except InputEnded:
        return False
    return answer.strip().casefold() in ("y", "yes")


def _as_json(proposal: Proposal) -> dict[str, object]:
    return {
        "scope": proposal.scope.name,
        "title": proposal.scope.title,
        "questions": len(proposal.answers),
        "right": proposal.right,
        "answers": [{"card": card, "right": right} for card, right in proposal.answers],
        "beliefs": [{"deck": deck, "belief": belief} for deck, belief in proposal.beliefs.items()],
        "taken": [
            {
                "deck": taken.deck,
                "title": taken.title,
                "belief": taken.belief,
                "cards": taken.cards,
                "first": taken.first,
                "last": taken.last,
            }
            for taken in proposal.taken
        ],
        "cards": len(proposal.given),
    }
