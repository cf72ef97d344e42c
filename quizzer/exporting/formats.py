"""The formats that can be written; what writes them is loaded when first needed."""

from __future__ import annotations

FORMATS = {
    "anki-text": "anki_text",
    "apkg": "anki_package",
    "json": "archive",
    "yaml": "deck_files",
    "revlog-csv": "review_log",
}
"""Module of this package that writes a format, by its name."""
