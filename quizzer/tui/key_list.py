"""All keys there are, by the place where they work: for the learner's own keymap and for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from textual.binding import Binding
from textual.dom import DOMNode

from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.curve import CurveScreen
from quizzer.tui.screens.explanation import ExplanationScreen
from quizzer.tui.screens.exporting import ExportScreen
from quizzer.tui.screens.fit import FitScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.importing import ImportScreen
from quizzer.tui.screens.keys import KeysScreen
from quizzer.tui.screens.lookahead import LookaheadScreen
from quizzer.tui.screens.placement import PlacementScreen
from quizzer.tui.screens.plan import PlanScreen
from quizzer.tui.screens.problems import ProblemsScreen
from quizzer.tui.screens.restore import RestoreScreen
from quizzer.tui.screens.retracing import RetracingScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.roadmap import RoadmapScreen
from quizzer.tui.screens.roadmap_chooser import RoadmapChooser
from quizzer.tui.screens.roadmap_import import RoadmapImportScreen
from quizzer.tui.screens.scope_chooser import ScopeChooser
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tui.screens.statistics import StatisticsScreen
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.tui.screens.why import WhyScreen
from quizzer.tui.widgets.chooser import Chooser
from quizzer.tui.widgets.curriculum_tree import CurriculumTree
from quizzer.tui.widgets.holes_answer import HolesAnswer
from quizzer.tui.widgets.listed_answer import ListedAnswer
from quizzer.tui.widgets.match_answer import MatchAnswer
from quizzer.tui.widgets.order_answer import OrderAnswer
from quizzer.tui.widgets.pick_answer import PickAnswer
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.reveal_answer import RevealAnswer
from quizzer.tui.widgets.roadmap_tree import RoadmapTree
from quizzer.tui.widgets.virtual_table import VirtualTable

_PLACES: tuple[tuple[str, tuple[type[DOMNode], ...]], ...] = (
    ("Home", (HomeScreen, CurriculumTree)),
    ("Review", (ReviewScreen, RatingBar)),
    ("Answering: explanations", (RevealAnswer,)),
    ("Answering: options, orders and pairs", (ListedAnswer, PickAnswer, OrderAnswer, MatchAnswer)),
    ("Answering: several holes", (HolesAnswer,)),
    ("Summary", (SummaryScreen,)),
    ("Browser", (BrowserScreen, VirtualTable)),
    ("Roadmap", (RoadmapScreen, RoadmapTree)),
    ("Choosing a roadmap", (RoadmapChooser,)),
    ("Importing decks", (ImportScreen,)),
    ("Exporting decks", (ExportScreen,)),
    ("Restoring an archive", (RestoreScreen,)),
    ("Importing a roadmap", (RoadmapImportScreen,)),
    ("Statistics", (StatisticsScreen, ScopeChooser)),
    ("Settings", (SettingsScreen, Chooser)),
    ("Fit to me", (FitScreen,)),
    ("Help me decide", (LookaheadScreen,)),
    ("Placement", (PlacementScreen,)),
    ("Plan and breaks", (PlanScreen,)),
    ("Sheets", (WhyScreen, KeysScreen, ProblemsScreen, ExplanationScreen, CurveScreen, RetracingScreen)),
)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One thing that can be done by key."""

    id: str
    keys: tuple[str, ...]
    meaning: str


def all_keys(app: type[DOMNode]) -> Iterator[tuple[str, tuple[KeyLine, ...]]]:
    """Yield each place with what can be done there; those of the app come first."""
    for place, classes in (("Everywhere", (app,)), *_PLACES):
        lines: dict[str, KeyLine] = {}
        for owner in classes:
            for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ())):
                known = lines.get(binding.id or "")
                keys = dict.fromkeys((*(known.keys if known else ()), binding.key))
                meaning = binding.tooltip or binding.description
                lines[binding.id or ""] = KeyLine(binding.id or "", tuple(keys), meaning)
        yield place, tuple(lines.values())


def keymap_problems(app: type[DOMNode], keymap: Mapping[str, str]) -> list[str]:
    """Return a sentence for each id of a keymap that belongs to nothing, and for each key that two things have."""
    known = {line.id for _, lines in all_keys(app) for line in lines}
    sentences = []
    for unknown in sorted(keymap.keys() - known):
        close = get_close_matches(unknown, known, 1, 0.5)
        sentences.append(f"keys.{unknown} belongs to nothing." + (f" Did you mean {close[0]}?" if close else ""))
    return sentences + [sentence for _, lines in all_keys(app) for sentence in _clashes(lines, keymap)]


def _clashes(lines: Iterable[KeyLine], keymap: Mapping[str, str]) -> Iterator[str]:
    owners: dict[str, list[str]] = {}
    for line in lines:
        for key in keymap[line.id].split(",") if line.id in keymap else line.keys:
            owners.setdefault(key.strip(), []).append(line.id)
    for key, ids in owners.items():
        if len(ids) > 1 and not keymap.keys().isdisjoint(ids):
            yield f"Your settings give the key {key} to two things: {' and '.join(sorted(ids))}. Only one has it."
