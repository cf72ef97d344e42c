"""Greek letters spelled out, for those who have none on their keyboard."""

from __future__ import annotations

_NAMES = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
_SMALL = {chr(0x3B1 + index): name for index, name in enumerate(_NAMES)}
_VARIANTS = {
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ϖ": "pi",
    "ϰ": "kappa",
    "∑": "sum",
    "∏": "prod",
    "∇": "nabla",
}
_CAPITALS = {letter.upper(): name.capitalize() for letter, name in _SMALL.items() if letter != "ς"}
_SPELLED = str.maketrans({**_SMALL, **_VARIANTS, **_CAPITALS})


def spell_greek(text: str) -> str:
    """Return the text with each Greek letter as its English name: `β` is `beta`, `Δ` is `Delta`."""
    return text.translate(_SPELLED)
