"""Quizzer's own note types in Anki: their ids, names, fields and templates never change, so that notes find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

SEVERAL = 20
"""Cards that a note of the type for several questions can have."""

_HINT = "{{#Hint}}<div class=hint>{{hint:Hint}}</div>{{/Hint}}"
_AFTER = "{{#Explanation}}<div class=why>{{Explanation}}</div>{{/Explanation}}"
_LINE = "{{FrontSide}}\n\n<hr id=answer>\n\n"
_CSS = """\
.card { font-family: sans-serif; font-size: 20px; line-height: 1.5; text-align: center; }
.cloze { font-weight: bold; color: #2563eb; }
.hint, .why { font-size: 16px; margin-top: 1em; }
ul, ol, table, pre { display: inline-block; text-align: left; }
td, th { padding: 0 .5em; }
"""
_LATEX = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n"
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)


class NoteType(NamedTuple):
    """A note type: its fields, and front and back of each of its cards."""

    id: int
    name: str
    fields: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]
    cloze: bool = False


_SIDES = ("Front", "Back", "Hint", "Explanation")
_THERE = ("{{Front}}" + _HINT, _LINE + "{{Back}}" + _AFTER)

BASIC = NoteType(1_600_000_100_001, "Quizzer", _SIDES, (_THERE,))
REVERSED = NoteType(
    1_600_000_100_002, "Quizzer (and reversed)", _SIDES, (_THERE, ("{{Back}}", _LINE + "{{Front}}" + _AFTER))
)
TYPED = NoteType(
    1_600_000_100_003,
    "Quizzer (typed)",
    _SIDES,
    (("{{Front}}" + _HINT + "\n\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}" + _AFTER),),
)
CLOZE = NoteType(
    1_600_000_100_004,
    "Quizzer (cloze)",
    ("Text", "Hint", "Explanation"),
    (("{{cloze:Text}}" + _HINT, "{{cloze:Text}}" + _AFTER),),
    cloze=True,
)
MANY = NoteType(
    1_600_000_100_005,
    "Quizzer (several)",
    ("Name", *(f"{side} {number}" for number in range(1, SEVERAL + 1) for side in ("Front", "Back"))),
    tuple(
        (f"{{{{#Front {number}}}}}{{{{Front {number}}}}}{{{{/Front {number}}}}}", f"{_LINE}{{{{Back {number}}}}}")
        for number in range(1, SEVERAL + 1)
    ),
)
_EACH = "".join(f"{{{{#c{number}}}}}{{{{cloze:Text {number}}}}}{{{{/c{number}}}}}" for number in range(1, SEVERAL + 1))
CLOZES = NoteType(
    1_600_000_100_006,
    "Quizzer (several cloze)",
    ("Name", *(f"Text {number}" for number in range(1, SEVERAL + 1)), "Explanation"),
    ((_EACH, _EACH + _AFTER),),
    cloze=True,
)


def of_model(model: Mapping[str, Any]) -> NoteType:
    """Return a note type of another program by its JSON, as far as notes need it; its templates stay there."""
    return NoteType(int(model["id"]), str(model["name"]), tuple(str(each["name"]) for each in model["flds"]), ())


def models(types: Sequence[NoteType], modified: int) -> dict[str, Any]:
    """Return note types as the `models` of a collection of schema 11."""
    return {str(each.id): _model(each, modified) for each in types}


def _model(kind: NoteType, modified: int) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.name,
        "type": int(kind.cloze),
        "mod": modified,
        "usn": -1,
        "sortf": 0,
        "did": None,
        "tmpls": [_template(kind, ord_, *sides) for ord_, sides in enumerate(kind.cards)],
        "flds": [_field(kind, ord_, name) for ord_, name in enumerate(kind.fields)],
        "css": _CSS,
        "latexPre": _LATEX,
        "latexPost": "\\end{document}",
        "latexsvg": False,
        "req": [[ord_, "any", [0]] for ord_ in range(len(kind.cards))],
    }


def _template(kind: NoteType, ord_: int, front: str, back: str) -> dict[str, Any]:
    sides = {"qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "did": None, "bfont": "", "bsize": 0}
    return {"name": f"Card {ord_ + 1}", "ord": ord_, "id": kind.id * 1000 + ord_, **sides}


def _field(kind: NoteType, ord_: int, name: str) -> Mapping[str, Any]:
    return {
        "name": name,
        "ord": ord_,
        "id": kind.id * 1000 + 500 + ord_,
        "sticky": False,
        "rtl": False,
        "font": "Arial",
        "size": 20,
        "description": "",
        "media": [],
    }
