"""Answers as the log keeps them, in whole numbers: a million of them are worked with so, where objects would not do."""

from __future__ import annotations

from typing import TypeAlias

Line: TypeAlias = tuple[
    int, int, int, int, int, int, float | None, float | None, float | None,
    int, int | None, float, float, int, int, int,
]  # fmt: skip
"""An answer; its columns are those of `LINE`."""

LINE = (
    *("at", "offset_minutes", "day", "rating", "took_ms", "state_before"),
    *("stability_before", "difficulty_before", "retrievability"),
    *("state_after", "step_after", "stability_after", "difficulty_after", "interval_days", "due_at", "parameters"),
)
"""Names of its columns: instants in milliseconds since 1970, offsets in minutes, days as ordinals; see `Review`."""
