from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizzer_decks.formats.foreign import Foreign
from quizzer_decks.merging import Conflict, Merged, Origin, Rule, Standing, digest_of, id_of, merge
from quizzer_decks.model import Basic, Cloze, Question
from quizzer_decks.slugs import slug_of

ASKED = ["What is the capital of France?", "How tall is Everest?", "Who wrote Faust?", "When did Rome fall?"]


def foreign(ask: str, answer: str = "so", key: str = "", modified_ms: int | None = None) -> Foreign:
    """Return a question as it comes from outside."""
    return Foreign(Question("", Basic(ask, answer)), key, modified_ms=modified_ms)


def after(merged: Merged, modified_ms: int = 0) -> Standing:
    """Return a deck as it stands after a merge."""
    return Standing(merged.questions, merged.origins, modified_ms)


def edited(standing: Standing, id_: str, answer: str) -> Standing:
    """Return a deck in which the learner gave a question another answer."""
    questions = tuple(
        replace(question, body=replace(question.body, answer=answer)) if question.id == id_ else question
        for question in standing.questions
    )
    return replace(standing, questions=questions)


def answers(merged: Merged) -> dict[str, str]:
    """Return the answers of a deck by question id."""
    return {question.id: question.body.answer for question in merged.questions if question.body.kind == "basic"}


@given(st.lists(st.sampled_from(ASKED), unique=True), st.booleans(), st.sampled_from(["keep", "theirs", "newer"]))
def test_the_same_again_changes_nothing(asked: list[str], keyed: bool, rule: Rule) -> None:
    """What came before and comes again is known again, whatever the rule, with keys and without."""
    incoming = [foreign(ask, key=f"k{ask}" if keyed else "") for ask in asked]
    first = merge(Standing(), incoming)
    assert len(first.new) == len(asked)
    again = merge(after(first), incoming, rule)
    assert not again.differs
    assert again.questions == first.questions
    assert again.ids == first.ids
    assert again.gone == again.conflicts == again.kept == ()


@given(st.permutations(ASKED))
def test_another_order_is_the_same_deck(asked: list[str]) -> None:
    """Questions without keys are known again by their wording, wherever they stand."""
    first = merge(Standing(), [foreign(ask) for ask in ASKED])
    again = merge(after(first), [foreign(ask) for ask in asked])
    assert not again.differs
    assert dict(zip(again.ids, asked, strict=True)) == dict(zip(first.ids, ASKED, strict=True))


def test_a_new_wording_comes_and_the_id_stays() -> None:
    """A question whose key is known takes the source's wording and keeps its id, on which the history hangs."""
    first = merge(Standing(), [foreign(ASKED[0], key="a"), foreign(ASKED[1], key="b")])
    second = merge(after(first), [foreign("Something else entirely?", key="a"), foreign(ASKED[1], key="b")])
    assert second.changed == first.ids[:1]
    assert second.ids == first.ids
    assert second.new == ()


def test_an_edited_question_without_a_key_is_known_by_its_likeness() -> None:
    """A slip mended in the source is the same question; a question that is unlike all others is new."""
    first = merge(Standing(), [foreign(ask) for ask in ASKED])
    second = merge(after(first), [foreign("What is the capitol of France?"), *map(foreign, ASKED[1:])])
    assert (second.ids, second.changed, second.new) == (first.ids, first.ids[:1], ())
    third = merge(after(first), [foreign("Why is the sky blue at noon?"), *map(foreign, ASKED[1:])])
    assert len(third.new) == 1
    assert third.gone == first.ids[:1]


def test_what_the_learner_edited_stays() -> None:
    """A question that only the learner changed keeps his wording."""
    first = merge(Standing(), [foreign(ASKED[0], key="a")])
    mine = edited(after(first), first.ids[0], "mine")
    for rule in ("keep", "theirs", "newer"):
        again = merge(mine, [foreign(ASKED[0], key="a")], rule)
        assert again.kept == first.ids
        assert answers(again)[first.ids[0]] == "mine"


def test_what_both_changed_is_decided_by_the_rule() -> None:
    """Where learner and source both changed a question, the rule says whose wording is taken, and it is told."""
    first = merge(Standing(), [foreign(ASKED[0], key="a")])
    (id_,) = first.ids
    mine = replace(edited(after(first), id_, "mine"), modified_ms=1000)
    cases: list[tuple[Rule, int, str]] = [
        ("keep", 2000, "mine"),
        ("theirs", 0, "theirs"),
        ("newer", 2000, "theirs"),
        ("newer", 500, "mine"),
    ]
    for rule, at, expected in cases:
        merged = merge(mine, [foreign(ASKED[0], "theirs", "a", at)], rule)
        assert answers(merged)[id_] == expected
        assert merged.conflicts == (Conflict(id_, "theirs" if expected == "theirs" else "yours"),)
        asked_again = merge(after(merged, 1000), [foreign(ASKED[0], "theirs", "a", at)], "keep")
        assert not asked_again.conflicts


@given(st.sets(st.sampled_from(ASKED), min_size=1, max_size=3), st.booleans())
def test_what_the_learner_removed_stays_away(taken_out: set[str], keyed: bool) -> None:
    """A question taken out of a deck stays out however often its source comes, and is told; `theirs` brings it back."""
    incoming = [foreign(ask, key=f"k{ask}" if keyed else "") for ask in ASKED]
    first = merge(Standing(), incoming)
    left = tuple(question for question in first.questions if question.body.ask not in taken_out)
    standing = replace(after(first), questions=left)
    rules: tuple[Rule, Rule] = ("keep", "newer")
    for rule in rules:
        again = merge(standing, incoming, rule, source_ms=1)
        assert (again.questions, again.origins, again.differs) == (left, first.origins, False)
        assert len(again.removed) == len(taken_out)
        assert again.ids == tuple("" if id_ in again.removed else id_ for id_ in first.ids)
    back = merge(standing, incoming, "theirs")
    assert (set(back.new), back.ids, back.removed) == (set(again.removed), first.ids, ())


def test_one_of_two_that_say_the_same_stays_removed() -> None:
    """Of two equal questions without keys that one which was removed stays away."""
    incoming = [foreign(ASKED[0]), foreign(ASKED[0])]
    first = merge(Standing(), incoming)
    for left in (first.questions[:1], first.questions[1:]):
        again = merge(replace(after(first), questions=left), incoming)
        assert (again.differs, again.questions, len(again.removed)) == (False, left, 1)


def test_what_was_removed_and_changed_in_the_source_is_decided_by_the_rule() -> None:
    """A removed question of which there is a later wording comes back with `newer`; its id is never another's."""
    first = merge(Standing(), [foreign(ask, key=ask) for ask in ASKED])
    standing = replace(after(first, 1000), questions=first.questions[1:])
    again = [foreign(ASKED[0], "theirs", ASKED[0], at) for at in (500, 2000)]
    assert merge(standing, again[:1], "newer").removed == first.ids[:1]
    assert merge(standing, again[1:], "newer").new == merge(standing, again[:1], "theirs").new == first.ids[:1]
    assert merge(standing, [foreign(ASKED[0], "another", "other")]).new == (f"{first.ids[0]}-2",)


def test_what_left_the_source_stays_and_is_told() -> None:
    """A question that left the source stays in the deck, with its id; one of the learner's own is no orphan."""
    first = merge(Standing(), [foreign(ask, key=ask) for ask in ASKED])
    own = Question("my-own", Basic("Mine?", "Yes."))
    standing = replace(after(first), questions=(*first.questions, own))
    second = merge(standing, [foreign(ASKED[0], key=ASKED[0])])
    assert second.gone == first.ids[1:]
    assert own in second.questions
    assert len(second.questions) == len(ASKED) + 1


@given(st.lists(st.tuples(st.sampled_from(ASKED), st.sampled_from(["a", "b", "c", ""])), max_size=8))
def test_every_question_has_an_id_of_its_own(incoming: list[tuple[str, str]]) -> None:
    """Whatever comes, ids are unique, and each incoming question has one that is in the deck."""
    wanted = [foreign(ask, answer, f"{place}") for place, (ask, answer) in enumerate(incoming)]
    merged = merge(Standing(), wanted)
    assert len(set(merged.ids)) == len(merged.ids) == len(incoming)
    assert {question.id for question in merged.questions} == set(merged.ids)


def test_ids_are_made_of_words() -> None:
    """An id is made of the first words, without marks, accents or holes; where no letter is left, of a digest."""
    assert id_of(Question("", Basic("Où est le château de `Blois`?", "x"))) == "ou-est-le-chateau-de-blois"
    assert (
        id_of(Question("", Cloze("The {{c1::mitochondria::organelle}} is the powerhouse")))
        == "the-mitochondria-is-the-powerhouse"
    )
    assert id_of(Question("", Basic("日本の首都は?", "東京"))).startswith("q-")
    assert slug_of("Ελληνικά").startswith("deck-")
    assert slug_of("Ελληνικά") != slug_of("日本語")
    assert [slug_of(name) for name in ("CON", "Lpt1:", "Console", "com10")] == [
        "deck-con",
        "deck-lpt1",
        "console",
        "com10",
    ]


def test_digests_of_the_first_versions_are_known() -> None:
    """A deck that came with an early version is edited by nobody until somebody edits it."""
    came = Question("rome", Basic("When did Rome fall?", "476", ("a point",)), why="So.")
    origin = Origin("k", "9e9ce7ebc94ab62d40c53637")
    standing = Standing((came,), {"rome": origin})
    newer = Foreign(replace(came, body=Basic("When did Rome fall?", "in 476")), "k")
    assert merge(standing, [newer]).changed == ("rome",)
    mine = replace(came, body=Basic("When did Rome fall?", "once"))
    assert merge(Standing((mine,), {"rome": origin}), [Foreign(came, "k")]).kept == ("rome",)
    told = "the form of a question changed: what came before is to be known by the form it had"
    assert digest_of(came) == "39c02fa591b03c9a51cd5b6a", told
