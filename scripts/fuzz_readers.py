"""Fuzz the readers of foreign formats: `python scripts/fuzz_readers.py READER SEEDS [--minutes 10] [--found FOLDER]`.

Needs atheris (`pip install atheris`, where it has a wheel). SEEDS is a folder of files of the format. What is found is
written to FOLDER, each kind of failure once, and the run goes on: a reader may return a reading or raise `Unreadable`,
within ten seconds. Seconds and minutes are the processor's, so that a busy machine finds as much. Archives are taken
apart: what is changed is a member, or a value in the database that it holds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import FrameType

import atheris
import zstandard
from msgspec.structs import replace

with atheris.instrument_imports(include=["quizzer_decks"]):
    from quizzer_decks.deck_file import read_deck, write_deck
    from quizzer_decks.formats import registry
    from quizzer_decks.formats.foreign import Options, Unreadable
    from quizzer_decks.model import Deck
    from quizzer_decks.prompts import card_parts

_SUFFIXES = {"anki": ".apkg", "mochi": ".mochi", "mnemosyne": ".cards", "moodle": ".xml", "crowdanki": ".json"}
_LONGEST = 10
"""Seconds of the processor for one source."""
_SQLITE = b"SQLite format 3\0"
_ZSTD = b"\x28\xb5\x2f\xfd"


class TooSlow(BaseException):
    """A reader took too long; no `except Exception` may catch it."""


class Fuzzing:
    """Reads one changed source after the other, and keeps what a reader must not do."""

    def __init__(self, name: str, minutes: float, found: Path) -> None:
        self._name = name
        self._reader = registry.reader(name)
        self._suffix = _SUFFIXES.get(name, ".txt")
        self._until = time.process_time() + minutes * 60
        self._began = time.monotonic()
        self._found = found
        self._folder = Path(mkdtemp(prefix="fuzz-"))
        self._failures: set[str] = set()
        self._runs = self._read = 0
        signal.signal(signal.SIGPROF, _too_slow)

    def one(self, data: bytes) -> None:
        """Read one source."""
        if time.process_time() > self._until:
            self._end()
        self._runs += 1
        source = self._folder / f"source{self._suffix}"
        source.write_bytes(data)
        scratch = self._folder / "scratch"
        scratch.mkdir(exist_ok=True)
        signal.setitimer(signal.ITIMER_PROF, _LONGEST)
        try:
            self._take(source, scratch)
        except Unreadable:
            pass
        except BaseException as error:  # whatever it is
            if isinstance(error, KeyboardInterrupt):
                raise
            self._keep(error, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            shutil.rmtree(scratch)

    def _take(self, source: Path, scratch: Path) -> None:
        self._reader.likeness(source, source.read_bytes()[: registry.HEAD])
        reading = self._reader.read(source, Options(), scratch)
        for deck in reading.decks:
            assert deck.path
            named = [replace(each.question, id=f"q{at}") for at, each in enumerate(deck.questions)]
            read_deck(write_deck(Deck("all", "All", tuple(named))), "all", "all")
            for question in named:
                card_parts(question)
        reading.past()
        for media in reading.media:
            with media.open() as file:
                file.read(media.size + 1)
        self._read += 1

    def _keep(self, error: BaseException, data: bytes) -> None:
        trace = traceback.extract_tb(error.__traceback__)
        kind = f"{type(error).__name__} " + " < ".join(f"{each.name}:{each.lineno}" for each in reversed(trace[-3:]))
        if kind in self._failures:
            return
        self._failures.add(kind)
        place = self._found / f"{self._name}-{len(self._failures)}"
        place.with_suffix(self._suffix).write_bytes(data)
        place.with_suffix(".trace").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        sys.stdout.write(f"{self._name}: {kind}: {error}\n")
        sys.stdout.flush()

    def _end(self) -> None:
        processor, clock = time.process_time() / 60, (time.monotonic() - self._began) / 60
        sys.stdout.write(
            f"{self._name}: {self._runs:,} sources in {processor:.1f} min of the processor ({clock:.1f} in all), "
            f"{self._read:,} could be read, {len(self._failures)} failures\n"
        )
        sys.stdout.flush()
        shutil.rmtree(self._folder)
        os._exit(0)  # the fuzzer takes any other way out for a crash


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise TooSlow(f"longer than {_LONGEST} s")


def mutated(data: bytes, largest: int, seed: int) -> bytes:
    """Change a source: an archive in one of its members, anything else in its bytes."""
    drawn = random.Random(seed)
    if drawn.random() < 0.1 or not zipfile.is_zipfile(BytesIO(data)):
        return bytes(atheris.Mutate(data, largest))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < 1_000_000}
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError):
        return bytes(atheris.Mutate(data, largest))
    if not members:
        return bytes(atheris.Mutate(data, largest))
    name = drawn.choice(sorted(members))
    members[name] = _member(members[name], drawn)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each, content in members.items():
            archive.writestr(each, content)
    return made.getvalue()


def _member(data: bytes, drawn: random.Random) -> bytes:
    if data.startswith(_ZSTD):
        try:
            plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=4_000_000)
        except zstandard.ZstdError:
            return bytes(atheris.Mutate(data, len(data) + 100))
        return zstandard.ZstdCompressor(level=1).compress(_member(plain, drawn))
    if data.startswith(_SQLITE) and drawn.random() < 0.9:
        return _database(data, drawn)
    return bytes(atheris.Mutate(data, len(data) + 100))


def _database(data: bytes, drawn: random.Random) -> bytes:
    """Change one value of a database."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        path.write_bytes(data)
        try:
            with closing(sqlite3.connect(path)) as database:
                database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
                tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
                table = drawn.choice(tables)
                column = drawn.choice(database.execute(f'pragma table_info("{table}")').fetchall())[1]
                rows = database.execute(f'select "{column}" from "{table}"').fetchall()
                number = drawn.randrange(len(rows))
                value = _value(rows[number][0], drawn)
                database.execute(f'update "{table}" set "{column}" = ? where "{column}" is ?', (value, rows[number][0]))
                database.commit()
        except (sqlite3.Error, IndexError, ValueError, OverflowError, UnicodeDecodeError):
            return bytes(atheris.Mutate(data, len(data)))
        return path.read_bytes()


def _value(value: object, drawn: random.Random) -> object:
    numbers = (0, 1, -1, 2**31, -(2**31), 2**53, 2**63 - 1, -(2**63), 1e308, -1e308, 5e-324, None, "", "x", b"\xff\0")
    if isinstance(value, bytes):
        return bytes(atheris.Mutate(value, len(value) + 50))
    if isinstance(value, str) and drawn.random() < 0.9:
        return bytes(atheris.Mutate(value.encode(), len(value.encode()) + 50)).decode("utf-8", "replace")
    if isinstance(value, int | float) and drawn.random() < 0.3:
        return value + drawn.choice((-1, 1, 1000, -1000, 10**10))
    return drawn.choice(numbers)


def _dictionary(seeds: Path, place: Path) -> None:
    """Write the words of the seeds, which the fuzzer puts in where it likes."""
    words = {word for file in sorted(seeds.iterdir()) for word in file.read_bytes().split() if 1 < len(word) <= 20}
    shown = ("".join(f"\\x{byte:02x}" for byte in word) for word in sorted(words)[:2_000])
    place.write_text("".join(f'"{word}"\n' for word in shown), encoding="ascii")


def main() -> None:
    """Fuzz one reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=sorted(registry.FORMATS))
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--found", type=Path, default=Path("found"))
    chosen = parser.parse_args()
    chosen.found.mkdir(parents=True, exist_ok=True)
    fuzzing = Fuzzing(chosen.reader, chosen.minutes, chosen.found)
    with TemporaryDirectory() as folder:
        corpus, words = Path(folder) / "corpus", Path(folder) / "words"
        corpus.mkdir()
        for file in chosen.seeds.iterdir():
            shutil.copy(file, corpus)
        _dictionary(chosen.seeds, words)
        options = [f"-dict={words}", "-max_len=100000", "-rss_limit_mb=2048", "-timeout=600", "-verbosity=0"]
        one: Callable[[bytes], None] = fuzzing.one
        atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
