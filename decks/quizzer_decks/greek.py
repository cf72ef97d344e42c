"""Greek letters spelled out, for those who have none on their keyboard."""

from __future__ import annotations

_LETTERS = "αβγδεζηθικλμνξοπρςστυφχψω"
_NAMES = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
GREEK_NAMES = frozenset(_NAMES)
_SMALL = dict(zip(_LETTERS, _NAMES, strict=True))
_CAPITALS = {letter.upper(): name.capitalize() for letter, name in _SMALL.items() if letter != "ς"}
_VARIANTS = {"ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ϱ": "rho", "ϖ": "pi", "ϰ": "kappa", "µ": "mu"}
_OPERATORS = {"∑": "sum", "∏": "prod", "∇": "nabla"}
_SPELLED = str.maketrans({**_SMALL, **_CAPITALS, **_VARIANTS, **_OPERATORS})


def spell_greek(text: str) -> str:
    """Return the text with each Greek letter as its English name: `β` is `beta`, `Δ` is `Delta`."""
    return text.translate(_SPELLED)
