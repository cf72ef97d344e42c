"""The keys of the review screen, and what its help says."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HELP = """
# Review: do I know it?

Answer, and Quizzer marks it. The mark suggests a rating (**◂**): **Enter** takes it, **1** to **4** overrule it.

- **typed answers and holes**: type, Enter. While you type, letters are text, and F2 to F4 the keys for hint, why
  and edit; **Esc** leaves the field, **Tab** takes it up again.
- **options**: their letter, or **↑ ↓** and Enter. Of several that hold, **space** or the letter ticks, Enter is done.
- **order**: the letters from first to last, or **↑ ↓** and **J K** to move an item; Enter is done.
- **pairs**: the letter of what belongs to the line at the cursor; **backspace** opens it again; Enter is done.
- **explanations**: say it to yourself, **space**, then rate yourself.

At the top: which card of how many, what is left (*due · learning · new*), and for about how long.
"""
KEYS: tuple[BindingType, ...] = (
    Binding("u,ctrl+z", "undo", "Undo", id="review.undo", tooltip="Take back the last answer"),
    Binding("h,f2", "hint", "Hint", id="review.hint", tooltip="A hint; the answer then counts as Hard"),
    Binding("e,f4", "edit", "Edit", id="review.edit", tooltip="Open the question in your editor"),
    Binding("w,f3", "why", "Why now", id="review.why", tooltip="Why this card comes now: every number"),
    Binding("q", "end", "End", id="review.end", tooltip="End the sitting; a marked answer counts"),
    Binding("escape", "let_go", "Leave", id="review.let-go", tooltip="Leave the field, so that letters are keys"),
    Binding("tab", "take_up", "Answer", id="review.take-up", tooltip="Back to the answer", show=False),
    Binding("minus", "bury", "Bury", id="review.bury", tooltip="Put the question off until tomorrow", show=False),
    Binding("s", "suspend", "Suspend", id="review.suspend", tooltip="Take the card out of the reviews", show=False),
    Binding("f", "flag", "Flag", id="review.flag", tooltip="Flag the card, or take the flag away", show=False),
    Binding("ctrl+y", "redo", "Redo", id="review.redo", tooltip="Do again what was taken back", show=False),
    Binding("t", "tex", "TeX", id="review.tex", tooltip="Show formulas as TeX, or drawn again", show=False),
    Binding("pageup", "scroll_text(-1)", "Scroll up", id="review.up", tooltip="Scroll a long text up", show=False),
    Binding("pagedown", "scroll_text(1)", "Scroll down", id="review.down", tooltip="Scroll it down", show=False),
    Binding(
        "less_than_sign",
        "scroll_code(-8)",
        "Code left",
        id="review.code-left",
        tooltip="Scroll code left",
        show=False,
    ),
    Binding(
        "greater_than_sign",
        "scroll_code(8)",
        "Code right",
        id="review.code-right",
        tooltip="Scroll code right",
        show=False,
    ),
)
