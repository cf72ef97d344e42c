"""Anybody's roadmap to a parsed one: Markdown or JSON by its content, or a folder of them. Nothing here raises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from quizzer_decks.model import Problem
from quizzer_decks.roadmap.graph import Texts
from quizzer_decks.roadmap.json_reading import looks_like_json, parse_json
from quizzer_decks.roadmap.markdown import parse_markdown
from quizzer_decks.roadmap.other_files import other_file
from quizzer_decks.roadmap.parsed import ParsedRoadmap
from quizzer_decks.roadmap.source_text import MAX_BYTES, read_text, repaired_lines
from quizzer_decks.roadmap.titles import clean

MAX_FILES = 2_000
_CONTENT = "content"

Read = tuple[ParsedRoadmap | None, list[Problem]]


def read_roadmap_source(data: bytes, path: str) -> Read:
    """Read a roadmap from the bytes of a Markdown or JSON file; `path` is how problems name it."""
    return _read(data, path, {})


def _read(data: bytes, path: str, texts: Texts) -> Read:
    text, problems = read_text(data, path)
    if text is None:
        return None, problems
    if looks_like_json(text):
        parsed, problems = parse_json(text, path, name_of(path), texts)
    else:
        lines = repaired_lines(text)
        if other := other_file(text, lines):
            return None, [Problem(path, 0, "no-topics", other)]
        parsed = parse_markdown(lines, name_of(path))
    if parsed is not None and not any(topic.kind != "resource" for topic in parsed.topics):
        message = (
            "no topic was found here; list the topics under headings, each on a line such as `- [ ] Binary search`"
        )
        return None, [Problem(path, 0, "no-topics", message)]
    return parsed, problems


def name_of(path: str) -> str:
    """Return the title of a roadmap that gives itself none: its file's name, in words."""
    return clean(PurePath(path).stem.replace("-", " ").replace("_", " ")) or "Roadmap"


def read_roadmap_folder(path: Path) -> Read:
    """Read a roadmap from a folder: the graph in JSON named after it, or the only one, with the Markdown in `content`.

    Without a graph, the folder's Markdown file named like a roadmap, or its only one, is read.
    """
    try:
        files = sorted(child for child in path.iterdir() if child.is_file())
        chosen = _chosen(files, path.name)
        if chosen is None:
            message = "there is no roadmap in this folder; give a file, or a folder with one file of JSON or Markdown"
            return None, [Problem(str(path), 0, "no-roadmap", message)]
        with chosen.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        texts = dict(_texts(path / _CONTENT)) if chosen.suffix.lower() == ".json" else {}
    except OSError as error:
        return None, [Problem(str(path), 0, "unreadable", f"this cannot be read: {error.strerror or error}")]
    return _read(data, str(chosen), texts)


def _chosen(files: list[Path], name: str) -> Path | None:
    graphs = [file for file in files if file.suffix.lower() == ".json" and "mapping" not in file.stem]
    texts = [file for file in files if file.suffix.lower() in (".md", ".markdown", ".txt")]
    for kind in (graphs, texts):
        named = [file for file in kind if file.stem == name] or [f for f in kind if "roadmap" in f.stem.lower()]
        if named or len(kind) == 1:
            return (named or kind)[0]
    return next((file for file in texts if file.stem.lower() == "readme"), None)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a graph's nodes; a file is named `title@id.md`, and one that is no text is passed over."""
    for file in sorted(folder.rglob("*@*.md"))[:MAX_FILES] if folder.is_dir() else ():
        with file.open("rb") as opened:
            text, _ = read_text(opened.read(MAX_BYTES + 1), str(file))
        if text is not None:
            yield file.stem.rpartition("@")[2], text
