"""Writing thousands of rows: what SQLAlchemy does with each parameter would cost as much as the database.

SQLite takes some dozens of rows in one statement: to begin one, with all the indexes of the table, costs more than a
row. PostgreSQL takes a stream of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_NOTHING: Mapping[str, int | None] = {}
_VARIABLES = 999
"""What an SQLite of any age takes in a statement."""


def rows_among(connection: Connection, sql: str, values: Sequence[object]) -> Sequence[Any]:
    """Return the rows of a query that asks for some values by `in ({marks})`."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(values)) or "null"
    return connection.exec_driver_sql(sql.format(marks=marks), tuple(values)).all()


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, in the order of the first one."""
    if rows:
        names = tuple(rows[0])
        insert_rows(connection, table, names, [tuple([row[name] for name in names]) for row in rows])


def insert_rows(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    alike: Mapping[str, int | None] = _NOTHING,
) -> None:
    """Insert rows of the columns that are named; `alike` are numbers that stand in every row."""
    if not rows:
        return
    into = f"{table.name} ({', '.join((*names, *alike))})"
    if connection.dialect.name == "postgresql":
        same = tuple(alike.values())
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"copy {into} from stdin") as stream:
            for row in rows:
                stream.write_row(row + same)
        return
    run_rows(connection, f"insert into {into} values", len(names), rows, alike)


def run_rows(
    connection: Connection,
    sql: str,
    width: int,
    rows: Sequence[tuple[Any, ...]],
    alike: Mapping[str, int | None] = _NOTHING,
    end: str = "",
) -> None:
    """Run a statement, `sql`, with rows of values behind it and `end` behind these, as often as it takes."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    values = [mark] * width + ["null" if value is None else str(value) for value in alike.values()]
    for marks, parts in batches(rows, width, f"({', '.join(values)})"):
        connection.exec_driver_sql(f"{sql} {marks} {end}", parts)


def batches(rows: Sequence[tuple[Any, ...]], width: int, marks: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield the marks of a statement for dozens of rows, and the values for each time it is run; then what is left."""
    together = max(1, _VARIABLES // width)
    whole = len(rows) - len(rows) % together
    if whole:
        parts = [tuple(chain.from_iterable(rows[at : at + together])) for at in range(0, whole, together)]
        yield ", ".join([marks] * together), parts
    if whole < len(rows):
        yield marks, list(rows[whole:])
