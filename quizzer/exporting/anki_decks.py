"""Decks and their preset as Anki's JSON: names from titles, ids that stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from quizzer_decks.slugs import slug_of

if TYPE_CHECKING:
    from quizzer.config import Config
    from quizzer.store.records import DeckInfo
    from quizzer_scheduler.model import Parameters

PRESET = 1_600_000_100_000
_BETWEEN = " › "
_PART = re.compile(r"-part-(\d+)$")
_DEFAULT = 1


def deck_name(info: DeckInfo) -> str:
    """Return the name of a deck in Anki, `::` between the levels; what goes on in another file is the same deck."""
    title = info.title
    if part := _PART.search(info.id):
        title = title.removesuffix(f" ({part[1]})")
    levels = _levels(title.split(_BETWEEN), info.id.split("/"))
    return "::".join(level.replace("::", ":").strip() or "deck" for level in levels)


def _levels(pieces: list[str], ids: list[str]) -> list[str]:
    """Return the titles of the decks that lead to one, of the pieces of its title.

    Between levels stands what may stand in a title as well: the folders of an id tell which of them are levels.
    """
    if len(pieces) == 1 or len(pieces) < len(ids):
        return [*ids[:-1], _BETWEEN.join(pieces)]
    levels: list[str] = []
    rest = pieces
    for name in ids[:-1]:
        ends = (end for end in range(1, len(rest)) if slug_of(_BETWEEN.join(rest[:end])) == name)
        end = next(ends, 0)
        if not end:  # a title of the learner's own
            return pieces if len(pieces) == len(ids) else [*ids[:-1], _BETWEEN.join(pieces)]
        levels.append(_BETWEEN.join(rest[:end]))
        rest = rest[end:]
    return [*levels, _BETWEEN.join(rest)]


def deck_ids(names: Iterable[str]) -> dict[str, int]:
    """Return the ids of decks and of those above them, by name."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name in names:
        levels = name.split("::")
        for depth in range(1, len(levels) + 1):
            above = "::".join(levels[:depth])
            if above not in found:
                found[above] = _DEFAULT if above == "Default" else id_of(above, taken)
                taken.add(found[above])
    return found


def id_of(name: str, taken: set[int]) -> int:
    """Return an id made of a name, a time in milliseconds that lies in the past; the next where it is taken."""
    id_ = 1_600_000_200_000 + int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) % 100_000_000_000
    while id_ in taken:
        id_ += 1
    return id_


def decks_json(ids: dict[str, int], modified: int) -> dict[str, Any]:
    """Return decks as the `decks` of a collection of schema 11."""
    return {str(id_): _deck(id_, name, modified) for name, id_ in {"Default": _DEFAULT, **ids}.items()}


def _deck(id_: int, name: str, modified: int) -> dict[str, Any]:
    days = {name: [0, 0] for name in ("lrnToday", "revToday", "newToday", "timeToday")}
    told = {"id": id_, "mod": modified, "name": name, "usn": -1, "desc": "", "dyn": 0}
    preset = _DEFAULT if id_ == _DEFAULT else PRESET
    return {**told, **days, "collapsed": True, "browserCollapsed": True, "conf": preset, "extendNew": 0, "extendRev": 0}


def presets_json(parameters: Parameters, config: Config, modified: int) -> dict[str, Any]:
    """Return Anki's default preset, which nothing uses, and our own: steps, limits, weights and desired retention."""
    own = _preset(PRESET, "Quizzer", modified)
    own["new"] |= {"delays": _minutes(parameters.learning_steps), "perDay": config.whole("study.new_per_day")}
    own["rev"] |= {"maxIvl": parameters.maximum_interval, "perDay": config.whole("study.reviews_per_day")}
    own["lapse"] |= {"delays": _minutes(parameters.relearning_steps)}
    own |= {"fsrsParams6": list(parameters.weights or ()), "desiredRetention": parameters.desired_retention}
    return {str(_DEFAULT): _preset(_DEFAULT, "Default", 0), str(PRESET): own}


def _preset(id_: int, name: str, modified: int) -> dict[str, Any]:
    new = {"bury": False, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20}
    rev = {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2}
    lapse = {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}
    told = {"id": id_, "mod": modified, "name": name, "usn": -1, "maxTaken": 60, "autoplay": True, "timer": 0}
    return {**told, "replayq": True, "new": new, "rev": rev, "lapse": lapse, "dyn": False}


def _minutes(steps: Iterable[timedelta]) -> list[float]:
    return [step / timedelta(minutes=1) for step in steps]
