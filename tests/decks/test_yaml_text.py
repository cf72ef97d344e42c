from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.yaml_text import MAX_BYTES, Node, Refused, Scalar, Sequence, Table, decode, dump, parse

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINES = st.lists(TEXTS, min_size=1, max_size=4).map("\n".join)
VALUES = st.recursive(
    TEXTS | LINES | st.sampled_from(["", " a", "a ", "- a", "a: b", "a #b", "yes", "|", "'", "\n", "\n a\n", "é"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def plain(node: Node | None) -> Any:
    """Return the tree as strings, lists and dicts."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Table(entries):
            return {name: plain(inner) for name, (_, inner) in entries.items()}
        case Refused():
            return ...
        case None:
            return None


def rules(text: str, *, pure: bool = False) -> list[tuple[int, str]]:
    """Return line and rule of each problem."""
    return [(problem.line, problem.rule) for problem in parse(text, "deck.yaml", pure=pure)[1]]


@pytest.mark.parametrize("pure", [False, True])
def test_every_scalar_is_text(pure: bool) -> None:
    """Words that YAML would type stay what was written."""
    text = "a: no\nb: 1.10\nc: 2024-01-01\nd: ~\ne: 0777\nf:\ng: 22:22\nh: 'x'\n"
    node, problems = parse(text, "p", pure=pure)
    assert not problems
    assert plain(node) == {
        "a": "no", "b": "1.10", "c": "2024-01-01", "d": "~", "e": "0777", "f": "", "g": "22:22", "h": "x",
    }  # fmt: skip


@pytest.mark.parametrize("pure", [False, True])
def test_nodes_know_their_lines(pure: bool) -> None:
    """Keys, values and list items carry the line they begin in, counted from 1."""
    node, _ = parse("# top\na:\n  - x\n  - |\n    y\n    z\n  - k: v\n", "p", pure=pure)
    assert isinstance(node, Table)
    key, items = node.entries["a"]
    assert isinstance(items, Sequence)
    assert (key.line, [item.line for item in items.items]) == (2, [3, 4, 7])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, "duplicate-key")]),
        ("a: &x 1\nb: *x\n", [(1, "anchor"), (2, "alias")]),
        ("a: &x [1]\n", [(1, "anchor")]),
        ("a: !!python/object:os.system x\n", [(1, "tag")]),
        ("a: !!str 5\n", [(1, "tag")]),
        ("a: ! 5\n", [(1, "tag")]),
        ("<<: {a: b}\n", [(1, "merge-key")]),
        ("? [a]\n: b\n", [(1, "bad-key")]),
        ("--- \na: b\n---\nc: d\n", [(3, "several-documents")]),
        ("%YAML 1.1\n---\na: b\n", [(1, "directive")]),
        ("%TAG ! tag:x,2000:\n---\na: b\n", [(1, "directive")]),
        ("a:\n\t- b\n", [(2, "yaml")]),
        ("ok: 1\na: b: c\n", [(2, "yaml")]),
        ("a: @x\n", [(1, "yaml")]),
        ("a: {prev:.0%} of people\n", [(1, "yaml")]),
        ("a: b\nc: \x00\n", [(2, "control-character")]),
        ("a: \x1b[0m\n", [(1, "control-character")]),
        ("a: \ud800\n", [(1, "control-character")]),
        ("", [(0, "empty-file")]),
        ("# nothing\n", [(0, "empty-file")]),
        ("a: " + "[" * 100_000, [(1, "too-deep")]),
        ("- " * 100_000, [(1, "too-deep")]),
        ("{a: " * 100_000, [(1, "too-deep")]),
        ("x" * (MAX_BYTES + 1), [(0, "too-large")]),
        ("é" * (MAX_BYTES // 2 + 1), [(0, "too-large")]),
    ],
    ids=lambda value: repr(value)[:40],
)
@pytest.mark.parametrize("pure", [False, True])
def test_what_misleads_or_harms_is_refused(text: str, expected: list[tuple[int, str]], pure: bool) -> None:
    """Each is told with its line and rule, by both parsers alike."""
    assert rules(text, pure=pure) == expected


def test_an_alias_bomb_costs_nothing() -> None:
    """Nested aliases are told one by one, and never expanded."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    assert {rule for _, rule in rules(bomb)} == {"anchor", "alias"}


@pytest.mark.parametrize("unit", ["- a\n", "a,", "{},", "\\n", "a:\n", "# x\n", "'", "? "])
def test_a_large_hostile_file_is_answered_quickly(unit: str) -> None:
    """Two megabytes of anything are read or refused within seconds."""
    started = time.process_time()
    for opening in ("", "[", '"'):
        parse(opening + unit * ((MAX_BYTES - 1) // len(unit)), "p")
    assert time.process_time() - started < 5


def test_the_first_of_two_equal_keys_does_not_win() -> None:
    """A value that stands twice is refused, since nobody can tell which was meant."""
    node, _ = parse("a: 1\na: 2\nb: 3\n", "p")
    assert plain(node) == {"a": ..., "b": "3"}


@pytest.mark.parametrize(
    "text",
    ['"\\UFFFFFFFF"', '"\\ud800"', "%YAML 1." + "9" * 5000 + "\n---\na\n", "%YAML 9.0\n---\n"],
    ids=["code-point", "surrogate", "long-version", "version"],
)
@pytest.mark.parametrize("pure", [False, True])
def test_impossible_numbers_are_problems(text: str, pure: bool) -> None:
    """An escape or directive that no parser can honour is a problem and not an exception."""
    assert parse(text, "p", pure=pure)[1]


@given(st.text(st.characters(exclude_categories=[])) | st.text("[]{}:,-?&*!|>'\"%@`#\n\t ab~\\<"))
def test_no_text_raises(text: str) -> None:
    """Any text gives a tree or a problem, with both parsers."""
    for pure in (False, True):
        node, problems = parse(text, "p", pure=pure)
        assert node is not None or problems


DECKS = sorted((Path(__file__).parents[2] / "decks" / "quizzer_decks" / "library").rglob("*.yaml"))


@pytest.mark.parametrize("path", DECKS[::6], ids=lambda path: path.stem)
def test_both_parsers_give_the_same_tree(path: Path) -> None:
    """On real decks libyaml and the pure parser agree, lines included."""
    text = path.read_text(encoding="utf-8")
    assert parse(text, "p", pure=True) == parse(text, "p")


def test_without_libyaml_the_pure_parser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyYAML built without libyaml reads decks all the same."""
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert plain(parse("a: [b, c]", "p")[0]) == {"a": ["b", "c"]}


@given(VALUES.filter(lambda value: value not in ("", [], {})))
def test_what_is_written_reads_the_same(value: Any) -> None:
    """`parse(dump(value))` is the value, with both parsers."""
    for pure in (False, True):
        node, problems = parse(dump(value), "p", pure=pure)
        assert not problems
        assert plain(node) == value


def test_dump_is_pleasant_to_read() -> None:
    """Plain texts stay plain, several lines stand after `|`, and what other readers would type is quoted."""
    value = {
        "title": "Bayes' theorem",
        "n": 3,
        "flag": True,
        "no": "no",
        "code": "if a:\n    b\n",
        "list": ["x: y", "z"],
    }
    assert dump(value) == (
        'title: Bayes\' theorem\nn: 3\nflag: true\n"no": "no"\ncode: |\n  if a:\n      b\nlist:\n  - "x: y"\n  - z\n'
    )


def test_a_long_key_survives() -> None:
    """A key longer than YAML's bound for one line is written in the other form."""
    value = {"k" * 2000: "v", "after": ["w"]}
    assert plain(parse(dump([value]), "p")[0]) == [value]


def test_decode_takes_utf_8_with_or_without_mark() -> None:
    """A byte order mark is dropped."""
    assert decode("\ufeffé".encode(), "p") == ("é", [])


@pytest.mark.parametrize(("data", "line"), [(b"a\nb\xff", 2), ("é".encode("utf-16"), 1), (b"\xc3", 1)])
def test_decode_names_the_line_that_is_not_utf_8(data: bytes, line: int) -> None:
    """A file in another encoding is a problem at its first bad byte."""
    text, problems = decode(data, "p")
    assert text is None
    assert [(problem.line, problem.rule) for problem in problems] == [(line, "encoding")]


def test_decode_refuses_a_large_file() -> None:
    """More than 2 MiB are not even decoded."""
    assert decode(b" " * (MAX_BYTES + 1), "p")[1][0].rule == "too-large"
