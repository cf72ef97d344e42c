"""A deck of one question, to be asked at once."""

from __future__ import annotations

import pytest
from hand import Only
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from quizzer.sitting import Plan
from quizzer.workspace import Workspace


@pytest.fixture
def only(workspace: Workspace) -> Only:
    """Return what replaces the library by one deck with the given questions, one YAML flow mapping each."""

    def replace(*questions: str) -> Plan:
        for path in workspace.paths.decks.rglob("*.yaml"):
            path.unlink()
        lines = "".join(f"  - {question}\n" for question in questions)
        (workspace.paths.decks / "one.yaml").write_text(f"title: One deck\nquestions:\n{lines}", encoding="utf-8")
        workspace.refresh()
        assert workspace.library.problems() == ()
        return Plan(("one",))

    return replace


_PARSED: dict[object, list[RuleSet]] = {}
_parse = Stylesheet._parse_rules


def _parsed_once(self: Stylesheet, css: str, *args: object, **named: object) -> list[RuleSet]:
    key = (css, args, tuple(sorted(named.items())), tuple(self._variables.items()))
    if key not in _PARSED:
        _PARSED[key] = _parse(self, css, *args, **named)  # type: ignore[arg-type]
    return _PARSED[key]


@pytest.fixture(autouse=True)
def _styles_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse a style sheet once for all apps of a run: hundreds of them have the same."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parsed_once)
