"""Something happens right before the program calls one of its functions, which then does what it does."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest


def before(place: str, act: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    """Act right before a function, `module:its.name`, is called; with a number after it, before that call of it."""
    where, _, number = place.partition(" ")
    module, _, path = where.partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    real, calls = getattr(owner, name), []

    def acted(*arguments: Any, **named: Any) -> Any:
        calls.append(name)
        if len(calls) == int(number or 1):
            act()
        return real(*arguments, **named)

    patch.setattr(owner, name, acted)
