"""Tables of what is asked a million times and has few answers: each is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")


class Worked(dict[int, _Value]):
    """A table that is filled where it is looked into: a hit costs no call."""

    def __init__(self, work: Callable[[int], _Value]) -> None:
        self._work = work

    def __missing__(self, number: int) -> _Value:
        value = self[number] = self._work(number)
        return value
