"""Moodle's question types as our kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element

from quizzer_decks.formats.keyed import (
    NO_MODEL,
    Marked,
    from_numbers,
    from_options,
    from_pairs,
    from_steps,
    from_words,
    remarks,
    telling,
    unheard,
)
from quizzer_decks.formats.moodle_gaps import embedded, selected
from quizzer_decks.formats.moodle_parts import FULL, Answer, Parts, number, raw
from quizzer_decks.model import Basic, Body

Made = tuple[Body | Sequence[Body] | str, list[str]]
"""What a question becomes, or why it becomes nothing; and what is said after the answer."""

_UNSAYABLE: Mapping[str, str] = {
    "description": "it is a description, which asks nothing",
    "ddimageortext": "texts are dragged onto a picture, which no kind of question here can say",
    "ddmarker": "marks are dragged onto a picture, which no kind of question here can say",
    "coderunner": "programs are written and run, which no kind of question here can say",
    "stack": "answers are formulas that STACK computes, which no kind of question here can say",
    "random": "it draws another question of the bank",
    "randomsamatch": "it draws other questions of the bank",
    "calculated": "its numbers are drawn from formulas of Moodle's",
    "calculatedsimple": "its numbers are drawn from formulas of Moodle's",
    "calculatedmulti": "its numbers are drawn from formulas of Moodle's",
}


def made(kind: str, parts: Parts) -> Made:
    """Return what a question of a type becomes."""
    make = _KINDS.get(kind)
    if make is None:
        return _UNSAYABLE.get(kind, f"questions of the type {kind[:40]!r} are not known"), []
    return make(parts)


def _options(parts: Parts, single: bool) -> Made:
    found = list(parts.answers())
    best = max((answer.weight for answer in found), default=0.0)
    least = min(FULL, best) if single else 0.0
    options = [
        Marked(answer.text, answer.weight > 0 and answer.weight >= least, _weighed(answer, single)) for answer in found
    ]
    if single:
        _note_lesser([answer for answer in found if answer.weight < least], parts)
    return from_options(parts.ask, options, several=not single), [remarks(options), *parts.why()]


def _weighed(answer: Answer, single: bool) -> str:
    part = single and 0 < answer.weight < FULL and telling(answer.why)
    return f"{answer.why} ({answer.weight:g} %)" if part else answer.why


def _multichoice(parts: Parts) -> Made:
    return _options(parts, parts.flag("single", otherwise=True))


def _all_or_nothing(parts: Parts) -> Made:
    return _options(parts, single=False)


def _truefalse(parts: Parts) -> Made:
    found = sorted(parts.answers(), key=lambda answer: answer.typed.lower() != "true")
    options = [Marked(answer.typed.capitalize(), answer.weight >= FULL, answer.why) for answer in found]
    return from_options(parts.ask, options), [remarks(options), *parts.why()]


def _shortanswer(parts: Parts) -> Made:
    found = list(parts.answers())
    right = [word for answer in found if answer.weight >= FULL for word in _without_stars(answer.typed, parts) if word]
    made_ = from_words(parts.ask, right, strict=parts.flag("usecase"))
    return made_, [_said(found, parts), *parts.why()]


def _without_stars(word: str, parts: Parts) -> list[str]:
    r"""Return an answer without the stars that stand for anything; `\*` is a star."""
    plain = word.replace("\\*", "\ue01f").replace("*", " ")
    shown = " ".join(plain.replace("\ue01f", "*").split())
    if "*" in word.replace("\\*", "") and shown:
        parts.notes.append(f"in its answer {word[:60]!r} a star stands for any text; without it now")
    return [shown]


def _numerical(parts: Parts) -> Made:
    found = list(parts.answers())
    right = [
        (answer.typed, abs(number(answer.element.findtext("tolerance"), 0.0)))
        for answer in found
        if answer.weight >= FULL and answer.typed.strip() != "*"
    ]
    sizes = {
        (unit.findtext("unit_name") or "").strip(): number(unit.findtext("multiplier"), 0.0)
        for unit in parts.question.iterfind("units/unit")
    }
    unit = next((name for name, size in sizes.items() if size == 1 and name), "")
    units = {name: 1 / size for name, size in sizes.items() if unit and name and name != unit and 1e-12 < size < 1e12}
    parts.notes += [f"its unit {name[:40]!r}" for name in sizes if name and name != unit and name not in units]
    made_ = from_numbers(parts.ask, right, unit, units)
    return made_, [_said(found, parts), *parts.why()]


def _matching(parts: Parts) -> Made:
    rows = [(parts.text(row), parts.text(row.find("answer"))) for row in parts.question.iterfind("subquestion")]
    decoys = [right for left, right in rows if not left]
    return from_pairs(parts.ask, [row for row in rows if row[0]], decoys), parts.why()


def _essay(parts: Parts) -> Made:
    model = parts.text(parts.question.find("graderinfo")) or "".join(parts.why())
    ask = parts.ask
    return (Basic(ask, model) if ask and model else NO_MODEL), [why for why in parts.why() if why != model]


def _ordering(parts: Parts) -> Made:
    return from_steps(parts.ask, [answer.text for answer in parts.answers()]), parts.why()


def _true_rows(parts: Parts) -> Made:
    """Read rows that are each true or false (`mtf`, `kprime`): which of them hold."""
    columns = [column.get("number") or "" for column in parts.question.iterfind("column")]
    if len(columns) > 2:
        return "its rows have more than two columns to choose from", []
    weights = {
        (weight.get("rownumber"), weight.get("columnnumber")): number(weight.findtext("value"), 0.0)
        for weight in parts.question.iterfind("weight")
    }
    options = []
    for row in parts.question.iterfind("row"):
        right = weights.get((row.get("number"), (columns or ["1"])[0]), 0.0) > 0
        options.append(
            Marked(parts.text(_first(row, "optiontext", "rowtext")), right, parts.text(row.find("feedbacktext")))
        )
    headings = [parts.text(column.find("responsetext")) or raw(column) for column in parts.question.iterfind("column")]
    if options and not any(option.right for option in options):
        return f"none of its rows is {' '.join(headings[:1]) or 'right'}, and one has to be here", []
    return from_options(parts.ask, options, several=True), [remarks(options), *parts.why()]


def _first(element: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := element.find(name)) is not None), None)


def _cloze(parts: Parts) -> Made:
    return embedded(parts), parts.why()


def _select(parts: Parts) -> Made:
    return selected(parts), parts.why()


def _note_lesser(found: Sequence[Answer], parts: Parts) -> None:
    parts.notes += [
        f"its answer {answer.typed[:60]!r}, worth {answer.weight:g} %, counts as wrong"
        for answer in found
        if 0 < answer.weight < FULL
    ]


def _said(found: Sequence[Answer], parts: Parts) -> str:
    """Return what is said of the right answers; of the others it is told what is left out."""
    _note_lesser(found, parts)
    said = [Marked(answer.text, answer.weight >= FULL, answer.why) for answer in found]
    parts.notes += unheard(said)
    return remarks(said)


_KINDS: Mapping[str, Callable[[Parts], Made]] = {
    "multichoice": _multichoice,
    "multichoiceset": _all_or_nothing,
    "oumultiresponse": _all_or_nothing,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "pmatch": lambda parts: ("its answers are patterns of the pattern-match type", parts.why()),
    "numerical": _numerical,
    "matching": _matching,
    "essay": _essay,
    "essayautograde": _essay,
    "ordering": _ordering,
    "mtf": _true_rows,
    "kprime": _true_rows,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _select,
    "gapselect": _select,
}
