"""A screen has shown what it was opened for: what can wait may begin."""

from __future__ import annotations

from textual.message import Message


class Settled(Message):
    """Posted by the first screen after its first paint with content."""
