"""`quizzer replay`: the log against the cards."""

from __future__ import annotations

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation
from quizzer.cli.output import progress, say, say_json


@click.command(epilog="\b\nExamples:\n  quizzer replay --check\n  quizzer replay --repair")
@click.option("--check", "mode", flag_value="check", default=True, help="Compare, change nothing (the default).")
@click.option("--repair", "mode", flag_value="repair", help="Make the cards that differ again from the log.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def replay(invocation: Invocation, mode: str, as_json: bool) -> int:
    """Compute every card again from the log, and compare.

    The log is the truth: --repair makes the cards that differ, and counts for the statistics, again from it.
    """
    with invocation.workspace(refresh=False) as workspace:
        with progress("Replaying", quiet=invocation.quiet) as report:
            result = workspace.replay(report)
        if mode == "repair" and result.different:
            workspace.store.rebuild(sorted({card for card, _ in result.different}))
        if mode == "repair" and result.miscounted:
            workspace.store.recount()
    wrong = len(result.different) + len(result.miscounted)
    if as_json:
        different = [{"card": card, "why": why} for card, why in result.different]
        found = {"cards": result.cards, "reviews": result.reviews, "different": different}
        say_json({**found, "miscounted": list(result.miscounted)})
    else:
        for card, why in result.different:
            say(f"{card}: {why}")
        for sentence in result.miscounted:
            say(sentence)
        verdict = wording.count(wrong, "difference") if wrong else "all agree"
        say(f"{wording.count(result.cards, 'card')}, {wording.count(result.reviews, 'review')}: {verdict}.")
        if wrong:
            say(
                "They were made again from the log."
                if mode == "repair"
                else "`quizzer replay --repair` mends cards and counts."
            )
    return 1 if wrong and mode == "check" else 0
