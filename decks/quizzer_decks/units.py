"""Units as people write them."""

from __future__ import annotations

from collections.abc import Mapping

_SPELLED: Mapping[str, str] = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("millisecond", "milliseconds", "msec", "msecs"), "ms"),
    **dict.fromkeys(("microsecond", "microseconds", "us", "µsec"), "µs"),
    **dict.fromkeys(("nanosecond", "nanoseconds"), "ns"),
    **dict.fromkeys(("minute", "minutes", "mins"), "min"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("byte", "bytes"), "B"),
    **dict.fromkeys(("kilobyte", "kilobytes", "KB"), "kB"),
    **dict.fromkeys(("megabyte", "megabytes"), "MB"),
    **dict.fromkeys(("gigabyte", "gigabytes"), "GB"),
    **dict.fromkeys(("terabyte", "terabytes"), "TB"),
    **dict.fromkeys(("meter", "metre", "meters", "metres"), "m"),
    **dict.fromkeys(("gram", "grams"), "g"),
    **dict.fromkeys(("dollar", "dollars", "usd", "USD"), "$"),
    **dict.fromkeys(("euro", "euros", "eur", "EUR"), "€"),
    **dict.fromkeys(("degree", "degrees", "deg"), "°"),
}
_SECONDS: Mapping[str, float] = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86400}
_MULTIPLIERS: Mapping[str, float] = {
    **dict.fromkeys(("k", "K", "thousand"), 1e3),
    **dict.fromkeys(("M", "million", "mn"), 1e6),
    **dict.fromkeys(("B", "G", "billion", "bn"), 1e9),
    **dict.fromkeys(("T", "trillion", "tn"), 1e12),
}


def unit_size(written: str, unit: str, units: Mapping[str, float]) -> float | None:
    """Return how many of a question's unit one of the written unit is, or None where that is not known.

    Times are known without being listed. Lower case will do, as in `gb`; other case is another unit: Mb is not MB.
    """
    known = {unit: 1.0, **units} if unit else dict(units)
    for name, size in known.items():
        if name and _spelling(written) == _spelling(name):
            return size
    if written.islower():
        folded = {size for name, size in known.items() if _spelling(name).lower() == _spelling(written).lower()}
        if len(folded) == 1:
            return folded.pop()
    own, other = _SECONDS.get(_spelling(unit)), _SECONDS.get(_spelling(written))
    return other / own if own and other else None


def multiplier(written: str) -> tuple[float, str] | None:
    """Return the number that a word or letter stands for, as in `7B` or `3 million tokens`, and the unit after it."""
    word, _, rest = written.partition(" ")
    size = _MULTIPLIERS.get(word)
    return None if size is None else (size, rest.strip())


def _spelling(unit: str) -> str:
    """Return one spelling for a unit: known words as symbols, other words in the singular."""
    plain = " ".join(unit.replace("μ", "µ").replace(" / ", "/").replace(" per ", "/").split())
    short = _SPELLED.get(plain) or _SPELLED.get(plain.lower())
    if short:
        return short
    head, slash, tail = plain.partition("/")
    if slash:
        return f"{_spelling(head)}/{_spelling(tail)}"
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain
