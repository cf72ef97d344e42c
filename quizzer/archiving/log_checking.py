"""What must hold between the events of an archive: numbers that count up, actions in one piece, undos of something."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container

from quizzer.archiving.checking import EARLIEST, LATEST, id_problem
from quizzer.archiving.events import past_of
from quizzer.archiving.records import (
    ChangeLine,
    Device,
    EventLine,
    FactLine,
    RedoLine,
    ReviewLine,
    UndoLine,
)

_STANDS, _UNDONE, _COMPENSATES = range(3)


class _Chain:
    """The events of one device."""

    def __init__(self, uid: str) -> None:
        self.uid = uid
        self.numbers = array("q")
        self.states = bytearray()
        self.group = 0
        """Of the last event."""


class LogCheck:
    """The log as it is read. ValueError says what cannot be."""

    def __init__(self, versions: Container[int]) -> None:
        self._versions = versions
        self._chains: list[_Chain] = []

    def device(self, device: Device) -> None:
        """Take in a device."""
        if device.number != len(self._chains) + 1 or any(chain.uid == device.uid for chain in self._chains):
            raise ValueError("devices are numbered 1, 2, … as they come, and each comes once")
        if id_problem(device.uid):
            raise ValueError(f"{device.uid[:40]!r} is no name of a device")
        self._chains.append(_Chain(device.uid))

    def uid(self, line: EventLine) -> str:
        """Return the name of the device that wrote an event."""
        return self._chains[line.device - 1].uid

    def event(self, line: EventLine) -> None:
        """Take in an event."""
        if line.device > len(self._chains):
            raise ValueError(f"there is no device {line.device} above")
        chain = self._chains[line.device - 1]
        back = isinstance(line, (UndoLine, RedoLine))
        if chain.numbers and line.seq <= chain.numbers[-1]:
            raise ValueError(f"event {line.seq:,} of device {line.device} comes after event {chain.numbers[-1]:,}")
        group = line.group or line.seq
        if group != line.seq and (group != chain.group or back is not (chain.states[-1] == _COMPENSATES)):
            raise ValueError(f"the action {group:,} of device {line.device} is not in one piece")
        _check_time(line)
        match line:
            case ReviewLine() | ChangeLine():
                self._card(line)
            case UndoLine() | RedoLine():
                _turn(chain, line)
            case FactLine() if not line.kind:
                raise ValueError("a fact of no kind")
        if not isinstance(line, ReviewLine):
            past_of(line, chain.uid)
        chain.numbers.append(line.seq)
        chain.states.append(_COMPENSATES if back else _STANDS)
        chain.group = group

    def _card(self, line: ReviewLine | ChangeLine) -> None:
        if wrong := id_problem(line.card):
            raise ValueError(wrong)
        if line.parameters is not None and line.parameters not in self._versions:
            raise ValueError(f"there is no parameter set {line.parameters} above")
        if isinstance(line, ReviewLine):
            if not EARLIEST <= line.due_at <= LATEST:
                raise ValueError("`due_at` is out of reach")
            if (line.stability_before is None) is not (line.difficulty_before is None):
                raise ValueError("there is one of `stability_before` and `difficulty_before` only")


def _check_time(line: EventLine) -> None:
    if not EARLIEST <= line.at <= LATEST or not EARLIEST.year <= line.day.year < LATEST.year:
        raise ValueError("`at` or `day` is out of reach")


def _turn(chain: _Chain, line: UndoLine | RedoLine) -> None:
    """Undo or redo an event."""
    place = bisect_left(chain.numbers, line.target)
    wanted = _STANDS if isinstance(line, UndoLine) else _UNDONE
    if place == len(chain.numbers) or chain.numbers[place] != line.target or chain.states[place] != wanted:
        what = "stands to be undone" if wanted == _STANDS else "was undone"
        raise ValueError(f"there is no event {line.target:,} of this device that {what}")
    chain.states[place] = _UNDONE if wanted == _STANDS else _STANDS
