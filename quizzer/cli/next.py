"""`quizzer next`: what to do next, and for how long; `quizzer unlock`: a topic before its time."""

from __future__ import annotations

import click

from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json


@click.command(name="next", epilog="\b\nExamples:\n  quizzer next\n  quizzer next --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def next_(invocation: Invocation, as_json: bool) -> None:
    """Say what to do next.

    Today's due cards come first, then the topic to learn, then what is at risk.
    """
    from quizzer.suggesting import suggestions

    with invocation.workspace() as workspace:
        found = suggestions(workspace.overview())
    if as_json:
        told = [
            {
                "kind": each.kind,
                "sentence": each.sentence,
                "minutes": max(1, round(each.seconds / 60)) if each.seconds else 0,
                "title": each.title or None,
                "decks": each.decks,
            }
            for each in found
        ]
        say_json({"suggestions": told})
        return
    for each in found:
        say(each.sentence)


@click.command(
    epilog="\b\nExamples:\n  quizzer unlock 'singular value decomposition'\n"
    "  quizzer unlock transformers/attention --undo"
)
@click.argument("topic")
@click.option("--undo", "closing", is_flag=True, help="Let it wait again for what it needs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def unlock(invocation: Invocation, topic: str, closing: bool, as_json: bool) -> None:
    """Open a topic though what it needs is not known yet.

    TOPIC is its wording, or the id of a deck. `quizzer undo` takes it back.
    """
    from quizzer.unlocking import unlock as unlock_

    with invocation.workspace() as workspace:
        done = unlock_(workspace, readable(topic), opened=not closing)
    if as_json:
        say_json({"title": done.title, "decks": done.decks, "unlocked": not closing, "waits_for": done.waits_for})
    elif done.decks and closing:
        say(f"{done.title} {done.reason or 'waits again for what it needs'}.")
    elif done.decks:
        say(f"{done.title} is open, though it needs more: it {done.reason}. `quizzer undo` takes it back.")
    elif closing:
        say(f"{done.title} was not unlocked; nothing was changed.")
    else:
        say(f"{done.title} is open already.")
