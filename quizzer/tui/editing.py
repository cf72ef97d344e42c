"""Opening a deck in the learner's editor, at the question's line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from textual.app import App, SuspendNotSupported

from quizzer.errors import QuizzerError
from quizzer.workspace import Workspace

_AT_LINE = {
    "code": ("--wait", "--goto", "{path}:{line}"),
    "codium": ("--wait", "--goto", "{path}:{line}"),
    "subl": ("--wait", "{path}:{line}"),
    "hx": ("{path}:{line}",),
    "helix": ("{path}:{line}",),
    "zed": ("--wait", "{path}:{line}"),
    "micro": ("+{line}", "{path}"),
}
"""How editors that do not know `+LINE PATH` are told the line."""

_USUAL = ("+{line}", "{path}")
_FALLBACKS = ("nano", "vim", "vi", "notepad")


def editor_command(setting: str, path: Path, line: int) -> list[str] | None:
    """Return the command that opens a file at a line (from 1); None when there is no editor."""
    wanted = setting or os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = _words(wanted) or [name for name in _FALLBACKS if shutil.which(name)][:1]
    if not words:
        return None
    name = Path(words[0]).stem
    template = ("{path}",) if name == "notepad" else _AT_LINE.get(name, _USUAL)
    return [*words, *(part.replace("{line}", str(max(1, line))).replace("{path}", str(path)) for part in template)]


def _words(command: str) -> list[str]:
    """Split a command as a shell would; one with a quote that is never closed is a single word, and no program."""
    try:
        return shlex.split(command, posix=os.name != "nt")
    except ValueError:
        return [command]


def edit_at(app: App[object], workspace: Workspace, deck_id: str, path: str, line: int) -> bool:
    """Open a deck at a line and wait; of a bundled deck a copy is made and opened. False when nothing was opened."""
    if not path:
        app.notify("The deck's file is not on this machine.", severity="warning")
        return False
    try:
        target = workspace.library.editable(deck_id, Path(path))
    except QuizzerError as error:
        app.notify(str(error), severity="error")
        return False
    command = editor_command(workspace.config.text("app.editor"), target, line)
    if command is None:
        app.notify("No editor is known. Set one: quizzer config app.editor nano", severity="warning")
        return False
    try:
        with app.suspend():
            trouble = _run(command)  # an exception in here would leave the terminal away from the app for good
    except SuspendNotSupported:
        app.notify(f"Here no editor can be opened. The question is at {target}:{line}.")
        return False
    if trouble:
        hint = "Set another one: quizzer config app.editor vim"
        app.notify(f"{command[0]} cannot be started: {trouble}. {hint}", severity="error", timeout=20)
    return not trouble


def _run(command: list[str]) -> str:
    """Run an editor and wait; return why it cannot be started, empty where it was."""
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        return error.strerror or str(error)
    return ""
