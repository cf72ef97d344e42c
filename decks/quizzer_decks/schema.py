"""The JSON Schema of deck files, for completion and checking in editors; made from the table that reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quizzer_decks.fields import (
    DECK_FIELDS,
    IDENTITY_FIELDS,
    KIND_FIELDS,
    LANGUAGES,
    MAX_CONTRASTS,
    MAX_QUESTIONS,
    MAX_TEXT,
    MAX_VALUES,
    NAME,
    NUMBER,
    OPTION_FIELDS,
    PATH,
    QUESTION_FIELDS,
    RESOURCE_FIELDS,
    SLUG,
    Field,
    Shape,
)
from quizzer_decks.model import KINDS, Kind

Schema = dict[str, object]

# Decks read every scalar as text, but an editor's YAML reader makes numbers and truth values of some of them.
_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": MAX_TEXT, "pattern": "\\S"}
_NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^(?:{NUMBER.pattern})$"}]}
_FLAG: Schema = {"enum": [True, False, "true", "false"]}


def deck_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a deck file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Quizzer deck",
        "description": "Questions about one topic. See docs/deck-format.md.",
        **_mapping(DECK_FIELDS),
        "$defs": {kind: _question(kind) for kind in KINDS},
    }


def _question(kind: Kind) -> Schema:
    schema = _mapping((*IDENTITY_FIELDS, *KIND_FIELDS[kind], *QUESTION_FIELDS))
    if kind == "numeric":
        schema["anyOf"] = [{"required": ["answer"]}, {"required": ["check"]}]
        schema["dependentRequired"] = {"given": ["check"], "units": ["unit"]}
        schema["not"] = {"required": ["given", "answer"]}
    return schema


def _any_question() -> Schema:
    """Choose the kind's own schema, so that an editor names the mistake and not nine schemas that do not fit."""
    return {
        "type": "object",
        "required": [field.name for field in IDENTITY_FIELDS],
        "properties": {field.name: _field(field) for field in IDENTITY_FIELDS},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{kind}"},
            }
            for kind in KINDS
        ],
    }


def _mapping(fields: Sequence[Field]) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: _field(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(field: Field) -> Schema:
    return {"description": field.meaning, **_SHAPES[field.shape]()}


def _list(items: Schema, least: int = 1, most: int | None = None) -> Schema:
    return {"type": "array", "items": items, "minItems": least} | ({} if most is None else {"maxItems": most})


def _table(values: Schema, least: int = 1) -> Schema:
    return {"type": "object", "additionalProperties": values, "minProperties": least}


def _matching(pattern: str) -> Schema:
    return {"type": ["string", "number"], "pattern": f"^{pattern}$"}


def _option() -> Schema:
    return {"anyOf": [_TEXT, _mapping(OPTION_FIELDS)]}


def _given() -> Schema:
    range_schema: Schema = {
        "type": "object",
        "properties": dict.fromkeys(("from", "to", "step"), _NUMBER),
        "required": ["from", "to"],
        "additionalProperties": False,
    }
    values: Schema = {"anyOf": [_list(_NUMBER, 1, MAX_VALUES), range_schema]}
    return {**_table(values), "propertyNames": {"pattern": f"^{NAME.pattern}$", "not": {"const": "answer"}}}


def _tolerance() -> Schema:
    relative: Schema = {"type": "string", "pattern": f"^{NUMBER.pattern}\\s*%?$".replace("[-+]?", "\\+?", 1)}
    return {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, relative]}


_SHAPES: Mapping[Shape, Callable[[], Schema]] = {
    "text": lambda: _TEXT,
    "code": lambda: _TEXT,
    "texts": lambda: _list(_TEXT),
    "links": lambda: {"anyOf": [_TEXT, _list(_TEXT)]},
    "slug": lambda: _matching(SLUG.pattern),
    "kind": lambda: {"enum": list(KINDS)},
    "path": lambda: _matching(PATH.pattern),
    "paths": lambda: _list(_matching(PATH.pattern)),
    "references": lambda: _list(_matching(PATH.pattern), 1, MAX_CONTRASTS),
    "flag": lambda: _FLAG,
    "number": lambda: _TEXT,
    "tolerance": _tolerance,
    "units": lambda: _table(_NUMBER),
    "given": _given,
    "option": _option,
    "options": lambda: _list(_option()),
    "places": lambda: _list({"anyOf": [_TEXT, _list(_TEXT)]}, 2),
    "pairs": lambda: _table(_TEXT, 2),
    "wordings": lambda: _table(_list(_TEXT)),
    "language": lambda: {"enum": list(LANGUAGES)},
    "resources": lambda: _list(_mapping(RESOURCE_FIELDS)),
    "nodes": lambda: _list(_any_question(), 1, MAX_QUESTIONS),
}
