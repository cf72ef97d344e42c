"""A program in a pseudo-terminal: when does a text appear, what is painted after a key, how much memory it takes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from time import perf_counter

_CONTROL = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\"
    rb"|\x1b[ -/]*[0-~]|[\x00-\x08\x0e-\x1f]"
)
QUIET = 0.15
"""Seconds without output after which a screen counts as painted; the last output is what is timed."""


class Terminal:
    """One program on a screen of its own. What it writes is read at once; nothing is drawn."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 100, rows: int = 30
    ) -> None:
        variables = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        variables.pop("NO_COLOR", None)
        self.began = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], list(command), variables)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._seen = bytearray()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self.pid, 0)

    def until(self, *texts: str, patience: float = 60) -> float:
        """Read until one of the texts has been written and return the instant; TimeoutError tells what came instead."""
        wanted = [text.encode() for text in texts]
        ends = perf_counter() + patience
        while perf_counter() < ends:
            if not self._read(ends - perf_counter()):
                break
            at = perf_counter()
            plain = _CONTROL.sub(b"", bytes(self._seen))
            if any(text in plain for text in wanted):
                return at
        tail = _CONTROL.sub(b"", bytes(self._seen))[-2000:].decode(errors="replace")
        raise TimeoutError(f"none of {texts} appeared; the end of the output was: {tail}")

    def until_quiet(self) -> float:
        """Read until nothing more comes; return the instant of the last output, or of the call when there was none."""
        at = perf_counter()
        while self._read(QUIET):
            at = perf_counter()
        return at

    def press(self, keys: str) -> float:
        """Forget what was written so far, send keys, and return the instant."""
        self._seen.clear()
        at = perf_counter()
        os.write(self._fd, keys.encode())
        return at

    @property
    def text(self) -> str:
        """What was written since the last key, without control sequences."""
        return _CONTROL.sub(b"", bytes(self._seen)).decode(errors="replace")

    def peak_memory(self) -> float:
        """Return the most memory the program held at any time, in megabytes (Linux)."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], max(0.0, patience))
        if not ready:
            return False
        try:
            self._seen += os.read(self._fd, 1 << 16)
        except OSError:  # the program ended
            return False
        return True
