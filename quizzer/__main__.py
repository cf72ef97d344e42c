"""The entrance: joins the command line with the screens, which do not know each other."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quizzer.sitting import Plan
    from quizzer.workspace import Workspace


COLLECT_AFTER = 50_000
"""New objects between two looks for garbage: what is imported stays, and looking at it takes a tenth of the start."""


def main() -> int:
    """Run the program and return its exit code."""
    import gc

    from quizzer.glancing import glance_at_due

    gc.set_threshold(COLLECT_AFTER)
    code = glance_at_due(sys.argv[1:])
    if code is None:
        from quizzer.cli.opening import open_straight

        code = open_straight(sys.argv[1:], open_app)
    if code is None:
        from quizzer.cli.main import run

        code = run(sys.argv[1:], open_app)
    gc.freeze()  # the end of the process would look at everything once more
    return code


def open_app(workspace: Workspace, plan: Plan | None) -> int:
    """Open the screens and return the exit code."""
    import gc

    from quizzer.tui.app import QuizzerApp

    app = QuizzerApp(workspace, plan)
    gc.freeze()
    app.run()
    if app.fault is not None:
        raise app.fault
    if not app.return_code and not app.came_home:
        _begin_day(workspace)
    return app.return_code or 0


def _begin_day(workspace: Workspace) -> None:
    """Do what a new day brings, and tell of it, where the home screen did not: no sitting waits for that."""
    from quizzer.cli.output import say
    from quizzer.daybreak import daybreak

    for line in daybreak(workspace):
        say(line)


if __name__ == "__main__":
    sys.exit(main())
