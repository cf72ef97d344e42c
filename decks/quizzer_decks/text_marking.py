"""Marking of words and of printed output."""

from __future__ import annotations

import re
import unicodedata

from quizzer_decks.canonical import accents, canonical, same
from quizzer_decks.expected import Words
from quizzer_decks.marks import Mark, Verdict, difference, shorten
from quizzer_decks.near_miss import near_miss
from quizzer_decks.regions import bare

NO_ANSWER = "No answer."

_OPTION = re.compile(r"(?<!\S)-[^\W\d_](?!\w)")

_ROUND = str.maketrans("[]{}", "()()")


def mark_words(given: str, words: Words) -> Mark:
    """Mark a typed answer. Strict answers are compared as they are, but for outer space and line endings."""
    typed = lines_of(given).strip()
    shown = bare(words.answers[0])
    if not typed:
        return Mark(Verdict.WRONG, shown, "", notes=(NO_ANSWER,))
    answers = [answer for answer in (bare(lines_of(answer)) for answer in words.answers) if answer]
    longest = max((len(answer) for answer in words.answers), default=0)
    if len(typed) > 4 * longest + 200:
        return Mark(Verdict.WRONG, shown, shorten(typed))
    if any(bare(typed) == answer for answer in answers):
        return Mark(Verdict.RIGHT, shown, shorten(typed))
    return _mark_strict(typed, answers, shown, words) if words.strict else _mark_loose(typed, answers, shown, words)


def lines_of(text: str) -> str:
    """Return a text with plain line ends and composed letters, which no one can see."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _mark_loose(typed: str, answers: list[str], shown: str, words: Words) -> Mark:
    answers = [answer for answer in answers if _options(typed) == _options(answer)]
    for answer in answers:
        if same(typed, answer):
            careless = accents(answer) != accents(typed)
            return Mark(
                Verdict.RIGHT, shown, shorten(typed), notes=(f"Mind the accents: {answer}.",) if careless else ()
            )
    for answer in answers:
        if near_miss(typed, answer, words.others) or _other_brackets(typed, answer):
            return Mark(Verdict.CLOSE, shown, shorten(typed), difference(typed, answer))
        if _other_order(typed, answer):
            return Mark(Verdict.CLOSE, shown, shorten(typed), difference(typed, answer), ("In another order.",))
    return Mark(Verdict.WRONG, shown, shorten(typed))


def _options(text: str) -> list[str]:
    """Return the options of a command that are one letter: there `-s` and `-S` are two things, whatever the marking."""
    return _OPTION.findall(text)


def _other_brackets(typed: str, answer: str) -> bool:
    """Tell whether only the shape of brackets after a name differs, or a name is called that should not be."""
    one, other = (canonical(text).translate(_ROUND) for text in (typed, answer))
    return one[:1].isalnum() and one in (other, f"{other}()")


def _other_order(typed: str, answer: str) -> bool:
    """Tell whether the things that `and` or commas join are the same in another order."""
    one, other = (sorted(re.split(r",(?: and)? | and ", canonical(text))) for text in (typed, answer))
    return len(one) > 1 and one == other and bool(one[0])


def _mark_strict(typed: str, answers: list[str], shown: str, words: Words) -> Mark:
    for answer in answers:
        loosely = same(_one_quote(typed), _one_quote(answer)) and not _case_is_the_point(typed, answer)
        slipped = len(answer) > 3 and _cased(typed, answer) and near_miss(typed, answer, words.others)
        if loosely or (slipped and _single_letters(typed) == _single_letters(answer)):
            notes = ("Case, spacing and punctuation count here.",) if loosely else ()
            return Mark(Verdict.CLOSE, shown, shorten(typed), difference(typed, answer), notes)
    return Mark(Verdict.WRONG, shown, shorten(typed))


def _case_is_the_point(typed: str, answer: str) -> bool:
    """Tell whether letters that stand alone differ in case, as in `-d` and `-D`, or all of a very short answer does."""
    if _single_letters(typed) != _single_letters(answer):
        return True
    return len(answer) <= 3 and not _cased(typed, answer)


def _single_letters(text: str) -> list[str]:
    return re.findall(r"(?<![^\W_])[^\W\d_](?![^\W_])", text)


def _one_quote(text: str) -> str:
    return text.replace('"', "'")


def _cased(typed: str, answer: str) -> bool:
    return typed.casefold() != answer.casefold()


def mark_output(given: str, expected: str) -> Mark:
    r"""Mark what a program prints: line by line, but for space at line ends and lines at the end that are empty.

    In one line of typing `\n` stands for a line end. Only quotes or spaces amiss is close.
    """
    right = _printed(expected)
    shown = right
    typed = _printed(given)
    if not typed.strip() and right.strip():
        return Mark(Verdict.WRONG, shown, "", notes=(NO_ANSWER,))
    if len(typed) > 4 * len(right) + 200:
        return Mark(Verdict.WRONG, shown, shorten(typed))
    attempts = [typed] if "\n" in typed else [typed, _printed(typed.replace("\\n", "\n"))]
    if right in attempts:
        return Mark(Verdict.RIGHT, shown, shorten(typed)) if given.strip() else Mark(Verdict.WRONG, shown, "")
    for attempt in attempts:
        if attempt and _unspaced(attempt) == _unspaced(right):
            notes = ("Only spacing, line ends or quotes differ.",)
            return Mark(Verdict.CLOSE, shown, shorten(typed), difference(attempt, right), notes)
    return Mark(Verdict.WRONG, shown, shorten(typed), notes=_first_wrong_line(attempts[-1], right))


def _printed(text: str) -> str:
    return "\n".join(line.rstrip() for line in lines_of(text).split("\n")).rstrip("\n")


def _unspaced(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("“”„’‘‚`", '"' * 3 + "'" * 4)).replace('"', "'")


def _first_wrong_line(typed: str, right: str) -> tuple[str, ...]:
    pairs = zip(typed.split("\n"), right.split("\n"), strict=False)
    if right.count("\n") == 0:
        return ()
    number = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
    if number is None:
        return (f"It prints {right.count(chr(10)) + 1} lines, not {typed.count(chr(10)) + 1}.",)
    return (f"Line {number} is the first that differs.",)
