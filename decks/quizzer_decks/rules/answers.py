"""Rules about right and wrong: numbers that can be recomputed, accepted answers and options that do not contradict."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from random import Random

from quizzer_decks.canonical import canonical
from quizzer_decks.expressions import ExpressionError, evaluate
from quizzer_decks.model import Choice, Cloze, Multi, Numeric, Question, Tolerance, Typed
from quizzer_decks.numbers import number_text, parse_number
from quizzer_decks.rules.rule import QuestionRule, options_of

_ALL_DRAWINGS = 200
"""Up to so many combinations of drawn values are all computed; of more, the extremes and a sample."""
_SAMPLE = 60
_DEFAULT_TOLERANCE = Tolerance(relative=1e-6)


def _wrong_number(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, Numeric) or not body.check:
        return
    if not body.given:
        yield from _literal(body)
        return
    for values in _drawings(body.given):
        try:
            evaluate(body.check, values)
        except ExpressionError as error:
            drawn = ", ".join(f"{name} = {value}" for name, value in values.items())
            yield f"`check` has no answer for {drawn}: {error}"
            return


def _literal(body: Numeric) -> Iterator[str]:
    written = parse_number(body.answer)
    try:
        computed = evaluate(body.check, {})
    except ExpressionError as error:
        yield f"`check` cannot be computed: {error}"
        return
    if written is None:
        return
    tolerance = _DEFAULT_TOLERANCE if body.tolerance == Tolerance() else body.tolerance
    allowed = max(tolerance.absolute, tolerance.relative * abs(computed))
    if not math.isclose(written.value, computed, rel_tol=1e-12, abs_tol=allowed + 1e-12):
        yield f"`answer` is {body.answer}, but `check` gives {number_text(computed)}; correct one, or add a `tolerance`"


def _drawings(given: Mapping[str, tuple[int | float, ...]]) -> Iterator[dict[str, int | float]]:
    if math.prod(len(values) for values in given.values()) <= _ALL_DRAWINGS:
        combinations: Iterator[tuple[int | float, ...]] = itertools.product(*given.values())
    else:
        extremes = itertools.islice(itertools.product(*((min(v), max(v)) for v in given.values())), _SAMPLE)
        chance = Random(0)
        sample = (tuple(chance.choice(values) for values in given.values()) for _ in range(_SAMPLE))
        combinations = itertools.chain(extremes, sample)
    for combination in combinations:
        yield dict(zip(given, combination, strict=True))


def _accept_repeats(question: Question) -> Iterator[str]:
    body = question.body
    if isinstance(body, Typed):
        yield from _repeats((body.answer, *body.accept), body.strict)
    elif isinstance(body, Cloze):
        for answer, wordings in body.accept.items():
            yield from _repeats((answer, *wordings), body.strict)


def _repeats(texts: tuple[str, ...], strict: bool) -> Iterator[str]:
    seen: dict[str, str] = {}
    for text in texts:
        form = text if strict or not re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", text) else text.casefold()
        if form in seen:
            yield f"`accept` has `{text[:60]}`, which counts already because of `{seen[form][:60]}`; delete it"
        seen.setdefault(form, text)


def _accept_contradicts(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, Cloze):
        return
    holes = {(text if body.strict else canonical(text)): text for text in body.accept}
    for answer, wordings in body.accept.items():
        for wording in wordings:
            other = holes.get(wording if body.strict else canonical(wording))
            if other is not None and other != answer:
                yield f"the hole `{answer}` accepts `{wording}`, which is another hole's answer; delete it"


def _options_alike(question: Question) -> Iterator[str]:
    if not isinstance(question.body, (Choice, Multi)):
        return
    seen: dict[str, str] = {}
    for option in options_of(question):
        form = " ".join(option.text.split()).casefold()
        form = form if any(sign in option.text for sign in "`$") else canonical(option.text)
        if form in seen:
            yield f"the options `{seen[form][:60]}` and `{option.text[:60]}` say the same; change one"
        seen.setdefault(form, option.text)


RULES = (
    QuestionRule("wrong-number", "error", _wrong_number),
    QuestionRule("accept-repeats", "warning", _accept_repeats),
    QuestionRule("accept-contradicts", "error", _accept_contradicts),
    QuestionRule("options-alike", "error", _options_alike),
)
