"""Fitting in a process of its own: with progress, to be cancelled at any time, and with an end."""

from __future__ import annotations

import threading
from collections.abc import Callable

from quizzer.beside import Beside, Ended
from quizzer.errors import FittingError
from quizzer.fitting_process import COMMAND, DOING, FITTED, request
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
        self._process: Beside | None = None
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
        with self._start() as process:
            answers = read()
            timer = threading.Timer(self._seconds + _SECONDS_AN_ANSWER * len(answers), self._stop_late)
            timer.daemon = True
            timer.start()
            try:
                process.say(request(answers, weights, relearning_steps))
                return self._found(process, len(answers), doing)
            finally:
                timer.cancel()

    def cancel(self) -> None:
        """Stop the fit; nothing of it is left."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.stop()

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped, be it after its end."""
        return self._cancelled

    def _start(self) -> Beside:
        with self._lock:
            if self._cancelled:
                raise Cancelled("The fit was cancelled; nothing was changed.")
            try:
                self._process = Beside(self._command)
            except OSError as error:
                raise FittingError(f"The fit could not be started: {error.strerror}. Nothing was changed.") from error
            return self._process

    def _stop_late(self) -> None:
        with self._lock:
            self._late = True
            if self._process is not None:
                self._process.stop()

    def _found(self, process: Beside, answers: int, doing: Doing) -> Fitted:
        try:
            while True:
                about, told = process.hear()
                if about == DOING:
                    doing(told)
                elif about == FITTED:
                    return Fitted.of(answers, told)
                else:
                    raise FittingError(f"The weights could not be fitted: {told}. Nothing was changed.")
        except Ended as ended:
            raise self._failure(ended) from None

    def _failure(self, ended: Ended) -> FittingError:
        with self._lock:
            if self._cancelled:
                return Cancelled("The fit was cancelled; nothing was changed.")
            if self._late:
                return FittingError("The fit took too long and was stopped. Nothing was changed.")
        return FittingError(
            f"The fit ended without a result (exit code {ended.code}): its library gave up. Nothing was changed."
        )
