"""A process of ours beside this one: what it says, what is said of its failure, and that it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quizzer.beside import Beside, Ended


def served(body: str, before: str = "") -> tuple[str, ...]:
    """Return the command of a process that serves so."""
    return (sys.executable, "-c", f"{before}\ndef serve(line):\n    {body}\nfrom quizzer.beside import run\nrun(serve)")


def test_both_talk() -> None:
    """What one says the other hears, whatever an environment or a library prints."""
    with Beside(served("print('noise'); line.say([line.hear_last(), None])", "print('started')")) as other:
        other.say({"asked": b"1"})
        assert other.hear() == [{"asked": b"1"}, None]
        with pytest.raises(Ended):
            other.hear()


@pytest.mark.parametrize(
    ("body", "told", "code"),
    [
        ("raise OSError('x' * 100_000 + ' the disk is full')", "the disk is full", 1),
        ("import os; os._exit(3)", "exit code 3", 3),
        ("line._to.write(b'?'); line.say(1); line.hear()", "exit code", None),
    ],
)
def test_a_failure_is_told(body: str, told: str, code: int | None) -> None:
    """Why a process ended is heard, also of one that wrote a great deal about it, and of one that talks nonsense."""
    with Beside(served(body)) as other:
        with pytest.raises(Ended, match=told) as ended:
            other.hear()
        other.say("nobody is there")
        with pytest.raises(Ended):
            other.hear()
    assert code is None or ended.value.code == code


def test_it_ends_with_the_block() -> None:
    """Whoever leaves leaves no process behind, however busy that is."""
    with Beside(served("import time; line.say(1); time.sleep(60)")) as other:
        other.hear()
    assert other._process.returncode is not None


@pytest.mark.skipif(os.name == "nt", reason="processes are looked for in another way there")
@pytest.mark.parametrize("wait", ["line.hear(); line.hear()", "line.hear_last(); import time; time.sleep(60)"])
def test_it_ends_with_the_process_that_started_it(tmp_path: Path, wait: str) -> None:
    """When the one that asked is killed, the other does not work on for nobody."""
    told = tmp_path / "told"
    body = f"import os; line.say(os.getpid()); {wait}"
    starting = f"""
import os, signal
from quizzer.beside import Beside
other = Beside({served(body)!r})
other.say("go")
open({str(told)!r}, "w").write(str(other.hear()))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", starting], check=False)
    pid = int(told.read_text())
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it is still there")
