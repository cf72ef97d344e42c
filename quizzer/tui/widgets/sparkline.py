"""A row of numbers as blocks: `▁▂▅▇▅▂·▁▃▅▆▃`."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float]) -> str:
    """Return one block a value, its height relative to the largest; nothing at all is a dot."""
    top = max(values, default=0)
    return "".join(
        _BLOCKS[min(int(value / top * len(_BLOCKS)), len(_BLOCKS) - 1)] if value > 0 else "·" for value in values
    )
