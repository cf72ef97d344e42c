"""A small library of all nine kinds, a clock to set, and a learner who answers: what the application is tested with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from quizzer.paths import Paths, locate
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_decks.model import Choice, Cloze, Match, Multi, Order
from quizzer_decks.prompts import Prompt, answer_text, arranged
from quizzer_decks.responses import Holes, Matched, Ordered, Picked, Response, Seen, Text
from quizzer_scheduler.model import Rating

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday at noon."""

KINDS = """\
id: small/kinds
title: All kinds
covers: [Kinds]
questions:
  - {id: basic, kind: basic, ask: Why is the sky blue?, answer: Air scatters blue light most., reverse: true}
  - {id: typed, kind: typed, ask: What is the capital of France?, answer: Paris, hint: On the Seine., why: Since 987.}
  - id: numeric
    kind: numeric
    ask: "What is {a} + {b}?"
    given: {a: [1, 2, 3], b: [10, 20]}
    check: a + b
    unit: apples
  - {id: cloze, kind: cloze, text: "{{Red}} and {{green}} make {{yellow}}.", why: Light adds.}
  - id: choice
    kind: choice
    ask: Which is a prime?
    answer: "7"
    wrong: [{text: "9", why: It is 3 times 3.}, {text: "1", why: A unit.}]
    why: It has two divisors.
  - {id: multi, kind: multi, ask: Which are even?, answers: ["2", "4"], wrong: ["3", "5"]}
  - {id: order, kind: order, ask: Sort these., items: [one, two, three]}
  - {id: match, kind: match, ask: Match them., pairs: {one: "1", two: "2", three: "3"}}
  - {id: output, kind: output, code: "print(1)\\nprint(2)\\n", answer: "1\\n2"}
"""
SIBLINGS = """\
id: small/siblings
title: Siblings
covers: [Siblings]
questions:
  - {id: planets, kind: cloze, text: "{{Mercury}}, {{Venus}}, {{Earth}}, {{Mars}}"}
  - {id: element, kind: typed, ask: Which element has the sign Fe?, answer: iron, reverse: true}
  - {id: metal, kind: typed, ask: Which metal is liquid?, answer: mercury}
"""
LATER = """\
id: small/later
title: Later
needs: [small/siblings]
questions:
  - {id: first, kind: typed, ask: First letter?, answer: a}
  - {id: second, kind: typed, ask: Second letter?, answer: b}
"""
ELSEWHERE = """\
id: other/elsewhere
title: Elsewhere
questions:
  - {id: only, kind: typed, ask: Say yes., answer: "yes"}
"""
ROADMAP = """\
id: small-roadmap
title: Small roadmap
phases:
  - title: Phase one
    sections:
      - title: First section
        topics:
          - {title: Later topic, decks: [small/later]}
          - {title: Sibling topic, decks: [small/siblings]}
          - {title: Kinds of questions, decks: [small/kinds]}
          - {title: Untaught topic}
          - {title: Build something, kind: task}
"""
DECKS = {
    "small/kinds": KINDS,
    "small/siblings": SIBLINGS,
    "small/later": LATER,
    "other/elsewhere": ELSEWHERE,
}


class SettableClock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant it is set to."""
        return self.at

    def forward(self, **span: float) -> None:
        """Move on by a span such as `days=1`."""
        self.at += timedelta(**span)


def write_library(paths: Paths) -> None:
    """Write the small decks and the roadmap, and settings that follow it."""
    for deck_id, text in DECKS.items():
        path = paths.decks / f"{deck_id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    roadmaps = paths.decks.parent / "roadmaps"
    roadmaps.mkdir(exist_ok=True)
    (roadmaps / "small.yaml").write_text(ROADMAP, encoding="utf-8")
    paths.config_file.write_text('[study]\nroadmap = "small-roadmap"\n', encoding="utf-8")


@contextmanager
def no_bundled_library(folder: Path) -> Iterator[None]:
    """Let the program come with no decks and roadmaps: an empty folder is looked at instead."""
    empty = folder / "nothing-bundled"
    empty.mkdir(exist_ok=True)
    with (
        patch("quizzer.library.bundled_folder", return_value=empty),
        patch("quizzer.roadmaps.bundled_folder", return_value=empty),
        patch("quizzer.checking.bundled_folder", return_value=empty),
    ):
        yield


def open_home(folder: Path, clock: SettableClock) -> Workspace:
    """Open what lies in a folder, without looking for changed decks."""
    return Workspace.open(locate(folder), None, clock)


class Learner:
    """Answers any question as wished."""

    def right(self, prompt: Prompt) -> Response:
        """Return a right answer."""
        body = prompt.question.body
        texts = [option.text for option in prompt.options]
        match body:
            case Choice():
                return Picked(frozenset({texts.index(body.answer.text)}))
            case Multi():
                return Picked(frozenset(texts.index(option.text) for option in body.answers))
            case Order():
                places = [text for place in body.items for text in place]
                assert arranged(places, body.items)
                return Ordered(tuple(texts.index(text) for text in places))
            case Match():
                return Matched(tuple(texts.index(right) for _, right in body.pairs))
            case Cloze():
                return Holes(tuple(hole.answer for hole in prompt.holes))
        return Seen() if prompt.kind == "basic" else Text(answer_text(prompt))

    def wrong(self, prompt: Prompt) -> Response:
        """Return a wrong answer."""
        body = prompt.question.body
        indices = range(len(prompt.options))
        match body:
            case Choice():
                return Picked(frozenset({next(i for i in indices if prompt.options[i] != body.answer)}))
            case Multi():
                return Picked(frozenset(i for i in indices if prompt.options[i] not in body.answers))
            case Order():
                right = self.right(prompt)
                assert isinstance(right, Ordered)
                return Ordered(right.indices[::-1])
            case Match():
                return Matched((None,) * len(prompt.lefts))
            case Cloze():
                return Holes(("nothing of the sort",) * len(prompt.holes))
        return Seen() if prompt.kind == "basic" else Text("-99999" if prompt.kind == "numeric" else "utterly different")

    def answer(self, session: StudySession, rating: Rating = Rating.GOOD) -> str:
        """Answer the card on the table, rightly unless it is to be forgotten, and return its id."""
        step = session.step
        assert step is not None
        session.answer(self.wrong(step.prompt) if rating is Rating.AGAIN else self.right(step.prompt))
        session.rate(rating)
        return step.card.id

    def sit(self, session: StudySession, rating: Rating = Rating.GOOD) -> list[str]:
        """Answer until nothing is left to ask now, and return the ids of the cards."""
        asked = []
        while session.step is not None:
            asked.append(self.answer(session, rating))
        return asked
