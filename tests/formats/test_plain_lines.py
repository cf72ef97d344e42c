from __future__ import annotations

import re
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from quizzer_decks.formats import texts

LINES = st.text("ab 1.)-#>*_`$[]<&\\~=+|!\t\xa0é語", max_size=8) | st.text(max_size=8)


@given(LINES)
def test_a_plain_line_is_what_a_conversion_would_make_of_it(line: str) -> None:
    """Lines that are taken as they are would come out of the conversion no different."""
    taken = texts.from_plain(line), texts.from_html(line)
    with patch.object(texts, "_PLAIN", re.compile("(?!)")):
        assert taken == (texts.from_plain(line), texts.from_html(line))
