from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.sanitize import sanitize


def test_control_characters_become_pictures() -> None:
    """An escape sequence is shown as signs that no terminal obeys."""
    assert sanitize("a\x1b[31mb\x07\x7f") == "a␛[31mb␇␡"


def test_c1_controls_and_surrogates_become_the_replacement_character() -> None:
    """A one-byte control sequence introducer cannot survive."""
    assert sanitize("\x9b31m\ud800") == "\ufffd31m\ufffd"


def test_bidi_controls_become_visible() -> None:
    """Text that would turn the reading order says so instead."""
    assert sanitize("if \u202eadmin\u2066") == "if ⟨U+202E⟩admin⟨U+2066⟩"


def test_hidden_tag_characters_become_visible() -> None:
    """Text written in invisible tag characters is not hidden."""
    assert sanitize("a\U000e0041") == "a⟨U+E0041⟩"


def test_line_ends_become_lf_and_the_byte_order_mark_goes() -> None:
    """Every line end is one LF, and a byte order mark leaves no trace."""
    assert sanitize("\ufeffa\r\nb\rc\u2028d\u2029e\x85f") == "a\nb\nc\nd\ne\nf"


def test_ordinary_text_is_left_alone() -> None:
    """Tabs, accents, emoji with joiners and mathematical signs stay as they are."""
    text = "naïve\tΣx² ≤ 1\n👩‍🔬 日本語"
    assert sanitize(text) == text


@given(st.text(st.characters(exclude_categories=[])))
def test_sanitizing_twice_is_sanitizing_once(text: str) -> None:
    """What was made harmless is left alone the next time, and holds no control character but tab and LF."""
    once = sanitize(text)
    assert sanitize(once) == once
    assert not [sign for sign in once if sign not in "\t\n" and (ord(sign) < 32 or 127 <= ord(sign) < 160)]
