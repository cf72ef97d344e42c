"""The daily review from the first start to the thirtieth day, by keyboard."""

from __future__ import annotations

from pathlib import Path

from kinds import ANSWERS, DECK_ID, VERDICTS, asked, number, ready, suggestion
from learner import answer, days_of, over, rate, sit, told
from terminal import CTRL_P, CTRL_Y, ENTER, ESCAPE, F2, Open, Terminal, command, foreign, notices


def close_with_q(terminal: Terminal) -> None:
    """Leave the summary and then home by q, and look at what is left of the terminal."""
    terminal.send("q")
    terminal.until("⏎ Start")
    terminal.send("x", "q")  # with a key between them: the same one twice would be a held one
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert foreign(terminal.raw) == []


def leave_the_field(terminal: Terminal) -> None:
    """Press Escape, and wait until letters are keys."""
    terminal.send(ESCAPE)
    terminal.until("q End")


def test_a_month_of_reviews(open_quizzer: Open, home: Path) -> None:
    """Each day exactly the due cards come back, on the day their rating promised, and the log replays clean."""
    due_on: dict[str, tuple[int, int]] = {}
    for day in (0, 1, 3, 10, 30):
        expected = {card["id"] for card in told(home, "search", "is:due", shift=day)["cards"]}
        counts = told(home, "due", shift=day)
        assert counts["due"] == len(expected)
        assert {card for card, (_, latest) in due_on.items() if latest <= day} <= expected
        assert expected <= {card for card, (earliest, _) in due_on.items() if earliest <= day}
        terminal = open_quizzer(shift=day)
        if counts["due"] + counts["new"] == 0:
            terminal.until("All done.")
            terminal.send("q")
            assert terminal.ended() == 0
            continue
        terminal.until("The only phase", f"{counts['new']} new" if day == 0 else f"{counts['due']} due")
        terminal.send(ENTER)
        sitting = sit(terminal, _first_day if day == 0 else _later)
        assert sitting.cards == (expected if day else {f"{DECK_ID}/{name}" for name in FIRST_DAY})
        for card, wait in sitting.promised.items():
            earliest, latest = days_of(wait)
            due_on[card] = (day + earliest, day + latest)
        _check_summary(terminal.text, sitting.answers, day)
        close_with_q(terminal)
        if day == 0:
            assert command(home, "config", "study.new_per_day", "0").returncode == 0
    replay = told(home, "replay", "--check", shift=30)
    assert replay["different"] == []
    assert replay["cards"] >= len(due_on)


FIRST_DAY = ("fog", "gauss", "product", "fraction#numerator", "prime", "squares", "planets", "capitals", "printed")


def _first_day(card: str, before: int) -> tuple[str, str]:
    """Wrong for some, close where that can be, right for the others, a few easily; the second time all is known."""
    if before:
        return "right", "3"
    how = "close" if card.endswith(("gauss", "numerator")) else "wrong" if card.endswith("prime") else "right"
    return how, "4" if card.endswith(("planets", "capitals", "printed", "product")) else "take"


def _later(card: str, before: int) -> tuple[str, str]:
    return ("wrong", "1") if card.endswith("squares") and not before else ("right", "4" if before else "take")


def _check_summary(text: str, answers: list[tuple[str, str, str, str]], day: int) -> None:
    cards = {card for card, *_ in answers}
    assert f"{len(cards)} card" in text
    if day == 0:
        assert f"{len(cards)} of them new" in text
    else:
        firsts = {card: rating for card, _, rating, _ in reversed(answers)}
        right = sum(rating != "again" for rating in firsts.values())
        assert f"Right at first try: {right} of {len(cards)}" in text
        assert ("Hardest" in text) == any(rating in ("again", "hard") for _, _, rating, _ in answers)


def test_every_kind_is_marked(open_quizzer: Open) -> None:
    """Each of the nine kinds tells wrong, close and right answers apart, and suggests Again, Hard and Good for them."""
    terminal = open_quizzer("review", DECK_ID, "--cram")
    terminal.until("cram, 10 left")
    rounds = ("wrong", "close", "right")
    seen: dict[str, set[str]] = {}
    suggested = {"wrong": "again", "close": "hard", "right": "good"}
    for done in range(30):
        text = terminal.until(lambda text, place=done + 1: over(text) or (ready(text) and number(text) == place))
        if over(text):
            break
        tag = asked(text) or ""
        ways = [way for way in rounds if way in ANSWERS[tag]] or ["self"]
        card = text  # the sentence with another hole is another card
        before = seen.setdefault("numerator" if tag == "CLOZE" and "numerator" in card else tag, set())
        how = next(way for way in ways if way not in before)
        before.add(how)
        verdict = answer(terminal, text, how)
        rating, _ = rate(terminal, verdict, "3" if how == ways[-1] else "1")
        assert how == "self" or VERDICTS[how] in verdict, verdict
        assert how == "self" or suggestion(verdict) == suggested[how], verdict
        assert rating in ("good", "again")
    assert {tag for tag, ways in seen.items() if "right" in ways or "self" in ways} == set(seen)
    assert len(seen) == 10
    terminal.until(over)


def test_keys_of_a_review(open_quizzer: Open, home: Path) -> None:
    """Hint, why, flag, bury, suspend, undo and redo do what they say, and undo works on after a restart."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send("w")
    terminal.until("New: next in the order", "study day")
    terminal.send(ESCAPE)
    terminal.until(lambda text: "study day" not in text)
    terminal.send("f")
    terminal.until("⚑")
    terminal.send("h")
    terminal.until("Hint: Think of a mirror")
    terminal.send(" ")
    terminal.until("2 Hard 6 min ◂")
    terminal.send("3")
    terminal.until("TYPED:", ready)
    terminal.send("sq3-", F2)
    terminal.until("› sq3-", "Hint: The prince")
    leave_the_field(terminal)
    terminal.send("-")
    terminal.until("NUMERIC:", "Put off until tomorrow", ready, "^z Undo")
    leave_the_field(terminal)
    terminal.send("s")
    terminal.until("CLOZE:", "Suspended", ready, "^z Undo")
    leave_the_field(terminal)
    terminal.send("u")
    terminal.until("NUMERIC:", "Taken back", ready)
    terminal.send(CTRL_Y)
    terminal.until("CLOZE:", "Done again", ready)
    terminal.send("numerator", ENTER)
    terminal.until("✓ Right", "3 Good 10 min ◂")
    terminal.send("u")
    terminal.until("NUMERIC:", ready, "^z Undo")
    leave_the_field(terminal)
    terminal.send("q")
    terminal.until(over)
    close_with_q(terminal)
    cards = {card["id"]: card for card in told(home, "search", "deck:e2e")["cards"]}
    assert cards[f"{DECK_ID}/fog"]["flag"] == 1
    assert cards[f"{DECK_ID}/fog"]["state"] == "learning"
    assert not cards[f"{DECK_ID}/product"]["suspended"]
    assert told(home, "search", "is:buried")["cards"][0]["id"] == f"{DECK_ID}/gauss"

    again = open_quizzer()
    again.until("The only phase")
    again.send("u")
    again.until(lambda text: "Taken back: “TYPED:" in notices(text))
    again.send("x", "u")
    again.until(lambda text: "Taken back: “BASIC:" in notices(text) and "answered Good" in notices(text))
    again.send("q")
    assert again.ended() == 0
    cards = {card["id"]: card for card in told(home, "search", "deck:e2e")["cards"]}
    assert cards[f"{DECK_ID}/fog"]["state"] == "new"
    assert told(home, "replay", "--check")["different"] == []


def test_enter_takes_the_suggestion(open_quizzer: Open) -> None:
    """Enter marks and, pressed a second time by a finger that was lifted, takes the marked rating."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send(ENTER)
    terminal.until("3 Good 10 min ◂")
    terminal.pause(0.6)
    terminal.send(ENTER)
    terminal.until("TYPED:", "2 of")


def test_what_is_typed_early_reaches_the_next_card(open_quizzer: Open, home: Path) -> None:
    """Keys that come before the next question stands are its answer; they suspend, bury or end nothing."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "h Hint")
    terminal.send(" ")
    terminal.until("3 Good 10 min ◂")
    terminal.send("3")
    terminal.pause(0.01)
    terminal.send("suq-f gauss")
    terminal.until("TYPED:", lambda text: "› " in text and "gauss" in text)
    terminal.pause(0.3)
    assert "2 of" in terminal.text
    assert told(home, "search", "is:suspended")["cards"] == []


def test_first_start_on_the_bundled_decks(open_quizzer: Open, tmp_path: Path) -> None:
    """On an empty home at 60 columns the decks are read, home says what to do, Enter asks, and the palette opens."""
    terminal = open_quizzer(home=tmp_path / "fresh", size=(60, 20))
    terminal.until("10 new", "Start")
    terminal.send("\t")
    terminal.until("Complete AI Engineer")
    terminal.send(ENTER)
    terminal.until("1 of 10", "What does this print?", "^z Undo")
    leave_the_field(terminal)
    terminal.send("q")
    terminal.until("Start")
    terminal.send(CTRL_P)
    terminal.until("Find", "Search and look")
    terminal.send(ESCAPE, "\x11")
    assert terminal.ended() == 0
    assert foreign(terminal.raw) == []
