"""Columns of numbers, for what is done a million times: everything that imports this loads numpy (decision 29)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

APART = 1 << 23
"""More than there are days: behind so many of them begins what belongs to something else."""


def looked_up(values: Ints, found: Callable[[int], int]) -> Ints:
    """Return what a function says of each value, which is asked once for those that are alike."""
    alike, places = np.unique(values, return_inverse=True)
    said: Ints = np.array([found(value) for value in alike.tolist()], np.int64)[places]
    return said


def summed(keys: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return the keys in order, each once, with the sums of its counts, which are a row each."""
    order = np.argsort(keys)
    ordered = keys[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: keys.size])
    if not keys.size:
        return keys, counts
    return ordered[begins], np.array([np.add.reduceat(row[order], begins) for row in counts])
