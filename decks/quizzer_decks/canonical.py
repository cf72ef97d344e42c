"""One form for all the ways of typing the same answer.

What does not count: case, Unicode form, accents, quotes and dashes of any shape, outer punctuation, a leading article,
spaces, hyphens between words, British or American spelling, `β` or `beta`, `²` or `^2` or `**2`, `≤` or `<=`.
What counts: digits, operators, a minus, brackets, and anything in which two different answers could differ.
"""

from __future__ import annotations

import re
import unicodedata

from quizzer_decks.greek import GREEK_NAMES, spell_greek

MAX_PASSES = 8
MAX_LENGTH = 500
"""Of longer texts only case and spacing do not count."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("‘’‚‛′ʼ´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("×·⋅∗", "*"),
        **dict.fromkeys("\u200b\u2060\u00ad\ufeff", ""),
        **dict.fromkeys("⁄∕÷", "/"),
        **dict(zip("≤≥≠→⇒±", ("<=", ">=", "!=", "->", "=>", "+-"), strict=True)),
        **dict(zip("∞√∈≈…", ("infinity", "sqrt", " in ", "~", "..."), strict=True)),
    }
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+")
_GREEK_LETTER = re.compile("(?<![Ͱ-Ͽ])[Ͱ-Ͽ∑∏∇](?![Ͱ-Ͽ])")
_GREEK_COMMAND = re.compile(rf"\\(?:var)?({'|'.join(sorted(GREEK_NAMES, key=len, reverse=True))}|infty)(?![a-z])")
_ACCENTED = re.compile("([a-zα-ω])[\u0300-\u036f]+")
_WRAPPED = re.compile(r"(`+|\${1,2})(.+)\1", re.DOTALL)
_QUOTED = re.compile(r"""(["'])([^"']+)\1""")
_PARENTHESISED = re.compile(r"\(([^\W\d_]{2}[^\W\d_ ]*(?: [^\W\d_]+)*)\)")
_TRAILING = re.compile(r"""(?<=[\w)\]}'"%])[.,;:]+$|(?<=[^\W\d_]{2})[!?]+$""")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_]{2})'(?=\w|\s|$)")
_AMPERSAND = re.compile(r"(?<=[^\W\d_]{2}) & (?=[^\W\d_]{2})")
_POWER = re.compile(r"(?<=[\w)]) ?\*\* ?(?=[\w(-])")
_INDEX = re.compile(r"([_^])\{([^{}\s]+)\}")
_SUBSCRIPT = re.compile(rf"(?<!\w)([^\W\d_]|log|{'|'.join(sorted(GREEK_NAMES))})_(?=\d+(?!\w))")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT_FIRST = re.compile(r"(?<![\w.])\.(?=\d)")
_TIMES = re.compile(r"(?<=\d) ?[x*] ?(?=\d)|(?<=(?<!\w)\w) (?:x|\*) (?=\w(?!\w))")
_OF_SYMBOL = re.compile(r"(?<![a-z])(log\d*|ln|exp|sqrt|sin|cos|tan)\((\w)\)")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W_.]+$")
_WORD_AFTER = re.compile(r"[^\W_]+")
_SYMBOL = re.compile(r"[^\W\d_]?\d*|\d[\d.]*e")
_ARTICLE = re.compile(r"(?:a|an|the) (?!(?:and|or|if|in|is|not|for|as)\b)(?=[^\W\d_]{2}|\d*[^\W\d_]{2})")
_BRITISH = (
    (re.compile(r"(?<=\w{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)(?!\w))"), "iz"),
    (re.compile(r"(?<=\w{3})ys(?=(?:e|es|ed|er|ers|ing)(?!\w))"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|hood|hoods)?(?!\w))"), "or"),
    (re.compile(r"(?<![a-z])(model|label|cancel|travel|signal|channel|level)l(?=ed|ing|er)"), r"\1"),
    (re.compile(r"(?<![a-z])(cent|met)re(?=s?(?!\w))"), r"\1er"),
)
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_COUNTED)})(?!\w)")
_SPACE = re.compile(r"(?<!\d) | (?!\d)")


def canonical(text: str) -> str:
    """Return the form in which answers are compared: lower case, words apart by one space. Idempotent."""
    if len(unicodedata.normalize("NFKC", text[: MAX_LENGTH + 1])) > MAX_LENGTH:
        return " ".join(text.casefold().split())
    for _ in range(MAX_PASSES):
        once = _once(text)
        if once == text:
            break
        text = once
    return text


def compact(form: str) -> str:
    """Return a canonical form without its spaces, except between digits."""
    return _SPACE.sub("", form)


def counted(form: str) -> str:
    """Return a canonical form with number words up to twelve as digits."""
    return _NUMBER_WORD.sub(lambda match: str(_COUNTED.index(match.group())), form)


def accents(text: str) -> int:
    """Return how many letters carry an accent that `canonical` leaves out."""
    return len(_ACCENTED.findall(unicodedata.normalize("NFD", text.casefold())))


def _once(text: str) -> str:
    text = _SUPERSCRIPT_RUN.sub(lambda match: "^" + match.group().translate(_SUPERSCRIPTS), text.translate(_SIGNS))
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)
    text = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", text)))
    text = _GREEK_LETTER.sub(lambda match: spell_greek(match.group()).lower(), text)
    text = _GREEK_COMMAND.sub(lambda match: match[1].replace("infty", "infinity"), text)
    text = _numeral(_bare(" ".join(text.split())))
    text = _POWER.sub("^", _INDEX.sub(r"\1\2", text))
    text = _AMPERSAND.sub(" and ", _APOSTROPHE.sub("", _SUBSCRIPT.sub(r"\1", text)))
    text = _HYPHEN.sub(lambda match: _joiner(text, match), text)
    for pattern, american in _BRITISH:
        text = pattern.sub(american, text)
    return _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text


def _bare(text: str) -> str:
    """Return a text without the punctuation around it; what is nothing but punctuation stays."""
    for pattern, group in ((_WRAPPED, 2), (_QUOTED, 2), (_PARENTHESISED, 1)):
        found = pattern.fullmatch(text)
        if found and found[group].strip():
            text = found[group].strip()
    return _TRAILING.sub("", text).strip("¿¡ ")


def _numeral(text: str) -> str:
    """Return a text with its numbers and functions of one symbol written in one way: 1000, 0.5, 3*3, log n."""
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return _OF_SYMBOL.sub(r"\1 \2", _TIMES.sub("*", _POINT_FIRST.sub("0.", text)))


def _joiner(text: str, match: re.Match[str]) -> str:
    """Return what a hyphen between letters or digits is: a joint of words (a space), or a minus between symbols."""
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    after = _WORD_AFTER.match(text, match.end())
    if before is None or after is None:
        return "-"
    if before.group().isdigit() and after.group() == "d":
        return " "
    if _SYMBOL.fullmatch(before.group()) and (_SYMBOL.fullmatch(after.group()) or before.group()[-1:] == "e"):
        return "-"
    return " "


def same(given: str, expected: str) -> bool:
    """Tell whether two answers differ only in what does not count."""
    left, right = canonical(given), canonical(expected)
    if not left or not right:
        return False
    if left == right or compact(left) == compact(right) or compact(counted(left)) == compact(counted(right)):
        return True
    if right == f"{left}()":
        return True
    return left == f"{right}()" and right.isidentifier()
