"""Questions as JSON values for the index: fast, without YAML, and trusting what `question_to_json` once wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import UNSET, Struct, defstruct
from msgspec.json import Encoder
from msgspec.structs import astuple

from quizzer_decks.model import (
    Basic,
    Body,
    Choice,
    Cloze,
    Kind,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Tolerance,
    Typed,
)

_ENCODER = Encoder()
_EXACT = Tolerance()
_FLAT = (Basic, Typed, Cloze)
"""Whose values are JSON's as they are."""
_NAMING = frozenset({"id", "kind", "body"})
_COMMON = ("hint", "why", "source", "tags", "line", "contrast")


def question_to_json(question: Question) -> dict[str, object]:
    """Return a question as values that `json` can write; what is empty is left out."""
    body = question.body
    written: dict[str, object] = {"id": question.id, "kind": body.kind}
    value: Any
    for source, names in ((body, body.__struct_fields__), (question, _COMMON)):
        for name in names:
            value = getattr(source, name)
            if not value:
                continue
            if value.__class__ is str or value.__class__ is int:
                written[name] = value
            elif value != _EXACT:
                written[name] = _plain(value)
    return written


def question_row(question: Question) -> Struct:
    """Return what `question_to_json` says as a value whose JSON text is the same: msgspec leaves out what is empty.

    To make a dictionary of each question took twice as long as all else that is done with it.
    """
    body = question.body
    own: Any = astuple(body)[:-1]
    if body.__class__ not in _FLAT:
        own = [_plain(value) if value and value != _EXACT else UNSET for value in own]
    return _row(body.__class__)(question.id, body.kind, *own, *astuple(question)[2:])


@cache
def _row(body: type[Body]) -> Callable[..., Struct]:
    """Return the type of the rows of questions with such a body."""
    fields: list[Any] = [("id", str), ("kind", str)]
    for source in (body, Question):
        names, defaults = source.__struct_fields__, source.__struct_defaults__
        given = [""] * (len(names) - len(defaults)) + ["" if each.__class__ is str else each for each in defaults]
        fields += [(name, Any, empty) for name, empty in zip(names, given, strict=True) if name not in _NAMING]
    return defstruct(f"{body.__name__}Row", fields, omit_defaults=True, gc=False)


def json_text(content: Struct | Mapping[str, object]) -> str:
    """Return a question, made ready for it, as JSON text; what says the same is the same text."""
    return _ENCODER.encode(content).decode()


def question_from_json(value: Mapping[str, Any]) -> Question:
    """Return the question that `question_to_json` wrote."""
    return Question(
        value["id"],
        _BODIES[value["kind"]](value),
        value.get("hint", ""),
        value.get("why", ""),
        tuple(value.get("source", ())),
        tuple(value.get("tags", ())),
        value.get("line", 0),
        tuple(value.get("contrast", ())),
    )


def _plain(value: Any) -> object:
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [item if item.__class__ is str else _plain(item) for item in value]
    if isinstance(value, Option):
        return [value.text, value.why] if value.why else value.text
    if isinstance(value, Tolerance):
        return [value.absolute, value.relative]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _option(value: Any) -> Option:
    return Option(value) if isinstance(value, str) else Option(*value)


def _options(values: Any) -> tuple[Option, ...]:
    return tuple(_option(value) for value in values)


def _basic(value: Mapping[str, Any]) -> Basic:
    return Basic(value["ask"], value["answer"], tuple(value.get("points", ())), value.get("reverse", False))


def _typed(value: Mapping[str, Any]) -> Typed:
    accept = tuple(value.get("accept", ()))
    return Typed(value["ask"], value["answer"], accept, value.get("strict", False), value.get("reverse", False))


def _numeric(value: Mapping[str, Any]) -> Numeric:
    return Numeric(
        value["ask"],
        value.get("answer", ""),
        value.get("check", ""),
        {name: tuple(values) for name, values in value.get("given", {}).items()},
        Tolerance(*value.get("tolerance", ())),
        value.get("unit", ""),
        value.get("units", {}),
    )


def _cloze(value: Mapping[str, Any]) -> Cloze:
    accept = {hole: tuple(wordings) for hole, wordings in value.get("accept", {}).items()}
    return Cloze(value["text"], accept, value.get("strict", False))


def _choice(value: Mapping[str, Any]) -> Choice:
    return Choice(value["ask"], _option(value["answer"]), _options(value["wrong"]))


def _multi(value: Mapping[str, Any]) -> Multi:
    return Multi(value["ask"], _options(value["answers"]), _options(value["wrong"]))


def _order(value: Mapping[str, Any]) -> Order:
    return Order(value["ask"], tuple(tuple(place) for place in value["items"]))


def _match(value: Mapping[str, Any]) -> Match:
    return Match(value["ask"], tuple((left, right) for left, right in value["pairs"]))


def _output(value: Mapping[str, Any]) -> Output:
    return Output(value["code"], value["answer"], value["ask"], value["language"], tuple(value.get("requires", ())))


_BODIES: Mapping[Kind, Callable[[Mapping[str, Any]], Body]] = {
    "basic": _basic,
    "typed": _typed,
    "numeric": _numeric,
    "cloze": _cloze,
    "choice": _choice,
    "multi": _multi,
    "order": _order,
    "match": _match,
    "output": _output,
}
