"""Settings: every one read strictly, told by name when it is wrong, and written without harm to the file."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer.config import SETTINGS, Config, load, parse, setting
from quizzer.config_file import change, shown, spell
from quizzer.errors import ConfigError

GOOD = {
    "study.new_per_day": "15",
    "study.reviews_per_day": "0",
    "study.desired_retention": "0.85",
    "study.learning_steps": "30s 5m 1h 2d",
    "study.relearning_steps": "",
    "study.maximum_interval": "365",
    "study.learn_ahead": "0",
    "study.rollover_hour": "23",
    "study.timezone": "Europe/Berlin",
    "study.roadmap": "my-own",
    "study.review_order": "due",
    "study.new_order": "random",
    "study.new_mix": "after",
    "study.gate": "0",
    "study.remediation": "on",
    "study.contrast": "no",
    "study.fuzz": "false",
    "study.load_balance": "off",
    "study.leech_lapses": "4",
    "app.theme": "quizzer-light",
    "app.animations": "no",
    "app.editor": "vim +{line}",
}
BAD = {
    "study.new_per_day": ("-1", "ten", "1.5", "10000", "true", "nan"),
    "study.reviews_per_day": ("-1", "", "99999"),
    "study.desired_retention": ("0.5", "1", "nan", "inf", "much"),
    "study.learning_steps": ("10", "m", "-1m", "0m", "1w", "²m", "1m " * 21, "10m 1m"),
    "study.relearning_steps": ("10 minutes",),
    "study.maximum_interval": ("0", "36501"),
    "study.learn_ahead": ("-1", "1441"),
    "study.rollover_hour": ("24", "4.5"),
    "study.timezone": ("Mars/Olympus", "/etc/passwd", "Europe", "../x"),
    "study.review_order": ("sideways",),
    "study.new_order": ("Random",),
    "study.new_mix": ("",),
    "study.gate": ("1.1", "-0.1"),
    "study.fuzz": ("maybe", "2"),
    "study.load_balance": ("",),
    "study.leech_lapses": ("0", "100"),
    "app.theme": ("pink",),
    "app.animations": ("a bit",),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the settings would be; nothing is there yet."""
    return tmp_path / "config" / "config.toml"


def test_no_file_means_the_defaults(file: Path) -> None:
    """Reading writes nothing, and the defaults are all valid as they would be typed."""
    assert load(file) == Config()
    assert not file.exists()
    for known in SETTINGS:
        assert known.read(spell(known.default)) == known.default
        assert known.meaning.endswith(".")


@pytest.mark.parametrize("key", [known.key for known in SETTINGS])
def test_every_setting_is_written_and_read(key: str, file: Path) -> None:
    """What is typed is what is read, and a reset brings the default back."""
    change(file, key, GOOD[key])
    read = load(file)
    assert read.values[key] == setting(key).read(GOOD[key])
    assert {k: v for k, v in read.values.items() if k != key} == {k: v for k, v in Config().values.items() if k != key}
    change(file, key, None)
    assert load(file) == Config()


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in BAD.items() for text in texts])
def test_what_does_not_fit_is_refused(key: str, text: str, file: Path) -> None:
    """The message names the setting and what it must be; the file stays as it was, on the way in and out."""
    with pytest.raises(ConfigError, match=rf"^{key} must be"):
        change(file, key, text)
    assert not file.exists()
    section, name = key.split(".")
    file.parent.mkdir()
    file.write_text(f"[{section}]\n{name} = '{text}'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"config\.toml: {key} must be"):
        load(file)


@pytest.mark.parametrize("raw", ["true", "[1]", "{a = 1}", "1979-05-27"])
def test_a_value_of_another_type_is_refused(raw: str, file: Path) -> None:
    """A TOML value of the wrong type is told like a wrong text."""
    file.parent.mkdir()
    file.write_text(f"[study]\nnew_per_day = {raw}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"study\.new_per_day must be a whole number"):
        load(file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[study]\nnew_per_dya = 5\n", "Did you mean 'study.new_per_day'"),
        ("[stduy]\n", "Did you mean 'study'"),
        ("study = 5\n", "'study' must be a section"),
        ("[easy_days]\nsunday = 'reduced'\n", "easy_days.sunday is no weekday"),
        ("[easy_days]\nsun = 'none'\n", "easy_days.sun must be one of normal, reduced, minimum"),
        ("[keys]\nx = 5\n", "keys.x must be text"),
        ("[decks]\n'a/b' = 5\n", "must be a table"),
        ("[decks.'a/b']\nnew = 5\n", "is no setting"),
        ("[decks.'a/b']\nnew_per_day = -5\n", "must be from 0 to 9999"),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(text: str, said: str, file: Path) -> None:
    """A slip in a name is found, with the nearest known name."""
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        load(file)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("key", ["study.new_per_dya", "study", "keys", "keys.", "decks.new_per_day", "easy_days.", ""])
def test_a_key_that_is_none_cannot_be_set(key: str, file: Path) -> None:
    """Neither set nor shown, and nothing is written."""
    with pytest.raises(ConfigError):
        change(file, key, "5")
    with pytest.raises(ConfigError):
        shown(Config(), key)
    assert not file.exists()


def test_broken_toml_is_told_with_its_line_and_never_overwritten(file: Path) -> None:
    """Path and line are in the message; setting something leaves every byte as it was."""
    file.parent.mkdir()
    file.write_text("[study]\nnew_per_day = = 5\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config.toml is not valid TOML: .*line 2"):
        load(file)
    with pytest.raises(ConfigError, match=r"config.toml is not valid TOML: .*line 2"):
        change(file, "study.new_per_day", "5")
    assert file.read_text(encoding="utf-8") == "[study]\nnew_per_day = = 5\n"


def test_a_wrong_value_can_be_mended_by_setting_it(file: Path) -> None:
    """The command that sets a value works on a file in which this value is wrong."""
    file.parent.mkdir()
    file.write_text("[study]\nnew_per_day = 'many'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="Nothing was changed"):
        change(file, "study.gate", "0.5")
    change(file, "study.new_per_day", "7")
    assert load(file).whole("study.new_per_day") == 7


def test_comments_order_and_link_survive(file: Path, tmp_path: Path) -> None:
    """Only the line of the setting changes, and a link to a file elsewhere stays a link."""
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text("# mine\n[app]  # colours\ntheme = 'quizzer-light' # day\n\n[study]\nfuzz = true\n", "utf-8")
    elsewhere.chmod(0o600)
    file.parent.mkdir()
    file.symlink_to(elsewhere)
    change(file, "study.fuzz", "false")
    wanted = "# mine\n[app]  # colours\ntheme = 'quizzer-light' # day\n\n[study]\nfuzz = false\n"
    assert elsewhere.read_text(encoding="utf-8") == wanted
    assert file.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".config")] == []


def test_keys_days_and_decks_are_set_by_name(file: Path) -> None:
    """What is not in the list of settings can be set and shown all the same, also written with dots."""
    change(file, "keys.review.good", "g,x")
    change(file, "easy_days.sat", "reduced")
    change(file, "decks.python/functions.new_per_day", "3")
    read = load(file)
    assert (read.keys, read.easy_days) == ({"review.good": "g,x"}, {5: 0.5})
    assert read.decks["python/functions"].new_per_day == 3
    assert [shown(read, key) for key in ("keys.review.good", "easy_days.sat", "easy_days.sun")] == [
        "g,x",
        "reduced",
        "normal",
    ]
    assert shown(read, "decks.python/functions.new_per_day") == "3"
    assert shown(read, "decks.python/functions.reviews_per_day") == ""
    change(file, "decks.python/functions.new_per_day", None)
    assert load(file).decks["python/functions"].new_per_day is None
    assert parse({"keys": {"review": {"good": "g"}}}).keys == {"review.good": "g"}
    for text in ("²", "-1", "many", "10000"):
        with pytest.raises(ConfigError):
            change(file, "decks.python/functions.new_per_day", text)


def test_a_file_that_cannot_be_read_or_written_is_told(file: Path) -> None:
    """A folder in its place, bytes that are no text, a section that is none: a sentence, no traceback."""
    file.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(file)
    file.rmdir()
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(file)
    file.write_text("study = 5\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no section"):
        change(file, "study.gate", "1")
    file.write_text("\ufeff[study]\ngate = 1\n", encoding="utf-8")
    assert load(file).number("study.gate") == 1


def test_a_full_disk_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the file; the old settings are there, and nothing beside them."""
    change(file, "study.gate", "0.5")

    def full(_source: object, _target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(ConfigError, match=r"config\.toml cannot be written: No space left on device\."):
            change(file, "study.gate", "1")
    assert load(file).number("study.gate") == 0.5
    assert list(file.parent.iterdir()) == [file]


@given(st.lists(st.integers(1, 99999).map(lambda seconds: timedelta(seconds=seconds)), max_size=20).map(sorted))
def test_steps_are_spelt_as_they_are_read(steps: list[timedelta]) -> None:
    """Any list of waits comes back the same."""
    assert setting("study.learning_steps").read(spell(tuple(steps))) == tuple(steps)


def test_a_step_is_no_longer_than_the_longest_interval(tmp_path: Path) -> None:
    """Settings that are good by themselves and not together are refused, in either order."""
    path = tmp_path / "config.toml"
    change(path, "study.maximum_interval", "2")
    with pytest.raises(ConfigError, match="must not be longer than"):
        change(path, "study.learning_steps", "1m 3d")
    change(path, "study.maximum_interval", "3")
    change(path, "study.relearning_steps", "3d")
    with pytest.raises(ConfigError, match="relearning_steps"):
        change(path, "study.maximum_interval", "2")
    assert load(path).whole("study.maximum_interval") == 3
