"""What every command is given: where things live, which store, how loud to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.clock import system_clock
from quizzer.errors import ConfigError
from quizzer.paths import Paths, locate

if TYPE_CHECKING:
    from quizzer.sitting import Plan
    from quizzer.workspace import Workspace

OpenApp = Callable[["Workspace", "Plan | None"], int]
"""Opens the screens, in a review of the plan when there is one, and returns the exit code."""


def readable(text: str) -> str:
    """Return a typed text without the bytes in it that stand for no character: no file and no database takes them."""
    return text.encode("utf-8", "replace").decode()


@dataclass(slots=True)
class Invocation:
    """The options that stand before the command, filled in when they are read."""

    open_app: OpenApp
    home: str | None = None
    database: str | None = None
    quiet: bool = False

    @property
    def paths(self) -> Paths:
        """The folders in use."""
        return locate(self.home)

    def database_file(self) -> Path:
        """Return the SQLite file in use; ConfigError where the history is on a server."""
        if self.database is None:
            return self.paths.database
        if "://" in self.database:
            raise ConfigError("The history is on a server; this is done there, for example with pg_restore.")
        return Path(self.database)

    @contextmanager
    def workspace(self, *, refresh: bool = True) -> Iterator[Workspace]:
        """Open decks and history together, look for changed decks, and close at the end."""
        from quizzer.workspace import Workspace

        with _bringing_up_to_date(quiet=self.quiet) as report:
            workspace = Workspace.open(self.paths, self.database, system_clock(), report)
        try:
            if refresh:
                from quizzer.cli.output import progress

                with progress("Reading decks", quiet=self.quiet) as report:
                    workspace.refresh(report)
            yield workspace
        finally:
            workspace.close()


@contextmanager
def _bringing_up_to_date(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how far that is, on standard error; what shows it is imported for this alone, as it is seldom needed."""
    with ExitStack() as stack:
        shown: list[Callable[[int, int], None]] = []

        def report(done: int, total: int) -> None:
            if not shown:
                from quizzer.cli.output import progress

                shown.append(stack.enter_context(progress("Bringing the history up to date", quiet=quiet)))
            shown[0](done, total)

        yield report
