"""NeuraCache and carddown: cards in a line, cards up to a rule, cards with two sides, tags for many."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_values import bodies, questions, reading, whys

from quizzer_decks.formats.foreign import Reading, Unreadable
from quizzer_decks.model import Basic


def note(text: str, name: str = "neuracache") -> Reading:
    """Read a note."""
    return reading(name, "a.md", dedent(text))


words = st.lists(st.text("abcé!?", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)
SHAPES = ("{} : {} 🧠", "{} : {} #flashcard #t", "{} #flashcard\n\n{}\n\n- - -", "{} #flashcard\n{}\n***")


@given(
    st.lists(st.tuples(words, words, st.sampled_from(SHAPES)), min_size=1, max_size=6),
    st.sampled_from(["neuracache", "carddown"]),
)
def test_every_card_once_in_order_with_its_answer(deck: list[tuple[str, str, str]], name: str) -> None:
    """Cards of all shapes among each other are read back."""
    text = "\n\n".join(shape.format(f"{n} {ask}", answer) for n, (ask, answer, shape) in enumerate(deck))
    assert bodies(note(text, name)) == [Basic(f"{n} {ask}", answer) for n, (ask, answer, _) in enumerate(deck)]


def test_all_kinds_and_their_tags() -> None:
    """Micro-cards, cards with tags, two sides, tags for all that follow; code is code; texts to read again are told."""
    found = note("""\
        ⌥⏎: follow link ⚡️
        How many? : 5.3M ⚡️ #nature #travel

        ```
        Capital? : Paris 🧠
        ```

        #tags #cats #animal
        max speed of a cat at 10:30 : 30 mph #flashcard

        #flashcard #git

        What does
        `git clean` do?

        - - -

        remove files

        - - -
        "We are what we do" #spaced

        Last #flashcard
        answer
        is cat a tiger? : 95 % #flashcard
        """)
    assert bodies(found) == [
        Basic("⌥⏎", "follow link"),
        Basic("How many?", "5.3M"),
        Basic("max speed of a cat at 10:30", "30 mph"),
        Basic("What does\n`git clean` do?", "remove files"),
        Basic("Last", "answer"),
        Basic("is cat a tiger?", "95 %"),
    ]
    assert [question.tags for question in questions(found)] == [
        (), ("nature", "travel"), ("cats", "animal"), ("cats", "animal", "git"), ("cats", "animal"), ("cats", "animal")
    ]  # fmt: skip
    assert whys(found) == ["it is a text to read again, with no question"]


@pytest.mark.parametrize(
    "data", [b"", b"\0\0", b"#flashcard\n" * 5000, "⚡️".encode() * 9000, b": " * 10**6 + b"#flashcard"]
)
def test_bad_input(data: bytes) -> None:
    """It is refused with a sentence."""
    with pytest.raises(Unreadable):
        reading("neuracache", "a.md", data)
