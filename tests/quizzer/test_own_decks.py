"""Decks on disk and in the index: what is read, what is wrong, which of two counts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from unittest.mock import patch

import pytest
from small_home import DECKS, SettableClock, open_home, write_library

from quizzer.errors import LibraryError
from quizzer.library import scan
from quizzer.paths import Paths
from quizzer.roadmaps import read_roadmaps
from quizzer.sitting import Plan
from quizzer.workspace import Workspace

BROKEN = """\
id: small/broken
title: Broken
questions:
  - {id: good, kind: typed, ask: Is this good?, answer: "yes"}
  - {id: no-answer, kind: typed, ask: Is this?}
  - {id: good, kind: typed, ask: Twice?, answer: "no"}
  - {id: odd, kind: riddle, ask: What walks on four legs?}
  - {id: better, kind: typed, ask: Is this better?, answer: "yes"}
"""

LINKED = """\
id: linked
title: Linked
phases:
  - title: P
    sections:
      - {title: S, topics: [{title: T, resources: [{title: R, url: "https://example.org"}]}]}
"""


def write(paths: Paths, deck_id: str, text: str) -> Path:
    """Write a deck file."""
    path = paths.decks / f"{deck_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_errors_are_listed_and_good_questions_load(workspace: Workspace, paths: Paths) -> None:
    """Each error with its line; what is good beside it can be asked, and other decks are as they were."""
    path = write(paths, "small/broken", BROKEN)
    refresh = workspace.refresh()
    assert refresh.read == 1
    assert {problem.path for problem in refresh.problems} == {str(path)}
    assert {problem.line for problem in refresh.problems} >= {5, 6, 7}
    deck = next(deck for deck in workspace.store.decks.decks() if deck.id == "small/broken")
    assert [question.id for question in workspace.store.decks.questions(deck.key)] == ["good", "better"]
    assert workspace.session(Plan(("small/broken",))).counts().new == 2
    assert workspace.refresh().problems == refresh.problems
    write(paths, "small/broken", "::: not a deck")
    assert workspace.refresh().problems
    assert workspace.session(Plan(("small/broken",))).counts().new == 2


def test_a_file_that_cannot_be_read_is_a_problem(workspace: Workspace, paths: Paths) -> None:
    """Bytes that are no text, a link to nowhere and a folder named like a deck stop nothing."""
    (paths.decks / "binary.yaml").write_bytes(b"\xff\x00\xfe")
    (paths.decks / "nowhere.yaml").symlink_to(paths.decks / "gone.yaml")
    (paths.decks / "folder.yaml").mkdir()
    (paths.decks / ".hidden.yaml").write_text("not read", encoding="utf-8")
    (paths.decks / "endless.yaml").symlink_to("/dev/zero")
    if hasattr(os, "mkfifo"):
        os.mkfifo(paths.decks / "pipe.yaml")
    refresh = workspace.refresh()
    assert {Path(problem.path).name for problem in refresh.problems} == {"binary.yaml"}
    assert workspace.counts().new == 10


def test_only_changed_files_are_read_again(workspace: Workspace, paths: Paths) -> None:
    """Nothing when nothing changed, one after an edit; a removed file takes its questions along."""
    told: list[tuple[int, int]] = []
    assert workspace.refresh(lambda done, total: told.append((done, total))).read == 0
    assert told == []
    write(paths, "small/later", DECKS["small/later"].replace("First letter", "The first letter"))
    refresh = workspace.refresh()
    assert (refresh.read, refresh.report.changed) == (1, 1)
    (paths.decks / "small/later.yaml").unlink()
    assert workspace.refresh().report.removed == 2
    assert "small/later" not in {deck.id for deck in workspace.store.decks.decks()}


def test_an_own_deck_takes_the_place_of_a_bundled_one(home: Path, paths: Paths, tmp_path: Path) -> None:
    """Edited, the own copy counts with the same cards and history; deleted, the bundled one is back."""
    bundled = tmp_path / "bundled"
    (bundled / "small").mkdir(parents=True)
    original = bundled / "small" / "later.yaml"
    (paths.decks / "small" / "later.yaml").rename(original)
    with patch("quizzer.library.bundled_folder", return_value=bundled):
        workspace = open_home(home, SettableClock())
        workspace.refresh()
        deck = next(deck for deck in workspace.store.decks.decks() if deck.id == "small/later")
        assert deck.origin == "bundled"
        copy = workspace.library.editable("small/later", Path(deck.path))
        assert copy == paths.decks / "small" / "later.yaml"
        assert workspace.library.editable("small/later", copy) == copy
        copy.write_text(copy.read_text("utf-8").replace("First letter?", "My first letter?"), encoding="utf-8")
        refresh = workspace.refresh()
        assert (refresh.report.changed, refresh.report.orphaned) == (1, 0)
        step = workspace.session(Plan(("small/later",))).step
        assert step is not None
        assert (step.prompt.ask, step.path) == ("My first letter?", str(copy))
        assert original.read_text("utf-8") == DECKS["small/later"]
        copy.unlink()
        assert workspace.refresh().report.orphaned == 0
        step = workspace.session(Plan(("small/later",))).step
        assert step is not None
        assert (step.prompt.ask, step.path) == ("First letter?", str(original))
        workspace.close()


def test_a_copy_that_cannot_be_written_is_told(workspace: Workspace, paths: Paths, tmp_path: Path) -> None:
    """The sentence names the copy."""
    bundled = tmp_path / "bundled.yaml"
    bundled.write_text(DECKS["small/later"], encoding="utf-8")
    (paths.decks / "blocked").write_text("a file where a folder is needed", encoding="utf-8")
    with (
        patch("quizzer.library.bundled_folder", return_value=tmp_path),
        pytest.raises(LibraryError, match="cannot be written"),
    ):
        workspace.library.editable("blocked/deck", bundled)


def test_files_are_found_in_order_without_the_hidden_ones(tmp_path: Path) -> None:
    """Ids are paths below the folder; hidden files and folders are not looked at."""
    for name in ("b.yaml", "a/z.yml", "a/y.yaml", ".git/x.yaml", "a/.w.yaml", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert [found.default_id for found in scan(tmp_path)] == ["b", "a/y", "a/z"]
    assert list(scan(tmp_path / "missing")) == []


def test_roadmaps_are_kept_until_they_change(paths: Paths, tmp_path: Path) -> None:
    """What was read comes back the same, problems too, without reading YAML; a change is seen, damage mended."""
    write_library(paths)
    own, kept = paths.decks.parent / "roadmaps", tmp_path / "cache" / "roadmaps.json"
    (own / "wrong.yaml").write_text("id: wrong\nphases: none\n", encoding="utf-8")
    (own / "linked.yaml").write_text(LINKED, encoding="utf-8")
    first = read_roadmaps(own, kept)
    assert [roadmap.id for roadmap in first[0]][-2:] == ["linked", "small-roadmap"]
    assert first[0][-2].phases[0].sections[0].topics[0].resources[0].url == "https://example.org"
    assert first[1]
    with patch("quizzer_decks.roadmap_file.read_roadmap_file", side_effect=AssertionError):
        assert read_roadmaps(own, kept) == first == read_roadmaps(own, kept)
    for damage in (b"", b"[]", b"{}", b"\xff", json.dumps({"form": "0", "stamps": [], "read": []}).encode()):
        kept.write_bytes(damage)
        assert read_roadmaps(own, kept) == first
    (own / "wrong.yaml").unlink()
    assert read_roadmaps(own, kept) == (first[0], ())
    assert read_roadmaps(own) == (first[0], ())
    os.replace(own / "small.yaml", own / "renamed.yaml")
    assert read_roadmaps(own, own / "renamed.yaml" / "cannot-be") == (first[0], ())


def test_of_two_files_with_one_id_the_first_counts_until_it_goes(workspace: Workspace, paths: Paths) -> None:
    """A copy with the same id is told and changes nothing, whatever is edited; it counts when the first one goes."""

    def shown() -> list[tuple[str, list[str]]]:
        decks = [deck for deck in workspace.store.decks.decks() if deck.id == "own/twice"]
        return [(deck.path, [q.id for q in workspace.store.decks.questions(deck.key)]) for deck in decks]

    def text(question: str) -> str:
        return (
            f"id: own/twice\ntitle: Twice\nquestions:\n  - {{id: {question}, kind: typed, ask: Which?, answer: this}}\n"
        )

    second = write(paths, "own/b", text("second"))
    workspace.refresh()
    first = write(paths, "own/a", text("first"))
    refresh = workspace.refresh()
    assert [(problem.path, problem.rule) for problem in refresh.problems] == [(str(first), "duplicate-deck")]
    assert shown() == [(str(second), ["second"])]
    write(paths, "own/a", text("first-edited"))
    workspace.refresh()
    assert shown() == [(str(second), ["second"])]
    write(paths, "own/b", text("second-edited"))
    workspace.refresh()
    assert shown() == [(str(second), ["second-edited"])]
    assert workspace.refresh().read == 0
    second.unlink()
    refresh = workspace.refresh()
    assert refresh.problems == ()
    assert shown() == [(str(first), ["first-edited"])]


def test_a_file_whose_name_is_no_text_stops_nothing(workspace: Workspace, paths: Paths) -> None:
    """A name from another system's encoding is read like any other."""
    text = "id: own/odd\ntitle: Odd\nquestions:\n  - {id: a, kind: typed, ask: Which?, answer: this}\n"
    with open(os.fsencode(paths.decks) + b"/caf\xe9.yaml", "w", encoding="utf-8") as file:
        file.write(text)
    assert workspace.refresh().problems == ()
    assert "own/odd" in {deck.id for deck in workspace.store.decks.decks()}
    assert workspace.refresh().read == 0


def test_another_form_of_the_index_reads_all_decks_again(workspace: Workspace) -> None:
    """When a new version of the program keeps something else of a deck, unchanged files are read again, once."""
    assert workspace.refresh().read == 0
    with patch("quizzer.library._FORM", "next:"):
        assert workspace.refresh().read == len(DECKS)
        assert workspace.refresh().read == 0
