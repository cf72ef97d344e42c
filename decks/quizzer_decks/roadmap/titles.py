"""What people write around a title, taken off: emoji, numbering, durations, notes, the explanation after a colon."""

from __future__ import annotations

import re

from quizzer_decks.sanitize import sanitize

MAX_TITLE = 200

_PICTURE = (
    "\U0001f000-\U0001fbff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff\u203c\u2049\u2122\u2139\u3030\u303d"
    "\ue000-\uf8ff"
)
_EMOJI = re.compile(
    f"[{_PICTURE}\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f]|\u200d(?=[{_PICTURE}])|(?<!\\w):[a-z0-9_+-]{{2,}}:(?!\\w)"
)
_FIRST = re.compile(f"\\s*((?:[{_PICTURE}]|[0-9]\ufe0f?\u20e3)\ufe0f?)")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_UNIT = (
    r"(?:years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?|sessions?|semanas?|mes(?:es)?"
    r"|d[ií]as?|"
    r"horas?|wochen?|monate?|tage?|недел\w*|месяц\w*|[dwmh])"
)
_AMOUNT = r"(?:~|≈|about |approx\.? |est\.? )?\d+(?:[.,]\d+)?\s*(?:(?:[-–—~]|to)\s*\d+(?:[.,]\d+)?)?\s*\+?\s*"
_DURATION = rf"(?:{_AMOUNT}{_UNIT}|(?:weeks?|days?|months?)\s*\d+(?:\s*(?:[-–—&]|to)\s*\d+)?|ongoing)"
_TIMING = re.compile(rf"\s*[(\[]\s*{_DURATION}(?:\s*[,;/&+]\s*{_DURATION})*\s*[)\]]", re.IGNORECASE)
_TIMING_INSIDE = re.compile(rf",\s*{_DURATION}(?=\s*\))", re.IGNORECASE)
_TIMING_AFTER = re.compile(rf"\s+[-–—|:]\s+{_DURATION}\s*$", re.IGNORECASE)
_NUMBERING = re.compile(
    r"(?:#\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.\d{1,2})+|\(?[a-zA-Z][)]|\(\d{1,2}\)\.?"
    r"|[ivxIVX]{1,5}[.)]|\d{1,2}\s*[-–—:](?=\s))\s+"
)
_WHEN = re.compile(
    r"(?:weeks?|days?|months?|semanas?|d[ií]as?|mes(?:es)?|woche|tag|monat|semaines?|jours?|mois|اليوم|الأسبوع"
    r"|الشهر|недел\w+|день|месяц)"
    r"\s*\d+(?:\s*(?:[-–—&,]|to)\s*(?:weeks?|days?|months?)?\s*\d+)*\s*[:.)\-–—]+\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\((?:recommended\b[^()]*|alternative|must[ -]?read|highly recommended)\)", re.IGNORECASE)
_EXPLAINED = re.compile(r"(?P<term>[^:]{2,60}?)\s*(?::\s+|\s[-–—]+\s+)(?P<rest>\S.*)")
_ASIDES = re.compile(r"\([^()]*\)")
_SENTENCE_END = (".", "!", "…", "。", "؟", "！")
_WIKI = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")


def first_sign(text: str) -> str:
    """Return the emoji that a line begins with, or nothing."""
    match = _FIRST.match(text)
    return match.group(1).rstrip("\ufe0f") if match else ""


def clean(text: str) -> str:
    """Return a text without emoji, invisible characters, timing and outer punctuation."""
    if not text.isascii():
        text = _TURNING.sub("", _EMOJI.sub(" ", _KEYCAP.sub(" ", text)).replace("\u00a0", " "))
    elif ":" in text:
        text = _EMOJI.sub(" ", text)
    if "[[" in text:
        text = _WIKI.sub(r"\1", text)
    if "(" in text or "[" in text:
        text = _TIMING_INSIDE.sub("", _TIMING.sub("", text))
    text = sanitize(" ".join(text.split()))
    return _unwrapped(
        text.replace(":**", ":").strip(" *_`|>;,=\t").lstrip("#").rstrip(":： -–—.") + "..." * text.endswith("...")
    )


def _unwrapped(text: str) -> str:
    if (
        len(text) > 2
        and text[0] + text[-1] in ("[]", "()", "**", "__", '""', "“”")
        and not set(text[1:-1]) & set('[]()"“”')
    ):
        text = text[1:-1].strip()
    return text if len(text) <= MAX_TITLE else f"{text[: MAX_TITLE - 1].rstrip()}…"


def heading_title(text: str) -> str:
    """Return what a heading is called: without number, week, timing and advice in brackets."""
    text = without_number(clean(text))
    text = _TIMING_AFTER.sub("", _ASIDE.sub("", text))
    return clean(text) or clean(_ASIDE.sub("", text))


def without_number(text: str) -> str:
    """Return a title without the number, letter or week that it begins with; a title that is only that stays."""
    for pattern in (_NUMBERING, _WHEN):
        match = pattern.match(text)
        if match and text[match.end() :].strip():
            text = text[match.end() :].strip()
    return text


def numbered(text: str) -> bool:
    """Tell whether a heading begins with a number."""
    return _NUMBERING.match(clean(text)) is not None


def topic_title(text: str) -> str:
    """Return what a topic is called: without number and timing, and without what only explains it."""
    ended = text.rstrip(" *_").endswith(_SENTENCE_END)
    text = _TIMING_AFTER.sub("", without_number(clean(text)))
    match = _EXPLAINED.match(text)
    if match and explains(match["rest"], ended) and len(match["term"].split()) <= 8:
        return clean(match["term"])
    return text


def explains(rest: str, ended: bool) -> bool:
    """Tell whether what follows a term is a sentence about it rather than a part of its name or a list of its parts."""
    if len(rest) > 60:
        return True
    parts = _ASIDES.sub("", rest.rstrip(".")).split(",")
    listed = len(parts) > 1 and all(len(part.removeprefix(" and ").split()) <= 3 for part in parts)
    return not listed and (ended or len(rest.split()) > 4)


def is_sentence(text: str) -> bool:
    """Tell whether a line of its own is prose rather than the name of something."""
    text = text.strip()
    return len(text) > 90 or len(text.split()) > 13 or text.endswith((*_SENTENCE_END, "?", ":", "："))
