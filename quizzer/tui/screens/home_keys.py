"""The keys of the home screen, and what its help says."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HELP = """
# Home: what today?

**Enter** begins a sitting with what the cursor is on: the roadmap for everything that is due today, a phase,
section or topic for its part. On a task it ticks. **↑ ↓** move, **→ ←** open and close a branch.

The bar is *mastery*: the share of a place's cards that you would recall today. It falls by itself, as memory does.
"""
KEYS: tuple[BindingType, ...] = (
    Binding("enter", "start", "Start", id="home.start", tooltip="Answer what is due under the cursor"),
    Binding("slash", "browse", "Find", id="home.find", tooltip="Search and look through all cards"),
    Binding("c", "cram", "Cram", id="home.cram", tooltip="Ask all of it once; the schedule stays", show=False),
    Binding("r", "roadmap", "Roadmap", id="home.roadmap", tooltip="The roadmap: what is known, what is slipping"),
    Binding("t", "statistics", "Statistics", id="home.statistics", tooltip="What you still know, in figures"),
    Binding(
        "i", "app.import_decks", "Import decks", id="home.import", tooltip="Decks from Anki, tables, files", show=False
    ),
    Binding("E", "app.export_decks", "Export decks", id="home.export", tooltip="Decks for Anki, as files", show=False),
    Binding("comma", "settings", "Settings", id="home.settings", tooltip="Limits, retention, colours", show=False),
    Binding("tab", "panes", "Panes", id="home.panes", tooltip="From today to the tree, and back", show=False),
    Binding("n", "more_new", "More new", id="home.more-new", tooltip="Ten more new cards today", show=False),
    Binding("k", "place", "Placement …", id="home.place", tooltip="A test of what you know already", show=False),
    Binding("d", "plan", "Plan a date", id="home.plan", tooltip="A date to be done by, and breaks", show=False),
    Binding("U", "unlock", "Unlock", id="home.unlock", tooltip="Open a topic that waits for others", show=False),
    Binding("x", "tick", "Tick", id="home.tick", tooltip="Tick a task or topic by hand", show=False),
    Binding("u,ctrl+z", "undo", "Undo", id="home.undo", tooltip="Take back the last thing done", show=False),
    Binding("ctrl+y", "redo", "Redo", id="home.redo", tooltip="Do again what was taken back", show=False),
    Binding("o", "fit", "Fit", id="home.fit", tooltip="Fit the scheduler to your answers", show=False),
    Binding("p", "problems", "Problems", id="home.problems", tooltip="What is wrong with deck files", show=False),
    Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave Quizzer"),
)
