"""Workspace: settings, decks, roadmaps, history and clock joined, and the questions a front end asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from quizzer import config as configuration
from quizzer import limits
from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.curriculum import TICK, Curriculum, enough_to_deal
from quizzer.dealing import Dealer
from quizzer.desired import Desired, desired_in
from quizzer.device import device_id
from quizzer.errors import StoreError
from quizzer.library import Library, Progress, Refresh
from quizzer.pace import Pace
from quizzer.pacing import planned_today
from quizzer.paths import Paths
from quizzer.roadmaps import OWN_FOLDER, read_roadmaps
from quizzer.scheduling import scheduler_by
from quizzer.sitting import Counts, Plan, Summary
from quizzer.store.records import FILED, CardContent, Fact, Undone
from quizzer.store.store import Store, open_store
from quizzer.study import StudySession
from quizzer.study_days import study_days
from quizzer.weights import WEIGHTS
from quizzer_decks.model import Problem, Roadmap
from quizzer_scheduler.days import Stamp
from quizzer_scheduler.model import Card, Change, ChangeName, Parameters
from quizzer_scheduler.scheduler import Scheduler

if TYPE_CHECKING:
    from quizzer.filing import Side
    from quizzer.overview import Overview
    from quizzer.replaying import Replayed
    from quizzer.standings import Standings
    from quizzer.store.ledger import Tell
    from quizzer_scheduler.explaining import Step
    from quizzer_scheduler.lines import Line

# What the first question does without is imported where it is used.


class Workspace:
    """Everything of one learner on this machine."""

    def __init__(
        self, paths: Paths, config: Config, clock: Clock, place: str | None, device: str, told: Progress | None = None
    ) -> None:
        self.paths = paths
        self.config = config
        self.clock = clock
        self.days = study_days(config)
        self._folding: Scheduler | None = None
        self._scheduling: tuple[tuple[object, ...], Scheduler] | None = None
        self._desired: tuple[tuple[object, ...], Desired] | None = None
        self.store: Store = open_store(place or paths.database, self._fold, device, clock.now, told)
        self.library = Library(self.store, paths.decks, device)

    @classmethod
    def open(cls, paths: Paths, database: str | None, clock: Clock, told: Progress | None = None) -> Workspace:
        """Open what lies in those folders or at that database. ConfigError or StoreError when it cannot be used.

        `told` hears how far the history of an older version is brought up to date.
        """
        return cls(paths, configuration.load(paths.config_file), clock, database, device_id(paths), told)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def configure(self, config: Config) -> None:
        """Use other settings from now on, and parameters that came meanwhile."""
        self.config = config
        self.days = study_days(config)
        self._scheduling = self._folding = None

    @property
    def today(self) -> date:
        """The study day it is."""
        return self.days.day(self.clock.now())

    @property
    def desired(self) -> Desired:
        """The desired retention of every deck, today."""
        asked = self.config.number("study.desired_retention"), self.store.facts.all(limits.PLAN), self.today
        if self._desired is None or self._desired[0] != asked:
            self._desired = asked, desired_in(*asked)
        return self._desired[1]

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler as of now; parameters that came with other settings or a plan are kept in the store."""
        holds = self.desired, self.store.facts.all(WEIGHTS)
        if self._scheduling is None or self._scheduling[0] != holds:
            self._scheduling = holds, scheduler_by(self.store, self.config, self.days, holds[0])
        return self._scheduling[1]

    def _fold(self, card_id: str, events: Sequence[Line | Change]) -> Card:
        """Make a card again for the store, within a transaction of its own: here nothing may be written.

        Another device or window may have answered by parameters that came after ours.
        """
        wanted = {event[-1] for event in events if isinstance(event, tuple)}
        if self._folding is None or not self._folding.knows(wanted):
            history = self.store.all_parameters() or {0: Parameters(version=0)}
            self._folding = Scheduler(history[max(history)], self.days, history)
        return self._folding.replay(card_id, events)

    # -- decks and roadmaps ------------------------------------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> Refresh:
        """Look for changed deck files and take them in."""
        return self.library.refresh(progress)

    @cached_property
    def _read_roadmaps(self) -> tuple[tuple[Roadmap, ...], tuple[Problem, ...]]:
        return read_roadmaps(self.paths.decks.parent / OWN_FOLDER, self.paths.cache / "roadmaps.json")

    @property
    def roadmaps(self) -> tuple[Roadmap, ...]:
        """All roadmaps of this machine."""
        return self._read_roadmaps[0]

    def forget_roadmaps(self) -> None:
        """Read the roadmaps again when they are next asked for: a file of theirs was written."""
        self.__dict__.pop("_read_roadmaps", None)

    @cached_property
    def _standings(self) -> Standings:
        from quizzer.standings import Standings

        return Standings(self.store)

    def curriculum(self, *, counted: bool = True, known: bool = True) -> Curriculum:
        """Return the roadmaps with what is known of every deck now; what was found out before is not looked up again.

        Not `counted`, what waits may be left at 0; not `known`, only what other decks need is looked at: enough to
        deal.
        """
        at = self.clock.now()
        day = self.days.day(at)
        end = self.days.start(day + timedelta(days=1))
        if not counted and not known:
            return enough_to_deal(self.store, self.roadmaps, day, self.scheduler.decay)
        from quizzer.standings import Moment

        ahead = at + timedelta(minutes=self.config.whole("study.learn_ahead"))
        return self._standings.curriculum(self.roadmaps, Moment(day, end, ahead, self.scheduler.decay, self.desired))

    def tick(self, path: str, done: bool) -> None:
        """Tick a topic or task by hand, or take the tick away."""
        self.store.fact(Fact(TICK, path, True if done else None, *self._stamp()))

    def plan(
        self,
        decks: Sequence[str] = (),
        roadmap: str | None = None,
        topic: str | None = None,
        limit: int | None = None,
        new: int | None = None,
        cram: bool = False,
    ) -> Plan:
        """Return the plan of a sitting. LibraryError when a deck, roadmap or topic asked for does not exist."""
        from quizzer.selecting import select

        chosen = select(self.curriculum(), decks, roadmap, topic) if decks or roadmap or topic else None
        return Plan(chosen, limit, new, cram)

    def find(self, query: str, sort: str = "deck", *, descending: bool = False) -> Sequence[int]:
        """Return the keys of the cards that match a search, sorted. SearchError when it is not understood."""
        from quizzer.browsing import parse_search, sort_column
        from quizzer.store.filters import Moment

        at = self.clock.now()
        day = self.days.day(at)
        end = self.days.start(day + timedelta(days=1))
        moment = Moment(day, end, self.scheduler.decay, self.config.whole("study.leech_lapses"))
        return self.store.browser.keys(parse_search(query), moment, sort_column(sort), "desc" if descending else "asc")

    # -- done by hand ------------------------------------------------------------------------------------------

    def undo(self, tell: Tell | None = None) -> Undone | None:
        """Take back the last thing done, whatever it was; `tell` hears how far it is, and may raise to stop it."""
        self.library.settle()
        return self._retraced(self.store.undo(*self._stamp(), tell), "before")

    def redo(self, tell: Tell | None = None) -> Undone | None:
        """Do again what was taken back last."""
        self.library.settle()
        return self._retraced(self.store.redo(*self._stamp(), tell), "after")

    def _retraced(self, what: Undone | None, side: Side) -> Undone | None:
        if what and any(isinstance(e.content, Fact) and e.content.kind == FILED for e in what.events):
            from quizzer.filing import refile

            what = refile(self.paths.decks.parent, what, side)
            self.forget_roadmaps()
            self.refresh()
        return what

    def more_new_today(self, more: int) -> int:
        """Raise today's limit of new cards and return it."""
        self.limit_today(new=(limit := (self.limits_today()[""].new or 0) + more))
        return limit

    def limits_today(self) -> dict[str, limits.DailyLimit]:
        """Return the limits in force today by deck id, the one over all decks under the empty id."""
        planned = planned_today(self.store, self.today)
        return limits.limits_today(self.config, self.store.facts.all(limits.TODAY), self.today, planned)

    def limit_today(self, *, new: int | None = None, review: int | None = None, deck: str = "") -> None:
        """Set a limit for today only, of a deck or over all of them; what is None stays as it is."""
        subject = self.today.isoformat() + (f"/{deck}" if deck else "")
        value = limits.changed(self.store.facts.all(limits.TODAY).get(subject), new, review)
        self.store.fact(Fact(limits.TODAY, subject, value, *self._stamp()))

    def change_cards(self, keys: Sequence[int], name: ChangeName, value: bool | int | date | None) -> int:
        """Suspend, bury, flag, forget or move cards, as one action that one undo takes back; return how many."""
        at = self.clock.now()
        change, cards = self.scheduler.change, [row.card for row in self.store.browser.rows(keys)]
        self.store.change(*(change(card, name, value, at)[1] for card in cards))
        return len(cards)

    def _stamp(self) -> Stamp:
        return self.days.stamp(self.clock.now())

    def dealer(self, curriculum: Curriculum | None = None) -> Dealer:
        """Return what builds queues."""
        curriculum = curriculum or self.curriculum(counted=False, known=False)
        return Dealer(self.store, self.config, self.days, curriculum, self.scheduler.decay)

    def session(self, plan: Plan, curriculum: Curriculum | None = None) -> StudySession:
        """Begin a sitting."""
        dealer = self.dealer(curriculum)
        return StudySession(
            self.store, lambda: self.scheduler, dealer, self.days, self.clock, self.config, plan, self._retraced
        )

    def counts(self, curriculum: Curriculum | None = None) -> Counts:
        """Return what a sitting would ask now."""
        from quizzer.counting import waiting_of

        found = waiting_of((curriculum or self.curriculum()).standings.values(), self.store, self.config, self.today)
        return Counts(found.due, found.learning, found.new)

    def warm(self) -> None:
        """Import what the first answer needs, a third of a second: for a thread, once a question is on the screen."""
        import quizzer_decks.marking  # noqa: F401 - only to have it

        self.scheduler.preview(Card(""), self.clock.now())
        self.store.warm()

    def pace(self) -> Pace:
        """Return how long answers took lately."""
        return Pace.measured(self.store.today.seconds_per_answer(self.today))

    def overview(self) -> Overview:
        """Return what the home screen shows."""
        from quizzer.overview import looked

        curriculum = self.curriculum()
        counts, decay = self.counts(curriculum), self.scheduler.decay
        return looked(self.store, self.config, curriculum, counts, self.today, self.desired, decay)

    def tidy(self) -> None:
        """Tidy the store while the learner reads; where that fails it is left for later, and no answer is concerned."""
        with suppress(StoreError):
            self.store.idle()

    def explain(self, content: CardContent) -> tuple[Step, ...]:
        """Return every number behind a card's dates."""
        at = self.clock.now()
        dealer = self.dealer(Curriculum((), {}))  # whose order of new cards nobody asks for here
        counts = dealer.due_by_day(at)
        return self.scheduler.explain(content.card, at, None if counts is None else dealer.load(counts, content.key))

    def replay(self, progress: Progress | None = None) -> Replayed:
        """Compute every card again from the log and compare; nothing is changed."""
        from quizzer.replaying import replayed

        self.configure(self.config)  # another window may have answered by other parameters
        return replayed(self.store, self.scheduler, progress)

    def summary(self, session: StudySession, before: Curriculum | None) -> Summary:
        """Return what a sitting came to, against how things stood before it."""
        from quizzer.reckoning import summarise

        now = self.curriculum()
        roadmap = self.config.text("study.roadmap")
        start = self.days.start(self.today + timedelta(days=1))
        tomorrow = sum(self.store.today.load(start, self.days.start(self.today + timedelta(days=2))).values())
        was = before.tree(roadmap) if before else None
        return summarise(session.answers, was, now.tree(roadmap), tomorrow, self.counts(now))
