"""Inserting thousands of rows: SQLAlchemy's handling of each parameter would cost as much as the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, in the order of the first one."""
    if not rows:
        return
    marks = ":{}" if connection.dialect.name == "sqlite" else "%({})s"
    names = tuple(rows[0])
    values = ", ".join(marks.format(name) for name in names)
    connection.exec_driver_sql(
        f"insert into {table.name} ({', '.join(names)}) values ({values})", [dict(row) for row in rows]
    )
