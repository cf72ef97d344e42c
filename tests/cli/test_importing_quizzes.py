"""`quizzer import` of quizzes: how many questions and cards come of each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_values import Run

MOODLE = (
    '<?xml version="1.0"?>\n<quiz><question type="cloze"><questiontext><text>Go {1:SA:=to} the {1:SA:=sea}.</text>'
    '</questiontext></question><question type="shortanswer"><questiontext><text>Who?</text></questiontext>'
    '<answer fraction="100"><text>Me</text></answer></question></quiz>'
)
OPENTDB = {"type": "boolean", "question": "Is it?", "correct_answer": "True", "incorrect_answers": ["False"]}
FILES = {
    "gift": ("a.gift", "::one::Who? {=me ~you}\n\nGo {1:SA:=to} the {1:SA:=sea}.\n\nTwo? {#2}\n\nRead.", 3, 4),
    "moodle": ("a.xml", MOODLE, 2, 3),
    "aiken": ("a.txt", "Who?\nA. me\nB. you\nANSWER: A\n\nB?\nA. x\nB. y\nANSWER: F\n", 1, 1),
    "markdown-quiz": (
        "a.md",
        "#### Q1. Who?\n\n- [x] me\n- [ ] you\n\n#### Q2. What?\n\n- [x] a\n- [x] b\n- [ ] c\n",
        2,
        2,
    ),
    "mdbook-quiz": (
        "a.toml",
        '[[questions]]\ntype = "ShortAnswer"\nprompt.prompt = "Who?"\nanswer.answer = "me"\n',
        1,
        1,
    ),
    "jupyterquiz": (
        "a.json",
        '[{"question": "2?", "type": "numeric", "answers": [{"value": 2, "correct": true}]}]',
        1,
        1,
    ),
    "opentdb": ("a.json", json.dumps({"response_code": 0, "results": [OPENTDB]}), 1, 1),
    "hascard": ("a.txt", "# Who?\n* me\n- you\n\n---\n\n# Gaps\nThe _cat_ and the _dog_.\n", 2, 3),
}


@pytest.mark.parametrize("name", FILES)
def test_a_quiz_comes_in_and_the_same_again_changes_nothing(name: str, tmp_path: Path, quizzer: Run) -> None:
    """The format is recognised, its questions and their cards are counted, and a second time all are as they were."""
    file, text, questions, cards = FILES[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    told = json.loads(quizzer("import", str(tmp_path / file), "--json").out)["files"][0]
    assert (told["format"], told["questions"], told["cards"], told["new"]) == (name, questions, cards, questions)
    again = json.loads(quizzer("import", str(tmp_path / file), "--json").out)["files"][0]
    assert (again["new"], again["changed"], again["same"]) == (0, 0, questions)
    assert len(again["skipped"]) == (name in ("gift", "aiken"))


def test_a_new_wording_keeps_the_question(tmp_path: Path, quizzer: Run) -> None:
    """What the source rewords is changed, what it adds is new, what it drops is named and stays."""
    file = tmp_path / "a.toml"
    head = '[[questions]]\nid = "{}"\ntype = "ShortAnswer"\nprompt.prompt = "{}"\nanswer.answer = "me"\n'
    file.write_text(head.format(1, "Who is it?") + head.format(2, "Who was it?"), encoding="utf-8")
    quizzer("import", str(file))
    file.write_text(head.format(1, "Something else entirely?") + head.format(3, "Whose?"), encoding="utf-8")
    told = json.loads(quizzer("import", str(file), "--json").out)["files"][0]
    assert (told["new"], told["changed"], told["same"], told["gone"]) == (1, 1, 0, ["a/who-was-it"])
