"""Opens the writing side when it is first needed: SQLAlchemy takes longer to import than everything else together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from quizzer.errors import StoreError
from quizzer.store.faults import Faults
from quizzer.store.records import Fold

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from quizzer.store.archiving import LogRestorer
    from quizzer.store.bulk import BulkLoader
    from quizzer.store.ledger import Ledger
    from quizzer.store.records import IndexedFile, IndexReport


class WritingDoor:
    """Makes the objects that write, once, from any thread."""

    def __init__(self, make_engine: Callable[[], Engine], faults: Faults, device_uid: str, fold: Fold) -> None:
        self._make_engine = make_engine
        self._faults = faults
        self.device_uid = device_uid
        """The name under which this device writes."""
        self._fold = fold
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._ledger: Ledger | None = None
        self._closed = False

    def ledger(self) -> Ledger:
        """Return what writes actions."""
        with self._lock:
            if self._ledger is None:
                from quizzer.store.ledger import Ledger

                self._ledger = Ledger(self._open_engine(), self._faults, self.device_uid, self._fold)
            return self._ledger

    def bulk(self) -> BulkLoader:
        """Return what loads many events."""
        from quizzer.store.bulk import BulkLoader

        with self._lock:
            return BulkLoader(self._open_engine(), self._faults, self.device_uid, self._fold)

    def restorer(self) -> LogRestorer:
        """Return what writes the log of an archive."""
        from quizzer.store.archiving import LogRestorer

        with self._lock:
            return LogRestorer(self._open_engine(), self._faults, self.device_uid)

    def refresh(self, origin: str, changed: Iterable[IndexedFile], removed: Iterable[str]) -> IndexReport:
        """Bring the index of decks in step, in one transaction."""
        from quizzer.store.engine import writing
        from quizzer.store.indexing import Refresh
        from quizzer.store.log_writing import device_key

        with self._lock:
            engine = self._open_engine()
        with writing(engine, self._faults) as connection:
            return Refresh(connection, device_key(connection, self.device_uid), origin).run(changed, removed)

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            self._closed = True
            if self._engine is not None:
                self._engine.dispose()

    def _open_engine(self) -> Engine:
        if self._closed:
            raise StoreError("The database was closed.")
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine
