"""Hypothesis strategies for decks as `read_deck` could have returned them."""

from __future__ import annotations

from hypothesis import strategies as st

from quizzer_decks.model import (
    Basic,
    Body,
    Choice,
    Cloze,
    Deck,
    Match,
    Multi,
    Numeric,
    Option,
    Order,
    Output,
    Question,
    Tolerance,
    Typed,
)
from quizzer_decks.sanitize import sanitize

_RAW = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=25) | st.sampled_from(
    ["a: b", "- x", "no", "{prev:.0%}", "C # x", "two\nlines", "  indented\nless", "`code`", "*args", "é", "1.10", "x:"]
)
TEXTS = _RAW.map(lambda text: sanitize(text).strip()).filter(bool)
CODES = _RAW.map(lambda text: sanitize(text).rstrip("\n")).filter(str.strip)
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
PATHS = st.lists(SLUGS, min_size=1, max_size=3).map("/".join)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
SIZES = st.floats(1e-6, 1e6)
NUMBERS = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)
VALUES = st.lists(NUMBERS, min_size=1, max_size=6).map(tuple) | st.builds(
    lambda low, count, step: tuple(range(low, low + count * step, step)),
    st.integers(-9, 9),
    st.integers(1, 9),
    st.integers(1, 4),
)
DISTINCT = st.lists(TEXTS, min_size=2, max_size=5, unique=True)
HOLES = st.text("abcXYZ é-", min_size=1, max_size=9).map(str.strip).filter(bool)


@st.composite
def numerics(draw: st.DrawFn) -> Numeric:
    """Draw a numeric question, literal or with drawn values."""
    tolerance = draw(
        st.just(Tolerance()) | SIZES.map(lambda size: Tolerance(size)) | SIZES.map(lambda size: Tolerance(0.0, size))
    )
    unit = draw(TEXTS | st.just(""))
    units = draw(st.dictionaries(TEXTS, SIZES, max_size=2)) if unit else {}
    names = draw(st.lists(st.sampled_from(["a", "n", "prev", "k_2"]), max_size=3, unique=True))
    if not names:
        answer = draw(st.sampled_from(["0.25", "1/6", "50%", "1e-3", "-3"]))
        return Numeric(draw(TEXTS), answer, draw(st.sampled_from(["", "1 + 2"])), {}, tolerance, unit, units)
    given = {name: draw(VALUES) for name in names}
    return Numeric(draw(TEXTS), "", " + ".join(names), given, tolerance, unit, units)


@st.composite
def clozes(draw: st.DrawFn) -> Cloze:
    """Draw a sentence with one hole."""
    hole = draw(HOLES)
    accept = {hole: draw(LISTS.filter(bool))} if draw(st.booleans()) else {}
    return Cloze(f"Here {{{{{hole}}}}} is.", accept, draw(st.booleans()))


@st.composite
def choices(draw: st.DrawFn) -> Choice | Multi:
    """Draw a question with options."""
    options = tuple(Option(text, draw(TEXTS | st.just(""))) for text in draw(DISTINCT))
    cut = draw(st.integers(1, len(options) - 1))
    if draw(st.booleans()):
        return Choice(draw(TEXTS), options[0], options[1:])
    return Multi(draw(TEXTS), options[:cut], options[cut:])


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Draw an order, perhaps with a tie."""
    texts = draw(st.lists(TEXTS, min_size=3, max_size=5, unique=True))
    tied = draw(st.booleans())
    places = ((texts[0], texts[1]), *((text,) for text in texts[2:])) if tied else tuple((text,) for text in texts)
    return Order(draw(TEXTS), places)


@st.composite
def matches(draw: st.DrawFn) -> Match:
    """Draw pairs, one to one."""
    lefts = draw(DISTINCT)
    rights = draw(st.lists(TEXTS, min_size=len(lefts), max_size=len(lefts), unique=True))
    return Match(draw(TEXTS), tuple(zip(lefts, rights, strict=True)))


BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(Basic, TEXTS, TEXTS, LISTS, st.booleans()),
    st.builds(Typed, TEXTS, TEXTS, LISTS, st.booleans(), st.booleans()),
    numerics(),
    clozes(),
    choices(),
    orders(),
    matches(),
    st.builds(Output, CODES, CODES),
    st.builds(Output, CODES, CODES, TEXTS, st.sampled_from(["python", "sql"]), LISTS),
)
REFERENCES = st.lists(SLUGS | PATHS, max_size=2).map(tuple)
QUESTIONS = st.builds(
    Question, SLUGS, BODIES, TEXTS | st.just(""), TEXTS | st.just(""), LISTS, LISTS, contrast=REFERENCES
)
DECKS = st.builds(
    Deck,
    PATHS,
    TEXTS,
    st.lists(QUESTIONS, min_size=1, max_size=4, unique_by=lambda question: question.id).map(tuple),
    LISTS,
    st.lists(PATHS, max_size=2).map(tuple),
    LISTS,
    TEXTS | st.just(""),
)
