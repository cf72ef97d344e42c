"""Rules about what is written: explanations, stems, giveaways, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from quizzer_decks.canonical import canonical
from quizzer_decks.cloze import parse_cloze
from quizzer_decks.model import Basic, Choice, Cloze, Multi, Question, Typed
from quizzer_decks.regions import plain_text, regions
from quizzer_decks.rules.rule import QuestionRule, answers_of, ask_of, options_of

_SHORTEST_GIVEAWAY = 4
_NEW_WORDS = 3
"""An explanation that says so many words which question and answer do not is none that repeats them."""
_NEW_SHARE = 0.25
"""Of a short explanation's words, or more: they are few, and some of any reason stand in its answer."""
_EMPTY_WORD = re.compile(
    "an?|and|are|as|at|be|because|been|by|can|for|from|ha[ds]|have|her?|his|in|into|i[st]|its|o[fn]|or|s|she|since|so"
    "|such|th[ae]n|that|the|their|them|there|these|they|this|those|thus|to|was|were|which|will|with|your?"
)
"""They say nothing by themselves."""

_ABOVE = re.compile(
    r"(?:all|none|both|neither|any|some) of (?:the )?(?:above|these|them|those|options|others?(?: options| answers)?)"
    r"|(?:both|neither) (?:[a-d]|the first|answers?) (?:and|n?or) .*|[a-d] (?:and|or) [a-d]",
    re.IGNORECASE,
)
_VERB = r"(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may|has|have|holds?)"
_NEGATIVE = re.compile(
    rf"\b(?:which|what|who)\b(?:(?!\b(?:when|where|if|that|because|while|although|why|so|but)\b)[^.?:;,])*?"
    rf"\b(?:{_VERB}\s+(?:not|never)|cannot|(?:is|are|was|were|do|does|did|can|could|wo|would|should|has|have)n['’]t)\b"
    r"|\bexcept\s*(?:for)?\s*[:?.…_]*$",
    re.IGNORECASE,
)


def _no_why(question: Question) -> Iterator[str]:
    if not question.why:
        yield "`why` is missing; give the reason in one to four sentences"


def _why_repeats(question: Question) -> Iterator[str]:
    if not question.why:
        return
    said = _words(question.why)
    new = len(said - _words(" ".join((ask_of(question), *answers_of(question)))))
    if new < _NEW_WORDS and new <= len(said) * _NEW_SHARE:
        yield "`why` only says the answer again; give the reason or the derivation"


def _words(text: str) -> set[str]:
    """Return the words that say something, and the signs of a formula: a derivation is a reason."""
    said = re.findall(r"\w+|[^\w\s.,:;!?'\"()]", plain_text(text).casefold())
    return {word for word in said if not _EMPTY_WORD.fullmatch(word)}


def _gives_away(question: Question) -> Iterator[str]:
    body = question.body
    if isinstance(body, Typed):
        for name, text in (("ask", body.ask), ("hint", question.hint)):
            for answer in (body.answer, *body.accept):
                if _says(_prose(text), answer):
                    yield f"`{name}` gives the answer `{answer[:60]}` away; rewrite it"
                    break
    elif isinstance(body, Cloze):
        cloze = parse_cloze(body.text)
        shown = " … ".join(segment for segment in cloze.segments if isinstance(segment, str))
        for answer in dict.fromkeys(gap.answer for gap in cloze.gaps):
            if _says(shown, answer):
                yield f"the hole `{answer[:60]}` also stands outside the braces; hide it there, or rewrite"
            elif _says(question.hint, answer):
                yield f"`hint` gives the hole `{answer[:60]}` away; rewrite it"


def _prose(text: str) -> str:
    """Return a text without its code, in which an answer may well stand: which line fails, which name is meant."""
    kept = list(text)
    for start, end, kind in regions(text):
        if kind == "code":
            kept[start:end] = " " * (end - start)
    return "".join(kept)


def _says(text: str, answer: str) -> bool:
    """Tell whether the answer stands in a text in so many words."""
    wanted = canonical(plain_text(answer))
    if not text or len(wanted) < _SHORTEST_GIVEAWAY or not any(sign.isalpha() for sign in wanted):
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", canonical(plain_text(text))) is not None


def _of_the_above(question: Question) -> Iterator[str]:
    for option in options_of(question):
        if _ABOVE.fullmatch(plain_text(option.text).strip(" .")):
            yield f"the option `{option.text[:60]}` points at the others, which are shuffled; name a fact instead"


def _negative_stem(question: Question) -> Iterator[str]:
    body = question.body
    if not isinstance(body, (Choice, Multi)):
        return
    found = _NEGATIVE.search(plain_text(body.ask))
    if found and not re.search(r"\b(?:NOT|NEVER|EXCEPT|CANNOT)\b", found.group()):
        yield "the stem is negative and is easily misread; ask for what holds, or write NOT in capitals"


def _bad_link(question: Question) -> Iterator[str]:
    for link in question.source:
        if not _is_https(link):
            yield f"`{link[:80]}` is not a link; write it in full, as in https://example.org/page"


def _is_https(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        well_formed = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = re.fullmatch(r"(?:[\w-]+\.)+[\w-]{2,}", host) is not None
    return parts.scheme == "https" and named and well_formed and not re.search(r"[\s<>\"]", link)


def _no_points(question: Question) -> Iterator[str]:
    if isinstance(question.body, Basic) and not question.body.points:
        yield "`points` are missing; name the two or three things that a good answer contains"


RULES = (
    QuestionRule("no-why", "warning", _no_why),
    QuestionRule("why-repeats", "warning", _why_repeats),
    QuestionRule("gives-away", "warning", _gives_away),
    QuestionRule("of-the-above", "warning", _of_the_above),
    QuestionRule("negative-stem", "warning", _negative_stem),
    QuestionRule("bad-link", "warning", _bad_link),
    QuestionRule("no-points", "warning", _no_points),
)
