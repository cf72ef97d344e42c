"""A deck of one question, to be asked at once."""

from __future__ import annotations

import pytest
from hand import Only

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
