"""Which schema this version speaks. Constants only: opening a database must not wait for SQLAlchemy."""

from __future__ import annotations

HEAD = "0005"
"""The newest migration; a test holds it against `migrations/versions`."""

KNOWN = ("0001", "0002", "0003", "0004", "0005")
"""All migrations, oldest first. A database at any other is from a newer version."""

COUNTED = "0003"
"""The last migration that changed what is counted from the log: a database at an older one is counted again."""

APPLICATION_ID = 0x5155495A
"""`QUIZ`, in the header of an SQLite file of ours."""

RESPONSE_BYTES = 4096
"""What is kept of an answer."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that is writing."""
