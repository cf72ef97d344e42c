"""Write docs/keys.md from the bindings: every id, its keys, and what it does, by the place where it works."""

from __future__ import annotations

from pathlib import Path

from quizzer.tui.app import QuizzerApp
from quizzer.tui.key_list import KeyLine, all_keys

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
_HEAD = """\
# Keys

Every key can be changed, in `config.toml` or from the command line, by the id of what it does; several keys are
separated by commas:

```sh
quizzer config keys.review.good g
quizzer config keys.home.find slash,ctrl+f
```

Names of keys are Textual's: `a`, `A`, `f2`, `ctrl+z`, `slash`, `question_mark`, `minus`, `space`, `enter`, `left`.
A key that two things would have is told when the app starts. `?` shows the keys of a screen as they are.

This page is made by `scripts/keys.py`.
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(f"\n## {place}\n\n{_table(lines)}" for place, lines in all_keys(QuizzerApp))


def _table(lines: tuple[KeyLine, ...]) -> str:
    rows = [f"| `{line.id}` | {_keys(line.keys)} | {line.meaning} |" for line in lines]
    return "\n".join(["| id | keys | what it does |", "|---|---|---|", *rows]) + "\n"


def _keys(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
