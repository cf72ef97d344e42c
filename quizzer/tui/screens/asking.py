"""What the review screen says around the card: where it belongs, how far the sitting is, how the recall compares."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from quizzer import wording
from quizzer.curriculum import SEPARATOR, Curriculum
from quizzer.sitting import Marked, Step
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt, answer_markdown
from quizzer_decks.sanitize import sanitize

_GAP = "   "
_DOT = " · "


def trail(step: Step, curriculum: Curriculum | None, roadmap: str, room: int) -> Content:
    """Return section and deck of a card; the section gives way where there is no room (cells) for both."""
    place = curriculum.place(step.deck_id, roadmap) if curriculum else ""
    marks = ("  ⚑ flagged" if step.card.flag else "") + ("  leech" if step.leech else "")
    above = f"{sanitize(place).split(SEPARATOR)[-1]}{SEPARATOR}" if place else ""
    title = sanitize(step.deck_title)
    if cell_len(above + title + marks) > room:
        above = ""
    return Content.assemble((above, "$text-muted not bold"), title, (marks, "$text-warning not bold"))


def progress(step: Step, cram: bool, room: int) -> Content:
    """Return how far the sitting is, what is left, and for how long; in words where there is room (cells) for them."""
    counts = step.counts
    named = ((counts.due, "due"), (counts.learning, "learning"), (counts.new, "new"))
    short = f"{counts.due} · {counts.learning} · {counts.new}"
    lefts = [f"cram, {counts.total:,} left"] if cram else [_DOT.join(f"{n:,} {name}" for n, name in named if n), short]
    said = [
        Content.assemble(
            (f"{step.number} of {step.total}", "$foreground"),
            (f"{_GAP}{left}{_GAP}{wording.minutes(step.seconds)}", "$text-muted"),
        )
        for left in lefts
    ]
    return next((one for one in said if one.cell_length + cell_len(sanitize(step.deck_title)) + 2 <= room), said[-1])


def question_markdown(prompt: Prompt) -> str:
    """Return the question as one document; code goes below what is asked about it."""
    if not prompt.code:
        return prompt.ask
    fence = "`" * max(3, _longest_run(prompt.code) + 1)
    return f"{prompt.ask}\n\n{fence}{prompt.language}\n{prompt.code.rstrip()}\n{fence}"


def asked(step: Step) -> str:
    """Return the question as one document, below what the learner should know before he answers."""
    question = question_markdown(step.prompt)
    return f"*{sanitize(step.note)}*\n\n{question}" if step.note else question


def explanation(prompt: Prompt) -> str:
    """Return what to show below the verdict: why, and for an explanation first the answer to compare with."""
    if prompt.kind != "basic":
        return prompt.why
    return f"{answer_markdown(prompt)}\n\n{prompt.why}".rstrip()


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def remark(marked: Marked) -> str:
    """Return the fact about this recall that stands below the verdict; empty for a card never seen, or seen today."""
    if marked.predicted is None:
        return ""
    took, predicted = wording.wait(marked.took), wording.percent(marked.predicted)
    match marked.mark.verdict:
        case Verdict.SELF:
            return f"The prediction was {predicted}."
        case Verdict.WRONG:
            return f"You did not recall it; the prediction was {predicted}."
        case _:
            return f"You recalled it in {took}; the prediction was {predicted}."
