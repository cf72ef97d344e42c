"""What the program makes of the answer: a sign and a word, what differs, and why."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizzer.tui.markdown import QuizMarkdown
from quizzer.tui.widgets.answer import SIGNS, STYLES
from quizzer_decks.marks import Mark, Span, Verdict
from quizzer_decks.sanitize import sanitize

_WORDS = {Verdict.RIGHT: "Right.", Verdict.CLOSE: "Close.", Verdict.WRONG: "Wrong.", Verdict.SELF: "The answer"}
_LONG = 60
"""Characters of an expected answer that still go beside the verdict."""


class VerdictView(VerticalScroll, can_focus=False):
    """Empty until `show`; the explanation is prepared beforehand, so that the verdict appears at once."""

    DEFAULT_CSS = """
    VerdictView {
        height: auto;
        min-height: 4;
        scrollbar-size-vertical: 1;
        color: $foreground;
        & > Static, & > QuizMarkdown { height: auto; }
        & > .why { margin: 0 0 0 2; color: $foreground; }
        & > .notes, & > .fact { padding: 0 0 0 2; }
        & > .fact { color: $text-muted; }
        &.-noted > .why { margin: 1 0 0 2; }
        &.-silent > *, & > .-blank { display: none; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._headline = Static(classes="headline")
        self._notes = Static(classes="notes")
        self._why = QuizMarkdown(classes="why")
        self._fact = Static(classes="fact")
        self.add_class("-silent")

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield self._headline
        yield self._notes
        yield self._why
        yield self._fact

    async def prepare(self, why: str) -> None:
        """Hide the last verdict and make the next explanation ready."""
        self.add_class("-silent")
        await self._why.update(why)

    def show(self, mark: Mark, fact: str = "", *, with_answer: bool = True) -> None:
        """Show the verdict, the notes, the prepared explanation and a fact about this recall.

        Leave the answer out where the answer area shows it (`AnswerArea.shows_answer`).
        """
        self._headline.update(headline(mark, with_answer))
        told = [answer] if with_answer and (answer := long_answer(mark)) else []
        notes = Content("\n").join([*told, *(Content(sanitize(note)) for note in mark.notes)])
        self._show_part(self._notes, notes)
        self.set_class(bool(notes.plain), "-noted")
        self._show_part(self._fact, Content(sanitize(fact)))
        self._why.set_class(not self._why.source.strip(), "-blank")
        self.remove_class("-silent")
        self.scroll_home(animate=False)

    def _show_part(self, part: Static, content: Content) -> None:
        part.update(content)
        part.set_class(not content.plain, "-blank")

    def clear(self) -> None:
        """Say nothing; the room is kept."""
        self.add_class("-silent")


def headline(mark: Mark, with_answer: bool = True) -> Content:
    """Return the sign, the word, and what the answer is where the learner has not just given it."""
    head = Content.styled(f"{SIGNS[mark.verdict]} {_WORDS[mark.verdict]}".strip(), f"bold {STYLES[mark.verdict]}")
    if mark.verdict in (Verdict.RIGHT, Verdict.SELF) or not with_answer:
        return head
    if not _is_long(mark):
        told = Content.assemble(head, "  The answer is ", (sanitize(mark.expected).rstrip(), "bold $text"))
        return Content.assemble(told, ": ", difference(mark.difference)) if mark.difference else told
    return Content.assemble(head, "  ", difference(mark.difference) if mark.difference else "The answer is")


def long_answer(mark: Mark) -> Content | None:
    """Return an expected answer that stands below the verdict, as it has no room beside it."""
    if mark.verdict in (Verdict.RIGHT, Verdict.SELF) or mark.difference or not _is_long(mark):
        return None
    return Content.styled(sanitize(mark.expected).rstrip(), "$text")


def _is_long(mark: Mark) -> bool:
    expected = sanitize(mark.expected).rstrip()
    return "\n" in expected or len(expected) > _LONG


def difference(spans: tuple[Span, ...]) -> Content:
    """Return what was missing as `[+x]` and what was too much as `[−x]`."""
    parts: list[str | tuple[str, str]] = []
    for span in spans:
        text = sanitize(span.text)
        match span.kind:
            case "same":
                parts.append((text, "$text"))
            case "missing":
                parts.append((f"[+{text}]", "bold $text-success"))
            case "extra":
                parts.append((f"[−{text}]", "strike $text-error"))
    return Content.assemble(*parts)
