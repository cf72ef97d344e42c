"""Fitting the scheduler to the learner: what it does, its progress, what came of it, and earlier weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizzer import wording
from quizzer.errors import QuizzerError
from quizzer.fit_words import adopted, before_and_after, busiest, set_line, verdict
from quizzer.fitting import Cancelled, Fitting
from quizzer.offering import fit_offer
from quizzer.optimizing import Proposal
from quizzer.tui.telling import Tell, teller
from quizzer.tuning import optimizer_of
from quizzer.workspace import Workspace

_ABOUT = (
    "The scheduler's weights say how fast memory grows and fades. Fitted to your own answers they predict you better,"
    " so that cards come neither too early nor too late. New ones are adopted only if they beat the old ones on your"
    " latest answers. Cards keep their dates."
)
_COMPUTING = "Computing every card with other weights"


class FitScreen(ModalScreen[None]):
    """A sheet with one thing going on at a time, which Esc stops."""

    HELP = """
# Fit the scheduler to you

**f** fits the weights to your answers; **Esc** stops that at any time and changes nothing. Below are the weights that
were in force before: **Tab** goes into the list, **Enter** brings one back. **d** shows which dates the cards would
have by the weights in force, and the second time gives them. **u** on the home screen takes each of it back.
"""
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fit", "Fit", id="fit.start", tooltip="Fit the weights to your answers"),
        Binding("d", "dates", "New dates", id="fit.dates", tooltip="Show, then give, dates by the weights in force"),
        Binding("l", "later", "Later", id="fit.later", tooltip="Offer it again at twice as many answers"),
        Binding("f1", "app.show_keys", "Keys", id="fit.keys", tooltip="Show all keys of this sheet"),
        Binding("escape,q", "close", "Close", id="fit.close", tooltip="Stop, and back"),
    ]

    working: var[str] = var("")
    """What is being done; empty when nothing is."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._optimizer = optimizer_of(workspace)
        self._fitting: Fitting | None = None
        self._stopped = False
        self._proposal: Proposal | None = None

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(Content("Fit the scheduler to you"), classes="bright")
            yield Static(Content(_ABOUT), classes="muted", id="about")
            yield Static(Content(self._invitation()), id="said")
            yield Static(Content("Weights that were in force"), classes="muted", id="sets-heading")
            yield OptionList(id="sets", markup=False)
            yield Static(
                Content("f fits · d new dates · l later · Esc closes · F1 keys"), classes="muted last", id="fit-keys"
            )

    def on_mount(self) -> None:
        """List the weights."""
        self._list()

    def on_unmount(self) -> None:
        """Leave no process behind, and nothing half done."""
        self._stopped = True
        if self._fitting is not None:
            self._fitting.cancel()

    def _invitation(self) -> str:
        offer = fit_offer(self._workspace)
        return "f begins." if offer is None else f"You have given {offer:,} answers: enough to learn from. f begins."

    def _list(self) -> None:
        options = self.query_one("#sets", OptionList)
        options.clear_options()
        for known in self._optimizer.sets():
            version, since, answers, losses, state = set_line(known)
            line = f"{version:>3}  {since}{state and f', {state}'}"
            if known.facts and "reviews" in known.facts:  # on a line of its own: a narrow screen breaks no figure
                line += f"\n     {answers} answers, log loss {losses}"
            options.add_option(Option(line, id=version, disabled=known.in_force))

    def watch_working(self, doing: str) -> None:
        """Say what is being done."""
        if doing:
            self._say(f"{doing} …  Esc stops it.")

    def _say(self, text: str) -> None:
        if self.is_mounted:
            self.query_one("#about").display = False
            self.query_one("#said", Static).update(Content(text))

    # -- doing -----------------------------------------------------------------------------------------------

    def action_fit(self) -> None:
        """Fit, judge, adopt or not."""
        if not self.working:
            self._proposal = None
            self.working = "Reading the log"
            self._fitting = Fitting()
            self._fit(self._fitting)

    @work(thread=True, exclusive=True, group="fit")
    def _fit(self, fitting: Fitting) -> None:
        tell = teller(self)

        def doing(what: str) -> None:
            tell(self._doing, what)

        try:
            fitted = self._optimizer.fit(doing, fitting)
            told = verdict(fitted)
            if fitting.cancelled:
                raise Cancelled("The fit was cancelled; nothing was changed.")
            if fitted.weights is not None:
                doing(_COMPUTING)
                told += "\n" + adopted(self._optimizer.adopt_fitted(fitted, tell=self._writing(tell)), 0)
            elif fitted.trial is not None:
                self._optimizer.keep(fitted)
            tell(self._done, told)
        except QuizzerError as error:
            tell(self._done, str(error))

    def action_dates(self) -> None:
        """Show the dates by the weights in force, then give them."""
        if self.working:
            return
        self.working = "Looking at every card" if self._proposal is None else "Giving the dates"
        self._dates(self._proposal)

    @work(thread=True, exclusive=True, group="fit")
    def _dates(self, proposal: Proposal | None) -> None:
        tell = teller(self)
        try:
            if proposal is None:
                tell(self._show_dates, self._optimizer.propose_dates(self._writing(tell)))
            else:
                self._optimizer.adopt(proposal, self._writing(tell))
                tell(self._done, f"{wording.count(proposal.moved, 'card')} got another date. Undo takes it back.")
        except QuizzerError as error:
            tell(self._done, str(error))

    @on(OptionList.OptionSelected)
    def _restore(self, event: OptionList.OptionSelected) -> None:
        if not self.working and event.option.id is not None:
            self.working = _COMPUTING
            self._bring_back(int(event.option.id))

    @work(thread=True, exclusive=True, group="fit")
    def _bring_back(self, version: int) -> None:
        tell = teller(self)
        try:
            self._optimizer.restore(version, tell=self._writing(tell))
        except QuizzerError as error:
            tell(self._done, str(error))
        else:
            tell(self._done, f"The weights of version {version} are in force again. Undo takes it back.")

    def action_later(self) -> None:
        """Put the offer off."""
        if not self.working:
            self._optimizer.dismiss()
            self.dismiss()

    def action_close(self) -> None:
        """Stop what is being done, or close."""
        if not self.working:
            self.dismiss()
            return
        self._stopped = True
        if self._fitting is not None:
            self._fitting.cancel()

    # -- hearing of it ---------------------------------------------------------------------------------------

    def _writing(self, tell: Tell) -> Callable[[int, int], None]:
        """Return what is told how far an adoption is, and ends it where it was stopped."""

        def told(done: int, total: int) -> None:
            if self._stopped:
                raise Cancelled("It was stopped; nothing was changed.")
            if done:
                tell(self._doing, f"{_COMPUTING}: {100 * done // total} %")

        return told

    def _doing(self, what: str) -> None:
        self.working = what

    def _done(self, told: str) -> None:
        self.working = ""
        self._stopped = False
        self._fitting = self._proposal = None
        self._say(told)
        self._list()

    def _show_dates(self, proposal: Proposal) -> None:
        self.working = ""
        if self._stopped:
            self._done("It was stopped; nothing was changed.")
            return
        self._proposal = proposal if proposal.moved else None
        assert proposal.spread is not None
        if not proposal.moved:
            self._say("All cards have the dates that the weights in force would give them.")
            return
        today = self._workspace.today
        lines = [f"{wording.count(proposal.moved, 'card')} would get another date:", f"{'':<16}{'now':>8}{'then':>8}"]
        lines += [f"{name:<16}{old:>8,}{new:>8,}" for name, old, new in before_and_after(proposal.spread, today)]
        if (most := busiest(proposal.spread, today)) is not None:
            lines.append(f"The fullest day: {wording.day(most[0], today)}, {wording.count(most[1], 'card')}.")
        self._say("\n".join([*lines, "d again gives them; Esc leaves all as it is."]))
