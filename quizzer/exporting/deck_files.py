"""Quizzer's own deck files: a copy of each in a folder, as they were written, with the media beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.errors import LibraryError
from quizzer.exporting.selection import Exported, Selection
from quizzer_decks.deck_file import write_deck
from quizzer_decks.model import Deck

if TYPE_CHECKING:
    from quizzer.store.records import DeckInfo

_ID = re.compile(r"^id:", re.MULTILINE)
_MEDIA = re.compile(r"media/([\w.-]+)")


def write(selection: Selection, target: Path) -> Exported:
    """Write each deck to `target/<deck id>.yaml`; a single deck to `target` itself where that is named .yaml."""
    infos = selection.infos
    single = target.suffix in (".yaml", ".yml")
    if single and len(infos) != 1:
        raise LibraryError(f"{target.name} can hold one deck, and there are {len(infos)}; name a folder instead.")
    folder = target.parent if single else target
    shown: set[str] = set()
    for number, info in enumerate(infos):
        selection.doing(f"Writing decks: {number:,} of {len(infos):,}")
        path = target if single else folder / f"{info.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _text(selection, info)
        path.write_text(text, encoding="utf-8", newline="\n")
        if "media/" in text:
            shown |= set(_MEDIA.findall(text))
    media = [name for name in sorted(shown) if (selection.media_folder / name).is_file()]
    for name in media:
        (folder / "media").mkdir(exist_ok=True)
        shutil.copyfile(selection.media_folder / name, folder / "media" / name)
    return Exported(str(target), selection.questions, sum(info.cards for info in infos), media=len(media))


def _text(selection: Selection, info: DeckInfo) -> str:
    """Return the deck's own file, with its comments; where it is not on this device it is written anew."""
    path = selection.path_of(info)
    if path is not None and path.is_file():
        text = path.read_text(encoding="utf-8")
        return text if _ID.search(text) else f"id: {info.id}\n{text}"
    questions = selection.questions_of(info)
    return write_deck(Deck(info.id, info.title, questions, info.covers, info.needs, (), info.description))
