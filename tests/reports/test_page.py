"""The statistics as a page: whole in itself, well-formed, and harmless whatever the decks say."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from small_home import Learner

from quizzer.cli.stats import NAMES
from quizzer.errors import LibraryError
from quizzer.reports.gathering import gather
from quizzer.reports.page import page, write_page
from quizzer.reports.page_style import STYLE
from quizzer.reports.scope import Scope, Window
from quizzer.sitting import Plan
from quizzer.workspace import Workspace

VOID = {"meta"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=1> & \\u001b \\u202e ]]>"


class Reader(HTMLParser):
    """Collects what a browser would see: elements, attributes, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.names.append(tag)
        self.attributes += [(key, value or "") for key, value in attrs]
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element without content."""
        self.names.append(tag)
        self.attributes += [(key, value or "") for key, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert self.open.pop() == tag


def read(text: str) -> Reader:
    """Parse a page as HTML and as XML; both are well-formed."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    ElementTree.fromstring(text)
    return reader


@pytest.mark.parametrize("window", [Window.MONTH, Window.ALL])
def test_the_page_is_whole(studied: Workspace, window: Window) -> None:
    """Every section with its sentence, plots, tables and definition; each plot tells itself; links lead to sections."""
    report = gather(studied, Scope(), window)
    text = page(report, NAMES)
    reader = read(text)
    tree = ElementTree.fromstring(text)
    sections = tree.findall("./body/main/section")
    assert [section.get("id") for section in sections] == list(NAMES)
    for element, section in zip(sections, report.sections(), strict=True):
        told = element.find("./p[@class='words']")
        assert told is not None
        assert told.text == section.words
        assert "".join(element.itertext()).count("Source:") == 1
    svg = "{http://www.w3.org/2000/svg}"
    plots = list(tree.iter(f"{svg}svg"))
    assert len(plots) > 12
    for plot in plots:
        assert (plot.get("role"), plot[0].tag, plot[1].tag) == ("img", f"{svg}title", f"{svg}desc")
    links = [value for key, value in reader.attributes if key == "href"]
    assert links == [f"#{name}" for name in NAMES]


def test_the_page_asks_nobody_for_anything(studied: Workspace) -> None:
    """No script, no picture, no style sheet, no address but the name of SVG; and it forbids itself to ask."""
    text = page(gather(studied, Scope(), Window.YEAR), NAMES)
    reader = read(text)
    assert not set(reader.names) & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "image",
        "use",
        "base",
        "form",
    }
    assert not [key for key, _ in reader.attributes if key.startswith("on") or key in ("src", "srcset", "style")]
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in reader.attributes
    assert "prefers-color-scheme: dark" in STYLE


def test_every_number_is_finite(studied: Workspace) -> None:
    """No coordinate is missing, infinite or not a number."""
    reader = read(page(gather(studied, Scope(), Window.ALL), NAMES))
    places = [value for key, value in reader.attributes if key in ("x", "y", "x1", "x2", "y1", "y2", "width", "height")]
    assert places
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", value) or "device-width" in value for value in places)


def test_texts_of_decks_are_texts(workspace: Workspace, learner: Learner) -> None:
    """Titles with markup, escapes and bidi overrides are shown as they are, and do nothing."""
    title = f'title: "{HOSTILE}"\n'
    deck = f"{title}questions:\n  - {{id: q, kind: typed, ask: Say yes., answer: 'yes'}}\n"
    (workspace.paths.decks / "hostile.yaml").write_text(deck, encoding="utf-8")
    workspace.refresh()
    learner.sit(workspace.session(Plan(("hostile",))))
    text = page(replace(gather(workspace, Scope(), Window.ALL), scope=Scope(tag="<b>")), NAMES)
    text += page(gather(workspace, Scope(decks=("hostile",)), Window.ALL), NAMES)
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "<img" not in text
    assert not set(text) & set("\x1b\u202e")
    read(page(gather(workspace, Scope(decks=("hostile",)), Window.ALL), NAMES))


@pytest.mark.parametrize("answers", [0, 3])
def test_too_few_to_say(workspace: Workspace, learner: Learner, answers: int) -> None:
    """An empty collection and three answers make a page that says so."""
    session = workspace.session(Plan(limit=3))
    for _ in range(answers):
        learner.answer(session)
    text = page(gather(workspace, Scope(), Window.MONTH), NAMES)
    read(text)
    assert "Too few to say" in text


def test_a_file_that_cannot_be_written_is_told(workspace: Workspace, tmp_path: Path) -> None:
    """A folder that is not there: one sentence."""
    report = gather(workspace, Scope(), Window.MONTH)
    with pytest.raises(LibraryError, match="cannot be written"):
        write_page(report, NAMES, tmp_path / "none" / "page.html")
