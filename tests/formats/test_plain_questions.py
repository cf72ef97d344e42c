"""Questions that need no cleaning are taken as they are; it is seen of them what cleaning would come to."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzer_decks.formats.harvest import as_kept, plain_wording
from quizzer_decks.model import Basic, Body, Choice, Cloze, Option, Question, Typed

STRANGE = 'ab n\\",:[]{}\n\t\r\x00\x7f\x85\xa0é語\u2028\u202e\ufeff\ud800'
TEXTS = st.text(st.sampled_from(STRANGE), max_size=5) | st.text(max_size=4)
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(Basic, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple)),
    st.builds(Typed, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple)),
    st.builds(Cloze, TEXTS, st.dictionaries(TEXTS, st.tuples(TEXTS), max_size=2)),
    st.builds(Choice, TEXTS, st.builds(Option, TEXTS, TEXTS), st.tuples(st.builds(Option, TEXTS, TEXTS))),
)


@given(BODIES, TEXTS, st.lists(TEXTS, max_size=2).map(tuple))
@example(Typed("a", " b"), "", ())
@example(Typed("a", "\\u0041 \\n"), "b\n", ())
@example(Cloze("a", {"": ("b",)}), "", ())
@example(Choice("a", Option(""), (Option("b"),)), "", ())
def test_what_is_plain_is_kept(body: Body, hint: str, tags: tuple[str, ...]) -> None:
    """What is called plain, cleaning leaves as it is."""
    question = Question("", body, hint=hint, tags=tags)
    assert not plain_wording(question) or as_kept(question) == question


@pytest.mark.parametrize("text", ["a", '$\\alpha_1$ and\n- `x = "y"`', 'say "hi", [so] {it} is: "ho"', "\\\\ é 語"])
def test_what_most_say_is_plain(text: str) -> None:
    """Lines, formulas, quotes and code need no cleaning."""
    assert plain_wording(Question("", Basic(text, text), tags=(text,)))
