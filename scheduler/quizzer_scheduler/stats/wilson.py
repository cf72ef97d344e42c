"""How sure a proportion is: Wilson's score interval."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
"""The normal deviate of a 95 % interval."""


def proportion(hits: int, n: int) -> tuple[float, float, float]:
    """Return hits / n and the ends of its interval (E. B. Wilson, JASA 22, 1927). ValueError unless 0 <= hits <= n > 0.

    Unlike the textbook's p ± z √(p (1 − p) / n) it never leaves 0 to 1, and does not shrink to nothing when all were
    right.
    """
    if not 0 <= hits <= n or n == 0:
        raise ValueError(f"{hits} of {n} is no proportion.")
    share, z = hits / n, Z95
    scale = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z / scale * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
