"""What the settings of a vault say of the cards that Obsidian_to_Anki finds in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from quizzer_decks.formats.decoding import decoded, read_bytes
from quizzer_decks.formats.foreign import Unreadable
from quizzer_decks.formats.json_values import entry, text, texts
from quizzer_decks.formats.notes_folder import Note
from quizzer_decks.formats.obsidian_styles import style_of

_SETTINGS = ".obsidian/plugins/obsidian-to-anki-plugin/data.json"


class Vault(NamedTuple):
    """What a vault's settings say."""

    styles: Mapping[str, str]
    """Note type by style."""
    fields: Mapping[str, Sequence[str]]
    """Names of the fields of a note type."""
    decks: Mapping[str, str]
    """By folder."""
    tags: Mapping[str, str]
    """By folder, parted by blanks or commas."""
    highlights: bool
    level: int
    """How deep a heading must be to be a question."""
    scanned: str
    """The only folder that is read; empty for all."""
    ignored: Sequence[str]
    """Patterns of files that are not."""
    own: int
    """Regular expressions that are none of the manual's."""
    known: bool

    def reads(self, note: Note, root: str) -> bool:
        """Tell whether the plugin looks into a note of a vault with this name."""
        path = f"{note.folder}/{note.title}.md"
        if any(fnmatch(name, each) for name in (path, f"{root}/{path}") for each in self.ignored):
            return False
        return not self.scanned or _within(note.folder, self.scanned, root)

    def of_folder(self, named: Mapping[str, str], note: Note, root: str) -> str:
        """Return what the innermost folder around a note has by its name; nothing where none has."""
        found = [folder for folder in named if _within(note.folder, folder, root)]
        return named[max(found, key=len)] if found else ""


PLAIN = Vault({}, {}, {}, {}, False, 1, "", (), 0, False)


def _within(folder: str, other: str, root: str) -> bool:
    """Tell whether a folder of a vault is another one or below it; paths may begin with the vault's name."""
    other = other.strip("/")
    return any(f"{path}/".startswith(f"{other}/") for path in (folder, f"{root}/{folder}"))


def vault_of(folder: Path) -> Vault:
    """Return what a vault says in its settings; nothing where they cannot be read."""
    value: object = None
    path = folder / _SETTINGS
    with suppress(Unreadable, ValueError, RecursionError):
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            value = json.loads(decoded(read_bytes(path, 16 << 20), path.name)[0])
    settings, fields = entry(value, "settings"), entry(value, "fields_dict")
    used = _texts_of(entry(settings, "CUSTOM_REGEXPS"))
    styles = {style_of(pattern): name for name, pattern in used.items()}
    own = sum(not style_of(pattern) for pattern in used.values())
    level = min((int(n) for each in used.values() for n in re.findall(r"^\^#\{(\d),", each)), default=1)
    return Vault(
        {style: name for style, name in styles.items() if style},
        {name: texts(each) for name, each in fields.items()} if isinstance(fields, dict) else {},
        _texts_of(entry(settings, "FOLDER_DECKS")),
        _texts_of(entry(settings, "FOLDER_TAGS")),
        bool(entry(entry(settings, "Defaults"), "CurlyCloze - Highlights to Clozes")),
        level,
        text(entry(entry(settings, "Defaults"), "Scan Directory")),
        texts(entry(settings, "IGNORED_FILE_GLOBS")),
        own,
        isinstance(settings, dict),
    )


def _texts_of(value: object) -> dict[str, str]:
    return {name: text(each) for name, each in value.items() if text(each)} if isinstance(value, dict) else {}
