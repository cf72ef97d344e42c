"""`quizzer config`: look at settings and change them."""

from __future__ import annotations

import click

from quizzer import config as configuration
from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, table
from quizzer.config_file import change, spell


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
    """Show all settings, show one (KEY), or set it (KEY VALUE). They take effect at the next sitting."""
    path = invocation.paths.config_file
    if key is None:
        _show_all(invocation, as_json)
        return
    if value is not None or reset:
        change(path, key, None if reset else value)
        if not invocation.quiet and not as_json:
            say(f"{key} is {'back to its default' if reset else value}.")
        return
    current = configuration.load(path)
    shown = current.keys.get(key.removeprefix("keys.")) if key.startswith("keys.") else None
    if shown is None:
        setting = configuration.setting(key)
        shown = spell(current.values[setting.key])
    if as_json:
        say_json({"key": key, "value": shown})
    else:
        say(shown)


def _show_all(invocation: Invocation, as_json: bool) -> None:
    current = configuration.load(invocation.paths.config_file)
    rows = [
        (setting.key, spell(current.values[setting.key]), spell(setting.default), setting.meaning)
        for setting in configuration.SETTINGS
    ]
    if as_json:
        names = ("key", "value", "default", "meaning")
        settings = [dict(zip(names, row, strict=True)) for row in rows]
        say_json({"path": str(invocation.paths.config_file), "settings": settings, "keys": dict(current.keys)})
        return
    table([(key, value, meaning) for key, value, _, meaning in rows], ("setting", "value", "meaning"))
    say(f"\nIn {invocation.paths.config_file}")
