"""`quizzer next`, `quizzer unlock`, and what `quizzer why` says of a new card."""

from __future__ import annotations

import json

from cli_values import Run
from small_home import SettableClock


def test_next_says_what_to_do(quizzer: Run, clock: SettableClock) -> None:
    """One sentence each, and the same in JSON with minutes and decks."""
    assert quizzer("next").out == "Nothing is due.\nLearn Sibling topic next: 3 new cards, ≈ 2 min.\n"
    quizzer("review", "small/siblings", "--plain", given="Mercury\n4\niron\n4\nmercury\n4\n")
    clock.forward(days=200)
    told = json.loads(quizzer("next", "--json").out)["suggestions"]
    assert [each["kind"] for each in told] == ["due", "learn", "risk"]
    assert [each["sentence"] for each in told] == quizzer("next").out.splitlines()
    assert (told[0]["minutes"], told[0]["title"], told[0]["decks"]) == (1, None, [])
    assert told[2]["decks"] == ["small/siblings"]


def test_a_topic_is_unlocked_and_left_to_wait(quizzer: Run) -> None:
    """What it waits for is told in either direction; undo takes it back; what is open already is said to be."""
    waits = "waits for Siblings (0 % known); 60 % opens it"
    assert quizzer("why", "small/later/first").out.splitlines()[1] == (
        f"New: Later {waits}, and `quizzer unlock small/later` opens it now."
    )
    out = quizzer("unlock", "later topic").out
    assert out == f"Later topic is open, though it needs more: it {waits}. `quizzer undo` takes it back.\n"
    assert quizzer("unlock", "small/later").out == "Later is open already.\n"
    for nothing in ("", " "):
        assert quizzer("unlock", nothing).err.startswith(f"quizzer: No topic or deck is called {nothing!r}.")
        assert "There is no roadmap, phase, topic or deck" in quizzer("placement", nothing, "--plain").err
    assert quizzer("why", "small/later/first").out.splitlines()[1] == "New: it comes in the order of the roadmap."
    assert quizzer("undo").out == "Undone: small/later opened.\n"
    assert quizzer("unlock", "small/later", "--undo").out == "Later was not unlocked; nothing was changed.\n"
    quizzer("unlock", "small/later")
    assert quizzer("unlock", "small/later", "--undo").out == f"Later {waits}.\n"
    assert quizzer("undo").out == "Undone: small/later left to wait for what it needs.\n"


def test_what_cannot_be_unlocked_is_told(quizzer: Run) -> None:
    """No such topic, or several: one sentence and exit code 1."""
    ran = quizzer("unlock", "no such thing")
    assert (ran.code, ran.out) == (1, "")
    assert "No topic or deck is called 'no such thing'" in ran.err
    assert "may be" in quizzer("unlock", "i").err


def test_a_remedy_says_why_line_by_line(quizzer: Run, clock: SettableClock) -> None:
    """In the line mode the sentence stands above the question."""
    for name, value in (("remediation", "on"), ("gate", "0"), ("learning_steps", ""), ("new_mix", "after")):
        quizzer("config", f"study.{name}", value)
    quizzer("review", "small/siblings", "--plain", given="Mercury\n3\niron\n3\nmercury\n3\n")
    clock.forward(days=1)
    quizzer("review", "small/later", "--plain", given="a\n3\nb\n3\n")
    clock.forward(days=90)  # a day whose shuffle puts a card of the later deck first
    out = quizzer("review", "small/later", "small/siblings", "--plain", "--new", "0", given="\n" * 9).out.splitlines()
    note = "Now, because you just missed a card of Later, which builds on it."
    assert out.count(note) == 2
    assert all("[Siblings]" in out[at + 1] for at, line in enumerate(out) if line == note)
