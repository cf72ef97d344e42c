"""Letters in other shapes: bold, blackboard, script and Fraktur, and the small ones above and below the line."""

from __future__ import annotations

import string
from collections.abc import Mapping

from quizzer_decks.maths.limits import Unsupported


def _letters(upper: int, lower: int, exceptions: Mapping[str, str] | None = None) -> dict[str, str]:
    table = {letter: chr(upper + place) for place, letter in enumerate(string.ascii_uppercase)}
    table |= {letter: chr(lower + place) for place, letter in enumerate(string.ascii_lowercase)}
    return table | dict(exceptions or {})


def _digits(zero: int) -> dict[str, str]:
    return {digit: chr(zero + place) for place, digit in enumerate(string.digits)}


def _bold_greek() -> dict[str, str]:
    capitals = {chr(0x391 + place): chr(0x1D6A8 + place) for place in range(25) if place != 17}
    small = {chr(0x3B1 + place): chr(0x1D6C2 + place) for place in range(25)}
    return capitals | small | {"∇": "𝛁", "∂": "𝛛", "ϵ": "𝛜", "ϑ": "𝛝", "ϕ": "𝛟", "ϱ": "𝛠", "ϖ": "𝛡"}


_BOLD = _letters(0x1D400, 0x1D41A) | _digits(0x1D7CE) | _bold_greek()
_BLACKBOARD = _letters(0x1D538, 0x1D552, dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))) | _digits(0x1D7D8)
_SCRIPT = _letters(0x1D49C, 0x1D4B6, dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)))
_FRAKTUR = _letters(0x1D504, 0x1D51E, dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)))
_PLAIN: dict[str, str] = {}

FONTS: Mapping[str, Mapping[str, str]] = {
    "mathbf": _BOLD,
    "boldsymbol": _BOLD,
    "bm": _BOLD,
    "mathbb": _BLACKBOARD,
    "mathcal": _SCRIPT,
    "mathscr": _SCRIPT,
    "mathfrak": _FRAKTUR,
    "mathrm": _PLAIN,
    "mathit": _PLAIN,
    "mathsf": _PLAIN,
    "mathtt": _PLAIN,
    "mathnormal": _PLAIN,
}
"""Font command to the shapes of its letters; the plain ones are left to the terminal's own font."""

UPRIGHT = frozenset({"mathrm", "mathsf", "mathtt"})
"""Fonts in which several letters are one word."""

_SUPERSCRIPTS = {
    **dict(zip("0123456789+−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    "⊤": "ᵀ",
    "∗": "*",
    "′": "′",
    "†": "†",
    "°": "°",
    "∘": "°",
}
_SUBSCRIPTS = {
    **dict(zip("0123456789+−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
}


def superscript(text: str) -> str | None:
    """Return `text` in small raised characters, or None when one of them does not exist."""
    return _mapped(text, _SUPERSCRIPTS)


def subscript(text: str) -> str | None:
    """Return `text` in small lowered characters, or None when one of them does not exist."""
    return _mapped(text, _SUBSCRIPTS)


def _mapped(text: str, table: Mapping[str, str]) -> str | None:
    return "".join(table[character] for character in text) if text and all(c in table for c in text) else None


def in_font(font: str, text: str) -> str:
    """Return `text` in the shapes of `font`; raise `Unsupported` for a letter or digit that has none there."""
    table = FONTS[font]
    if not table:
        return text
    if any(character.isalnum() and character not in table for character in text):
        raise Unsupported(f"\\{font} has no shape for {text}")
    return "".join(table.get(character, character) for character in text)
