r"""Foreign text as Markdown: HTML, plain text, and mathematics in the notations of other programs.

Mathematics becomes `$…$`, pictures and sounds become links into `media/`, scripts and styles are dropped, and what only
looks like Markdown is escaped.
Simple HTML is read by `simple_html`; BeautifulSoup and markdownify do the rest, and are imported for it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from quizzer_decks.formats.simple_html import markdown_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

_LONGEST = 200_000
"""Characters of HTML that are converted; more is no flashcard."""
_DEEPEST = 200
"""Levels of elements: each costs the converter a level of its stack."""

# A private character on either side of a number stands for what must not be converted again.
_HELD = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
_MARKUP = re.compile(r"[<&]|\[sound:|\\[(\[]|\[/?(?:latex|\$)", re.IGNORECASE)


def _between(name: str, opening: str, closing: str) -> str:
    """Return the pattern of what stands between two marks, without another opening: read in one pass."""
    return rf"{opening}(?P<{name}>(?:(?!{opening}).)+?){closing}"


_MATHS = re.compile(
    "|".join(
        _between(name, opening, closing)
        for name, opening, closing in (
            ("a", r"\\\(", r"\\\)"),
            ("b", r"\\\[", r"\\\]"),
            ("c", r"\[\$\]", r"\[/\$\]"),
            ("d", r"\[\$\$\]", r"\[/\$\$\]"),
            ("e", r"\[latex\]", r"\[/latex\]"),
            ("f", r"<anki-mathjax[^<>]*>", r"</anki-mathjax>"),
        )
    ),
    re.DOTALL | re.IGNORECASE,
)
_SOUND = re.compile(r"\[sound:([^\]\n]+)\]")
_SPEECH = re.compile(r"\[anki:tts[^\]\[]*\]((?:(?!\[anki:tts).)*?)\[/anki:tts\]", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_MARK = re.compile(r"<\?[^<>]*>|<!\[(?!CDATA\[)[^<>]*>|<!(?!--|\[)[^<>]*>")
"""What XML and word processors write for themselves: nothing that is shown."""
_OPEN_MARK = re.compile(r"<!\[(?!CDATA\[)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:math|displaymath|equation\*?)\}")
_DOLLARS = re.compile(r"^\s*(\${1,2})(.*)\1\s*$", re.DOTALL)
_BLANKS = re.compile(r"\n{3,}")
_FIRST_BREAKS = re.compile(r"\A(?:\s|\\\n|\\\Z)+")
_LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)
_LOOSE_BREAKS = re.compile(r"(?:(?<!\\)[ \t]*\\\n)+(?=\n)")
"""Line ends before the end of a paragraph, where Markdown would show their marks."""

_SPECIAL = re.compile(
    r"(?P<slash>\\(?=[\\`*_{}\[\]()#+\-.!$<>|~]))|(?P<one>[`$]|(?<!\s)\*|\*(?!\s)|(?<!\w)_|_(?!\w)|~(?=~)|<(?=[A-Za-z/!?]))"
    r"|(?P<link>\](?=[(\[]))"
)
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+*](?=\s)|[-=*_]{3,}[ \t]*$|={1,2}[ \t]*$|(?:```|~~~))", re.MULTILINE
)
_NUMBERED = re.compile(r"^([ \t]*\d{1,9})([.)])(?=\s)", re.MULTILINE)

_PLAIN = re.compile(r"(?!\s|#|[-+=>]|\d{1,9}[.)])[^\\`*_<>&\[\]$~\n\r\xa0\ue000\ue001]*")
"""A line in which there is nothing to convert or to escape, in plain text or HTML."""

_RAISED = str.maketrans("0123456789+-=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


class Text(NamedTuple):
    """A converted text, and what it shows."""

    markdown: str
    media: tuple[str, ...] = ()
    """Names of the media files that it shows, as they stood in the source."""
    dropped: tuple[str, ...] = ()
    """What could not be carried over, in a few words each."""


def from_plain(text: str) -> str:
    """Return Markdown that shows a text as it is written, its lines as lines."""
    if _PLAIN.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(_PRIVATE.sub("", text)).strip("\n").replace("\n", "\\\n").replace("\\\n\\\n", "\n\n")


def escape(text: str) -> str:
    """Return a text with what Markdown would take for its own made literal."""
    text = _SPECIAL.sub(lambda match: "\\" + match.group(), text)
    text = _LINE_START.sub(r"\1\\\2", text)
    return _NUMBERED.sub(r"\1\\\2", text)


def from_html(source: str, media_name: Callable[[str], str] = lambda name: name) -> Text:
    """Return HTML as Markdown. `media_name` gives the name under which a media file is kept."""
    if _PLAIN.fullmatch(plain := source.strip()):
        return Text(plain)
    if not _MARKUP.search(source):
        return Text(escape(_PRIVATE.sub("", source).replace("\xa0", " ")).strip())
    if len(source) > _LONGEST:
        return Text("", (), ("a text of over 200,000 characters",))
    held = _Held(media_name)
    text = held.take(_PRIVATE.sub("", source))
    text = _converted(text, held) if "<" in text or "&" in text else escape(text)
    text = _LINE_END.sub("", held.put_back(text))
    text = text if "```" in text else _LOOSE_BREAKS.sub("\n", text)
    text = _trimmed(_FIRST_BREAKS.sub("", _BLANKS.sub("\n\n", text)))
    return Text(text, tuple(dict.fromkeys(held.media)), tuple(dict.fromkeys(held.dropped)))


def plain_of(source: str) -> str:
    """Return the text of HTML on one line, for names, tags and typed answers."""
    if "<" not in source and "&" not in source:
        return " ".join(source.split())
    return " ".join(html.unescape(_TAG.sub(" ", source)).split())


def tex(source: str) -> str:
    """Return TeX as `$…$`, from what another program keeps between its marks: HTML, with or without dollars."""
    text = html.unescape(_TAG.sub(" ", re.sub(r"<br\s*/?>", "\n", source, flags=re.IGNORECASE)))
    text = _ENVIRONMENT.sub("", text)
    inner = _DOLLARS.match(text)
    text = " ".join((inner[2] if inner else text).split())
    return f"${text.replace('$', '').strip()}$" if text.strip("$ ") else ""


class _Held:
    """What is set aside while the rest is converted."""

    def __init__(self, media_name: Callable[[str], str]) -> None:
        self._media_name = media_name
        self._texts: list[str] = []
        self.media: list[str] = []
        self.dropped: list[str] = []

    def take(self, source: str) -> str:
        """Set mathematics and sounds aside."""
        if not ("[" in source or "\\" in source or "mathjax" in source.lower()):
            return source
        source = _MATHS.sub(lambda match: self.hold(tex(next(filter(None, match.groups()), ""))), source)
        source = _SPEECH.sub(lambda match: match[1], source)
        return _SOUND.sub(lambda match: self.hold(self.sound(match[1])), source)

    def hold(self, markdown: str) -> str:
        """Set a piece of Markdown aside and return what stands for it."""
        self._texts.append(markdown)
        return f"\ue000{len(self._texts) - 1}\ue001"

    def put_back(self, text: str) -> str:
        """Return a text with everything that was set aside in its place."""
        return _HELD.sub(lambda match: self._texts[int(match[1])], text)

    def sound(self, name: str) -> str:
        """Return a link to a sound."""
        name = html.unescape(name).strip()
        self.media.append(name)
        return f"[sound: {_label(name)}]({self._link(name)})"

    def picture(self, source: str, alt: str) -> str:
        """Return a picture as Markdown; one from the web stays a link."""
        if source.startswith(("http://", "https://")):
            return f"![{_label(alt) or 'picture'}]({source.replace(' ', '%20').replace(')', '%29')})"
        if not source or source.startswith(("data:", "//")):
            self.dropped.append("a picture inside the text")
            return f"[{_label(alt) or 'picture'}]"
        name = unquote(source)
        self.media.append(name)
        return f"![{_label(alt or name)}]({self._link(name)})"

    def _link(self, name: str) -> str:
        kept = self._media_name(name)
        return f"<media/{kept}>" if re.search(r"[\s()<>]", kept) else f"media/{kept}"


def _label(text: str) -> str:
    return " ".join(re.sub(r"[\[\]\\`$*_<>]", " ", text).split())[:200]


def _converted(source: str, held: _Held) -> str:
    simple = markdown_of(source, _literal, lambda src, alt: held.hold(held.picture(src, alt)), _shifted)
    return _parsed(source, held) if simple is None else simple


def _parsed(source: str, held: _Held) -> str:
    """Return any HTML as Markdown."""
    soup = _soup(source)
    for name in ("script", "style", "object", "iframe", "video", "audio"):
        for element in soup.find_all(name):
            held.dropped.append(f"a <{name}>")
            element.decompose()
    for picture in soup.find_all("img"):
        picture.replace_with(held.hold(held.picture(str(picture.get("src") or ""), str(picture.get("alt") or ""))))
    if any(depth > _DEEPEST for depth in _depths(soup)):
        return escape(soup.get_text(" "))
    return str(_converter().convert_soup(soup))


def _soup(source: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    # The line end keeps an ampersand before it, and the text from being taken for an address.
    text = _OPEN_MARK.sub("&lt;![", _MARK.sub("", _closed(source))) + "\n"
    try:
        return BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup:
        return BeautifulSoup(html.escape(text), "html.parser")


def _trimmed(text: str) -> str:
    """Return a text without blanks and line ends behind it, whose mark is a backslash that no other one makes plain."""
    end = len(text)
    while end and (text[end - 1].isspace() or (text[end - 1] == "\\" and text[max(0, end - 2) : end - 1] != "\\")):
        end -= 1
    return text[:end]


def _closed(source: str) -> str:
    """Return HTML with tags and comments that never end as text, which the parser would look for again and again."""
    tags = source.rfind(">") + 1
    source = source[:tags] + source[tags:].replace("<", "&lt;")
    comments = source.rfind("-->") + 1
    return source[:comments] + source[comments:].replace("<!--", "&lt;!--")


def _depths(soup: BeautifulSoup) -> Iterator[int]:
    waiting: list[tuple[Any, int]] = [(soup, 0)]
    while waiting:
        element, depth = waiting.pop()
        yield depth
        if depth <= _DEEPEST:
            waiting += [(child, depth + 1) for child in getattr(element, "children", ())]


@cache
def _converter() -> MarkdownConverter:
    from markdownify import ATX, BACKSLASH, MarkdownConverter

    class Converter(MarkdownConverter):
        """Escapes as everywhere else; what Markdown has no mark for is shown as its text."""

        def escape(self, text: str, parent_tags: set[str]) -> str:
            """Return text with what Markdown would take for its own made literal."""
            if parent_tags & {"pre", "code", "kbd", "samp"}:
                return text
            text = _literal(text)
            return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

        def convert_sup(self, element: object, text: str, parent_tags: set[str]) -> str:
            """Return raised text in raised characters where there are such, else behind a caret."""
            return _shifted("sup", text)

        def convert_sub(self, element: object, text: str, parent_tags: set[str]) -> str:
            """Return lowered text in lowered characters where there are such, else behind an underscore."""
            return _shifted("sub", text)

    return Converter(heading_style=ATX, newline_style=BACKSLASH, bullets="-")


def _literal(text: str) -> str:
    return escape(text.replace("\xa0", " "))


def _shifted(name: str, text: str) -> str:
    """Return what is in a `sup` or `sub` in characters of its kind, behind a mark where there are none."""
    characters, mark = (_RAISED, "^") if name == "sup" else (_LOWERED, "\\_")
    if all(ord(character) in characters for character in text):
        return text.translate(characters)
    return f"{mark}({text})" if len(text) > 1 else mark + text
