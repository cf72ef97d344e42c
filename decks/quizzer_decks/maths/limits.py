"""What is refused, and the bounds that keep hostile formulas cheap."""

from __future__ import annotations

MAX_SOURCE = 3000
"""Characters of TeX."""
MAX_DEPTH = 30
"""Nested groups, arguments and environments."""
MAX_WIDTH = 400
"""Cells of a drawn formula."""
MAX_HEIGHT = 80
"""Lines of a drawn formula."""


class Unsupported(ValueError):
    """A formula that cannot be shown without changing its meaning; the message says what stood in the way."""
