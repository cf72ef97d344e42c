from __future__ import annotations

import json
import subprocess
import sys

from deck_strategies import QUESTIONS
from hypothesis import given
from msgspec.structs import replace

from quizzer_decks.model import Question
from quizzer_decks.question_json import json_text, question_from_json, question_row, question_to_json


@given(QUESTIONS)
def test_a_question_survives_json(question: Question) -> None:
    """Written as JSON text and read again, it is the same question, its line included."""
    placed = replace(question, line=7)
    assert question_from_json(json.loads(json.dumps(question_to_json(placed)))) == placed


@given(QUESTIONS)
def test_a_row_is_the_same_text(question: Question) -> None:
    """What is made for speed says the same to the letter, of every kind of question."""
    placed = replace(question, line=7)
    assert json_text(question_row(placed)) == json_text(question_to_json(placed))


def test_the_index_needs_no_yaml() -> None:
    """Reading questions from the index imports neither PyYAML nor the expression evaluator."""
    heavy = "{'yaml', 'quizzer_decks.expressions', 'rapidfuzz'}"
    code = f"import sys, quizzer_decks.question_json; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
