"""Quizzer's own deck files: a copy of each in a folder, as they were written, with the media beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from quizzer.errors import LibraryError
from quizzer.exporting.selection import Chosen, Exported, Selection
from quizzer_decks.deck_file import write_deck
from quizzer_decks.model import Deck
from quizzer_decks.prompts import card_parts

_MEDIA = re.compile(r"media/([\w.-]+)")


def write(selection: Selection, target: Path) -> Exported:
    """Write each deck to `target/<deck id>.yaml`; a single deck to `target` itself where that is named .yaml."""
    decks = list(selection.decks())
    single = target.suffix in (".yaml", ".yml")
    if single and len(decks) != 1:
        raise LibraryError(f"{target.name} can hold one deck, and there are {len(decks)}; name a folder instead.")
    folder = target.parent if single else target
    shown: set[str] = set()
    for deck in decks:
        path = target if single else folder / f"{deck.info.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _text(selection, deck)
        path.write_text(text, encoding="utf-8", newline="\n")
        shown |= set(_MEDIA.findall(text))
    media = [name for name in sorted(shown) if (selection.media_folder / name).is_file()]
    for name in media:
        (folder / "media").mkdir(exist_ok=True)
        shutil.copyfile(selection.media_folder / name, folder / "media" / name)
    questions = [question for deck in decks for question in deck.questions]
    return Exported(
        str(target), len(questions), sum(len(card_parts(question)) for question in questions), media=len(media)
    )


def _text(selection: Selection, deck: Chosen) -> str:
    """Return the deck's own file, with its comments; where it is not on this device it is written anew."""
    path = selection.path_of(deck.info)
    if path is not None and path.is_file():
        text = path.read_text(encoding="utf-8")
        return text if re.search(r"^id:", text, re.MULTILINE) else f"id: {deck.info.id}\n{text}"
    info = deck.info
    return write_deck(Deck(info.id, info.title, deck.questions, info.covers, info.needs, (), info.description))
