"""Rules about dollar signs and braces: maths that closes, and placeholders that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizzer_decks.maths import renderable
from quizzer_decks.model import Cloze, Numeric, Question
from quizzer_decks.placeholders import fill, placeholders
from quizzer_decks.regions import regions
from quizzer_decks.rules.rule import QuestionRule, texts_of

_LOOSE_DOLLAR = re.compile(r"(?<!\\)\$(?!\d)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def _spans(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, stretch) over a whole text."""
    before = 0
    for start, end, kind in (*regions(text), (len(text), len(text), "text")):
        yield "text", text[before:start]
        yield kind, text[start:end]
        before = end


def _unbalanced(question: Question) -> Iterator[str]:
    for text in texts_of(question):
        for kind, stretch in _spans(text):
            if kind == "text" and _LOOSE_DOLLAR.search(stretch):
                yield f"a dollar sign opens no maths in `{_excerpt(stretch, '$')}`; close it, or write `\\$` for money"
            elif kind == "maths" and (fault := _fault(stretch)):
                yield f"{fault} in `{stretch[:60]}`; balance them"


def _excerpt(text: str, sign: str) -> str:
    at = text.index(sign)
    return " ".join(text[max(at - 20, 0) : at + 20].split())


def _fault(tex: str) -> str:
    depth = 0
    for brace in _BRACE.finditer(tex):
        depth += (brace.group() == "{") - (brace.group() == "}")
        if depth < 0:
            return "a brace closes that was not opened"
    if depth:
        return "a brace is not closed"
    for opening, closing in ((r"\\left(?![a-z])", r"\\right(?![a-z])"), (r"\\begin\{", r"\\end\{")):
        if len(re.findall(opening, tex)) != len(re.findall(closing, tex)):
            return f"`{opening[1:].split('(')[0]}` and `{closing[1:].split('(')[0]}` do not match"
    return ""


def _not_drawn(question: Question) -> Iterator[str]:
    body = question.body
    if isinstance(body, Cloze):
        return  # a hole in a formula is drawn only once it is filled
    values = {name: choices[0] for name, choices in body.given.items()} if isinstance(body, Numeric) else {}
    for text in texts_of(question):
        for kind, stretch in _spans(fill(text, {"answer": 1, **values}) if values else text):
            display = stretch.startswith("$$")
            if kind == "maths" and not _fault(stretch) and not renderable(stretch.strip("$"), on_one_line=not display):
                yield f"`{stretch[:60]}` cannot be drawn in a terminal and is shown as TeX; write it more simply"


def _unknown_placeholder(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, Numeric) or not body.given:
        return
    for name, text in (("ask", body.ask), ("hint", question.hint), ("why", question.why)):
        for placeholder in placeholders(text, {"answer", *body.given}):
            shown = text[placeholder.start : placeholder.end]
            if not placeholder.known:
                yield f"`{shown}` in `{name}` is not drawn by `given` and stays as it is; correct the name"
            elif not placeholder.understood:
                yield f"the format of `{shown}` in `{name}` is not known; use d, .2f, .2e, .2g or .0%"


def _hidden_value(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, Numeric) or not body.given:
        return
    shown = {placeholder.name for placeholder in placeholders(body.ask, {"answer", *body.given})}
    for name in body.given:
        if name not in shown:
            yield f"`{name}` is drawn but `ask` does not show it; put `{{{name}}}` into the question"
    if "answer" in shown:
        yield "`ask` shows `{answer}`, which is the answer; take it out"


RULES = (
    QuestionRule("unbalanced-maths", "error", _unbalanced),
    QuestionRule("maths-not-drawn", "warning", _not_drawn),
    QuestionRule("unknown-placeholder", "error", _unknown_placeholder),
    QuestionRule("hidden-value", "error", _hidden_value),
)
