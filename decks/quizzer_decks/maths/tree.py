"""A formula as frozen nodes. What is drawn follows from these alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Class: TypeAlias = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "inner"]
"""TeX's classes of atoms, from which the spaces between them follow."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One character or sign."""

    text: str
    kind: Class = "ord"


@dataclass(frozen=True, slots=True)
class Word:
    """Upright text, kept together."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """An explicit space of `cells`."""

    cells: int


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A named operator such as `log`; with `limits`, its subscript stands below it in a display (`max`)."""

    name: str
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A large operator such as a sum; an integral keeps its limits at its side."""

    text: str
    integral: bool = False


@dataclass(frozen=True, slots=True)
class Fraction:
    """One over the other; without a bar and in parentheses it is a binomial coefficient."""

    top: Node
    bottom: Node
    binomial: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or another with an `index`."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with a subscript, a superscript or both. `limits` overrides where those of an operator stand."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    limits: bool | None = None


@dataclass(frozen=True, slots=True)
class Fenced:
    """Parts between delimiters as tall as they are: one more of these than of `parts`, "" for an invisible one."""

    delimiters: tuple[str, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over a body: `name` is the command."""

    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Stack:
    """Something above or below a base (overset, underset); with `brace`, a brace spans the base between them."""

    base: Node
    above: Node | None = None
    below: Node | None = None
    brace: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A long arrow with a label over it."""

    label: Node
    left: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix, cases or aligned equations."""

    style: Literal["matrix", "cases", "equations"]
    rows: tuple[tuple[Node, ...], ...]
    left: str = ""
    right: str = ""
    aligns: str = ""
    """One of `l`, `c`, `r` a column; the last one holds for the columns after it."""
    bars: frozenset[int] = frozenset()
    """Columns that a vertical line stands before."""


Node: TypeAlias = (
    Symbol
    | Word
    | Space
    | Row
    | Function
    | Operator
    | Fraction
    | Root
    | Scripts
    | Fenced
    | Accent
    | Stack
    | Arrow
    | Grid
)


def kind_of(node: Node) -> Class:
    """Return the class that decides the space around a node."""
    match node:
        case Symbol(kind=kind):
            return kind
        case Function() | Operator():
            return "op"
        case Scripts(base=base) | Stack(base=base):
            return kind_of(base)
        case Row(items=(only,)):
            return kind_of(only)
        case Arrow():
            return "rel"
        case Fraction(binomial=False):
            return "inner"
        case Grid(style="equations"):
            return "inner"
        case _:
            return "ord"
