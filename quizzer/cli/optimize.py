"""`quizzer optimize`: weights that fit the learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from quizzer import wording
from quizzer.cli.ending import ending_when_asked
from quizzer.cli.invocation import Invocation
from quizzer.cli.output import say, say_json, stages, table

if TYPE_CHECKING:
    from quizzer.optimizing import Optimizer, Proposal, WeightSet
    from quizzer.store.records import FactValue
    from quizzer.workspace import Workspace
    from quizzer_scheduler.fitted import Fitted

_Weights = tuple[float, ...] | None


@click.command(
    epilog="\b\nExamples:\n  quizzer optimize                 fit, judge, adopt if better\n"
    "  quizzer optimize --dry-run       only say what would be done\n"
    "  quizzer optimize --list          which weights there were\n"
    "  quizzer optimize --restore 1     go back to the defaults"
)
@click.option("--dry-run", is_flag=True, help="Change nothing.")
@click.option("--reschedule", is_flag=True, help="Give the cards new dates too; they are shown first.")
@click.option("--yes", is_flag=True, help="Do not ask before cards get new dates.")
@click.option("--restore", type=click.IntRange(0), metavar="VERSION", help="Bring earlier weights back instead.")
@click.option("--list", "listed", is_flag=True, help="List the weights that were in force.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def optimize(
    invocation: Invocation,
    dry_run: bool,
    reschedule: bool,
    yes: bool,
    restore: int | None,
    listed: bool,
    as_json: bool,
) -> None:
    """Fit the scheduler to you.

    Its weights are computed from your own answers. New weights are adopted only if they predict your latest answers,
    which they have not seen, better than the old ones. Cards keep their dates unless --reschedule is given. `quizzer
    undo` takes it back.
    """
    if as_json and reschedule and not (yes or dry_run):
        raise click.UsageError("With --json nobody can be asked: add --yes or --dry-run.")
    from quizzer.tuning import optimizer_of

    with invocation.workspace(refresh=False) as workspace, ending_when_asked():
        optimizer = optimizer_of(workspace)
        run = _Run(invocation, workspace, optimizer, dry_run, reschedule, yes, as_json)
        if listed:
            run.list()
            return
        with _saying_how_it_ended(optimizer):
            if restore is not None:
                run.restore(restore)
            else:
                run.fit()


@contextmanager
def _saying_how_it_ended(optimizer: Optimizer) -> Iterator[None]:
    """Say, where it is stopped by Ctrl-C or a request to end, which weights are in force: all is done or nothing."""
    before = optimizer.version_in_force()
    try:
        yield
    except (KeyboardInterrupt, SystemExit, click.Abort):
        now = optimizer.version_in_force()
        adopted = f"The weights of version {now} are in force; `quizzer undo` takes it back."
        click.echo(f"Stopped. {'Nothing was changed.' if now == before else adopted}", err=True)
        raise


class _Run:
    """One use of the command."""

    def __init__(
        self,
        invocation: Invocation,
        workspace: Workspace,
        optimizer: Optimizer,
        dry_run: bool,
        reschedule: bool,
        yes: bool,
        as_json: bool,
    ) -> None:
        self._quiet = invocation.quiet
        self._workspace = workspace
        self._optimizer = optimizer
        self._dry_run = dry_run
        self._reschedule = reschedule
        self._yes = yes
        self._json = as_json

    def list(self) -> None:
        """Show the weights that were in force."""
        from quizzer.fit_words import set_line

        known = self._optimizer.sets()
        if self._json:
            say_json({"sets": [_set_as_json(one) for one in known]})
        else:
            table([set_line(one) for one in known], ("version", "since", "answers", "log loss", ""), right=(0, 2))

    def restore(self, version: int) -> None:
        """Bring earlier weights back."""
        found = self._optimizer.earlier(version)
        facts = {**(found.facts or {}), "restored": found.version}
        done, proposal = self._adopt(found.weights, facts)
        if self._json:
            say_json({"restored": version, "adopted": done is not None, "adopted_as": done, **_dates(proposal)})
        elif done is not None:
            told = "" if done == version else f", as version {done}"  # with other settings than then
            say(f"The weights of version {version} are in force again{told}. `quizzer undo` takes it back.")

    def fit(self) -> None:
        """Fit, judge, and adopt or not."""
        from quizzer.fit_words import verdict
        from quizzer.optimizing import facts_of

        with stages(quiet=self._quiet or self._json) as doing:
            fitted = self._optimizer.fit(doing)
        if not self._json:
            say(verdict(fitted))
        done: int | None = None
        proposal: Proposal | None = None
        if fitted.weights is not None:
            done, proposal = self._adopt(fitted.weights, facts_of(fitted))
        elif fitted.trial is not None and not self._dry_run:
            self._optimizer.keep(fitted)
        if self._json:
            say_json({**_fit_as_json(fitted), "adopted": done is not None, "adopted_as": done, **_dates(proposal)})
        elif done is not None:
            from quizzer.fit_words import adopted

            say(adopted(done, proposal.moved if proposal else 0))

    def _adopt(self, weights: _Weights, facts: Mapping[str, FactValue]) -> tuple[int | None, Proposal | None]:
        """Bring weights into force if that is wanted; return the version, and what was worked out."""
        if not self._reschedule:
            if self._dry_run:
                self._say_untouched()
                return None, None
            with self._computing() as tell:
                return self._optimizer.adopt_weights(weights, facts, tell=tell), None
        with self._computing() as tell:
            proposal = self._optimizer.propose(weights, facts, reschedule=True, tell=tell)
        if not self._json:
            self._show(proposal)
        if self._dry_run:
            self._say_untouched()
            return None, proposal
        if proposal.moved and not self._yes and not click.confirm("Give these cards their new dates?", err=True):
            say("Nothing was changed. Without --reschedule the weights are adopted and all cards keep their dates.")
            return None, proposal
        with self._computing() as tell:
            return self._optimizer.adopt(proposal, tell), proposal

    @contextmanager
    def _computing(self) -> Iterator[Callable[[int, int], None]]:
        """Show how far the work on every card is."""
        with stages(quiet=self._quiet or self._json) as doing:
            yield lambda done, total: doing(f"Computing every card with other weights: {100 * done // total} %")

    def _say_untouched(self) -> None:
        if not self._json:
            say("Nothing was changed: this was a dry run.")

    def _show(self, proposal: Proposal) -> None:
        from quizzer.fit_words import before_and_after, busiest

        assert proposal.spread is not None
        if not proposal.moved:
            say("No card would get another date.")
            return
        today = self._workspace.today
        say(f"{wording.count(proposal.moved, 'card')} would get another date:")
        rows = [(name, f"{old:,}", f"{new:,}") for name, old, new in before_and_after(proposal.spread, today)]
        table(rows, ("due", "now", "then"), right=(1, 2))
        if (most := busiest(proposal.spread, today)) is not None:
            say(f"The fullest day would be {wording.day(most[0], today)}: {wording.count(most[1], 'card')}.")


def _fit_as_json(fitted: Fitted) -> dict[str, object]:
    trial = fitted.trial
    return {
        "reviews": fitted.reviews,
        "targets": fitted.targets,
        "held_out": trial.reviews if trial else None,
        "old_loss": trial.old_loss if trial else None,
        "new_loss": trial.new_loss if trial else None,
        "error": trial.error if trial else None,
        "better": trial.better if trial else None,
        "weights": fitted.weights,
    }


def _set_as_json(known: WeightSet) -> dict[str, object]:
    facts = known.facts or {}
    told = {name: facts.get(name) for name in ("reviews", "held_out", "old_loss", "new_loss")}
    return {"version": known.version, "in_force": known.in_force, "at": known.at, "weights": known.weights, **told}


def _dates(proposal: Proposal | None) -> dict[str, object]:
    if proposal is None or proposal.spread is None:
        return {"moved": None, "due_before": None, "due_after": None}
    spread = proposal.spread
    before, after = (
        [{"day": day, "cards": count} for day, count in sorted(counts.items())]
        for counts in (spread.before, spread.after)
    )
    return {"moved": proposal.moved, "due_before": before, "due_after": after}
