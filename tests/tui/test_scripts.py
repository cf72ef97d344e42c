from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def script(name: str) -> ModuleType:
    """Return a script as a module."""
    found = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_of_keys_is_fresh() -> None:
    """docs/keys.md is what `scripts/keys.py` writes."""
    keys = script("keys")
    assert keys.PAGE.read_text(encoding="utf-8") == keys.page()


@pytest.mark.parametrize("picture", sorted((SCRIPTS.parent / "docs" / "pictures").glob("*.svg")), ids=lambda p: p.stem)
def test_pictures_name_no_other_server(picture: Path) -> None:
    """A picture of the README loads nothing from elsewhere and names no folder of the machine it was taken on."""
    text = picture.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|url\(['\"]?[^#'\")]|@import|@font-face", text)
    assert str(Path.home()) not in text
    assert "/tmp/" not in text
