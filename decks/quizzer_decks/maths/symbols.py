"""What each command stands for."""

from __future__ import annotations

from collections.abc import Mapping

from quizzer_decks.maths.tree import Class


def _table(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_ORDINARY = _table(
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda "
    "λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi "
    "χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ "
    "partial ∂ nabla ∇ hbar ℏ ell ℓ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ wp ℘ emptyset ∅ varnothing ∅ forall ∀ "
    "exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ blacksquare ■ checkmark ✓ "
    "degree ° prime ′ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ Vert ‖ vert | dagger † ddagger ‡ S § "
    "P ¶ pounds £ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ sharp ♯ natural ♮ mho ℧ complement ∁ "
    "backslash \\ lvert | rvert | surd √ bigstar ★ lozenge ◊ Diamond ◇ eth ð"
)
_BINARY = _table(
    "pm ± mp ∓ times × div ÷ cdot · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ cap ∩ "
    "cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ diamond ⋄ "
    "boxplus ⊞ boxtimes ⊠ ltimes ⋉ rtimes ⋊ bowtie ⋈ triangleleft ◁ triangleright ▷ bigtriangleup △ "
    "bigtriangledown ▽ intercal ⊺"
)
_RELATIONS = _table(
    "le ≤ leq ≤ ge ≥ geq ≥ leqslant ⩽ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ approxeq ≊ sim ∼ simeq ≃ "
    "cong ≅ equiv ≡ propto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ eqqcolon ≕ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in "
    "∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋ nsubseteq ⊈ sqsubseteq ⊑ "
    "sqsupseteq ⊒ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ to → rightarrow → "
    "gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftarrow "
    "⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ "
    "mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow "
    "↙ nwarrow ↖ hookrightarrow ↪ hookleftarrow ↩ rightsquigarrow ⇝ leadsto ⇝ rightleftharpoons ⇌ "
    "twoheadrightarrow ↠ rightharpoonup ⇀ nleq ≰ ngeq ≱ nless ≮ ngtr ≯ lesssim ≲ gtrsim ≳ Vdash ⊩ frown ⌢ smile ⌣ "
    "upharpoonright ↾ multimap ⊸ therefore ∴ because ∵"
)
_OPENING = _table("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lVert ‖ lparen (")
_CLOSING = _table("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rVert ‖ rparen )")

_CLASSES: tuple[tuple[Class, Mapping[str, str]], ...] = (
    ("ord", _ORDINARY),
    ("bin", _BINARY),
    ("rel", _RELATIONS),
    ("open", _OPENING),
    ("close", _CLOSING),
    ("punct", {"colon": ":"}),
)
SYMBOLS: Mapping[str, tuple[str, Class]] = {
    name: (character, kind) for kind, table in _CLASSES for name, character in table.items()
}
"""Command name to its character and class."""

_WRITTEN = {character: kind for kind, table in reversed(_CLASSES) for character in table.values()}
CHARACTERS: Mapping[str, tuple[str, Class]] = {
    **{character: (character, kind) for character, kind in _WRITTEN.items() if not character.isascii()},
    "-": ("−", "bin"),
    "*": ("∗", "bin"),
    "+": ("+", "bin"),
    "−": ("−", "bin"),
    "=": ("=", "rel"),
    "<": ("<", "rel"),
    ">": (">", "rel"),
    ":": (":", "rel"),
    "(": ("(", "open"),
    "[": ("[", "open"),
    ")": (")", "close"),
    "]": ("]", "close"),
    ",": (",", "punct"),
    ";": (";", "punct"),
}
"""Characters that stand for themselves but are not ordinary, or are written otherwise."""

ESCAPED: Mapping[str, tuple[str, Class]] = {
    **{character: (character, "ord") for character in "%$#&_"},
    "{": ("{", "open"),
    "}": ("}", "close"),
    "|": ("‖", "ord"),
}
"""What a backslash and one sign stand for."""

SPACES: Mapping[str, int] = {
    ",": 1,
    ":": 1,
    ";": 1,
    " ": 1,
    ">": 1,
    "!": 0,
    "/": 0,
    "quad": 2,
    "qquad": 4,
    "thinspace": 1,
    "enspace": 1,
}
"""Spacing commands in cells."""

_FUNCTION_NAMES = (
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan det dim ker gcd deg hom arg Pr"
)
FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
LIMIT_FUNCTIONS: Mapping[str, str] = {
    **{name: name for name in ("lim", "max", "min", "sup", "inf")},
    "limsup": "lim sup",
    "liminf": "lim inf",
    "argmax": "arg max",
    "argmin": "arg min",
}
OPERATORS = _table(
    "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀ biguplus ⨄ bigsqcup ⨆"
)
INTEGRALS = _table("int ∫ iint ∬ iiint ∭ oint ∮")

ACCENTS: Mapping[str, str] = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "overline": "\u0305",
    "underline": "\u0332",
    "mathring": "\u030a",
    "overrightarrow": "\u20d7",
}
"""Accent command to the combining character that shows it on one letter."""

NEGATIONS: Mapping[str, str] = _table(
    "= ≠ ∈ ∉ ∋ ∌ ⊂ ⊄ ⊃ ⊅ ⊆ ⊈ ⊇ ⊉ ≡ ≢ ∣ ∤ ∥ ∦ ∼ ≁ ≃ ≄ ≅ ≇ ≈ ≉ < ≮ > ≯ ≤ ≰ ≥ ≱ ∃ ∄ ⊢ ⊬ ⊨ ⊭ → ↛ ← ↚ ⇒ ⇏"
)
"""What `\\not` makes of a relation."""

DELIMITERS = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉/\\↑↓↕")
"""What may stand after `\\left`, `\\right` and `\\big`."""
