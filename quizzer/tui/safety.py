"""The last defence of the terminal: no control character leaves the app, whatever a widget was given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.segment import Segment
from textual.app import App, ReturnType
from textual.color import Color
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from quizzer_decks.sanitize import sanitize

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HARMFUL = re.compile(f"[\x00-\x1f\x7f-\x9f{_BIDI}\u2028\u2029]")
_UNWRITABLE = re.compile("[\ud800-\udfff]")


class SafeFilter(LineFilter):
    """Drop control and bidi characters from rendered text. They have no width, so the layout holds."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line without harmful characters."""
        if all(segment.control or segment.text.isprintable() for segment in segments):
            return segments
        return [segment if segment.control else Segment(_cleaned(segment.text), segment.style) for segment in segments]


def _cleaned(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", _HARMFUL.sub("", text))


_FILTER = SafeFilter()


class SafeApp(App[ReturnType]):
    """An app that shows, announces and copies only harmless text, and takes no text for markup."""

    @property
    def fault(self) -> Exception | None:
        """What ended the app against its will."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without Textual's own report, which prints the values of variables; `fault` is told outside."""
        self._close_messages_no_wait()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and ours, last."""
        return [*super().get_line_filters(), _FILTER]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; its text is never markup unless that is asked for."""
        super().notify(sanitize(message), title=sanitize(title), severity=severity, timeout=timeout, markup=markup)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text without characters that would act when it is pasted into a shell."""
        super().copy_to_clipboard(sanitize(text))
