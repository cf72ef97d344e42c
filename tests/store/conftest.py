"""Each test of the store runs on SQLite and on a real PostgreSQL, on an empty database of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Postgres
from store_values import OpenStore, fold, now

from quizzer.store.faults import Faults
from quizzer.store.opening import prepare_file
from quizzer.store.store import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start one server for all tests; its socket's path must be short."""
    folder = Path(tempfile.mkdtemp(prefix="qz"))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty SQLite store once."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    prepare_file(path, Faults(str(path), lambda: None), now)
    return path


@pytest.fixture
def sqlite_place(empty_file: Path, tmp_path: Path) -> str:
    """Return the path of an empty SQLite store."""
    return str(shutil.copy(empty_file, tmp_path / "quizzer.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """Return where an empty store is: a path, then a URL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_place"))
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty()


@pytest.fixture
def opened(place: str) -> Iterator[OpenStore]:
    """Open the test's store, as often as wished and as different devices; all are closed at the end."""
    stores: list[Store] = []

    def open_it(device: str = "laptop") -> Store:
        stores.append(open_store(place, fold, device, now))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: OpenStore) -> Store:
    """Open the test's store once."""
    return opened()
