"""A deck with a question of every kind, and a learner who answers it right, nearly right or wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from terminal import ENTER, SPACE

DECK_ID = "e2e/kinds"
DECK = r"""
id: e2e/kinds
title: All nine kinds
questions:
  - id: fog
    kind: basic
    ask: "BASIC: why does breath turn to fog in winter?"
    answer: The water vapour in it condenses in the cold air.
    points: [vapour, condenses]
    why: Cold air holds less vapour.
    hint: Think of a mirror in a bathroom.
  - id: gauss
    kind: typed
    ask: "TYPED: whose method solves linear equations by elimination?"
    answer: Gauss elimination
    accept: [Gaussian elimination]
    hint: The prince of mathematicians.
    why: It was known in China long before.
  - id: product
    kind: numeric
    ask: "NUMERIC: how many metres are {a} fields of {b} m?"
    given: {a: [6, 7, 8], b: [11, 12]}
    check: a * b
    unit: m
    units: {km: 1000}
    hint: Multiply.
    why: "{a} times {b} is {answer}."
  - id: fraction
    kind: cloze
    text: "CLOZE: the {{numerator}} stands above the {{denominator}} of a fraction."
    hint: It counts.
    why: The one counts, the other names.
  - id: prime
    kind: choice
    ask: "CHOICE: which of these is prime?"
    answer: ninety-seven
    wrong: [{text: ninety-one, why: It is seven times thirteen.}, fifty-one, eighty-seven]
    hint: Try seven.
    why: No prime below ten divides it.
  - id: squares
    kind: multi
    ask: "MULTI: which of these are squares?"
    answers: [forty-nine, eighty-one]
    wrong: [twenty, fifty]
    hint: There are two.
    why: They are 7 times 7 and 9 times 9.
  - id: planets
    kind: order
    ask: "ORDER: bring the planets into order from the sun."
    items: [Mercury, Venus, Earth, Mars]
    hint: The red one is last.
    why: Mars is outside.
  - id: capitals
    kind: match
    ask: "MATCH: where is which capital?"
    pairs: {Norway: Oslo, Peru: Lima, Kenya: Nairobi}
    hint: Lima is in South America.
    why: So it is.
  - id: printed
    kind: output
    ask: "OUTPUT: what does this print?"
    code: |
      print(sum(range(5)))
    answer: "10"
    hint: Zero counts too.
    why: Nought to four add up to ten.
"""
ROADMAP = """
id: e2e
title: A short roadmap
phases:
  - title: The only phase
    sections:
      - title: The only section
        topics:
          - title: Every kind of question
            decks: [e2e/kinds]
"""
TAGS = ("BASIC", "TYPED", "NUMERIC", "CLOZE", "CHOICE", "MULTI", "ORDER", "MATCH", "OUTPUT")
VERDICTS = {"right": "✓ Right", "close": "≈ Close", "wrong": "✗ Wrong"}
_ASKED = re.compile(rf"\b({'|'.join(TAGS)}):")
_OFFER = re.compile(
    r"1 Again (?P<again>.*?)( ◂)?\s+2 Hard (?P<hard>.*?)( ◂)?\s+"
    r"3 Good (?P<good>.*?)( ◂)?\s+4 Easy(?P<easy>.*?)( ◂)?\s*$",
    re.M,
)
_NUMBER = re.compile(r"(\d+) of (\d+)")


def settle_in(home: Path, *, new_per_day: int = 9, **files: str) -> Path:
    """Put the deck, its roadmap and settings into a home, and return the deck's file."""
    deck = home / "decks" / "e2e" / "kinds.yaml"
    deck.parent.mkdir(parents=True, exist_ok=True)
    deck.write_text(DECK, encoding="utf-8")
    (home / "roadmaps").mkdir(exist_ok=True)
    (home / "roadmaps" / "e2e.yaml").write_text(ROADMAP, encoding="utf-8")
    settings = f'[study]\nroadmap = "e2e"\nnew_per_day = {new_per_day}\ntimezone = "UTC"\n[app]\nanimations = false\n'
    (home / "config.toml").write_text(settings, encoding="utf-8")
    return deck


def asked(text: str) -> str | None:
    """Return the tag of the question on the screen; None when there is none."""
    found = _ASKED.search(text)
    return found[1] if found else None


def card_of(text: str) -> str:
    """Return the id of the card on the screen."""
    tag = asked(text)
    names = {
        "BASIC": "fog",
        "TYPED": "gauss",
        "NUMERIC": "product",
        "CHOICE": "prime",
        "MULTI": "squares",
        "ORDER": "planets",
        "MATCH": "capitals",
        "OUTPUT": "printed",
    }
    if tag == "CLOZE":
        return f"{DECK_ID}/fraction#" + ("denominator" if "numerator" in text else "numerator")
    assert tag is not None, text
    return f"{DECK_ID}/{names[tag]}"


def ready(text: str) -> bool:
    """Tell whether a question and its own unanswered area are on the screen: the line at the top changes first."""
    card = text.partition("\n")[2]
    answered = offered(text) or "How well did you know it?" in card or any(sign in card for sign in "✓≈✗")
    return asked(card) is not None and not answered


def number(text: str) -> int:
    """Return which number the card on the screen has in the sitting; 0 when none is shown."""
    found = _NUMBER.search(text.split("\n", 1)[0])
    return int(found[1]) if found else 0


def offer(text: str) -> Mapping[str, str]:
    """Return the wait that each rating brings, as the rating bar says."""
    found = _OFFER.search(text)
    assert found is not None, text
    return {name: found[name].strip() for name in ("again", "hard", "good", "easy")}


def offered(text: str) -> bool:
    """Tell whether the four ratings are offered."""
    return _OFFER.search(text) is not None


def suggestion(text: str) -> str:
    """Return the rating that is marked."""
    found = _OFFER.search(text)
    assert found is not None, text
    return re.findall(r"Again|Hard|Good|Easy", found[0].split("◂")[0])[-1].lower()


def _letter(text: str, option: str) -> str:
    found = re.search(rf"\b([a-z])  (?:[□■] )?{option}", text)
    assert found is not None, (option, text)
    return found[1]


def _numeric(text: str) -> int:
    found = re.search(r"are (\d+) fields of (\d+) m", text)
    assert found is not None, text
    return int(found[1]) * int(found[2])


def _matching(text: str, *pairs: tuple[str, str]) -> str:
    by_left = dict(pairs)
    lefts = sorted(by_left, key=lambda left: text.index(left))
    return "".join(_letter(text, by_left[left]) for left in lefts)


Keys = Callable[[str], tuple[str, ...]]
ANSWERS: Mapping[str, Mapping[str, Keys]] = {
    "BASIC": {"self": lambda text: (SPACE if number(text) == 1 else ENTER,)},  # the last key again would count as held
    "TYPED": {
        "right": lambda _: ("gauss elimination", ENTER),
        "close": lambda _: ("gaus elimination", ENTER),
        "wrong": lambda _: ("Newton", ENTER),
    },
    "NUMERIC": {
        "right": lambda text: (f"{_numeric(text)} m", ENTER),
        "wrong": lambda _: ("1234321", ENTER),
    },
    "CLOZE": {
        "right": lambda text: ("denominator" if "numerator" in text else "numerator", ENTER),
        "close": lambda text: ("denominatr" if "numerator" in text else "numeratr", ENTER),
        "wrong": lambda _: ("root", ENTER),
    },
    "CHOICE": {
        "right": lambda text: (_letter(text, "ninety-seven"),),
        "wrong": lambda text: (_letter(text, "ninety-one"),),
    },
    "MULTI": {
        "right": lambda text: (_letter(text, "forty-nine"), _letter(text, "eighty-one"), ENTER),
        "wrong": lambda text: (_letter(text, "twenty"), ENTER),
    },
    "ORDER": {
        "right": lambda text: (*(_letter(text, name) for name in ("Mercury", "Venus", "Earth", "Mars")), ENTER),
        "wrong": lambda text: (*(_letter(text, name) for name in ("Mars", "Venus", "Mercury", "Earth")), ENTER),
    },
    "MATCH": {
        "right": lambda text: (_matching(text, ("Norway", "Oslo"), ("Peru", "Lima"), ("Kenya", "Nairobi")), ENTER),
        "wrong": lambda text: (_matching(text, ("Norway", "Lima"), ("Peru", "Nairobi"), ("Kenya", "Oslo")), ENTER),
    },
    "OUTPUT": {
        "right": lambda _: ("10", ENTER),
        "wrong": lambda _: ("15", ENTER),
    },
}
"""For each kind of question the keys that answer it so, given what the screen shows."""
RATINGS = {"1": "again", "2": "hard", "3": "good", "4": "easy"}
