"""What actions keep of the files they wrote: before and after, so that they can be undone and redone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from quizzer.archiving.contents import ContentsIn
from quizzer.archiving.records import ActionHead, Versions
from quizzer.filing import FOLDER, MANIFEST, RESTORING, SIDE

_SIDES = ("before", "after")


def kept_folder(root: Path, name: str) -> Path:
    """Return where the files of an action are kept."""
    return root / FOLDER / name


def put_action(root: Path, action: ActionHead, files: Sequence[Versions], contents: ContentsIn) -> None:
    """Keep the files of an action, whole or not at all."""
    target = kept_folder(root, action.name)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(dir=target.parent.parent, prefix=RESTORING))
    try:
        _fill(partial, action, files, contents)
        partial.chmod(target.parent.stat().st_mode)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(folder: Path, action: ActionHead, files: Sequence[Versions], contents: ContentsIn) -> None:
    listed = []
    for side in _SIDES:
        (folder / side).mkdir()
    for number, file in enumerate(files):
        names = {}
        for side, digest in zip(_SIDES, (file.before, file.after), strict=True):
            names[side] = str(number) if digest else None
            if digest:
                shutil.copyfile(contents.path(digest), folder / side / str(number))
        listed.append({"path": file.path, **names})
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    if action.side:
        (folder / SIDE).write_text(action.side, encoding="ascii")
