"""No text from a deck reaches the terminal as anything but text."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from quizzer.tui.safety import SafeFilter

OWN_CODES = re.compile(rb"\x1b(\[[0-9;?=<>!$]*[@-~]|\]52;c;bWluZQ==(\x07|\x1b\\)|\]22;[a-z]+\x07)")
"""What Textual itself sends: styles, modes, our copied word, the shape of the mouse pointer."""
SCRIPT = Path(__file__).with_name("hostile_app.py")


def test_hostile_text_in_every_widget() -> None:
    """With hostile text in every widget, a real terminal is told nothing by it, and the app does not fall."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
    environment.pop("NO_COLOR", None)
    child = pexpect.spawn(sys.executable, [str(SCRIPT)], dimensions=(60, 120), timeout=60, env=environment)
    child.expect(pexpect.EOF)
    child.close()
    output: bytes = child.before
    assert child.exitstatus == 0, output[-2000:].decode(errors="replace")
    assert "␛".encode() in output
    assert re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)", output) == [b"bWluZQ=="]
    assert b"\x1b]0;" not in output
    assert b"\x1b]8;" not in output
    assert b"\x1bP$q" not in output
    shown = OWN_CODES.sub(b"", output).decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_filter_keeps_the_layout(texts: list[str]) -> None:
    """The filter takes away only what has no width, and what is left can be written."""
    segments = SafeFilter().apply([Segment(text) for text in texts], Color(0, 0, 0))
    for before, after in zip(texts, segments, strict=True):
        assert cell_len(after.text) == cell_len(before)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]", after.text)
        after.text.encode("utf-8")


def test_filter_leaves_the_apps_own_control_codes() -> None:
    """Control segments of the framework pass."""
    control = Segment("\x1b[?25l", None, [(1,)])  # type: ignore[list-item]
    assert SafeFilter().apply([control, Segment("a\x1b")], Color(0, 0, 0)) == [control, Segment("a")]
