"""Numbers as people write them: `1e-3`, `1/6`, `50%`, `1,000.5`, `−3`, `3 ms`, `7B`; and back into text."""

from __future__ import annotations

import math
import re
import unicodedata

from msgspec import Struct

_LARGEST = 1e300
MAX_LENGTH = 100
"""Characters of a number with its unit; anything longer is not one."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_VULGAR = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")
_SAME = str.maketrans("−–—‐‑⁄∕÷×·⋅’٪μ", "-----///***'%µ")
_DIGITS = r"(?:[0-9][0-9,. '_]*[0-9]|[0-9])"
_PLAIN = rf"(?:{_DIGITS}\.?|\.[0-9]+)"
_SHAPE = re.compile(
    rf"""(?:[=≈~]\s*)?(?P<before>[$€£¥])?\s*(?P<sign>[-+])?\s*(?P<currency>[$€£¥])?\s*
    (?:(?P<whole>[0-9]+)\ +(?P<over>[0-9]+/[0-9]+)(?![0-9.,])
      |(?P<number>{_PLAIN})
       (?:[eE](?P<exponent>[-+]?[0-9]+)
         |\s*[*x]\s*10(?:\^|\*\*)\s*\(?(?P<ten>[-+]?[0-9]+)\)?
         |\s*(?:\^|\*\*)\s*\(?(?P<power>[-+]?[0-9]+(?:\.[0-9]+)?)\)?
         |\s*/\s*(?P<below>{_PLAIN}))?)
    \s*(?P<unit>[^\W0-9_%°$€£¥"'][^0-9]*(?:[\^/]?[^0-9]*-?[0-9][^0-9]*)?|[%°$€£¥"'‰][^0-9]*)?""",
    re.VERBOSE,
)
_SECOND_NUMBER = re.compile(r"\s-?\d|\b(?:or|and|to)\b")
_GROUPED = re.compile(r"[1-9]\d{0,2}([,' _])\d{3}(?:\1\d{3})*(?:\.\d*)?")
_GROUPED_BY_POINT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_UNGROUPED = re.compile(r"\d+\.?\d*|\.\d+|\d+,\d+")


class Written(Struct, frozen=True):
    """A number as it was written down."""

    value: float
    """May be infinite when what was written is too large to be kept."""
    unit: str = ""
    """What follows the number, as written."""
    percent: bool = False
    """Written with a per cent sign, which is already in `value`."""
    digits: int | None = None
    """Significant digits written; None where the number is a fraction or a power, which is exact."""
    place: float = 0.0
    """The size of one unit of the last digit written; 0 where `digits` is None."""


def _normal(text: str) -> str:
    text = _VULGAR.sub(" ", text)
    text = _SUPERSCRIPT_RUN.sub(lambda match: "^" + match.group().translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return " ".join(text.split()).strip().rstrip(".;,!") if text.strip() else ""


def _ungroup(digits: str) -> str | None:
    """Return plain digits with a decimal point, or None where commas and points make no sense."""
    if _GROUPED.fullmatch(digits):
        return re.sub("[,' _]", "", digits)
    if _GROUPED_BY_POINT.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if _UNGROUPED.fullmatch(digits):
        return digits.replace(",", ".")
    return None


def _float(text: str) -> float:
    try:
        return float(text)
    except OverflowError:
        return math.inf


def _power(base: float, exponent: float) -> float | None:
    try:
        result = base**exponent
    except OverflowError:
        return math.inf
    except ZeroDivisionError:
        return None
    return result if isinstance(result, float) else None


def _significant(digits: str) -> int:
    return len(digits.replace(".", "").lstrip("0")) or 1


def _magnitude(match: re.Match[str]) -> Written | None:
    """Read the number of a match, without sign and unit."""
    if match["over"]:
        top, bottom = match["over"].split("/")
        return Written(_float(match["whole"]) + int(top) / int(bottom)) if int(bottom) else None
    digits = _ungroup(match["number"])
    if digits is None:
        return None
    if match["below"]:
        below = _ungroup(match["below"])
        return Written(_float(digits) / _float(below)) if below and _float(below) else None
    if match["power"]:
        result = _power(_float(digits), _float(match["power"]))
        return None if result is None else Written(result)
    exponent = match["exponent"] or match["ten"] or "0"
    decimals = len(digits.partition(".")[2])
    place = _power(10.0, float(exponent) - decimals) or 0.0
    return Written(_float(f"{digits}e{exponent}"), digits=_significant(digits), place=place)


def parse_number(text: str) -> Written | None:
    """Return the number that a text is, with its unit, or None when it is not a number. Never raises."""
    if len(text) > MAX_LENGTH:
        return None
    match = _SHAPE.fullmatch(_normal(text))
    if match is None or (match["before"] and match["currency"]):
        return None
    read = _magnitude(match)
    if read is None or math.isnan(read.value):
        return None
    value = -read.value if match["sign"] == "-" else read.value
    unit = (match["unit"] or "").strip()
    if _SECOND_NUMBER.search(unit):
        return None
    money = match["before"] or match["currency"] or ""
    lowered = unit.casefold()
    if lowered == "%" or lowered.startswith(("percent", "per cent")):
        return Written(value / 100, money, percent=True, digits=read.digits, place=read.place / 100)
    return Written(value, unit or money, digits=read.digits, place=read.place)


def number_text(value: float, digits: int = 12) -> str:
    """Return a number in words for showing, rounded to so many significant digits, without trailing zeros."""
    if isinstance(value, int) and abs(value) < 10**21:
        return str(value)
    if abs(value) >= _LARGEST:
        return (
            f"{'-' if value < 0 else ''}about 1e{int(math.log10(abs(value)))}" if isinstance(value, int) else str(value)
        )
    return str(int(value)) if abs(value) < 10**digits and value == int(value) else format(value, f".{digits}g")
