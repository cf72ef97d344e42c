"""The page on the statistics is what the code says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_written_from_the_code() -> None:
    """docs/statistics.md holds the definitions word for word; the script named in it writes it again."""
    made = runpy.run_path(str(ROOT / "scripts" / "write_statistics_page.py"))["page"]()
    assert (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8") == made
