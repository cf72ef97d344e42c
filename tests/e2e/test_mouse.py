"""What the mouse can do."""

from __future__ import annotations

from kinds import DECK_ID, ready
from terminal import ENTER, ESCAPE, Open


def test_options_and_ratings_are_clicked(open_quizzer: Open) -> None:
    """A click shows an answer, picks an option, ticks several, and rates, also right after a key that was held."""
    terminal = open_quizzer("review", DECK_ID)
    terminal.until("BASIC:", "shows the answer", "h Hint")
    terminal.click_on("space  shows")
    terminal.until("4 Easy")
    terminal.click_on("4 Easy")
    for tag in ("TYPED", "NUMERIC", "CLOZE"):
        terminal.until(f"{tag}:", ready)
        terminal.send("aa", ENTER)
        terminal.until("1 Again")
        terminal.click_on("2 Hard")
    terminal.until("CHOICE:", ready)
    terminal.click_on("ninety-seven")
    terminal.until("✓ Right", "3 Good")
    terminal.click_on("3 Good")
    terminal.until("MULTI:", ready)
    terminal.click_on("forty-nine")
    terminal.until("■ forty-nine")
    terminal.click_on("eighty-one")
    terminal.until("■ eighty-one")


def test_tree_and_table_are_clicked(open_quizzer: Open) -> None:
    """A click goes to a node, a second one starts it, its triangle folds it; a header sorts, again turned round."""
    terminal = open_quizzer()
    terminal.until("▾ The only section", "Every kind of question   ")
    terminal.click_on("▾ The only section")
    terminal.until("▸ The only section")
    terminal.click_on("▸ The only section")
    terminal.until("▾ The only section")
    terminal.send("/")
    terminal.until(" cards", "Question", "Due", "Answer")
    terminal.click_until("Due ", "Due ▲")
    terminal.click_until("Due ▲", "Due ▼")
    terminal.send(ESCAPE)
    terminal.until("▾ The only phase")
    terminal.click_on("The only phase")
    terminal.pause(0.2)
    terminal.until("⏎  Start")
    terminal.click_on("The only phase")
    terminal.until("BASIC:", "1 of 9")
