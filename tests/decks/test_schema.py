from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from bundled_library import PATHS
from deck_strategies import DECKS
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from quizzer_decks.deck_file import read_deck, write_deck
from quizzer_decks.model import Deck
from quizzer_decks.schema import deck_schema

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "deck-format.md").read_text(encoding="utf-8"), re.DOTALL)
VALIDATOR = Draft202012Validator(deck_schema())


class EditorLoader(yaml.CSafeLoader):
    """Types scalars as the YAML 1.2 readers of editors do: numbers, true, false and null, and nothing else."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way of configuring a loader


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(~|null)?$"), ["~", "n", ""])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("[-+]?[0-9]+$"), list("-+0123456789"))
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+0123456789."),
)


def mistakes(text: str, loader: type[Any] = EditorLoader) -> list[str]:
    """Return what the schema says about a deck file, read as an editor reads it or with all scalars as text."""
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, loader))]


def deck_of(question: str) -> str:
    """Return a deck with one question, given as a flow mapping."""
    return f"title: T\nquestions:\n  - {question}\n"


def test_the_schema_is_a_schema() -> None:
    """It is valid by its own meta-schema, and JSON can write it."""
    Draft202012Validator.check_schema(deck_schema())
    assert json.loads(json.dumps(deck_schema())) == deck_schema()


@pytest.mark.parametrize("loader", [EditorLoader, yaml.CBaseLoader])
def test_bundled_decks_are_valid(loader: type[Any]) -> None:
    """Every bundled deck validates, whether scalars are typed or texts."""
    assert [(path.stem, found) for path in PATHS if (found := mistakes(path.read_text("utf-8"), loader))] == []


@pytest.mark.parametrize("loader", [EditorLoader, yaml.CBaseLoader])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0].split(":")[-1].strip()[:30])
def test_the_examples_of_the_documentation_are_valid(example: str, loader: type[Any]) -> None:
    """Every example in docs/deck-format.md validates."""
    assert mistakes(example if example.startswith("id:") else "title: T\nquestions:\n" + example, loader) == []


@settings(max_examples=50)
@given(DECKS)
def test_whatever_is_written_is_valid(deck: Deck) -> None:
    """The schema is no stricter than the reader: what `write_deck` writes validates as texts."""
    assert mistakes(write_deck(deck), yaml.CBaseLoader) == []


@pytest.mark.parametrize(
    "text",
    [
        "title: T",
        "title: T\nquestions: []",
        "questions: x",
        "titel: T\nquestions: [{id: q, kind: typed, ask: Q, answer: A}]",
        "id: A B\ntitle: T\nquestions: [{id: q, kind: typed, ask: Q, answer: A}]",
        deck_of("{id: q, kind: typed, ask: Q}"),
        deck_of("{id: q, kind: typed, ask: ' ', answer: A}"),
        deck_of("{id: q, kind: typd, ask: Q, answer: A}"),
        deck_of("{kind: typed, ask: Q, answer: A}"),
        deck_of("{id: Q q, kind: typed, ask: Q, answer: A}"),
        deck_of("{id: q, kind: typed, ask: Q, answr: A, answer: A}"),
        deck_of("{id: q, kind: typed, ask: Q, answer: A, accept: B}"),
        deck_of("{id: q, kind: typed, ask: Q, answer: A, strict: maybe}"),
        deck_of("{id: q, kind: typed, ask: Q, answer: [A]}"),
        deck_of("{id: q, kind: numeric, ask: Q}"),
        deck_of("{id: q, kind: numeric, ask: Q, given: {n: [1]}}"),
        deck_of("{id: q, kind: numeric, ask: Q, given: {n: [1]}, check: n, answer: 1}"),
        deck_of("{id: q, kind: numeric, ask: Q, given: {n: [one]}, check: n}"),
        deck_of("{id: q, kind: numeric, ask: Q, given: {n: {to: 1}}, check: n}"),
        deck_of("{id: q, kind: numeric, ask: Q, given: {answer: [1]}, check: 1 + 1}"),
        deck_of("{id: q, kind: numeric, ask: Q, answer: 1, tolerance: -1}"),
        deck_of("{id: q, kind: numeric, ask: Q, answer: 1, tolerance: some}"),
        deck_of("{id: q, kind: numeric, ask: Q, answer: 1, units: {s: 1000}}"),
        deck_of("{id: q, kind: choice, ask: Q, answer: A, wrong: [{txt: B}]}"),
        deck_of("{id: q, kind: choice, ask: Q, answer: A}"),
        deck_of("{id: q, kind: order, ask: Q, items: [a]}"),
        deck_of("{id: q, kind: match, ask: Q, pairs: {a: b}}"),
        deck_of("{id: q, kind: output, code: x, answer: A, language: perl}"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str) -> None:
    """An editor underlines the mistakes that the reader reports."""
    assert read_deck(text, "p", "p")[1]
    assert mistakes(text)
