"""Fitting in a process of its own: with progress, to be cancelled at any time, and with an end."""

from __future__ import annotations

import marshal
import subprocess
import threading
from collections.abc import Callable
from typing import BinaryIO, cast

from quizzer.errors import FittingError
from quizzer.fitting_process import COMMAND, DOING, FITTED, write_request
from quizzer_scheduler.answers import Answers
from quizzer_scheduler.fitted import Fitted

Doing = Callable[[str], None]
"""Told what is being done, a few words each time."""

_SECONDS, _SECONDS_AN_ANSWER = 60.0, 0.0005
"""How long a fit may take; it usually takes a hundredth of that."""


class Cancelled(FittingError):
    """Raise when the learner stopped the fit."""


class Fitting:
    """One fit. `run` may be called from any thread, `cancel` from another."""

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = _SECONDS) -> None:
        self._command = command
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._late = False

    def run(
        self,
        read: Callable[[], Answers],
        weights: tuple[float, ...] | None,
        relearning_steps: int,
        doing: Doing = lambda _: None,
    ) -> Fitted:
        """Fit what `read` returns, and return what came of it; the process starts while it reads.

        `FittingError` when it failed or took too long, `Cancelled` on `cancel`.
        """
        process = self._start()
        try:
            answers = read()
            timer = threading.Timer(self._seconds + _SECONDS_AN_ANSWER * len(answers), self._stop_late)
            timer.daemon = True
            timer.start()
            try:
                return self._talk(process, answers, weights, relearning_steps, doing)
            finally:
                timer.cancel()
        finally:
            process.kill()
            process.communicate()

    def cancel(self) -> None:
        """Stop the fit; nothing of it is left."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped, be it after its end."""
        return self._cancelled

    def _start(self) -> subprocess.Popen[bytes]:
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        with self._lock:
            if self._cancelled:
                raise Cancelled("The fit was cancelled; nothing was changed.")
            try:
                # A panic's backtrace would end up in the middle of a screen, so nobody listens to its errors.
                self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=null)
            except OSError as error:
                raise FittingError(f"The fit could not be started: {error.strerror}. Nothing was changed.") from error
            return self._process

    def _stop_late(self) -> None:
        with self._lock:
            self._late = True
            if self._process is not None:
                self._process.kill()

    def _talk(
        self,
        process: subprocess.Popen[bytes],
        answers: Answers,
        weights: tuple[float, ...] | None,
        relearning_steps: int,
        doing: Doing,
    ) -> Fitted:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            write_request(cast(BinaryIO, process.stdin), answers, weights, relearning_steps)
            process.stdin.flush()
            while True:
                about, told = marshal.load(process.stdout)
                if about == DOING:
                    doing(told)
                elif about == FITTED:
                    return Fitted.of(len(answers), told)
                else:
                    raise FittingError(f"The weights could not be fitted: {told}. Nothing was changed.")
        except (OSError, EOFError):
            raise self._failure(process) from None
        except (ValueError, TypeError) as error:  # something else writes there, too
            raise FittingError("What the fit found could not be read. Nothing was changed.") from error

    def _failure(self, process: subprocess.Popen[bytes]) -> FittingError:
        with self._lock:
            if self._cancelled:
                return Cancelled("The fit was cancelled; nothing was changed.")
            if self._late:
                return FittingError("The fit took too long and was stopped. Nothing was changed.")
        return FittingError(
            f"The fit ended without a result (exit code {process.wait()}): its library gave up. Nothing was changed."
        )
