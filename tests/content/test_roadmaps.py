from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from bundled_library import CONTENT, bundled_decks

from quizzer_decks.model import Roadmap, Section, Topic
from quizzer_decks.roadmap_file import read_roadmap_file, write_roadmap

IDS = ("complete-ai-engineer", "ai-engineer-journey")


@cache
def roadmap(roadmap_id: str) -> Roadmap:
    """Return a bundled roadmap, which reads without a problem."""
    found, problems = read_roadmap_file(CONTENT / "roadmaps" / f"{roadmap_id}.yaml")
    assert problems == []
    assert found is not None
    return found


def sections(roadmap_id: str) -> Iterator[Section]:
    """Yield all sections in order."""
    for phase in roadmap(roadmap_id).phases:
        yield from phase.sections


def topics(roadmap_id: str) -> list[Topic]:
    """Return all topics in order."""
    return [topic for section in sections(roadmap_id) for topic in section.topics]


def same(wording: str) -> str:
    """Return the form in which wordings are compared."""
    return " ".join(wording.casefold().replace("’", "'").split())


def test_both_roadmaps_are_bundled_under_their_ids() -> None:
    """A file is named after its roadmap's id."""
    assert {path.stem for path in (CONTENT / "roadmaps").glob("*.yaml")} == set(IDS)
    assert [roadmap(roadmap_id).id for roadmap_id in IDS] == list(IDS)


@pytest.mark.parametrize(
    ("roadmap_id", "phases", "learn", "do"),
    [("complete-ai-engineer", 10, 339, 189), ("ai-engineer-journey", 9, 141, 16)],
)
def test_every_topic_is_in_place(roadmap_id: str, phases: int, learn: int, do: int) -> None:
    """The numbers of things to learn and to do are those of the sources."""
    kinds = [topic.kind for topic in topics(roadmap_id)]
    assert len(roadmap(roadmap_id).phases) == phases
    assert (kinds.count("topic"), kinds.count("task")) == (learn, do)


@pytest.mark.parametrize(
    ("roadmap_id", "landmarks"),
    [
        (
            "complete-ai-engineer",
            [
                "Variables, data types, operators",
                "Singular Value Decomposition (SVD)",
                "Bayes' theorem",
                "Window functions",
                "Regularization (L1, L2)",
                "K-Means Clustering",
                "Backpropagation (understand the math!)",
                "Vision Transformers (ViT)",
                "RLHF (Reinforcement Learning from Human Feedback)",
                "Federated learning",
                "AKS (Azure Kubernetes Service)",
                "Knowledge distillation",
                "Speak at meetups",
                "Mock interviews",
                "Senior AI Engineer or specialized role",
                "Join AI communities",
            ],
        ),
        (
            "ai-engineer-journey",
            [
                "Variables, data types, control flow",
                "Big-O time/space complexity",
                "Bayes' theorem",
                "Bias–variance tradeoff",
                "CUDA for GPU acceleration",
                "POS tagging",
                "LoRA, QLoRA",
                "GANs, VAEs, Diffusion models",
                "TensorRT",
                "Graph Neural Networks (GNNs, message passing)",
            ],
        ),
    ],
)
def test_landmarks_stand_in_order(roadmap_id: str, landmarks: list[str]) -> None:
    """Topics keep the wording and the order of the source, from the first to the last."""
    titles = iter([topic.title for topic in topics(roadmap_id)])
    assert all(landmark in titles for landmark in landmarks)


@pytest.mark.parametrize("roadmap_id", IDS)
def test_titles_are_clean(roadmap_id: str) -> None:
    """No title has emoji, Markdown, durations in weeks, or signs of a wrong decoding."""
    found = roadmap(roadmap_id)
    titles = [found.title, *(phase.title for phase in found.phases), *(one.title for one in sections(roadmap_id))]
    titles += [topic.title for topic in topics(roadmap_id)]
    allowed = set("–›’")
    for title in titles:
        assert title.isascii() or not {sign for sign in title if not sign.isascii()} - allowed, title
        assert not any(part in title for part in ("**", "✅", "â", "Ã", " weeks)", " week)", " months)")), title


@pytest.mark.parametrize("roadmap_id", IDS)
def test_lists_of_things_to_do_are_tasks(roadmap_id: str) -> None:
    """Projects, practice, goals and checkpoints are tasks; tasks have no decks; no section mixes the two."""
    words = ("project", "practice", "goals", "checkpoint", "certification", "competitions", "routine", "milestone")
    for section in sections(roadmap_id):
        kinds = {topic.kind for topic in section.topics}
        assert len(kinds) == 1, section.title
        last = section.title.split(" › ")[-1].casefold()
        if any(word in last for word in words) and last != "software engineering practices":
            assert kinds == {"task"}, section.title
        assert not [topic for topic in section.topics if topic.kind == "task" and topic.decks]


@pytest.mark.parametrize("roadmap_id", IDS)
def test_a_topic_links_the_decks_that_cover_it(roadmap_id: str) -> None:
    """A link and the deck's `covers` say the same, so one subject has the same decks in both roadmaps."""
    covering = defaultdict(set)
    for name, deck in bundled_decks().items():
        for subject in deck.covers:
            covering[same(subject)].add(name)
    for topic in topics(roadmap_id):
        if topic.kind == "topic":
            assert set(topic.decks) == covering[same(topic.title)], topic.title


def test_the_same_subject_has_the_same_decks() -> None:
    """Where the roadmaps divide a subject differently, the decks are still the same ones."""
    one, two = ({topic.title: set(topic.decks) for topic in topics(roadmap_id)} for roadmap_id in IDS)
    assert one["Bayes' theorem"] == two["Bayes' theorem"] != set()
    assert one["Maximum likelihood estimation"] == two["MLE"] != set()
    assert one["Functions and modules"] == two["Functions, modules, packages"] != set()
    assert one["Object-oriented programming (OOP)"] == two["OOP: classes, inheritance"] != set()
    basics = one["Variables, data types, operators"] | one["Control flow (if/else, loops)"]
    assert basics == two["Variables, data types, control flow"]
    git = next(section for section in sections("complete-ai-engineer") if section.title.endswith("Git & GitHub"))
    assert {name for topic in git.topics for name in topic.decks} == two["Git & GitHub"]


@pytest.mark.parametrize("roadmap_id", IDS)
def test_the_first_subjects_are_taught(roadmap_id: str) -> None:
    """Python Basics, Linear Algebra, Probability & Statistics and Git & GitHub have a deck for every topic."""
    subjects = ("Python Basics", "Linear Algebra", "Probability & Statistics", "Git & GitHub")
    taught = [one for one in sections(roadmap_id) if one.title.split(" › ")[-1] in subjects]
    assert len(taught) >= 3
    assert [topic.title for section in taught for topic in section.topics if not topic.decks] == []


@pytest.mark.parametrize("roadmap_id", IDS)
def test_a_roadmap_file_is_as_it_would_be_written(roadmap_id: str) -> None:
    """An edit by the program changes only what was edited."""
    path = CONTENT / "roadmaps" / f"{roadmap_id}.yaml"
    assert write_roadmap(roadmap(roadmap_id)) == path.read_text(encoding="utf-8")


FINISHED = (
    ("complete-ai-engineer", 0, 61),
    ("complete-ai-engineer", 1, 44),
    ("complete-ai-engineer", 2, 80),
    ("complete-ai-engineer", 3, 80),
    ("complete-ai-engineer", 4, 45),
    ("complete-ai-engineer", 5, 10),
    ("complete-ai-engineer", 6, 19),
    ("ai-engineer-journey", 0, 18),
    ("ai-engineer-journey", 1, 14),
    ("ai-engineer-journey", 2, 24),
    ("ai-engineer-journey", 3, 21),
    ("ai-engineer-journey", 4, 17),
    ("ai-engineer-journey", 5, 19),
    ("ai-engineer-journey", 6, 5),
    ("ai-engineer-journey", 7, 18),
    ("ai-engineer-journey", 8, 5),
)
"""Roadmap, place of the phase, things to learn in it: 480 in all."""


@pytest.mark.parametrize(("roadmap_id", "place", "things"), FINISHED)
def test_finished_phases_have_questions_for_each_topic(roadmap_id: str, place: int, things: int) -> None:
    """Each thing to learn of a finished phase is linked, and its decks have six questions at least."""
    known = bundled_decks()
    phase = roadmap(roadmap_id).phases[place]
    found = [topic for section in phase.sections for topic in section.topics if topic.kind == "topic"]
    assert len(found) == things
    short = [t.title for t in found if sum(len(known[deck].questions) for deck in t.decks) < 6]
    assert short == []
