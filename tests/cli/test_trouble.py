"""When something is wrong outside or inside the program: one sentence, the right exit code, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_values import Run
from small_home import SettableClock, open_home

Program = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def program(home: Path) -> Iterator[Program]:
    """Return a function that starts the real program in a copy of the small home."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, prelude: str = "", **environment: str) -> subprocess.Popen[bytes]:
        code = f"import sys\n{prelude}\nfrom quizzer.__main__ import main\nsys.exit(main())"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "QUIZZER_HOME": str(home), **environment},
            # a shell lets what it runs in the background ignore Ctrl-C, and the tests may be running there
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        process.wait()


def damaged(path: Path) -> None:
    """Write rubbish into the middle of a database."""
    data = bytearray(path.read_bytes())
    data[100 : len(data) // 2] = b"\x5a" * (len(data) // 2 - 100)
    path.write_bytes(data)


def foreign(path: Path) -> None:
    """Put another program's database in the place of ours."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table recipes (id integer)")


def newer(path: Path) -> None:
    """Let a database be of a version that is not there yet."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()


def no_database(path: Path) -> None:
    """Put a text in the place of a database."""
    path.write_text("Dear diary, " * 500, encoding="utf-8")


COMMANDS = [["due"], ["review", "--plain"], ["decks", "list"], ["undo"], ["replay", "--check"], ["backup"]]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damaged, ""),
        (foreign, "another program"),
        (newer, "another version|newer version"),
        (no_database, "damaged|cannot be read"),
    ],
    ids=["damaged", "foreign", "newer", "text"],
)
def test_a_database_that_cannot_be_used_is_named_and_untouched(
    quizzer: Run, home: Path, arguments: list[str], harm: Callable[[Path], None], said: str
) -> None:
    """One sentence with its path and exit code 1; not a byte of it changes."""
    database = home / "quizzer.db"
    harm(database)
    before = database.read_bytes()
    ran = quizzer(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("quizzer: ")
    assert str(database) in ran.err
    assert any(part in ran.err for part in said.split("|"))
    assert database.read_bytes() == before


def test_the_newest_backup_of_a_damaged_database_is_named(quizzer: Run, home: Path, clock: SettableClock) -> None:
    """And putting it back works, with the damaged file kept aside."""
    quizzer("review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    backup = quizzer("backup").out.removeprefix("Saved as ").strip()
    no_database(home / "quizzer.db")
    assert f"the newest backup is {backup}" in quizzer("review", "--plain").err
    assert quizzer("restore", backup).code == 0
    assert "1 review: all agree" in quizzer("replay", "--check").out
    assert any("damaged" in path.name for path in home.iterdir())
    ran = quizzer("restore", str(home / "config.toml"))
    assert (ran.code, "nothing was changed" in ran.err) == (1, True)


def test_a_home_that_cannot_be_written_is_told(quizzer: Run, tmp_path: Path) -> None:
    """A file where a folder is needed, a folder where a file is: the sentence names it."""
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    for arguments in (["review", "--plain"], ["decks", "list"], ["undo"]):
        ran = quizzer(*arguments, home=blocked / "home")
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert str(blocked / "home") in ran.err
    folder = tmp_path / "folder"
    (folder / "quizzer.db").mkdir(parents=True)
    ran = quizzer("undo", home=folder)
    assert (ran.code, "is a folder" in ran.err) == (1, True)


def test_without_a_home_folder_one_is_asked_for(quizzer: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made in the folder one happens to be in."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: str(path))
    for arguments in (["due"], ["decks", "list"], ["--home", "~nobody/x", "due"]):
        ran = quizzer(*arguments, home=None)
        assert (ran.code, ran.out) == (1, "")
        assert "home folder" in ran.err


def test_settings_that_are_wrong_stop_every_command_with_their_place(quizzer: Run, home: Path) -> None:
    """Path, key and remedy, and the command that sets the value mends it."""
    (home / "config.toml").write_text("[study]\nnew_per_day = 'many'\n", encoding="utf-8")
    for arguments in (["due"], ["review", "--plain"], ["config"]):
        ran = quizzer(*arguments)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert f"{home / 'config.toml'}: study.new_per_day must be a whole number" in ran.err
    assert quizzer("config", "study.new_per_day", "5").code == 0
    assert quizzer("due").code == 0


def test_a_fault_of_ours_is_written_down_in_the_right_home(
    quizzer: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 70, one sentence with the log's path, the trace in the log of the home that was asked for."""

    def broken(*_: object) -> None:
        raise RuntimeError("a bug with \x1b[31m in it")

    monkeypatch.setattr("quizzer.workspace.Workspace.open", broken)
    for arguments, where in (([], home), (["--home", str(tmp_path / "other")], tmp_path / "other")):
        ran = quizzer(*arguments, "decks", "list")
        log = where / "cache" / "quizzer.log"
        assert (ran.code, ran.err.count("\n")) == (70, 1)
        assert ran.err == (
            f"quizzer: this is a fault of the program (RuntimeError), not of yours. The details are in {log}.\n"
        )
        assert "in broken" in log.read_text(encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = quizzer("--home", str(tmp_path / "file"), "decks", "list")
    assert (ran.code, "details" in ran.err) == (70, False)


def test_another_database_is_a_file_or_a_server(quizzer: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is an SQLite file; other URLs, and PostgreSQL without its driver, are told what they lack."""
    path = tmp_path / "elsewhere" / "history.db"
    ran = quizzer("--database", str(path), "review", "small/siblings", "--plain", given="Mercury\n\nq\n")
    assert ran.code == 0
    assert "1 review: all agree" in quizzer("--database", str(path), "replay").out
    assert "1 learning" in quizzer("--database", str(path), "due").out
    assert "0 reviews" in quizzer("replay").out
    for url in ("mysql://x", "sqlite:///x.db", "postgresql://x/y"):
        assert "only postgresql+psycopg:// is supported" in quizzer("--database", url, "undo").err
    monkeypatch.setitem(sys.modules, "psycopg", None)
    ran = quizzer("--database", "postgresql+psycopg://me@localhost/x", "due")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "pip install 'quizzer[postgresql]'" in ran.err
    assert "on a server" in quizzer("--database", "postgresql+psycopg://me@localhost/x", "restore", str(path)).err


def test_a_moved_clock_is_a_number_of_days(program: Program) -> None:
    """Anything else is told, also where it would lead out of the calendar."""
    for shift in ("soon", "nan", "1e9", "-99999999"):
        process = program("due", QUIZZER_CLOCK_SHIFT=shift)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (1, b"")
        assert b"QUIZZER_CLOCK_SHIFT" in err


def test_a_reader_who_has_seen_enough_is_no_error(program: Program) -> None:
    """A pipe that is closed early ends the program in silence."""
    for arguments in (["due"], ["decks", "show", "small/kinds"], ["search", "a", "--json"]):
        process = program(*arguments)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_line_mode_with_what_was_marked(
    program: Program, home: Path, clock: SettableClock, number: signal.Signals, code: int
) -> None:
    """The answers before it and the mark that stood are in the log, and the log agrees with the cards."""
    process = program("review", "small/siblings", "--plain")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"Mercury\n\nx\n")
    process.stdin.flush()
    while not process.stdout.readline().startswith(b"Wrong."):
        pass
    time.sleep(0.2)
    process.send_signal(number)
    assert process.wait(timeout=30) == code
    workspace = open_home(home, clock)
    assert workspace.store.cards.answer_count() == 2
    assert workspace.replay().different == ()
    workspace.close()


def test_a_terminal_that_knows_few_characters_is_served(program: Program, home: Path) -> None:
    """Where the encoding has no arrow or approximate sign, a question mark stands in."""
    process = program("due", PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert out == b"10 new, ? 6 min\n"
    process = program("decks", "show", "small/kinds", PYTHONIOENCODING="latin-1")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert b"one ? 1" in out


def test_the_program_runs_from_everywhere(home: Path, tmp_path: Path) -> None:
    """`python -m quizzer` and the installed script are the same program."""
    script = shutil.which("quizzer", path=str(Path(sys.executable).parent))
    assert script is not None
    for start in ([sys.executable, "-m", "quizzer"], [script]):
        done = subprocess.run([*start, "--home", str(home), "--version"], capture_output=True, cwd=tmp_path, check=True)
        assert done.stdout.startswith(b"quizzer, version")
