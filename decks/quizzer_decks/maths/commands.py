"""The commands that take arguments, one small reader each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from quizzer_decks.maths import environments
from quizzer_decks.maths.alphabets import FONTS
from quizzer_decks.maths.limits import Unsupported
from quizzer_decks.maths.symbols import ACCENTS, NEGATIONS
from quizzer_decks.maths.tree import (
    Accent,
    Arrow,
    Class,
    Fenced,
    Fraction,
    Function,
    Node,
    Root,
    Row,
    Space,
    Stack,
    Symbol,
    Word,
)

if TYPE_CHECKING:
    from quizzer_decks.maths.parser import Parser

_TEXTS = frozenset({"text", "textrm", "textnormal", "textit", "textbf", "texttt", "textsf", "mbox"})
_SIZED: dict[str, Class] = {
    **dict.fromkeys(("big", "Big", "bigg", "Bigg"), "ord"),
    **dict.fromkeys(("bigl", "Bigl", "biggl", "Biggl"), "open"),
    **dict.fromkeys(("bigm", "Bigm", "biggm", "Biggm"), "rel"),
    **dict.fromkeys(("bigr", "Bigr", "biggr", "Biggr"), "close"),
}
_WITHOUT_EFFECT = frozenset({"displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "nonumber", "notag"})
_SIGNS_OF_TEXT = {"~": " ", "\\ ": " ", "\\,": " ", **{f"\\{character}": character for character in "%$#&_{}"}}


def _text(parser: Parser, _name: str) -> Node:
    source = parser.raw_group()
    if re.search(r"\\[A-Za-z]|(?<!\\)[{}]", source):
        raise Unsupported("only plain words can stand in \\text")
    return Word(re.sub(r"\\.|~", _text_sign, source))


def _text_sign(found: re.Match[str]) -> str:
    if (sign := _SIGNS_OF_TEXT.get(found.group())) is None:
        raise Unsupported(f"{found.group()} in \\text")
    return sign


def _operator_name(parser: Parser, name: str) -> Node:
    source = re.sub(r"\\[,;: !]|~| ", lambda found: "" if found.group() == "\\!" else " ", parser.raw_group()).strip()
    if not re.fullmatch(r"[A-Za-z0-9 \-]+", source):
        raise Unsupported(f"\\{name} with more than letters")
    return Function(source, limits=name.endswith("*"))


def _fraction(parser: Parser, _name: str) -> Node:
    return Fraction(parser.argument(), parser.argument())


def _binomial(parser: Parser, _name: str) -> Node:
    return Fraction(parser.argument(), parser.argument(), binomial=True)


def _root(parser: Parser, _name: str) -> Node:
    index = None
    if parser.peek() == "[":
        parser.next()
        index = parser.row(frozenset({"]"}))
        parser.expect("]")
    return Root(parser.argument(), index)


def _sized(parser: Parser, name: str) -> Node:
    sign = parser.delimiter()
    kind = _SIZED[name]
    if kind == "ord" and sign in "([{⟨⌊⌈)]}⟩⌋⌉":
        kind = "open" if sign in "([{⟨⌊⌈" else "close"
    return Symbol(sign, kind) if sign else Row()


def _negation(parser: Parser, _name: str) -> Node:
    node = parser.argument()
    if isinstance(node, Symbol) and node.text in NEGATIONS:
        return Symbol(NEGATIONS[node.text], "rel" if node.kind == "rel" else "ord")
    raise Unsupported("\\not before something that has no negated sign")


def _modulus(parser: Parser, name: str) -> Node:
    if name == "bmod":
        return Symbol("mod", "bin")
    inner = Row((Word("mod"), Space(1), parser.argument()))
    return Row((Space(2), Fenced(("(", ")"), (inner,)) if name == "pmod" else inner))


def _over(parser: Parser, name: str) -> Node:
    mark, base = parser.argument(), parser.argument()
    return Stack(base, below=mark) if name == "underset" else Stack(base, above=mark)


def _brace(parser: Parser, name: str) -> Node:
    base = parser.argument()
    under = name == "underbrace"
    if parser.peek() != ("_" if under else "^"):
        raise Unsupported(f"\\{name} without a label")
    parser.next()
    label = parser.argument()
    return Stack(base, below=label, brace=True) if under else Stack(base, above=label, brace=True)


def _arrow(parser: Parser, name: str) -> Node:
    if parser.peek() == "[":
        raise Unsupported(f"\\{name} with a label below")
    return Arrow(parser.argument(), left=name == "xleftarrow")


Rule: TypeAlias = "Callable[[Parser, str], Node]"
RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(("operatorname", "operatorname*"), _operator_name),
    **dict.fromkeys(_SIZED, _sized),
    **dict.fromkeys(("bmod", "pmod", "mod"), _modulus),
    **dict.fromkeys(("overset", "underset", "stackrel"), _over),
    **dict.fromkeys(("underbrace", "overbrace"), _brace),
    **dict.fromkeys(("xrightarrow", "xleftarrow"), _arrow),
    **dict.fromkeys(_WITHOUT_EFFECT, lambda _parser, _name: Row()),
    **dict.fromkeys(FONTS, lambda parser, name: parser.in_font(name)),
    **dict.fromkeys(ACCENTS, lambda parser, name: Accent(name, parser.argument())),
    "sqrt": _root,
    "not": _negation,
    "left": lambda parser, _name: parser.fenced(),
    "begin": lambda parser, _name: environments.read(parser),
    "substack": lambda parser, _name: environments.read_substack(parser),
}
