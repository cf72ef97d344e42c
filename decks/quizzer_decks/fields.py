"""The fields of a deck file: one table that reading, writing and the JSON Schema share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizzer_decks.model import Kind, TopicKind

Shape: TypeAlias = Literal[
    "text",  # outer whitespace dropped
    "code",  # only the line ends after it dropped
    "texts",
    "links",  # one text or a list
    "slug",
    "kind",
    "path",  # slugs joined by /
    "paths",
    "references",  # ids of questions, with or without their deck's
    "flag",
    "number",
    "tolerance",
    "units",
    "given",
    "option",
    "options",
    "places",
    "pairs",
    "wordings",
    "language",
    "topic",  # the kind of a roadmap's topic
    "resources",  # a list of links with their titles
    "nodes",  # a list whose items are read one by one
]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PATH = re.compile(rf"{SLUG.pattern}(?:/{SLUG.pattern})*")
LINK = re.compile(r"https?://[^\s<>\"]+")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")

TOPIC_KINDS: tuple[TopicKind, ...] = ("topic", "task")
LANGUAGES: tuple[Literal["python", "sql"], ...] = ("python", "sql")
MAX_QUESTIONS = 2_000
MAX_TEXT = 20_000
MAX_ID = 200
MAX_CONTRASTS = 20
MAX_VALUES = 1_000
"""How many values one drawn name may take."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping: what stands there, and what it means to an author."""

    name: str
    shape: Shape
    meaning: str
    required: bool = False


_ASK = Field("ask", "text", "The question, in Markdown.", required=True)
_STRICT = Field("strict", "flag", "Case, spacing and punctuation count, as in code.")
_REVERSE = Field("reverse", "flag", "Make a second card that shows the answer and asks for the question.")
_WRONG = Field("wrong", "options", "The wrong options; `why` says what someone confuses who picks it.", required=True)

DECK_FIELDS: tuple[Field, ...] = (
    Field("id", "path", "The deck's id; by default the file's path in its library, without `.yaml`."),
    Field("title", "text", "What the learner sees.", required=True),
    Field("description", "text", "A sentence or two about the deck."),
    Field("covers", "texts", "Wordings of roadmap topics that this deck answers to."),
    Field("needs", "paths", "Ids of the decks to know first: a soft gate for new cards."),
    Field("tags", "texts", "Tags on every question of the deck."),
    Field("questions", "nodes", "What the deck asks.", required=True),
)

IDENTITY_FIELDS: tuple[Field, ...] = (
    Field("id", "slug", "A slug that names the fact: unique in the deck, and never changed.", required=True),
    Field("kind", "kind", "How the question is asked and answered.", required=True),
)

QUESTION_FIELDS: tuple[Field, ...] = (
    Field("hint", "text", "Shown on request; the answer then counts as Hard."),
    Field("why", "text", "The explanation: the reason or the derivation, not the answer again."),
    Field("source", "links", "Where to read on: one link or a list."),
    Field("tags", "texts", "Tags of this question."),
    Field("contrast", "references", "Questions easily confused with this one: `question-id` or `deck-id/question-id`."),
)

KIND_FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "basic": (
        _ASK,
        Field("answer", "text", "A good answer; the learner grades himself.", required=True),
        Field("points", "texts", "What a good answer contains."),
        _REVERSE,
    ),
    "typed": (
        _ASK,
        Field("answer", "text", "A word or a short expression to type.", required=True),
        Field("accept", "texts", "Every other answer that counts."),
        _STRICT,
        _REVERSE,
    ),
    "numeric": (
        _ASK,
        Field("given", "given", "Values drawn anew at each review: a list, or a range with both ends, for each name."),
        Field("answer", "number", "The number as an author writes it: 0.25, 1/6, 50%, 1e-3. Left out with `given`."),
        Field("check", "text", "An expression that computes the answer."),
        Field("tolerance", "tolerance", "How far off is still right: absolute (0.005) or relative (1%)."),
        Field("unit", "text", "What the answer is measured in."),
        Field("units", "units", "Other units: how many of `unit` one of them is."),
    ),
    "cloze": (
        Field("text", "text", "A sentence with holes: {{answer}}, {{answer::hint}}, {{c1::answer}}.", required=True),
        Field("accept", "wordings", "Other wordings that count, for a hole's answer."),
        _STRICT,
    ),
    "choice": (_ASK, Field("answer", "option", "The right option.", required=True), _WRONG),
    "multi": (_ASK, Field("answers", "options", "The right options.", required=True), _WRONG),
    "order": (
        _ASK,
        Field("items", "places", "The steps in their right order; a list inside the list is a tie.", required=True),
    ),
    "match": (_ASK, Field("pairs", "pairs", "What belongs together, one to one.", required=True)),
    "output": (
        Field("ask", "text", 'The question; "What does this print?" when left out.'),
        Field("language", "language", "The language of the code: python or sql."),
        Field("requires", "texts", "Packages outside the standard library that the code imports."),
        Field("code", "code", "The code that the learner reads and the deck check runs.", required=True),
        Field("answer", "code", "What it prints.", required=True),
    ),
}

OPTION_FIELDS: tuple[Field, ...] = (
    Field("text", "text", "What the option says.", required=True),
    Field("why", "text", "What someone confuses who picks it."),
)

TOPIC_FIELDS: tuple[Field, ...] = (
    Field("title", "text", "What there is to learn or to do.", required=True),
    Field("kind", "topic", "`topic` when left out, or `task`: to do and to tick, without decks."),
    Field("decks", "paths", "Ids of the decks that teach it."),
    Field("resources", "resources", "What to learn it from: links, each with its title."),
)
RESOURCE_FIELDS: tuple[Field, ...] = (
    Field("title", "text", "What the link is called.", required=True),
    Field("url", "text", "An address that begins with http:// or https://.", required=True),
)
SECTION_FIELDS: tuple[Field, ...] = (
    Field("title", "text", "What its topics have in common.", required=True),
    Field("topics", "nodes", "The topics, each a mapping or only a title.", required=True),
)
PHASE_FIELDS: tuple[Field, ...] = (
    Field("title", "text", "The name of the stage.", required=True),
    Field("sections", "nodes", "The sections of the stage.", required=True),
)
ROADMAP_FIELDS: tuple[Field, ...] = (
    Field("id", "slug", "The roadmap's id, a slug.", required=True),
    Field("title", "text", "What the learner sees.", required=True),
    Field("phases", "nodes", "The stages, in order.", required=True),
)


def fits(name: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a name is a slug or a path of slugs, and not too long."""
    return len(name) <= MAX_ID and pattern.fullmatch(name) is not None


def slug(text: str) -> str:
    """Return a slug made of a text's first words, to propose as an id."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words[:6])[:MAX_ID].strip("-") or "question"
