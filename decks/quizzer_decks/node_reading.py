"""From the nodes of a YAML tree to texts, lists and mappings; what does not fit is reported, never raised."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TypeVar

from quizzer_decks.fields import LANGUAGES, MAX_CONTRASTS, MAX_TEXT, PATH, SLUG, TOPIC_KINDS, fits, slug
from quizzer_decks.model import KINDS, Kind, Problem, Severity, TopicKind
from quizzer_decks.sanitize import sanitize
from quizzer_decks.yaml_text import Node, Refused, Scalar, Sequence, Table

T = TypeVar("T")


class Report:
    """Collects the problems of one file."""

    def __init__(self, path: str, problems: Iterable[Problem] = ()) -> None:
        self.path = path
        self.problems = list(problems)

    def add(self, line: int, rule: str, message: str, severity: Severity = "error") -> None:
        """Add a problem."""
        self.problems.append(Problem(self.path, line, rule, message, severity))


def wrong_type(node: Node, name: str, report: Report, wanted: str) -> None:
    """Report that something else was wanted here."""
    if not isinstance(node, Refused):
        report.add(node.line, "wrong-type", f"`{name}` must be {wanted}")


def read_text(node: Node, name: str, report: Report) -> str | None:
    """Return a text without its outer whitespace."""
    if isinstance(node, Scalar) and len(node.text) <= MAX_TEXT and node.text.isprintable():  # as nearly every text is
        bare = node.text.strip()
        if bare:
            return bare
    text = _raw_text(node, name, report)
    return None if text is None else text.strip()


def read_code(node: Node, name: str, report: Report) -> str | None:
    """Return a text whose indentation counts."""
    text = _raw_text(node, name, report)
    return None if text is None else text.rstrip("\n")


def _raw_text(node: Node, name: str, report: Report) -> str | None:
    if not isinstance(node, Scalar):
        wrong_type(node, name, report, "a text; quote it if it begins with a bracket or brace, or has a colon in it")
        return None
    text = sanitize(node.text)
    if len(text) > MAX_TEXT:
        report.add(node.line, "too-long", f"`{name}` has more than {MAX_TEXT:,} characters; shorten it")
        return None
    if not text or text.isspace():
        report.add(node.line, "empty", f"`{name}` is empty; write it or delete it")
        return None
    return text


def read_each(
    node: Node, name: str, report: Report, read: Callable[[Node, str, Report], T | None]
) -> tuple[T, ...] | None:
    """Return the items of a list that is not empty, each read in the same way."""
    if not isinstance(node, Sequence):
        wrong_type(node, name, report, f"a list, such as [{_example(node)}]")
        return None
    if not node.items:
        report.add(node.line, "empty", f"`{name}` is an empty list; fill it or delete it")
        return None
    values = [read(item, name, report) for item in node.items]
    whole = tuple(value for value in values if value is not None)
    return whole if len(whole) == len(values) else None


def read_entries(
    node: Node, name: str, report: Report, read: Callable[[Node, str, Report], T | None]
) -> dict[str, T] | None:
    """Return the entries of a mapping that is not empty, each value read in the same way."""
    if not isinstance(node, Table) or not node.entries:
        wrong_type(node, name, report, "a mapping, such as {one: 1}")
        return None
    values: dict[str, T] = {}
    well = True
    for key, inner in node.entries.values():
        inner_name = read_text(key, f"a key of {name}", report)
        value = read(inner, f"{name}.{inner_name}", report)
        if inner_name is None or value is None:
            well = False
        elif inner_name in values:
            report.add(key.line, "duplicate-key", f"`{inner_name}` stands twice in `{name}`; keep one of them")
            well = False
        else:
            values[inner_name] = value
    return values if well else None


def _example(node: Node) -> str:
    text = sanitize(node.text).strip() if isinstance(node, Scalar) else ""
    return text if text and len(text) < 40 and "\n" not in text else "one, two"


def read_texts(node: Node, name: str, report: Report) -> tuple[str, ...] | None:
    """Return a list of texts."""
    return read_each(node, name, report, read_text)


def read_links(node: Node, name: str, report: Report) -> tuple[str, ...] | None:
    """Return one text or a list of them, as a tuple."""
    if isinstance(node, Sequence):
        return read_texts(node, name, report)
    text = read_text(node, name, report)
    return None if text is None else (text,)


def read_slug(node: Node, name: str, report: Report) -> str | None:
    """Return a slug, as questions have for an id."""
    text = read_text(node, name, report)
    if text is None or fits(text, SLUG):
        return text
    remedy = f"write small letters, digits and single hyphens, such as `{slug(text)}`"
    report.add(node.line, "bad-id", f"`{text[:60]}` is not a slug; {remedy}")
    return None


def read_kind(node: Node, name: str, report: Report) -> Kind | None:
    """Return the kind of a question."""
    text = read_text(node, name, report)
    if text is None or text in KINDS:
        return text
    near = difflib.get_close_matches(text, KINDS, n=1)
    remedy = f"did you mean `{near[0]}`?" if near else f"the kinds are {', '.join(KINDS)}"
    report.add(node.line, "bad-kind", f"`{text[:60]}` is not a kind of question; {remedy}")
    return None


def read_topic_kind(node: Node, name: str, report: Report) -> TopicKind | None:
    """Return the kind of a roadmap's topic."""
    text = read_text(node, name, report)
    if text is None or text in TOPIC_KINDS:
        return text
    report.add(node.line, "bad-kind", f"`{text[:60]}` is not a kind of topic; the kinds are {', '.join(TOPIC_KINDS)}")
    return None


def read_path(node: Node, name: str, report: Report) -> str | None:
    """Return slugs joined by slashes, as decks have for an id."""
    text = read_text(node, name, report)
    if text is None or fits(text, PATH):
        return text
    good = "/".join(slug(part) for part in text.split("/") if part) or "subject/topic"
    remedy = f"write slugs of small letters, digits and single hyphens, joined by /, such as `{good}`"
    report.add(node.line, "bad-id", f"`{text[:60]}` is not the id of a deck; {remedy}")
    return None


def read_paths(node: Node, name: str, report: Report) -> tuple[str, ...] | None:
    """Return a list of deck ids."""
    return read_each(node, name, report, read_path)


def read_references(node: Node, name: str, report: Report) -> tuple[str, ...] | None:
    """Return a list of ids of questions, each a slug, or with its deck's id before it."""
    found = read_each(node, name, report, _read_reference)
    if found is None or len(found) <= MAX_CONTRASTS:
        return found
    report.add(node.line, "too-many", f"`{name}` names more than {MAX_CONTRASTS} questions; keep the likest ones")
    return None


def _read_reference(node: Node, name: str, report: Report) -> str | None:
    text = read_text(node, name, report)
    if text is None or fits(text, PATH):
        return text
    remedy = "write `question-id` for one of this deck, `deck-id/question-id` for one of another"
    report.add(node.line, "bad-id", f"`{text[:60]}` is not the id of a question; {remedy}")
    return None


def read_flag(node: Node, name: str, report: Report) -> bool | None:
    """Return true or false."""
    if isinstance(node, Scalar) and node.text in ("true", "false"):
        return node.text == "true"
    wrong_type(node, name, report, "true or false")
    return None


def read_language(node: Node, name: str, report: Report) -> str | None:
    """Return the language of a piece of code."""
    if isinstance(node, Scalar) and node.text in LANGUAGES:
        return node.text
    wrong_type(node, name, report, " or ".join(LANGUAGES))
    return None


def read_places(node: Node, name: str, report: Report) -> tuple[tuple[str, ...], ...] | None:
    """Return a list whose items are texts or lists of texts."""
    return read_each(node, name, report, read_links)


def read_pairs(node: Node, name: str, report: Report) -> tuple[tuple[str, str], ...] | None:
    """Return the entries of a mapping from text to text."""
    pairs = read_entries(node, name, report, read_text)
    return None if pairs is None else tuple(pairs.items())


def read_wordings(node: Node, name: str, report: Report) -> dict[str, tuple[str, ...]] | None:
    """Return a mapping from text to lists of texts."""
    return read_entries(node, name, report, read_texts)


def read_nodes(node: Node, name: str, report: Report) -> Sequence | None:
    """Return a list that is not empty, for its items to be read one by one."""
    if isinstance(node, Sequence) and node.items:
        return node
    wrong_type(node, name, report, "a list with at least one item; each begins with `- `")
    return None
