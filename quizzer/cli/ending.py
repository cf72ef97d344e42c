"""Asked to end from outside: what is under way is brought to an end first."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_REQUESTS = ("SIGTERM", "SIGHUP")


@contextmanager
def ending_when_asked() -> Iterator[None]:
    """Let a request to end the process unwind the block first, as Ctrl-C does: it raises SystemExit there."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    requests = [getattr(signal, name) for name in _REQUESTS if hasattr(signal, name)]  # Windows knows no SIGHUP
    heard = [number for number in requests if signal.getsignal(number) is not signal.SIG_IGN]  # nohup lets it go on
    before = [(number, signal.signal(number, end)) for number in heard]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
