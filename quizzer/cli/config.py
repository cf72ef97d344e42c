"""`quizzer config`: look at settings and change them."""

from __future__ import annotations

import click

from quizzer import config as configuration
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import say, say_json, table
from quizzer.config_file import change, shown, spell


@click.command(
    epilog="\b\nExamples:\n  quizzer config\n  quizzer config study.new_per_day 15\n"
    "  quizzer config study.new_per_day --reset\n  quizzer config keys.review.good g"
)
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--reset", is_flag=True, help="Go back to the default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def config(invocation: Invocation, key: str | None, value: str | None, reset: bool, as_json: bool) -> None:
    """Show settings, or change one.

    Without KEY all are shown, with KEY that one; KEY VALUE sets it. A change takes effect at the next sitting.
    """
    path = invocation.paths.config_file
    if reset and (key is None or value is not None):
        raise click.UsageError("--reset takes a KEY and no VALUE.")
    if key is None:
        _show_all(invocation, as_json)
        return
    if value is not None or reset:
        key = readable(key)
        change(path, key, None if value is None else readable(value))
    now = shown(configuration.load(path), key)
    if as_json:
        say_json({"key": key, "value": now})
    elif value is None and not reset:
        say(now)
    elif not invocation.quiet:
        say(f"{key} is {f'back to {now}' if reset else now}.")


def _show_all(invocation: Invocation, as_json: bool) -> None:
    current = configuration.load(invocation.paths.config_file)
    rows = [
        (setting.key, spell(current.values[setting.key]), spell(setting.default), setting.meaning)
        for setting in configuration.SETTINGS
    ]
    if as_json:
        names = ("key", "value", "default", "meaning")
        settings = [dict(zip(names, row, strict=True)) for row in rows]
        easy = {day: shown(current, f"easy_days.{day}") for day in configuration.WEEKDAYS}
        decks = {deck: limits._asdict() for deck, limits in current.decks.items()}
        path = str(invocation.paths.config_file)
        say_json({"path": path, "settings": settings, "keys": dict(current.keys), "easy_days": easy, "decks": decks})
        return
    table([(key, value, meaning) for key, value, _, meaning in rows], ("setting", "value", "meaning"))
    say(f"\nIn {invocation.paths.config_file}")
