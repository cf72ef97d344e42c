"""Facts that stand, and parameter sets."""

from __future__ import annotations

import json
from datetime import date

from quizzer.store.records import FactValue
from quizzer.store.rows import parameters_of
from quizzer.store.sqlite_file import Row, Rows
from quizzer_scheduler.model import Parameters


class FactReader:
    """Reads what is known beside the cards."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._read: dict[str, tuple[list[Row], dict[str, FactValue]]] = {}

    def all(self, kind: str) -> dict[str, FactValue]:
        """Return the facts of a kind by subject; the same values as before, not to be changed, where nothing was."""
        found = self._rows.all("select subject, value from fact where kind = :kind order by subject", kind=kind)
        known = self._read.get(kind)
        if known is None or known[0] != found:  # a plan's text is long, and it is asked for with each answer
            known = self._read[kind] = found, {subject: json.loads(value) for subject, value in found}
        return dict(known[1])

    def last_said(self, kind: str, subject: str) -> date | None:
        """Return the last study day on which a fact was stated, also one that was taken back; None for never."""
        told = "select max(day) from event where kind = 2 and name = :kind and subject = :subject"
        ((day,),) = self._rows.all(told, kind=kind, subject=subject)
        return None if day is None else date.fromordinal(day)

    def parameters(self, version: int | None = None) -> Parameters | None:
        """Return a parameter set, by default the newest; None when there is none."""
        if version is None:
            found = self._rows.all("select version, json from parameters order by version desc limit 1")
        else:
            found = self._rows.all("select version, json from parameters where version = :version", version=version)
        return parameters_of(*found[0]) if found else None

    def all_parameters(self) -> dict[int, Parameters]:
        """Return all parameter sets by version."""
        return {
            version: parameters_of(version, text)
            for version, text in self._rows.all("select version, json from parameters")
        }
