"""Writing to the terminal: harmless text, one JSON object, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from time import monotonic

import click

from quizzer_decks.sanitize import sanitize

VERSION = 1
"""Of the JSON: counts up when a name goes or changes its meaning."""

_WORTH_SHOWING = 1.0
"""Seconds after which progress is shown."""


def say(text: str = "", *, err: bool = False) -> None:
    """Print text in which nothing can steer the terminal."""
    click.echo(sanitize(text), err=err)


def say_json(content: Mapping[str, object]) -> None:
    """Print one JSON object with its version; what could steer a terminal is escaped, so that nothing is lost."""
    text = json.dumps({"version": VERSION, **content}, ensure_ascii=False, indent=2, default=_spell)
    click.echo("".join(character if _harmless(character) else json.dumps(character)[1:-1] for character in text))


def _harmless(character: str) -> bool:
    return character == "\n" or sanitize(character) == character


def _spell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def table(rows: Sequence[Sequence[str]], headers: Sequence[str], right: Sequence[int] = ()) -> None:
    """Print columns as wide as their widest cell; those in `right` are aligned to the right."""
    clean = [[" ".join(sanitize(cell).split()) for cell in row] for row in (headers, *rows)]
    widths = [max(len(row[i]) for row in clean) for i in range(len(headers))]
    for row in clean:
        cells = [c.rjust(widths[i]) if i in right else c.ljust(widths[i]) for i, c in enumerate(row)]
        click.echo("  ".join(cells).rstrip())


@contextmanager
def stages(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done as a line on standard error that makes way for the result, where that is a terminal."""
    visible = not quiet and sys.stderr.isatty()

    def doing(what: str) -> None:
        if visible:
            click.echo(f"\r{what[:60]:<60}\r{what[:59]} …", nl=False, err=True)

    try:
        yield doing
    finally:
        if visible:
            click.echo("\r" + " " * 62 + "\r", nl=False, err=True)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how far work is that takes over a second, as `stages` does."""
    begun = monotonic()
    with stages(quiet=quiet) as doing:

        def report(done: int, total: int) -> None:
            if monotonic() - begun > _WORTH_SHOWING:
                doing(f"{label}: {done} of {total}")

        yield report
