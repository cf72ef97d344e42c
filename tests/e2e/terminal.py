"""A real terminal around the installed program: a pseudo-terminal, and a screen that understands what is drawn."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
import pyte

QUIZZER = str(Path(sys.executable).with_name("quizzer"))
PATIENCE = 20.0
"""Seconds that a test waits on a busy machine before it fails; none waits that long when all is well."""
ENTER, SPACE, BACKSPACE, TAB = "\r", " ", "\x7f", "\t"
BARE_ESCAPE, ESCAPE = "\x1b", "\x1b[27u"
"""As old terminals send it: Alt with what follows at once; and as those do of which the program asks it."""
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
F1, F2, F3, F4 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"
CTRL_P, CTRL_Q, CTRL_Y, CTRL_Z = "\x10", "\x11", "\x19", "\x1a"

_KITTY_KEYS = re.compile(rb"\x1b\[[<>=][0-9;]*u")
"""Asks for another keyboard protocol; pyte would draw it."""
_ASKS_FOR_FRAMES, _FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026$p", b"\x1b[?2026h", b"\x1b[?2026l"
_PART_OF_ONE = re.compile(rb"\x1b(?:\[(?:[<>=][0-9;]*)?)?$")
_SEQUENCE = re.compile(r"\x1b\[(?P<csi>[0-9;:?<>=]*\$?[A-Za-z])|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)")
_CSI = re.compile(
    r"[0-9;]*m|[0-9;]*[HfABCDGJK]"  # colours, the cursor, clearing
    r"|\?(?:1049|1000|1002|1003|1004|1006|1015|1016|2004|2026|2048|25|7)(?:[hl]|\$p)"  # modes, set and asked for
    r"|[<>=][0-9;]*u"  # keyboard protocol
)
_OSC = re.compile(r"22;[a-z-]*")
"""The shape of the mouse pointer."""
_HARMFUL = re.compile("[\x00-\x06\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_STARTED = datetime.now().astimezone()
_TO_NOON = (_STARTED.replace(hour=12, minute=0, second=0) - _STARTED) / timedelta(days=1)
"""Days by which the program's clock is moved, so that no study day begins while tests run."""


def environment(home: Path, shift: float = 0, **more: str) -> dict[str, str]:
    """Return the environment of a run: nothing of the tester's own settings, the clock `shift` days from noon."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "PYTHONUTF8": "1",
        "QUIZZER_HOME": str(home),
        "QUIZZER_CLOCK_SHIFT": str(_TO_NOON + shift),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **more,
    }


def command(home: Path, *words: str, shift: float = 0, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program without a terminal."""
    return subprocess.run(
        [QUIZZER, *words],
        env=environment(home, shift, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def foreign(raw: bytes) -> list[str]:
    """Return what Textual itself never writes to a terminal: other sequences, control and bidi characters."""
    text = raw.decode("utf-8", "replace")
    strangers = []
    for match in _SEQUENCE.finditer(text):
        csi, osc = match["csi"], match["osc"]
        if not (_CSI.fullmatch(csi) if csi is not None else _OSC.fullmatch(osc)):
            strangers.append(match.group())
    return strangers + _HARMFUL.findall(_SEQUENCE.sub("", text))


def notices(text: str) -> str:
    """Return what the notices at the right of a screen say, without the breaks between their lines."""
    return "".join(line.partition("▌")[2].strip() for line in text.split("\n"))


class Terminal:
    """The program in a terminal of a given size."""

    def __init__(
        self, home: Path, *words: str, size: tuple[int, int] = (80, 24), shift: float = 0, **more: str
    ) -> None:
        self.columns, self.rows = size
        self.raw = b""
        """Everything that was written to the terminal."""
        self.exit_code: int | None = None
        """How it ended: the exit code, or the negative number of the signal that killed it."""
        self._held = b""
        self._seen = (-1, "")
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._process = pexpect.spawn(
            QUIZZER,
            list(words),
            env=environment(home, shift, **more),  # type: ignore[arg-type]
            dimensions=(self.rows, self.columns),
            timeout=None,
        )
        self._process.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
            self._process.wait()
        self._process.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return int(self._process.pid)

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        if self._seen[0] != len(self.raw):
            self._seen = (len(self.raw), "\n".join(line.rstrip() for line in self._screen.display))
        return self._seen[1]

    def line(self, number: int) -> str:
        """Return one line of the screen, counted from 0."""
        return str(self._screen.display[number])

    def where(self, wanted: str) -> tuple[int, int]:
        """Return column and row, counted from 0, of a text on the screen."""
        for row, line in enumerate(self._screen.display):
            if wanted in line:
                return line.index(wanted), row
        raise AssertionError(f"{wanted!r} is not on the screen:\n{self.text}")

    def colours(self) -> set[str]:
        """Return the foreground and background colours in use, as pyte names them."""
        cells = [cell for line in self._screen.buffer.values() for cell in line.values()]
        return {colour for cell in cells for colour in (cell.fg, cell.bg)}

    def take(self, seconds: float = 0.2) -> bool:
        """Take in what the program wrote, waiting at most so long for the first of it; False when it has ended."""
        try:
            new = self._process.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += new
        if _ASKS_FOR_FRAMES in new:
            self.send("\x1b[?2026;2$y")  # yes: then no half-drawn screen is ever looked at
        seen = _KITTY_KEYS.sub(b"", self._held + new)
        cut = _PART_OF_ONE.search(seen)
        whole = cut.start() if cut else len(seen)
        self._stream.feed(seen[:whole])
        self._held = seen[whole:]
        return True

    def until(self, *wanted: str | Callable[[str], object], patience: float = PATIENCE) -> str:
        """Wait until all texts are on the screen, or all conditions on its text hold, and return it."""
        end = time.monotonic() + patience
        looked_at = -1
        while True:
            if len(self.raw) != looked_at and self.raw.rfind(_FRAME_BEGINS) <= self.raw.rfind(_FRAME_ENDS):
                looked_at, text = len(self.raw), self.text
                if all(want in text if isinstance(want, str) else want(text) for want in wanted):
                    return text
            if not self.take(0.2):
                raise AssertionError(f"it ended while waiting for {wanted}:\n{self.text}\n{self.raw[-3000:]!r}")
            if time.monotonic() > end:
                raise AssertionError(f"{wanted} did not come:\n{self.text}")

    def match(self, pattern: str, patience: float = PATIENCE) -> re.Match[str]:
        """Wait until a pattern is on the screen and return its match."""
        text = self.until(lambda text: re.search(pattern, text), patience=patience)
        found = re.search(pattern, text)
        assert found is not None
        return found

    def quiet(self, seconds: float) -> str:
        """Take in what comes until nothing has come for so long: for showing that something does *not* happen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = len(self.raw)
            if not self.take():
                break
            if len(self.raw) != before:
                end = time.monotonic() + seconds
        return self.text

    # -- doing -------------------------------------------------------------------------------------------------

    def send(self, *keys: str) -> None:
        """Press keys, as fast as they come."""
        for key in keys:
            self._process.send(key)

    def pause(self, seconds: float) -> None:
        """Let time pass, as a learner does, while the program goes on."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.take(left)

    def click(self, column: int, row: int) -> None:
        """Press and release the left button on a cell, counted from 0."""
        at = f"{column + 1};{row + 1}"
        self.send(f"\x1b[<35;{at}M", f"\x1b[<0;{at}M", f"\x1b[<0;{at}m")

    def click_on(self, text: str) -> None:
        """Click on the first cell of a text."""
        self.click(*self.where(text))

    def click_until(self, text: str, wanted: str) -> None:
        """Click on a text until another is there: the layout may just be moving under the first click."""
        for _ in range(int(PATIENCE)):
            self.click_on(text)
            with suppress(AssertionError):
                self.until(wanted, patience=1)
                return
        raise AssertionError(f"{wanted!r} did not come of clicks on {text!r}:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._seen = (-1, "")
        self._process.setwinsize(rows, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self._process.child_fd)
        self._process.child_fd = os.open(os.devnull, os.O_RDONLY)  # reads as ended

    def ended(self, patience: float = PATIENCE) -> int:
        """Wait until the program has ended and return its exit code (negative: the signal that killed it)."""
        end = time.monotonic() + patience
        while self.take():
            if time.monotonic() > end:
                raise AssertionError(f"the program did not end:\n{self.text}")
        self._process.wait()
        code = self._process.exitstatus
        self.exit_code = -self._process.signalstatus if code is None else code
        return self.exit_code

    @property
    def unclean(self) -> set[str]:
        """The modes that are not as they were before: a mode's last setting counts."""
        off = {"screen": 1049, "mouse": 1000, "moves": 1003, "focus": 1004, "SGR mouse": 1006, "paste": 2004}
        left = {name for name, mode in off.items() if self._last(mode, b"h") > self._last(mode, b"l")}
        on = {"cursor": 25, "wrap": 7}
        return left | {name for name, mode in on.items() if self._last(mode, b"l") > self._last(mode, b"h")}

    def _last(self, mode: int, letter: bytes) -> int:
        return self.raw.rfind(b"\x1b[?%d%s" % (mode, letter))


Open = Callable[..., Terminal]
