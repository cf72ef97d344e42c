"""What all readers of quizzes have in common: how they are recognised, what bad input does to them, and the way in."""

from __future__ import annotations

import json
import os
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, contents, questions, read, reading, whys

from quizzer_decks.deck_file import read_deck, write_deck
from quizzer_decks.formats import registry
from quizzer_decks.formats.foreign import Options, Unreadable
from quizzer_decks.model import Choice, Deck, Option

MOODLE = (
    '<?xml version="1.0"?>\n<quiz><question type="shortanswer"><questiontext><text>Who?</text></questiontext>'
    '<answer fraction="100"><text>Me</text></answer></question></quiz>'
)
OPENTDB = {"type": "boolean", "question": "Is it?", "correct_answer": "True", "incorrect_answers": ["False"]}
SAMPLES: dict[str, tuple[str, str, int, int]] = {
    "gift": ("a.txt", "::one::Who? {=me ~you}\n\nGo {=to} the {1:SA:=sea}.\n\nTwo? {#2}\n", 3, 3),
    "moodle": ("a.xml", MOODLE, 1, 1),
    "aiken": ("a.txt", "Who?\nA. me\nB. you\nANSWER: A\n", 1, 1),
    "markdown-quiz": ("a.md", "## Git\n\n#### Q1. Who?\n\n- [x] me\n- [ ] you\n", 1, 1),
    "mdbook-quiz": (
        "a.toml",
        '[[questions]]\ntype = "ShortAnswer"\nprompt.prompt = "Who?"\nanswer.answer = "me"\n',
        1,
        1,
    ),
    "jupyterquiz": (
        "a.json",
        '[{"question": "Who?", "type": "string", "answers": [{"answer": "me", "correct": true}]}]',
        1,
        1,
    ),
    "opentdb": ("a.json", json.dumps({"response_code": 0, "results": [OPENTDB]}), 1, 1),
    "hascard": ("a.txt", "# Who?\n* me\n- you\n\n---\n\n# Gaps\nThe _cat_ and the _dog_.\n", 2, 3),
}
QUIZZES = sorted(SAMPLES)
SUFFIXES = {name: Path(file).suffix for name, (file, *_) in SAMPLES.items()}


@pytest.mark.parametrize("name", QUIZZES)
def test_each_format_is_recognised_as_itself(name: str, tmp_path: Path) -> None:
    """Among all formats there are, by what is in the file; and no other quiz reader takes it for its own."""
    file, text, *_ = SAMPLES[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert registry.recognise(tmp_path / file) == name
    assert registry.recognise(tmp_path) == name


@pytest.mark.parametrize("name", QUIZZES)
def test_line_ends_and_marks_do_not_matter(name: str) -> None:
    """CRLF, a byte order mark, UTF-16: the same questions."""
    file, text, *_ = SAMPLES[name]
    plain = bodies(reading(name, file, text))
    for written in (
        text.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
    ):
        assert bodies(reading(name, file, written)) == plain


BAD = {
    "nothing": b"",
    "zeros": b"\0" * 4096,
    "bytes": bytes(range(256)) * 64,
    "a line of 10 MB": b"a" * 10_000_000,
    "half of a UTF-16 letter": b"\xff\xfea",
    "brackets": b"[" * 200_000,
    "braces": b"{" * 200_000,
    "tags": b"<quiz>" + b"<a>" * 50_000,
    "fences": b"```\n" * 50_000,
    "headings": b"# \n" * 50_000,
    "blanks": b" " * 900_000,
    "cuts": b"\n---\n" * 50_000,
    "colons": b":" * 500_000,
    "underscores": b"# a\n" + b"_" * 500_000,
    "backslashes": b"a {=\\" * 50_000,
    "blanks in a heading": b"# a" + b" " * 300_000 + b"b\n- [x] a\n",
    "lines after a box": b"#### Q1. a\n- [x] A\n" + b"\n" * 100_000 + b"```\nx",
    "headings in a question": b"#### Q1. a\n" + b"##### b\n" * 20_000,
    "pictures without an end": b"# a\n![](" + b" " * 300_000 + b"![](" * 20_000,
    "answers without an end": b"{1:SA:" * 50_000,
    "questions without an end": b"<quiz>" + b"<question type='x'>" * 10_000,
    "a key of many parts": b"x={a" + b".a" * 100_000 + b"=1}",
    "quotes": b'[[questions]]\na = "' + b"\\" * 10_001,
}


@pytest.mark.parametrize("name", QUIZZES)
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence(name: str, bad: bytes, tmp_path: Path) -> None:
    """Whatever the bytes: questions, or `Unreadable`; nothing else is raised, nothing hangs."""
    path = tmp_path / f"a{SUFFIXES[name]}"
    path.write_bytes(bad)
    module = import_module(f"quizzer_decks.formats.{registry.FORMATS[name].module}")
    assert 0 <= module.likeness(path, bad[: registry.HEAD]) <= 100
    try:
        found = read(name, path)
    except Unreadable:
        return
    assert questions(found)


@pytest.mark.parametrize("name", QUIZZES)
def test_every_cut_of_a_file_can_be_read(name: str, tmp_path: Path) -> None:
    """A file that ends too early gives what is whole in it, or is refused."""
    file, text, *_ = SAMPLES[name]
    for end in range(0, len(text), 3):
        (tmp_path / file).write_text(text[:end], encoding="utf-8")
        try:
            found = read(name, tmp_path / file)
        except Unreadable:
            continue
        assert questions(found)


PIECES = st.sampled_from(
    (
        *(
            "::",
            "{",
            "}",
            "=",
            "~",
            "#",
            "####",
            "->",
            "{T}",
            "%50%",
            "\\",
            "{1:SA:=a}",
            "{{",
            "}}",
            "$",
            "$$",
            "::a::",
        ),
        *(
            "# ",
            "#### Q1. ",
            "- [x] a",
            "- [ ] b",
            "```",
            "* a",
            "- b",
            "[*] ",
            "_a|b_",
            "1. ",
            "2. ",
            "---",
            "A. a",
            "B. b",
        ),
        *(
            "ANSWER: A",
            "Answer: a, b",
            "**Correct:** A",
            "**Options:**",
            "- A) x",
            "<b>",
            "&amp;",
            "<![",
            "\\(",
            "![](a.png)",
        ),
        *("\n", "\n", "\n\n", " ", "word", "é", "\u202e", "\x07", "\ue000", "\t", "[[questions]]", "type", '"'),
    )
)


@pytest.mark.parametrize("name", ["gift", "aiken", "markdown-quiz", "hascard"])
@given(pieces=st.lists(PIECES, max_size=60))
def test_what_is_read_can_be_written(name: str, pieces: list[str]) -> None:
    """Whatever was put together from pieces of the grammars, its questions come back from a deck file as they are."""
    try:
        found = reading(name, f"a{SUFFIXES[name]}", "".join(pieces).encode("utf-8", "replace"))
    except Unreadable:
        return
    for deck in found.decks:
        made = tuple(each.question.__class__(f"q{n}", each.question.body) for n, each in enumerate(deck.questions))
        kept, problems = read_deck(write_deck(Deck("x", "X", made)), "x", "x")
        assert kept is not None, problems
        assert [question.body for question in kept.questions] == [question.body for question in made]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    """Each file is a deck under the folder's name; others, hidden ones and links are left; pictures keep apart."""
    folder = tmp_path / "quizzes"
    for part, colour in (("one", b"red"), ("two", b"blue")):
        (folder / part).mkdir(parents=True)
        (folder / part / "p.png").write_bytes(colour)
        (folder / part / "quiz.md").write_text(
            f"#### Q1. {part}?\n\n![](p.png)\n\n- [x] a\n- [ ] b\n", encoding="utf-8"
        )
    (folder / "README.md").write_text("# Read me\n\nText.\n", encoding="utf-8")
    (folder / ".hidden.md").write_text("#### Q1. hidden?\n\n- [x] a\n- [ ] b\n", encoding="utf-8")
    os.symlink(folder / "one" / "quiz.md", folder / "link.md")
    found = read("markdown-quiz", folder)
    assert [deck.path for deck in found.decks] == [("quizzes", "one", "quiz"), ("quizzes", "two", "quiz")]
    assert sorted(contents(found).values()) == [b"blue", b"red"]
    first, second = (file.name for file in found.media)
    assert bodies(found) == [
        Choice(f"one?\n\n![{first}](media/{first})", Option("a"), (Option("b"),)),
        Choice(f"two?\n\n![{second}](media/{second})", Option("a"), (Option("b"),)),
    ]


@pytest.mark.parametrize("link", ["../secret.png", "/etc/hostname", "linked.png", "a/../../secret.png", "\0.png"])
def test_no_picture_from_outside_the_folder(link: str, tmp_path: Path) -> None:
    """Neither by `..` nor from the root nor through a link."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "deck").mkdir()
    os.symlink(tmp_path / "secret.png", tmp_path / "deck" / "linked.png")
    found = reading("hascard", "a.txt", f"# A\n![]({link})\n* b\n- c\n".replace("\0", "%00"), tmp_path / "deck")
    assert found.media == ()
    assert len(whys(found)) == 1


def test_everything_into_one_deck(tmp_path: Path) -> None:
    """`--deck` outweighs categories."""
    path = tmp_path / "a.gift"
    path.write_text("$CATEGORY: One\n\nA? {=b ~c}\n\n$CATEGORY: Two\n\nD? {=e ~f}\n", encoding="utf-8")
    assert [deck.path for deck in read("gift", path).decks] == [("One",), ("Two",)]
    assert [deck.path for deck in read("gift", path, Options("Mine")).decks] == [("Mine",)]
