"""Anki's note types as the JSON of its schema 11, whichever schema they are kept in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from quizzer_decks.formats.anki.protobuf import fields

Message = Mapping[int, int | bytes]

_NOTETYPES = "select id, name, mtime_secs, config from notetypes"
_FIELDS = "select ntid, ord, name, config from fields order by ntid, ord"
_TEMPLATES = "select ntid, ord, name, config from templates order by ntid, ord"


def of_tables(db: sqlite3.Connection) -> dict[str, Any]:
    """Return the note types that schemas 14 and after keep in tables; `sqlite3.Error` or ValueError when damaged."""
    names = _by_notetype(db.execute(_FIELDS), _field)
    templates = _by_notetype(db.execute(_TEMPLATES), _template)
    found = {}
    for id_, name, modified, config in db.execute(_NOTETYPES):
        made = dict(fields(bytes(config)))
        model = _model(made, id_, str(name), modified)
        found[str(id_)] = {**model, "flds": names.get(id_, []), "tmpls": templates.get(id_, [])}
    return found


def _by_notetype(rows: Iterable[Any], made: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for notetype, ord_, name, config in rows:
        found.setdefault(notetype, []).append(made(dict(fields(bytes(config))), ord_, str(name)))
    return found


def _model(config: Message, id_: int, name: str, modified: int) -> dict[str, Any]:
    told = {"id": id_, "name": name, "type": _whole(config, 1), "mod": modified, "usn": -1, "sortf": _whole(config, 2)}
    texts = {"css": _text(config, 3), "latexPre": _text(config, 5), "latexPost": _text(config, 6)}
    stock = {"originalStockKind": _whole(config, 9), "originalId": config.get(10)}
    return {**told, **texts, **stock, "did": None, "latexsvg": bool(_whole(config, 7)), "req": []}


def _field(config: Message, ord_: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "ord": ord_,
        "sticky": bool(_whole(config, 1)),
        "rtl": bool(_whole(config, 2)),
        "font": _text(config, 3),
        "size": _whole(config, 4),
        "description": _text(config, 5),
        "plainText": bool(_whole(config, 6)),
        "collapsed": bool(_whole(config, 7)),
        "excludeFromSearch": bool(_whole(config, 8)),
        "id": _signed(config, 9),
        "tag": config.get(10),
        "preventDeletion": bool(_whole(config, 11)),
    }


def _template(config: Message, ord_: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "ord": ord_,
        "qfmt": _text(config, 1),
        "afmt": _text(config, 2),
        "bqfmt": _text(config, 3),
        "bafmt": _text(config, 4),
        "did": None,
        "bfont": _text(config, 6),
        "bsize": _whole(config, 7),
        "id": _signed(config, 8),
    }


def _text(config: Message, number: int) -> str:
    value = config.get(number)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _whole(config: Message, number: int) -> int:
    value = config.get(number)
    return value if isinstance(value, int) else 0


def _signed(config: Message, number: int) -> int | None:
    value = config.get(number)
    if not isinstance(value, int):
        return None
    return value - (1 << 64) if value >> 63 else value
