"""StudySession: one sitting. The screens and the line mode both drive it; it knows neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from quizzer.clock import Clock
from quizzer.clock_watch import ClockWatch
from quizzer.config import Config
from quizzer.dealing import Dealer, Loads
from quizzer.errors import StoreConflict
from quizzer.lineup import Lineup
from quizzer.pace import Pace
from quizzer.presenting import Presenter, prompt_of
from quizzer.retracing import Changed, Follow, Rated, Retraced, answered_card
from quizzer.sitting import Answered, Counts, Marked, Plan, Step
from quizzer.store.records import CardContent, Undone
from quizzer.store.store import Store
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Response, response_text
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import Stamp, StudyDays
from quizzer_scheduler.model import Card, ChangeName, Rating, State
from quizzer_scheduler.scheduler import Scheduler

LONGEST_ANSWER = timedelta(seconds=60)
"""What takes longer is taken for an interruption and counted as this, as Anki does."""


class StudySession:
    """One sitting: holds the card on the table, marks the answer, records the rating, takes it back."""

    def __init__(
        self,
        store: Store,
        scheduler: Callable[[], Scheduler],
        dealer: Dealer,
        days: StudyDays,
        clock: Clock,
        config: Config,
        plan: Plan,
        follow: Follow,
    ) -> None:
        self._store, self._follow = store, follow
        self._newest = scheduler
        self._days = days
        self._clock = clock
        self.plan = plan
        self.answers: list[Answered] = []
        self._retraced = Retraced()
        pace = Pace.measured(store.today.seconds_per_answer(days.day(clock.now())))
        self._presenter = Presenter(days, pace, config.whole("study.leech_lapses"), plan)
        self._lineup = Lineup(dealer, plan, clock)
        self._loads = Loads(dealer)
        self._remediates = config.switch("study.remediation")
        self._load: Load | None = None
        self._shown_at = clock.now()
        self._hinted = False
        self._response: Response | None = None
        last = store.cards.latest(1)
        self._watch = ClockWatch(last[0].at if last else None)
        self.marked: Marked | None = None
        """The verdict on the card on the table; None until it is answered."""
        self.notice = self._watch.notice(clock.now())
        """Something that happened beside the answers and should be told, in one sentence."""
        self.step: Step | None = self._turn()
        """The card on the table; None when the sitting is over."""

    # -- asking ----------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """Return what is left."""
        return self._lineup.counts()

    def waiting_until(self) -> datetime | None:
        """Return when the next learning card comes, where nothing but waiting is left today."""
        return self._lineup.waiting_until()

    def upcoming(self) -> Prompt | None:
        """Return the prompt that most likely comes next, so that it can be laid out while this one is answered."""
        if self.step is None:
            return None
        key = self._lineup.next(besides=self.step.key)
        content = self._store.cards.content(key) if key is not None else None
        return prompt_of(content) if content is not None and content.question is not None else None

    def hint(self) -> str:
        """Return the question's hint, empty where it has none. Used, it makes a right answer Hard."""
        if self.step is None or not self.step.prompt.hint:
            return ""
        self._hinted = self._hinted or self.marked is None
        return self.step.prompt.hint

    # -- answering -------------------------------------------------------------------------------------------

    def answer(self, response: Response) -> Marked:
        """Mark an answer to the card on the table. Nothing is recorded before it is rated."""
        step = self._on_table()
        if self.marked is not None:
            return self.marked
        at = self._clock.now()
        self.notice = self._watch.notice(at) or self.notice
        self._load = self._loads.of(step.key, at)
        self._response = response
        took = min(LONGEST_ANSWER, max(timedelta(), at - self._shown_at))
        self.marked = self._presenter.marked(self._scheduler, step, response, self._load, at, took, hinted=self._hinted)
        return self.marked

    def rate(self, rating: Rating | None = None) -> Step | None:
        """Record the answer, durably, with a rating (the suggested one by default), and turn to the next card."""
        step, marked = self._on_table(), self.marked
        if marked is None:
            raise ValueError("rate() before answer()")
        rating = marked.suggestion if rating is None else rating
        try:
            event = self._record(step, marked, rating)
        except StoreConflict:
            return self._start_over("This card was answered elsewhere meanwhile; that answer counts.")
        outcome = marked.outcomes[rating].card
        answered = self._presenter.answered(step, marked, rating, event)
        self.answers.append(answered)
        self._watch.answered(marked.at)
        self._retraced.did(self._lined_up(answered, outcome))
        self._loads.moved(step.card, outcome, self._days)
        return self._show_next()

    def _lined_up(self, answered: Answered, after: Card) -> Rated:
        """Let the queue take in an answer; a lapse brings forward what the card builds on."""
        helped = answered.lapsed and self._remediates
        before = self._lineup.photograph() if helped else None
        self._lineup.answered(answered.key, answered.rating, after)
        remedies = self._lineup.remedy(answered.step.deck_id, self._retraced.given()) if helped else ()
        return Rated(answered, remedies, before if remedies else None)

    def _record(self, step: Step, marked: Marked, rating: Rating) -> int:
        if self.plan.cram:
            return 0
        reviewed = self._scheduler.review(step.card, rating, marked.at, marked.took, self._load)
        response = response_text(step.prompt, self._response) if self._response is not None else ""
        return self._store.record(reviewed, marked.mark.verdict.value, response, step.card.reps)

    def leave(self) -> None:
        """End the sitting. A mark that was not overruled is recorded; what the learner was to grade is not."""
        if self.marked is not None and self.marked.mark.verdict is not Verdict.SELF:
            self.rate()
        self.step = self.marked = None

    # -- taking back -----------------------------------------------------------------------------------------

    def undo(self) -> Undone | None:
        """Take back the last thing done, of this sitting or an earlier one; its card is on the table again."""
        if self.plan.cram:
            return None
        undone = self._follow(self._store.undo(*self._stamp()), "before")
        if undone is None:
            return None
        done = self._retraced.undone(undone)
        gone = {event.id for event in undone.events}
        self.answers = [answer for answer in self.answers if answer.event not in gone]
        self._loads.forget()
        if done is not None and done.before is not None:
            self._lineup.go_back(done.before)
        if done is None or self._lineup.outdated:
            self._lineup.deal(self.answers)
        self._put_back(answered_card(undone) if done is None else done.card_id)
        return undone

    def redo(self) -> Undone | None:
        """Do again what was taken back last."""
        if self.plan.cram:
            return None
        redone = self._follow(self._store.redo(*self._stamp()), "after")
        if redone is None:
            return None
        done = self._retraced.redone(redone)
        self._loads.forget()
        if isinstance(done, Changed):
            self._redo_change(done)
            return redone
        if done is None:
            self._lineup.deal(self.answers)
        else:
            self.answers.append(done.answered)
            done.before = self._lineup.photograph() if done.remedies else None
            self._lineup.answered(done.answered.key, done.answered.rating, redone.cards[0])
            self._lineup.bring_forward(done.remedies)
        self._show_next()
        return redone

    def _redo_change(self, done: Changed) -> None:
        if done.removed:
            done.before = self._lineup.photograph()
            self._lineup.remove(done.key, done.family)
            self._show_next()
        else:
            self._put_back(done.card_id)

    def _put_back(self, card_id: str) -> None:
        """Make a card the one on the table, as far as it can be asked."""
        content = self._store.cards.content_by_id(card_id)
        if content is not None and content.question is not None:
            self._lineup.put_back(content)
        self._show_next(content.key if content is not None else None)

    # -- other things done to the card on the table ------------------------------------------------------------

    def bury(self) -> Step | None:
        """Put the card's whole question off until tomorrow."""
        tomorrow = self._days.day(self._clock.now()) + timedelta(days=1)
        return self._change("buried_until", tomorrow, whole_question=True)

    def suspend(self) -> Step | None:
        """Take the card out until it is taken in again in the browser."""
        return self._change("suspended", True)

    def flag(self, flag: int) -> Step | None:
        """Set the card's flag, 0 to 7; it stays on the table."""
        step = self._on_table()
        card, change = self._scheduler.change(step.card, "flag", flag, self._clock.now())
        self._store.change(change)
        self._retraced.did(Changed((change,), step.key, step.card.id, removed=False))
        self.step = replace(step, card=card)
        return self.step

    def _change(self, name: ChangeName, value: bool | date, whole_question: bool = False) -> Step | None:
        step = self._on_table()
        at = self._clock.now()
        content = self._store.cards.content(step.key)
        family = content.question if content is not None and whole_question else None
        cards = [step.card] if family is None else self._store.cards.siblings(step.key)
        changes = tuple(self._scheduler.change(card, name, value, at)[1] for card in cards)
        self._store.change(*changes)
        self._retraced.did(Changed(changes, step.key, step.card.id, True, family, self._lineup.photograph()))
        self._lineup.remove(step.key, family)
        return self._show_next()

    def reload(self) -> Step | None:
        """Look at the card on the table again, after its deck was edited or the store changed."""
        if self.step is None:
            return self._show_next()
        content = self._store.cards.content(self.step.key)
        if content is None or content.question is None:
            return self._start_over("The question is gone from its deck; the next one follows.")
        self.marked = None
        self.step = self._step(content)
        return self.step

    # -- inside ----------------------------------------------------------------------------------------------

    def _start_over(self, notice: str) -> Step | None:
        self.notice = notice
        self._lineup.deal(self.answers)
        return self._show_next()

    def _show_next(self, put_back: int | None = None) -> Step | None:
        self.step = self._turn(put_back)
        return self.step

    def _turn(self, put_back: int | None = None) -> Step | None:
        """Put the next card on the table; left out is one whose question is gone or that was answered elsewhere."""
        self.marked = self._response = self._load = None
        self._hinted = False
        self._scheduler = self._newest()  # one for question and answer, so that what was shown is what comes
        if self._lineup.outdated:
            self._lineup.deal(self.answers)
        while not self._reached_limit():
            key = self._lineup.next()
            if key is None:
                return None
            content = self._store.cards.content(key)
            if content is None or content.question is None:
                self._lineup.remove(key)
            elif key != put_back and self._lineup.has_moved(key, content.card, self._days.day(self._clock.now())):
                self._lineup.deal(self.answers)
            else:
                self._shown_at = self._clock.now()
                return self._step(content)
        return None

    def _reached_limit(self) -> bool:
        return self.plan.limit is not None and len({answer.key for answer in self.answers}) >= self.plan.limit

    def _step(self, content: CardContent) -> Step:
        lapse = self._retraced.lapse_before(content.key)
        waits, at = self._lineup.waits(content.deck_id) if content.card.state is State.NEW else "", self._clock.now()
        return self._presenter.step(self._scheduler, content, self.counts(), self.answers, at, lapse, waits)

    def _stamp(self) -> Stamp:
        return self._days.stamp(self._clock.now())

    def _on_table(self) -> Step:
        if self.step is None:
            raise ValueError("the sitting is over")
        return self.step
