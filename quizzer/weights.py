"""Which weights are in force: a fact of the log names the parameter set they come from."""

from __future__ import annotations

from collections.abc import Mapping

from quizzer.store.records import FactValue
from quizzer_scheduler.model import Parameters

WEIGHTS = "weights"
"""Kind of the facts about weights."""

IN_FORCE = "in force"
"""Subject of the fact whose `version` is that of the parameter set with the weights; without it, the defaults."""

OFFERED = "offered"
"""Subject of the fact that says up to how many answers nobody need be asked about a fit."""


def version_of(value: FactValue) -> int | None:
    """Return the version that a fact names."""
    version = value.get("version") if isinstance(value, dict) else None
    return version if isinstance(version, int) else None


def weights_in_force(facts: Mapping[str, FactValue], history: Mapping[int, Parameters]) -> tuple[float, ...] | None:
    """Return the weights to schedule with, None for the defaults. `facts` are those of the kind `WEIGHTS`."""
    version = version_of(facts.get(IN_FORCE))
    return history[version].weights if version is not None and version in history else None
