from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from quizzer.beside import Line
from quizzer.errors import FittingError
from quizzer.fitting import Cancelled, Fitting
from quizzer.fitting_process import COMMAND, FAILED, request, serve
from quizzer_scheduler.answers import Answers
from quizzer_scheduler.fitted import Fitted


def two_cards() -> Answers:
    """Return a log of 200 targets that say little."""
    answers = Answers()
    for day in range(101):
        for card in (1, 2):
            answers.add(card, 1000 + day, 1 if day % 7 == 3 else 3, day == 0)
    return answers


def script(tmp_path: Path, code: str) -> Fitting:
    """Return a fit by a process that runs this code instead."""
    path = tmp_path / "instead.py"
    path.write_text(f"import sys\n{code}\n", encoding="utf-8")
    return Fitting((sys.executable, str(path)), seconds=20)


def test_a_fit_in_a_process_of_its_own() -> None:
    """Answers go over, progress and what came of it come back."""
    told: list[str] = []
    found = Fitting().run(two_cards, None, 1, told.append)
    assert (found.reviews, found.targets) == (202, 200)
    assert found.trial is not None
    assert told[0] == "Reading the answers"


def test_nothing_to_fit() -> None:
    """An empty log goes through like any other."""
    assert Fitting().run(Answers, None, 1) == Fitted(0, 0)


def test_the_process_loads_next_to_nothing() -> None:
    """Half of a short fit would be the start of its process: that loads the library, and none of what is slow."""
    *python, code = COMMAND
    watched = f"{code}; import sys; sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([*python, watched], input=b"", capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "fsrs_rs_python" in loaded
    assert not loaded & {"typing", "dataclasses", "inspect", "json", "msgspec", "quizzer_scheduler.model"}
    assert done.stdout == b"\0quizzer\n"  # and where nothing is asked, it says nothing but that it is there


@pytest.mark.parametrize("code", ["import os; os.abort()", "sys.exit(3)", "raise BaseException('panicked')", ""])
def test_a_process_that_dies(tmp_path: Path, code: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A panic is one sentence, and nothing of it reaches the terminal."""
    with pytest.raises(FittingError, match=r"ended without a result \(exit code -?\d+\).*Nothing was changed\."):
        script(tmp_path, code).run(two_cards, None, 1)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("said", ["loaded some plug-in", "i", "N", "(", "[1, 2"])
def test_something_else_on_its_output(tmp_path: Path, said: str) -> None:
    """What an environment prints at the start of every Python is one sentence, too."""
    with pytest.raises(FittingError, match="Nothing was changed"):
        script(tmp_path, f"print({said!r}, flush=True)").run(Answers, None, 1)


def test_a_real_panic() -> None:
    """An answer that the library panics at ends the process, not the program."""
    answers = two_cards()
    for place in range(len(answers)):
        answers.ratings[place] = 100
    with pytest.raises(FittingError, match="Nothing was changed"):
        Fitting().run(lambda: answers, None, 1)


def test_what_cannot_be_computed_is_told() -> None:
    """A fit that does not converge says so."""
    answers = two_cards()
    answers.ratings[0] = 9
    asked, reply = io.BytesIO(), io.BytesIO()
    Line(asked, asked).say(request(answers, None, 1))
    asked.seek(0)
    serve(Line(asked, reply))
    reply.seek(0)
    said = Line(reply, reply)
    while (message := said.hear())[0] != FAILED:
        pass
    assert message[1]


def test_too_long(tmp_path: Path) -> None:
    """A fit that does not come to an end is stopped."""
    path = tmp_path / "instead.py"
    path.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    with pytest.raises(FittingError, match="took too long"):
        Fitting((sys.executable, str(path)), seconds=0.2).run(Answers, None, 1)


def test_cancelled(tmp_path: Path) -> None:
    """A fit that is cancelled ends at once, before or after it began; its process is gone."""
    said = "import time\ndef serve(line):\n    line.say(('doing', 'something'))\n    time.sleep(60)"
    fitting = script(tmp_path, f"{said}\nfrom quizzer.beside import run\nrun(serve)")
    begun = threading.Event()
    threading.Thread(target=lambda: begun.wait(20) and fitting.cancel()).start()
    with pytest.raises(Cancelled):
        fitting.run(Answers, None, 1, lambda _: begun.set())
    with pytest.raises(Cancelled):
        fitting.run(Answers, None, 1)


def test_what_cannot_be_started() -> None:
    """Where no process can be had, the learner is told."""
    with pytest.raises(FittingError, match="could not be started"):
        Fitting(("/nowhere/python",)).run(Answers, None, 1)
