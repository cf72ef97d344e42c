"""Arithmetic from decks, evaluated without trusting it: a short allow-list, and every operation bounded."""

from __future__ import annotations

import ast
import keyword
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

Number: TypeAlias = int | float
Meaning: TypeAlias = Callable[[Mapping[str, Number]], Any]
"""An expression that waits for the values of its names."""

MAX_LENGTH = 500
"""Characters of an expression."""
MAX_NODES = 200
MAX_DEPTH = 40
MAX_BITS = 4096
"""Size of a whole number met on the way."""
MAX_LIST = 100
MAX_FACTORIAL = 170
"""The last factorial that is a finite float."""
MAX_COMB = 1000
MAX_PLACES = 15

_TOKEN = re.compile(
    r"\s+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])|[A-Za-z_]\w*|\*\*|//|[<>=!]=|[-+*/%<>()\[\],]", re.ASCII
)
_WORDS_ALLOWED = frozenset({"if", "else"})


class ExpressionError(Exception):
    """An expression that cannot be computed; the message is a sentence for its author."""


def _real(*values: object) -> None:
    if not all(isinstance(value, (int, float)) for value in values):
        raise ExpressionError("Lists can only be given to `sum`, `min` and `max`.")


def _sized(value: Number) -> Number:
    if isinstance(value, complex):
        raise ExpressionError("The result is not a real number.")
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise ExpressionError("A number on the way is too large.")
    return value


def _operation(function: Callable[..., Any]) -> Callable[[Any, Any], Number]:
    def apply(left: Any, right: Any) -> Number:
        _real(left, right)
        return _sized(function(left, right))

    return apply


def _power(base: Any, exponent: Any) -> Number:
    _real(base, exponent)
    if isinstance(base, int) and isinstance(exponent, int) and exponent > 0:
        if base not in (-1, 0, 1) and exponent * base.bit_length() > MAX_BITS:
            raise ExpressionError("A power in it is too large.")
        return _sized(base**exponent)
    result: Number | complex = float(base) ** exponent if exponent else 1
    if isinstance(result, complex):
        raise ExpressionError("A root of a negative number is not a real number.")
    return result


def _unary(function: Callable[..., Any]) -> Callable[[Any], Number]:
    def apply(value: Any) -> Number:
        _real(value)
        return _sized(function(value))

    return apply


def _whole(name: str, limit: int, *values: Any) -> tuple[int, ...]:
    _real(*values)
    if any(value != int(value) or not 0 <= value <= limit for value in values):
        raise ExpressionError(f"`{name}` takes whole numbers from 0 to {limit}.")
    return tuple(int(value) for value in values)


def _round(value: Any, places: Any = 0) -> Number:
    _real(value, places)
    if places != int(places) or abs(places) > MAX_PLACES:
        raise ExpressionError(f"`round` takes at most {MAX_PLACES} places.")
    return _sized(round(value, int(places)) if places else round(value))


def _log(value: Any, base: Any = math.e) -> float:
    _real(value, base)
    return math.log(value) if base == math.e else math.log(value, base)


def _over(function: Callable[..., Any]) -> Callable[..., Number]:
    def apply(*values: Any) -> Number:
        items = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        _real(*items)
        return _sized(function(items))

    return apply


FUNCTIONS: Mapping[str, Callable[..., Number]] = {
    "abs": _unary(abs),
    "min": _over(min),
    "max": _over(max),
    "sum": _over(sum),
    "round": _round,
    "floor": _unary(math.floor),
    "ceil": _unary(math.ceil),
    "sqrt": _unary(math.sqrt),
    "exp": _unary(math.exp),
    "log": _log,
    "log2": _unary(math.log2),
    "log10": _unary(math.log10),
    "sin": _unary(math.sin),
    "cos": _unary(math.cos),
    "tan": _unary(math.tan),
    "factorial": lambda n: math.factorial(*_whole("factorial", MAX_FACTORIAL, n)),
    "comb": lambda n, k: math.comb(*_whole("comb", MAX_COMB, n, k)),
    "perm": lambda n, k: math.perm(*_whole("perm", MAX_COMB // 4, n, k)),
}
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
RESERVED = frozenset(FUNCTIONS) | frozenset(CONSTANTS)
"""Names that an expression already has; a drawn value had better be called something else."""

_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _operation(operator.add),
    ast.Sub: _operation(operator.sub),
    ast.Mult: _operation(operator.mul),
    ast.Div: _operation(operator.truediv),
    ast.FloorDiv: _operation(operator.floordiv),
    ast.Mod: _operation(operator.mod),
    ast.Pow: _power,
    ast.USub: _unary(operator.neg),
    ast.UAdd: _unary(operator.pos),
    ast.Eq: _operation(operator.eq),
    ast.NotEq: _operation(operator.ne),
    ast.Lt: _operation(operator.lt),
    ast.LtE: _operation(operator.le),
    ast.Gt: _operation(operator.gt),
    ast.GtE: _operation(operator.ge),
}
_NODES = {
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp),
    *(ast.Call, ast.Name, ast.Load, ast.Constant, ast.List),
    *_OPERATORS,
}


def _check_text(expression: str) -> str:
    """Return the expression on one line; refuse whatever is not arithmetic before Python's parser sees it."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAX_LENGTH} characters.")
    at = 0
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None:
            raise ExpressionError(f"The expression cannot be read at `{expression[at : at + 12]}`.")
        word = found.group()
        if keyword.iskeyword(word) and word not in _WORDS_ALLOWED:
            raise ExpressionError(f"`{word}` means something else in an expression; choose another name.")
        at = found.end()
    line = " ".join(expression.split())
    if not line:
        raise ExpressionError("The expression is empty.")
    return line


def _check_node(node: ast.AST) -> None:
    if type(node) not in _NODES:
        raise ExpressionError(f"{type(node).__name__} is not part of an expression.")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise ExpressionError(f"Only these functions are known: {', '.join(sorted(FUNCTIONS))}.")
        if node.keywords:
            raise ExpressionError("Functions take no named arguments.")
    if isinstance(node, ast.Constant) and not (
        isinstance(node.value, (int, float)) and math.isfinite(_as_float(node.value))
    ):
        raise ExpressionError("A number in the expression is too large.")
    if isinstance(node, ast.List) and len(node.elts) > MAX_LIST:
        raise ExpressionError(f"A list has at most {MAX_LIST} numbers.")


def _as_float(value: Number) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


@lru_cache(maxsize=256)  # values are drawn up to two hundred times for one
def _parse(expression: str) -> tuple[Meaning, frozenset[str]]:
    """Return what an expression means, and the names in it that need a value."""
    line = _check_text(expression)
    try:
        tree = ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionError("The expression is not complete or not well formed.") from None
    level: list[ast.AST] = [tree]
    count = depth = 0
    called: set[ast.AST] = set()
    read: set[str] = set()
    while level:
        count, depth = count + len(level), depth + 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise ExpressionError("The expression is nested too deeply or has too many terms.")
        for node in level:
            _check_node(node)
            if isinstance(node, ast.Call):
                called.add(node.func)
            elif isinstance(node, ast.Name) and node not in called:
                read.add(node.id)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return _meaning(tree.body), frozenset(read - CONSTANTS.keys())


def _meaning(node: ast.AST) -> Meaning:
    """Return what a node means that was checked."""
    match node:
        case ast.Constant(value):
            return lambda _: value
        case ast.Name(name):
            return lambda known: known[name]
        case ast.List(items):
            each = [_meaning(item) for item in items]
            return lambda known: [item(known) for item in each]
        case ast.Call(ast.Name(name), given):
            function, arguments = FUNCTIONS[name], [_meaning(item) for item in given]
            return lambda known: function(*[argument(known) for argument in arguments])
        case ast.UnaryOp(operation, operand):
            apply, of = _OPERATORS[type(operation)], _meaning(operand)
            return lambda known: apply(of(known))
        case ast.BinOp(left, operation, right):
            apply, one, other = _OPERATORS[type(operation)], _meaning(left), _meaning(right)
            return lambda known: apply(one(known), other(known))
        case ast.IfExp(test, body, orelse):
            asked, then, otherwise = _meaning(test), _meaning(body), _meaning(orelse)
            return lambda known: then(known) if asked(known) else otherwise(known)
        case ast.Compare(left, operations, others):
            return _comparison([_OPERATORS[type(each)] for each in operations], list(map(_meaning, (left, *others))))
    raise TypeError(node)


def _comparison(operators: Sequence[Callable[..., Any]], operands: Sequence[Meaning]) -> Meaning:
    """Return whether each operand stands to the next one as it should, as far as one does not."""

    def compare(known: Mapping[str, Number]) -> bool:
        left = operands[0](known)
        for apply, operand in zip(operators, operands[1:], strict=True):
            right = operand(known)
            if not apply(left, right):
                return False
            left = right
        return True

    return compare


def names(expression: str) -> frozenset[str]:
    """Return the names that need a value, functions and constants aside. Raise ExpressionError if it cannot be read."""
    return _parse(expression)[1]


def evaluate(expression: str, values: Mapping[str, Number]) -> Number:
    """Return the finite real number that an expression gives with these values, or raise ExpressionError."""
    meaning, _ = _parse(expression)
    try:
        result = meaning({**CONSTANTS, **values})
    except ZeroDivisionError:
        raise ExpressionError("It divides by zero.") from None
    except OverflowError:
        raise ExpressionError("A number on the way is too large.") from None
    except KeyError as error:
        raise ExpressionError(f"`{error.args[0]}` has no value; list it under `given`.") from None
    except TypeError:
        raise ExpressionError("A function has too few or too many values.") from None
    except (ValueError, RecursionError) as error:
        raise ExpressionError(f"It cannot be computed ({error}).") from None
    if isinstance(result, bool):
        raise ExpressionError("The result is true or false; write `1 if … else 0` for a number.")
    if not isinstance(result, (int, float)):
        raise ExpressionError("The result is not a number.")
    if not math.isfinite(_as_float(result)):
        raise ExpressionError("The result is not a finite number.")
    return result
