"""Which decks a line is linked to below its heading: sentences, operations, exercises, subjects, other senses."""

from __future__ import annotations

import pytest
from test_matching import FIELD, library, linked, match

from quizzer_decks.matching.rivals import excludes


@pytest.mark.parametrize(
    ("title", "path", "folders"),
    [
        ("Machine Learning", (), {"machine-learning", "ml-models"}),
        ("Deep learning", ("Topics",), {"neural-networks", "cnn", "sequences"}),
        ("Phase 3: Computer Vision", (), {"vision", "cnn"}),
        ("Natural Language Processing (NLP)", (), {"text", "nlp-advanced"}),
        ("Large Language Models (LLMs)", (), {"llm"}),
        ("MLOps basics", (), {"mlops"}),
        ("Introduction to deep learning", (), {"neural-networks"}),
        ("Mathematics", ("Prerequisites",), {"linear-algebra", "calculus", "statistics"}),
        ("Optimization", ("Mathematics for machine learning",), {"optimization"}),
        ("Optimization", ("Databases",), set()),
        ("Machine learning (beekeeping, chisels)", (), set()),
        ("What is machine learning?", (), set()),
        ("Deep learning", ("What you will not learn",), set()),
    ],
)
def test_the_name_of_a_whole_subject_is_all_of_its_folders(
    title: str, path: tuple[str, ...], folders: set[str]
) -> None:
    """And an introduction is the first of them; what is beside the name, or asks, is not the whole."""
    found = linked(title, *path)
    assert {deck.partition("/")[0] for deck in found} == folders
    assert found == {deck for deck in library().titles if deck.partition("/")[0] in folders}


@pytest.mark.parametrize(
    ("title", "path", "decks"),
    [
        ("Encapsulation keeps outside code from what it should not touch", ("OOP in Python",), {"python/classes"}),
        ("KNN imputation is slow when there are many rows", ("Missing values",), {"features/missing-values"}),
        ("loc is inclusive, and iloc is not", ("Pandas basics", "What I learned"), {"pandas/dataframes-and-series"}),
        ("Are GANs created equal? (2017)", ("GANs",), set()),
        ("Functions are values that can be passed", ("JavaScript", "Functions"), set()),
        ("push_back(value)", ("Linked lists", "Implement"), {"algorithms/arrays-lists-stacks-queues"}),
        ("extract_max", ("Trees and heaps", "Implement a max-heap"), {"algorithms/trees-and-graphs"}),
        ("ffill_result.png", ("Missing values", "Files"), set()),
        ("Definition", ("Linear algebra", "Eigenvalues"), {"linear-algebra/eigenvalues"}),
        ("Implement in NumPy", ("Optimization", "Adagrad"), {"optimization/sgd-adam-rmsprop"}),
        ("Implement dropout in PyTorch", ("Regularization",), {"neural-networks/dropout-and-regularization"}),
        ("Paper", ("Fine-tuning", "QLoRA"), {"llm/lora-and-qlora"}),
        ("Paper", ("Fine-tuning", "LoRA+"), set()),
        ("merge", ("Main commands of Git",), {"git/branching-and-merging"}),
        ("Join operators", ("SQL commands",), {"sql/select-where-join"}),
        ("Computational graphs", ("TensorFlow & Keras",), {"tensorflow/custom-training-loops"}),
        ("Tool: MLflow", ("Experiment tracking",), {"mlops/mlflow"}),
        ("Fallbacks", ("Production",), {"deployment/error-handling-in-production"}),
    ],
)
def test_a_line_is_read_below_its_heading(title: str, path: tuple[str, ...], decks: set[str]) -> None:
    """What somebody learnt, is to write, or finds in a paper is of what stands above; of another language it is not."""
    assert linked(title, *path) == decks


@pytest.mark.parametrize(
    ("title", "decks"),
    [
        ("CatBoost algorithm for categorical data", {"ml-models/catboost"}),
        ("Implement a basic RNN using TensorFlow/PyTorch", {"sequences/recurrent-networks"}),
        ("Jacobian and Hessian matrices", {"calculus/partial-derivatives"}),
        ("Building CNN models", set()),
        ("Why linear algebra?", set()),
        ("RNN applications — text classification, time series forecasting", set()),
        ("Vector DB indexing", {"llm-systems/vector-databases"}),
        ("Stack dan queue", {"algorithms/arrays-lists-stacks-queues"}),
    ],
)
def test_what_is_told_beside_a_name_neither_adds_nor_takes_away(title: str, decks: set[str]) -> None:
    """Nor its purpose or framework; a deck that has all of a list is meant, and what is built of a subject is asked."""
    assert linked(title) == decks


def test_a_heading_tells_the_field_where_the_roadmap_does_not() -> None:
    """In a roadmap of another field a word is linked below a heading that names a deck of its subject."""
    far = tuple(f"Chisel number {number}" for number in range(40))
    assert linked("Jaeger", "OpenTelemetry", roadmap="Backend", among=far) == {"observability/tracing"}
    assert match("Jaeger", "Birds", roadmap="Backend", among=far).verdict == "doubtful"


@pytest.mark.parametrize(
    ("title", "path", "decks"),
    [
        ("Functions", ("Algebra",), set()),
        ("Functions", ("Python", "Algebra"), set()),
        ("Functions", ("Programming & Mathematical Foundations",), {"python/functions"}),
        ("Functions", ("Mathematical Foundations", "Programming"), {"python/functions"}),
        ("Python functions", ("Mathematical Foundations",), {"python/functions"}),
        ("Graphs", ("NoSQL databases",), set()),
        ("Trees and graphs", ("NoSQL", "Data structures"), {"algorithms/trees-and-graphs"}),
        ("SQL joins", ("Business logic",), {"sql/select-where-join"}),
    ],
)
def test_another_sense_is_that_of_the_nearest_to_tell_it(title: str, path: tuple[str, ...], decks: set[str]) -> None:
    """The line itself or a nearer heading that names the decks' own field says in which sense a word is meant."""
    assert linked(title, *path) == decks


def test_a_heading_excludes_only_rivals_of_those_it_names() -> None:
    """Below TensorFlow nothing is PyTorch's; below both, and below neither, either may be meant."""
    assert excludes("TensorFlow & Keras", "pytorch")
    assert not excludes("PyTorch or TensorFlow", "pytorch")
    assert not excludes("Frameworks", "pytorch")
    assert not excludes("TensorFlow", "statistics")
    assert linked("Backpropagation", "TensorFlow", among=FIELD) == {"neural-networks/backpropagation"}
