"""The rule that code prints what the deck says. Code is run in a process of its own, and only for trusted decks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzer_decks.model import Deck, Output, Problem, Question

_RUNNER = Path(__file__).with_name("runner.py")
_TOGETHER = 100
"""Snippets that one process runs; what goes wrong there is run again alone."""
_SECONDS_TOGETHER = 20
_SECONDS_ALONE = 10
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Ran:
    """How running a snippet ended."""

    printed: str = ""
    failure: str = ""
    missing: tuple[str, ...] = ()


def run_outputs(decks: Sequence[tuple[str, Deck]]) -> Iterator[Problem]:
    """Run the code of every output question and yield where it does not print the answer."""
    asked = [
        (path, question, question.body)
        for path, deck in decks
        for question in deck.questions
        if isinstance(question.body, Output)
    ]
    asked.sort(key=lambda each: each[2].requires)  # a package takes seconds to import, in each process that needs it
    for start in range(0, len(asked), _TOGETHER):
        batch = asked[start : start + _TOGETHER]
        together = _run([body for _, _, body in batch], _SECONDS_TOGETHER)
        for place, (path, question, body) in enumerate(batch):
            ran = together[place] if place < len(together) else Ran(failure="not run")
            if ran.failure or _lines(ran.printed) != _lines(body.answer):
                ran = next(iter(_run([body], _SECONDS_ALONE)), Ran(failure="it does not come to an end"))
            yield from _judge(path, question, body, ran)


def _judge(path: str, question: Question, body: Output, ran: Ran) -> Iterator[Problem]:
    if ran.missing:
        message = f"`{question.id}`: the code was not run, for {', '.join(ran.missing)} is not installed; install it"
        yield Problem(path, question.line, "not-run", message, "warning")
    elif ran.failure:
        yield Problem(path, question.line, "code-fails", f"`{question.id}`: {ran.failure}; correct the code")
    elif _lines(ran.printed) != _lines(body.answer):
        printed = ran.printed.rstrip("\n")[:_SHOWN]
        message = f"`{question.id}`: the code prints {printed!r}, not {body.answer[:_SHOWN]!r}; correct the answer"
        yield Problem(path, question.line, "wrong-output", message)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _run(bodies: Sequence[Output], seconds: float) -> list[Ran]:
    """Run snippets in one isolated process; fewer results than snippets mean that it was stopped or died."""
    snippets = [{"language": body.language, "code": body.code, "requires": body.requires} for body in bodies]
    command = [sys.executable, "-I", "-X", "utf8", str(_RUNNER)]
    payload = json.dumps(snippets).encode("ascii")
    try:
        done = subprocess.run(command, input=payload, capture_output=True, timeout=seconds, check=False)
        written = done.stdout
    except subprocess.TimeoutExpired as error:
        written = error.stdout or b""
    return [_ran(line) for line in written.split(b"\n")[:-1]]


def _ran(line: bytes) -> Ran:
    result = json.loads(line)
    return Ran(result.get("printed", ""), result.get("failure", ""), tuple(result.get("missing", ())))
