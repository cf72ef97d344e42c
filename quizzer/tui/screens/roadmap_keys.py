"""What the roadmap is for, and its keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HELP = """
# Roadmap: what is left of it?

**↑ ↓** move, **→ ←** open and close, **e** all at once. **Enter** goes to what is behind a place: links, its hardest
questions, its decks; there **Enter** opens one, **Esc** comes back.

The bar: `━` is what you would recall today, `╍` what you saw and is fading, `─` what you never saw. The last column is
the day from which the mean recall of what you saw is under what you ask for, if you leave it alone; `▼` it is already.

A tick is yours alone: it never counts as memory.
"""

KEYS: tuple[BindingType, ...] = (
    Binding("s", "study", "Study", id="roadmap.study", tooltip="Study what is under the cursor now"),
    Binding("space", "tick", "Tick", id="roadmap.tick", tooltip="Tick a topic or task by hand, or untick it"),
    Binding("slash", "search", "Find", id="roadmap.find", tooltip="Search the titles"),
    Binding("m", "choose", "Roadmaps", id="roadmap.choose", tooltip="Another roadmap, to see or study", show=False),
    Binding("n", "find(1)", "Next match", id="roadmap.next", tooltip="The next place that matches", show=False),
    Binding("N", "find(-1)", "Match before", id="roadmap.before", tooltip="The match before", show=False),
    Binding("e", "fold", "Open all", id="roadmap.fold-all", tooltip="Open all branches, or close them", show=False),
    Binding("o", "link", "Open link", id="roadmap.link", tooltip="Open the topic's link in the browser", show=False),
    Binding("U", "unlock", "Unlock", id="roadmap.unlock", tooltip="Open a topic that waits for others", show=False),
    Binding(
        "i", "import", "Import a roadmap", id="roadmap.import", tooltip="Take in a roadmap from a file", show=False
    ),
    Binding(
        "c", "study(True)", "Cram", id="roadmap.cram", tooltip="Ask all of it once; the schedule stays", show=False
    ),
    Binding("u,ctrl+z", "undo", "Undo", id="roadmap.undo", tooltip="Take back the last thing done", show=False),
    Binding("ctrl+y", "redo", "Redo", id="roadmap.redo", tooltip="Do again what was taken back", show=False),
    Binding("escape,r,q", "back", "Back", id="roadmap.back", tooltip="Back to where you came from"),
)
