"""StudySession: one sitting. The screens and the line mode both drive it; it knows neither."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import assert_never

from quizzer import wording
from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.dealing import Dealer
from quizzer.errors import StoreConflict
from quizzer.pace import Pace
from quizzer.sitting import Answered, Counts, Marked, Outcome, Plan, Step
from quizzer.store.records import CardContent, EventKind, Undone
from quizzer.store.store import Store
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt, realise
from quizzer_decks.question_json import question_from_json
from quizzer_decks.responses import Response, response_text
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, ChangeName, Rating, State
from quizzer_scheduler.queue import CramQueue, Queue, QueueCard
from quizzer_scheduler.scheduler import Scheduler

LONGEST_ANSWER = timedelta(seconds=60)
"""What takes longer is taken for an interruption and counted as this, as Anki does."""


_TOLERATED = timedelta(minutes=2)
"""Clocks of several devices differ a little."""


def seed_of(card: Card) -> int:
    """Return the seed of a card's drawn numbers and shuffles: another one after each answer, the same after an undo."""
    return zlib.crc32(f"{card.id}\0{card.reps}".encode())


def suggested(verdict: Verdict, hinted: bool) -> Rating:
    """Return the rating that a mark sets: wrong Again, close or hinted Hard, right Good."""
    match verdict:
        case Verdict.WRONG:
            return Rating.AGAIN
        case Verdict.CLOSE:
            return Rating.HARD
        case Verdict.RIGHT | Verdict.SELF:
            return Rating.HARD if hinted else Rating.GOOD
        case _:
            assert_never(verdict)


class StudySession:
    """One sitting: holds the card on the table, marks the answer, records the rating, takes it back."""

    def __init__(
        self,
        store: Store,
        scheduler: Scheduler,
        dealer: Dealer,
        days: StudyDays,
        clock: Clock,
        config: Config,
        plan: Plan,
    ) -> None:
        self._store = store
        self._scheduler = scheduler
        self._dealer = dealer
        self._days = days
        self._clock = clock
        self._config = config
        self.plan = plan
        self._pace = Pace.measured(store.today.seconds_per_answer(days.day(clock.now())))
        self._queue: Queue | CramQueue = self._deal(clock.now())
        self._due_by_day: Counter[date] | None = None
        self._load: Load | None = None
        self._shown_at = clock.now()
        self._hinted = False
        self._response: Response | None = None
        self.answers: list[Answered] = []
        self.marked: Marked | None = None
        """The verdict on the card on the table; None until it is answered."""
        self.notice = self._clock_trouble()
        """Something that happened beside the answers and should be told, in one sentence."""
        self.step: Step | None = self._turn()
        """The card on the table; None when the sitting is over."""

    # -- asking ----------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """Return what is left."""
        if isinstance(self._queue, CramQueue):
            return Counts(len(self._queue), 0, 0)
        return Counts(*self._queue.counts(self._clock.now()))

    def waiting_until(self) -> datetime | None:
        """Return when the next learning card comes, where nothing but waiting is left today."""
        return None if isinstance(self._queue, CramQueue) else self._queue.next_at

    def upcoming(self) -> Prompt | None:
        """Return the prompt that most likely comes next, so that it can be laid out while this one is answered."""
        if self.step is None:
            return None
        at = self._clock.now()
        queue = self._queue
        key = queue.next(self.step.key) if isinstance(queue, CramQueue) else queue.next(at, self.step.key)
        content = self._store.cards.content(key) if key is not None else None
        return self._realised(content) if content else None

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
        from quizzer_decks.marking import mark  # with the libraries it needs, while the question is being read

        at = self._clock.now()
        verdict = mark(step.prompt, response)
        self._load = self._balance(step, at)
        self._response = response
        outcomes = {
            rating: Outcome(card, wording.until(card, at))
            for rating, card in self._scheduler.preview(step.card, at, self._load).items()
        }
        self.marked = Marked(
            mark=verdict,
            suggestion=suggested(verdict.verdict, self._hinted),
            outcomes=outcomes,
            predicted=self._predicted(step.card, at),
            took=min(LONGEST_ANSWER, max(timedelta(), at - self._shown_at)),
            at=at,
        )
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
        threshold = self._config.whole("study.leech_lapses")
        self.answers.append(
            Answered(
                key=step.key,
                event=event,
                step=step,
                rating=rating,
                verdict=marked.mark.verdict,
                suggested=marked.suggestion,
                predicted=marked.predicted,
                took=marked.took,
                back_on=self._days.day(outcome.due_at) if outcome.due_at and not self.plan.cram else None,
                became_leech=not self.plan.cram and step.card.lapses < threshold <= outcome.lapses,
            )
        )
        if isinstance(self._queue, CramQueue):
            self._queue.answered(step.key, rating is not Rating.AGAIN)
        else:
            self._queue.answered(step.key, outcome.state, outcome.due_at)
            self._moved(step.card, outcome)
            if self._clock.now() >= self._queue.ends_at:
                self._queue = self._deal(self._clock.now())
        return self._show_next()

    def _moved(self, before: Card, after: Card) -> None:
        """Keep the count of cards by day in step with an answer."""
        for card, number in ((before, -1), (after, 1)):
            if self._due_by_day is not None and card.state is State.REVIEW and card.due_at is not None:
                self._due_by_day[self._days.day(card.due_at)] += number

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
        undone = self._store.undo(*self._stamp())
        self._settle(undone)
        last = undone.events[-1] if undone else None
        if last is not None and last.kind is EventKind.REVIEW and isinstance(self._queue, Queue):
            content = self._store.cards.content_by_id(last.card_id or "")
            if content is not None and content.question is not None:
                self._queue.put_back(_queue_card(content))
                self._show_next()
        return undone

    def redo(self) -> Undone | None:
        """Do again what was taken back last."""
        if self.plan.cram:
            return None
        redone = self._store.redo(*self._stamp())
        self._settle(redone)
        return redone

    def _settle(self, undone: Undone | None) -> None:
        if undone is None:
            return
        gone = {event.id for event in undone.events}
        self.answers = [answer for answer in self.answers if answer.event not in gone]
        self._queue = self._deal(self._clock.now())
        self._due_by_day = None
        self._show_next()

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
        self.step = replace(step, card=card)
        return self.step

    def _change(self, name: ChangeName, value: bool | date, whole_question: bool = False) -> Step | None:
        step = self._on_table()
        at = self._clock.now()
        content = self._store.cards.content(step.key)
        cards = [step.card]
        if whole_question and content is not None and content.question is not None:
            cards = self._store.cards.siblings(step.key)
        self._store.change(*(self._scheduler.change(card, name, value, at)[1] for card in cards))
        family = content.question if content is not None and whole_question else None
        if isinstance(self._queue, CramQueue):
            self._queue.remove(step.key)
        else:
            self._queue.remove(step.key, family)
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

    def _clock_trouble(self) -> str:
        """Say so when the clock is behind the log: someone set it, or it was wrong before."""
        last = self._store.cards.latest(1)
        if not last:
            return ""
        behind = last[0].at - self._clock.now()
        if behind < _TOLERATED:
            return ""
        return f"The clock is {wording.wait(behind)} behind your last answer. Set it right, or the dates will be off."

    def _deal(self, at: datetime) -> Queue | CramQueue:
        return self._dealer.cram(self.plan, at) if self.plan.cram else self._dealer.queue(self.plan, at)

    def _start_over(self, notice: str) -> Step | None:
        self.notice = notice
        self._queue = self._deal(self._clock.now())
        return self._show_next()

    def _show_next(self) -> Step | None:
        self.step = self._turn()
        return self.step

    def _turn(self) -> Step | None:
        """Put the next card on the table; one whose question cannot be shown is left out and told."""
        self.marked = self._response = self._load = None
        self._hinted = False
        while not self._reached_limit():
            key = self._queue.next() if isinstance(self._queue, CramQueue) else self._queue.next(self._clock.now())
            if key is None:
                return None
            content = self._store.cards.content(key)
            if content is not None and content.question is not None:
                self._shown_at = self._clock.now()
                return self._step(content)
            self._queue.remove(key)
        return None

    def _reached_limit(self) -> bool:
        return self.plan.limit is not None and len({answer.key for answer in self.answers}) >= self.plan.limit

    def _step(self, content: CardContent) -> Step:
        counts = self.counts()
        left = counts.total if self.plan.limit is None else min(counts.total, self.plan.limit - len(self.answers))
        return Step(
            key=content.key,
            card=content.card,
            prompt=self._realised(content),
            deck_id=content.deck_id,
            deck_title=content.deck_title,
            path=content.path,
            line=content.line,
            number=len(self.answers) + 1,
            total=len(self.answers) + max(1, left),
            counts=counts,
            seconds=self._pace.seconds(counts.due, counts.learning, counts.new),
            leech=content.card.lapses >= self._config.whole("study.leech_lapses"),
            reason=self._reason(content.card),
        )

    def _realised(self, content: CardContent) -> Prompt:
        return realise(question_from_json(json.loads(content.body)), content.part, seed_of(content.card))

    def _predicted(self, card: Card, at: datetime) -> float | None:
        """Return the prediction to compare with; FSRS-6 has none for a second answer on the same day."""
        if card.last_day is None or card.last_day >= self._days.day(at):
            return None
        return self._scheduler.retrievability(card, at)

    def _reason(self, card: Card) -> str:
        at = self._clock.now()
        today = self._days.day(at)
        match card.state:
            case State.NEW:
                return "New: next in the order of the roadmap."
            case State.LEARNING | State.RELEARNING:
                verb = "Learning" if card.state is State.LEARNING else "Learning again after it was forgotten"
                return f"{verb}: its step ended" + (f" {wording.wait(at - card.due_at)} ago." if card.due_at else ".")
            case State.REVIEW:
                due = self._days.day(card.due_at) if card.due_at else today
                recall = wording.percent(self._scheduler.retrievability(card, at))
                late = f"due since {wording.day(due, today)}" if due < today else f"due {wording.day(due, today)}"
                return f"Review: {late}; you would recall it with {recall}."
            case _:
                assert_never(card.state)

    def _balance(self, step: Step, at: datetime) -> Load | None:
        if self._due_by_day is None:
            self._due_by_day = self._dealer.due_by_day(at)
        return None if self._due_by_day is None else self._dealer.load(self._due_by_day, step.key)

    def _stamp(self) -> tuple[datetime, timedelta, date]:
        at = self._clock.now()
        return at, self._days.offset(at), self._days.day(at)

    def _on_table(self) -> Step:
        if self.step is None:
            raise ValueError("the sitting is over")
        return self.step


def _queue_card(content: CardContent) -> QueueCard:
    card = content.card
    stability = card.memory.stability if card.memory else None
    return QueueCard(
        content.key, content.deck, content.question or 0, card.state, card.due_at, stability, card.last_day, 0
    )
