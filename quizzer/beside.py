"""A process of ours beside this one: started, talked with in plain values, heard of when it fails, and ended.

Both sides are the same Python, so they talk in `marshal`, which is there already. The other side is a module with a
function `serve(line)`; next to nothing is loaded for it. It ends with the process that started it, however that ends.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Any, BinaryIO

_BEGIN = b"\0quizzer\n"
"""The first line of what is said: an environment may have every Python print something before."""
_TOLD = 4096
"""Bytes from the end of what a process that failed wrote about it."""


class Ended(Exception):
    """Raise when the other process says nothing more; the text is its reason, in a few words."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code
        """Of its exit."""


class NeverBegun(Ended):
    """Raise when it ended before it could do anything: none can be started here, so the work may be done otherwise."""


class Line:
    """What two processes say to each other: values that `marshal` takes."""

    def __init__(self, source: BinaryIO, to: BinaryIO) -> None:
        self._source = source
        self._to = to

    def say(self, message: Any) -> None:
        """Say something. OSError when nobody is there."""
        marshal.dump(message, self._to)
        self._to.flush()

    def hear(self) -> Any:
        """Wait for what is said next. EOFError when there is nothing more."""
        return marshal.load(self._source)

    def hear_last(self) -> Any:
        """Wait for the last that is asked; from then on this process ends as soon as the one that asked."""
        asked = self.hear()
        from _thread import start_new_thread

        start_new_thread(_end_with, (self._source.fileno(),))
        return asked


def command(module: str) -> tuple[str, ...]:
    """Return the command of a process in which `serve` of a module is called."""
    code = f"from quizzer.beside import run; from {module} import serve; run(serve)"
    return (sys.executable, "-P", "-c", code)


def run(serve: Callable[[Line], None]) -> None:
    """Serve the process that started this one."""
    import gc

    gc.disable()  # a process that ends soon has nothing to collect
    to, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is not for the other process
    try:
        to.write(_BEGIN)
        to.flush()  # who waits is to know that it came so far, whatever becomes of it
        serve(Line(sys.stdin.buffer, to))
    except (EOFError, BrokenPipeError):
        return  # nobody asks or listens any more


def _end_with(source: int) -> None:
    while os.read(source, 1):
        pass
    os._exit(1)


class Beside:
    """The other process; it ends with the block. `stop` may be called from any thread. OSError when none starts."""

    def __init__(self, command: Sequence[str]) -> None:
        import subprocess
        import tempfile

        self._trouble = tempfile.TemporaryFile()  # noqa: SIM115  # a pipe may fill while nobody reads it
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=self._trouble)
        except OSError:
            self._trouble.close()
            raise
        into: Any = self._process.stdin
        out: Any = self._process.stdout
        self._into, self._out, self._line = into, out, Line(out, into)
        self._begun = False

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from contextlib import suppress

        self.stop()
        self._process.wait()
        self._out.close()
        with suppress(OSError):  # something was not said to the end
            self._into.close()
        self._trouble.close()

    def say(self, message: Any) -> None:
        """Say something; where nobody is there any more, `hear` tells."""
        try:
            self._line.say(message)
        except OSError:
            return

    def hear(self) -> Any:
        """Wait for what it says next. `Ended` when there is nothing more, or nothing that makes sense."""
        try:
            while not self._begun:
                if not (said := self._out.readline()):
                    raise EOFError
                self._begun = said == _BEGIN
            return self._line.hear()
        except (EOFError, OSError):
            raise self._ended() from None
        except (ValueError, TypeError):
            self.stop()
            raise self._ended() from None

    def stop(self) -> None:
        """End it at once; what it did not say yet it never says."""
        self._process.kill()

    def _ended(self) -> Ended:
        code = self._process.wait()
        self._out.close()
        self._trouble.seek(max(0, self._trouble.seek(0, os.SEEK_END) - _TOLD))
        last = self._trouble.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        kind = Ended if self._begun else NeverBegun
        return kind(last.partition(": ")[2] or last or f"exit code {code}", code)
