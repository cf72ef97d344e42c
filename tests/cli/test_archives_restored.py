"""Archives through the command line: out, back, beside what is there, and what is refused."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import dying_import
import pytest
from cli_values import Run
from small_home import SettableClock

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
WORDS = "one,eins\ntwo,zwei\n"


@pytest.fixture
def archive(quizzer: Run, home: Path, clock: SettableClock, tmp_path: Path) -> Path:
    """Return the archive of a home with answers, an import, an undo and a picture."""
    (home / "decks" / "media").mkdir()
    (home / "decks" / "media" / "x.png").write_bytes(bytes(range(256)))
    words = tmp_path / "words.csv"
    words.write_text(WORDS, encoding="utf-8")
    assert quizzer("import", str(words)).code == 0
    study(quizzer, clock)
    assert quizzer("undo").code == 0
    return exported(quizzer, tmp_path / "archive.json")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return a home in which nothing is yet."""
    return tmp_path / "new"


def study(quizzer: Run, clock: SettableClock, home: Path | None = None) -> None:
    """Answer two questions."""
    clock.forward(days=1)
    given = "Mercury\n\nx\n\nq\n"
    ran = quizzer("review", "small/siblings", "--plain", given=given, **({"home": home} if home else {}))
    assert ran.code == 0


def exported(quizzer: Run, target: Path, **home: Path) -> Path:
    """Write an archive and return where."""
    ran = quizzer("export", "--all", "--format", "json", str(target), **home)
    assert ran.code == 0, ran.err
    return target


def restored(quizzer: Run, archive: Path, home: Path, *options: str) -> dict[str, Any]:
    """Return what restoring an archive says, once all that is there follows from the log."""
    ran = quizzer("import", str(archive), "--json", *options, home=home)
    assert ran.code == 0, ran.err
    assert quizzer("replay", "--check", home=home).code == 0
    told = json.loads(ran.out)["restored"]
    assert isinstance(told, dict)
    return told


def files(home: Path) -> dict[str, bytes]:
    """Return what is in a home, but for the database and what is made anew."""
    found = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    passing = ("quizzer.db", "cache/", "imports/lock", "backups/")
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(passing)}


def sealed(lines: list[bytes]) -> bytes:
    """Return lines as an archive whose last line fits them."""
    body = b"".join(line + b"\n" for line in lines[:-1])
    events = sum(re.match(rb'{"is":"(review|change|fact|undo|redo)"', line) is not None for line in lines)
    end = {"is": "end", "events": events, "sha256": sha256(body).hexdigest()}
    return body + json.dumps(end, separators=(",", ":")).encode() + b"\n"


def test_a_new_machine_goes_on_where_the_old_one_was(quizzer: Run, archive: Path, home: Path, new: Path) -> None:
    """The same archive comes out again; undo and redo reach back, and what was imported is known."""
    assert json.loads(quizzer("import", str(archive), "--dry-run", "--json", home=new).out)["restored"]["missing"]
    assert not (new / "decks").exists()
    told = restored(quizzer, archive, new)
    assert (told["standing"], told["missing"], told["kept"], told["renamed"]) == ("empty", told["events"], [], True)
    chapter = DOCS[DOCS.index("## `quizzer import") :].split("\n## ")[0]
    assert all(f"`{key}`" in chapter for key in told)
    assert exported(quizzer, new / "again.json", home=new).read_bytes() == archive.read_bytes()
    assert (new / "config.toml").read_bytes() == (home / "config.toml").read_bytes()
    again = json.loads(quizzer("import", str(archive.with_name("words.csv")), "--json", home=new).out)["files"][0]
    assert (again["new"], again["same"]) == (0, 2)
    for command in ("redo", "undo", "undo", "undo"):
        assert quizzer(command, home=new).out == quizzer(command).out
    assert not (new / "decks" / "words.yaml").exists()
    assert quizzer("redo", home=new).code == 0
    assert (new / "decks" / "words.yaml").is_file()


def test_what_is_missing_is_appended(quizzer: Run, archive: Path, new: Path, clock: SettableClock) -> None:
    """A machine that has the beginning catches up, as often as wished; what it had is kept beside it."""
    restored(quizzer, archive, new)
    study(quizzer, clock)
    assert quizzer("undo").code == 0
    newer = exported(quizzer, archive.with_name("newer.json"))
    told = restored(quizzer, newer, new)
    assert (told["standing"], told["missing"]) == ("behind", 3)
    (backup,) = told["backups"]
    assert Path(backup).is_file()
    assert exported(quizzer, new / "again.json", home=new).read_bytes() == newer.read_bytes()
    assert restored(quizzer, newer, new)["standing"] == "same"
    told = restored(quizzer, archive, new)
    assert (told["standing"], told["missing"], told["written"]) == ("older", 0, [])
    assert "There is nothing in it" in quizzer("import", str(archive), home=new).out


def test_histories_that_parted_are_not_mixed(quizzer: Run, archive: Path, new: Path, clock: SettableClock) -> None:
    """Where both sides went on, the archive is refused and nothing changes."""
    restored(quizzer, archive, new)
    study(quizzer, clock)
    study(quizzer, clock, new)
    newer = exported(quizzer, archive.with_name("newer.json"))
    mine = exported(quizzer, new / "mine.json", home=new).read_bytes()
    before = files(new)
    ran = quizzer("import", str(newer), "--update", "theirs", home=new)
    assert ran.code == 1
    assert "went on separately" in ran.err
    assert "2026-03-05 follows here and one of 2026-03-04 there" in ran.err
    assert files(new) == before
    assert exported(quizzer, new / "mine.json", home=new).read_bytes() == mine


def test_two_machines_stay_in_use(quizzer: Run, archive: Path, new: Path, clock: SettableClock) -> None:
    """With `--new-device` a machine keeps its own name, and what it answers comes back to the first one."""
    told = restored(quizzer, archive, new, "--new-device")
    assert not told["renamed"]
    assert (new / "device-id").read_text("ascii").strip() == told["device"]
    assert "nothing to undo" in quizzer("undo", home=new).out
    study(quizzer, clock, new)
    there = exported(quizzer, new / "there.json", home=new)
    clock.forward(days=1)
    assert quizzer("import", str(there)).code == 0
    assert b'"number":2' in exported(quizzer, archive).read_bytes()
    assert quizzer("import", "--new-device", str(archive.with_name("words.csv"))).code == 2


def test_a_file_of_yours_stays_unless_you_say_so(quizzer: Run, archive: Path, new: Path) -> None:
    """A file that is here and another one in the archive is named; `--update` lets it give way, kept aside."""
    mine = new / "decks" / "words.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("title: Mine\nquestions: [{id: a, kind: typed, ask: a?, answer: b}]\n", encoding="utf-8")
    os.utime(mine, (1, 1))
    told = restored(quizzer, archive, new)
    assert (told["kept"], mine.read_text("utf-8")[:11]) == (["decks/words.yaml"], "title: Mine")
    assert "yours stay" in quizzer("import", str(archive), home=new).out
    told = restored(quizzer, archive, new, "--update", "newer")
    assert (told["written"], told["kept"]) == (["decks/words.yaml"], [])
    assert "eins" in mine.read_text("utf-8")
    assert "Mine" in (Path(told["backups"][0]) / "decks" / "words.yaml").read_text("utf-8")
    assert quizzer("import", str(archive), str(archive), home=new).code == 2
    assert quizzer("import", str(archive), "--deck", "x", home=new).code == 2
    assert quizzer("export", "small", "--format", "json", str(archive)).code == 1


def kill(step: int, archive: Path, home: Path) -> None:
    """Restore an archive in a process that is killed at a step."""
    command = [sys.executable, dying_import.__file__, str(step), "--home", str(home), "import", str(archive)]
    environment = {**os.environ, "PYTHONPATH": str(Path(dying_import.__file__).parent)}
    killed = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL


def test_what_the_log_knows_is_not_taken_back(quizzer: Run, archive: Path, home: Path, new: Path) -> None:
    """A restore whose process is killed when its log is written stands: its files stay, and nothing else is left."""
    kill(0, archive, new)
    assert quizzer("due", home=new).code == 0
    assert (new / "decks" / "media" / "x.png").read_bytes() == (home / "decks" / "media" / "x.png").read_bytes()
    assert exported(quizzer, new / "early.json", home=new).is_file()
    told = restored(quizzer, archive, new)
    assert (told["standing"], told["written"]) == ("same", [])
    assert files(new).keys() - {"early.json"} == files(home).keys()
    again = exported(quizzer, new / "again.json", home=new).read_bytes()
    assert again.splitlines()[1:-1] == archive.read_bytes().splitlines()[1:-1]


@pytest.mark.parametrize("step", [20, 60])
def test_what_was_cut_off_is_done_again(quizzer: Run, archive: Path, new: Path, step: int) -> None:
    """A restore whose process is killed amid its files leaves nothing that stands in the way of the next one."""
    kill(step, archive, new)
    restored(quizzer, archive, new)
    assert exported(quizzer, new / "again.json", home=new).read_bytes() == archive.read_bytes()


Damage = Callable[[list[bytes]], bytes]


def put(kind: str, name: str, value: object) -> Damage:
    """Return what puts a value into the last line of a kind."""

    def damage(lines: list[bytes]) -> bytes:
        at = max(n for n, line in enumerate(lines) if line.startswith(f'{{"is":"{kind}"'.encode()))
        changed = {**json.loads(lines[at]), name: value}
        return sealed([*lines[:at], json.dumps(changed).encode(), *lines[at + 1 :]])

    return damage


def swap(old: bytes, new: bytes) -> Damage:
    """Return what changes some bytes where they stand first."""
    return lambda lines: sealed(b"\n".join(lines).replace(old, new, 1).split(b"\n"))


def settings(data: bytes) -> Damage:
    """Return what puts other settings in the place of those in it."""
    digest = sha256(data).hexdigest()
    try:
        piece = {"is": "piece", "text": data.decode()}
    except UnicodeDecodeError:
        piece = {"is": "piece", "base64": b64encode(data).decode()}
    head = {"is": "content", "sha256": digest, "bytes": len(data), "pieces": 1}

    def damage(lines: list[bytes]) -> bytes:
        at = next(n for n, line in enumerate(lines) if b'"config.toml"' in line)
        file = {**json.loads(lines[at]), "sha256": digest}
        return sealed([*lines[:at], *(json.dumps(line).encode() for line in (head, piece, file)), *lines[at + 1 :]])

    return damage


DAMAGES: dict[str, tuple[Damage, str]] = {
    "cut between lines": (lambda lines: b"\n".join(lines[:-1]) + b"\n", "it was cut off"),
    "cut in a line": (lambda lines: b"\n".join(lines)[:-300], "it was cut off"),
    "edited": (lambda lines: b"\n".join(lines).replace(b'"rating":3', b'"rating":4', 1) + b"\n", "digest does not fit"),
    "added to": (lambda lines: b"\n".join([*lines, lines[-2], b""]), "behind the last line"),
    "newer": (put("archive", "version", 2), "line 1: the archive was written by a newer version"),
    "no version": (put("archive", "version", 0), "line 1"),
    "no json": (lambda lines: lines[0] + b"\nxx\n", "line 2: this is no line of an archive"),
    "ten megabytes": (lambda lines: lines[0] + b"\n" + b"x" * 10_000_000 + b"\n", "line 2: this is no line"),
    "twenty megabytes": (lambda lines: lines[0] + b"\n" + b"[" * 20_000_000, "longer than 16 MB"),
    "deep": (put("fact", "value", json.loads("[" * 150 + "]" * 150)), "nested too deep"),
    "deeper": (lambda lines: lines[0] + b'\n{"is":"fact","value":' + b"[" * 99_999 + b"\n", "nested too deep"),
    "twins": (swap(b'"rating":3', b'"rating":2,"rating":3'), "'rating' stands twice"),
    "twins inside": (swap(b'"fuzz": true', b'"fuzz": true, "fuzz": true'), "'fuzz' stands twice"),
    "unknown field": (put("review", "colour", 1), "colour"),
    "up": (put("file", "path", "decks/../../x.yaml"), "no place for a file"),
    "absolute": (put("file", "path", "/etc/x"), "no place for a file"),
    "backslash": (put("file", "path", "decks/..\\x"), "no place for a file"),
    "hidden": (put("file", "path", "decks/.x"), "no place for a file"),
    "elsewhere": (put("file", "path", "device-id"), "no place for a file"),
    "twice": (put("file", "path", "config.toml"), "comes twice"),
    "up by an undo": (put("versions", "path", "../x"), "no place for a file"),
    "action up": (put("action", "name", ".."), "no name of an action"),
    "action with a file too few": (put("action", "files", 9), "files of the action before are missing"),
    "content": (swap(b"eins", b"EINS"), "is not what its digest"),
    "no content": (put("file", "sha256", "0" * 64), "its content is not in the archive"),
    "piece": (put("piece", "text", "x"), "is not what its digest"),
    "settings": (settings(b"[study]\nnew_per_day = -1\n"), "study.new_per_day must be"),
    "settings that are none": (settings(b"\xff"), "line"),
    "a command of another machine": (settings(b'app = {editor = "rm"}\n'), "app.editor"),
    "card": (put("review", "card", "/"), "is no id"),
    "card's bell": (put("review", "card", "a/b\a"), "is no id"),
    "device": (put("device", "uid", "x\n"), "no name of a device"),
    "order": (lambda lines: sealed([*lines[:-1], lines[1], lines[-1]]), "may not come so late"),
    "counts down": (put("undo", "seq", 1), "comes after event"),
    "undo of nothing": (put("undo", "target", 99), "no event 99"),
    "torn action": (put("review", "group", 1), "not in one piece"),
    "parameters": (put("review", "parameters", 7), "no parameter set 7"),
    "fuzz": (swap(b'"fuzz": true', b'"fuzz": {}'), "Expected `bool`"),
    "weights": (swap(b'"weights": null', b'"weights": [1, 2]'), "cannot be used"),
    "rating": (put("review", "rating", 5), "rating"),
    "infinite": (swap(b'"stability_after":', b'"stability_after":1e999,"x":'), "is no line of an archive"),
    "year": (put("review", "due_at", "9999-12-31T00:00:00Z"), "out of reach"),
    "no zone": (put("review", "at", "2026-03-02T00:00:00"), "at"),
    "half a character": (put("review", "response", "\ud800"), "is no line of an archive"),
}


def test_what_is_not_as_it_must_be_is_refused(quizzer: Run, archive: Path, new: Path) -> None:
    """File, line and mistake are named, and nothing changes."""
    lines = archive.read_bytes().splitlines()
    quizzer("due", home=new)
    quizzer("decks", "list", home=new)
    before = files(new)
    for name, (damage, told) in DAMAGES.items():
        damaged = archive.with_name("damaged.json")
        damaged.write_bytes(damage(lines))
        ran = quizzer("import", str(damaged), home=new)
        assert ran.code == 1, name
        assert told in ran.err, name
        assert re.search(r"damaged\.json, line \d+: ", ran.err), name
        assert "Nothing was changed." in ran.err, name
        assert files(new) == before, name
    assert json.loads(quizzer("replay", "--json", home=new).out)["cards"] == 0
    assert quizzer("import", str(archive), home=new).code == 0
