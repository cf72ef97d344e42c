"""A question as plain lines, and the lines that are typed to answer it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from quizzer_decks.plain_text import to_text
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import letter

_LINE_END = re.compile(r"(\\?)\\n")


class InputEnded(Exception):
    """The learner ended what he was asked, or the input did."""


def below(prompt: Prompt) -> Iterator[str]:
    """Yield what stands below the question: code, left-hand sides, options, the unit."""
    if prompt.code:
        yield prompt.code.rstrip("\n")
    for number, left in enumerate(prompt.lefts, 1):
        yield f"   {number}. {to_text(left)}"
    for place, option in enumerate(prompt.options):
        yield f"   {letter(place)}) {to_text(option.text)}"
    if prompt.unit:
        yield f"   in {prompt.unit}"


def typed(line: str, prompt: Prompt) -> str:
    """Return an answer as it was meant: one of several lines is typed with `\\n` between them."""
    text = line.removeprefix("=")
    if prompt.kind != "output":
        return text
    return _LINE_END.sub(lambda found: r"\n" if found[1] else "\n", text)


def read_line(prompt: str, *, err: bool = False) -> str:
    """Read a line; the prompt goes out only to a person. InputEnded where there is none."""
    if sys.stdin is None:  # closed by the caller
        raise InputEnded
    if sys.stdin.isatty():
        click.echo(prompt, nl=False, err=err)
    line = sys.stdin.readline()
    if not line:
        raise InputEnded
    return line.rstrip("\r\n")
