"""From a card in the store to the card on the table: its prompt, and why it comes now."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from quizzer import wording
from quizzer.pace import Pace
from quizzer.sitting import Answered, Counts, Marked, Outcome, Plan, Step
from quizzer.store.records import CardContent
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt, realise
from quizzer_decks.question_json import question_from_json
from quizzer_decks.responses import Response
from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Rating, State
from quizzer_scheduler.queue import QueueCard
from quizzer_scheduler.scheduler import Scheduler


def seed_of(card: Card) -> int:
    """Return the seed of a card's drawn numbers and shuffles: another one after each answer, the same after an undo."""
    return zlib.crc32(f"{card.id}\0{card.reps}".encode())


def prompt_of(content: CardContent) -> Prompt:
    """Return a card made ready to be asked now."""
    return realise(question_from_json(json.loads(content.body)), content.part, seed_of(content.card))


def filled_ask(body: dict[str, Any]) -> str:
    """Return what a question with drawn numbers (as the index keeps it) asks, with one draw of them: for lists."""
    return realise(question_from_json(body), "", 0).ask


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


def reason(card: Card, at: datetime, scheduler: Scheduler, days: StudyDays) -> str:
    """Return why a card comes now, in one sentence."""
    today = days.day(at)
    match card.state:
        case State.NEW:
            return "New: next in the order of the roadmap."
        case State.LEARNING | State.RELEARNING:
            verb = "Learning" if card.state is State.LEARNING else "Learning again after it was forgotten"
            if card.due_at is None:
                return f"{verb}."
            if card.due_at > at:
                return f"{verb}: nothing else is left, so its step ends {wording.wait(card.due_at - at)} early."
            return f"{verb}: its step ended {wording.wait(at - card.due_at)} ago."
        case State.REVIEW:
            due = days.day(card.due_at) if card.due_at else today
            recall = wording.percent(scheduler.retrievability(card, at))
            if not card.reps:
                return f"Taken as known by a test and not answered yet; you would recall it with {recall}."
            late = f"due since {wording.day(due, today)}" if due < today else f"due {wording.day(due, today)}"
            return f"Review: {late}; you would recall it with {recall}."
        case _:
            assert_never(card.state)


def remedy(lapse: Answered) -> str:
    """Return why a card was brought forward by a lapse, in one sentence."""
    return f"Now, because you just missed a card of {lapse.step.deck_title}, which builds on it."


def queue_card(content: CardContent) -> QueueCard:
    """Return what the queue needs to know of a card."""
    card = content.card
    stability = card.memory.stability if card.memory else None
    return QueueCard(
        content.key, content.deck, content.question or 0, card.state, card.due_at, stability, card.last_day, 0
    )


class Presenter:
    """Puts cards on the table and answers into words, for one sitting."""

    def __init__(self, days: StudyDays, pace: Pace, leech_lapses: int, plan: Plan) -> None:
        self._days = days
        self._pace = pace
        self._leech_lapses = leech_lapses
        self._plan = plan

    def step(
        self,
        scheduler: Scheduler,
        content: CardContent,
        counts: Counts,
        answers: Sequence[Answered],
        at: datetime,
        lapse: Answered | None,
        waits: str,
    ) -> Step:
        """Return a card as it lies on the table, after those answers of the sitting and with so much left.

        `lapse` is the answer that brought it forward, `waits` what a new card's deck waits for.
        """
        note = remedy(lapse) if lapse is not None and content.card.state is State.REVIEW else ""
        asked = len({answer.key for answer in answers})
        left = counts.total if self._plan.limit is None else min(counts.total, self._plan.limit - asked)
        return Step(
            key=content.key,
            card=content.card,
            prompt=prompt_of(content),
            deck_id=content.deck_id,
            deck_title=content.deck_title,
            path=content.path,
            line=content.line,
            number=len(answers) + 1,
            total=len(answers) + max(1, left),
            counts=counts,
            seconds=self._pace.seconds(counts.due, counts.learning, counts.new),
            leech=content.card.lapses >= self._leech_lapses,
            reason=f"New: {content.deck_title} {waits}, but nothing else is left today."
            if waits
            else " ".join(filter(None, (note, reason(content.card, at, scheduler, self._days)))),
            note=note,
        )

    def marked(
        self,
        scheduler: Scheduler,
        step: Step,
        response: Response,
        load: Load | None,
        at: datetime,
        took: timedelta,
        *,
        hinted: bool,
    ) -> Marked:
        """Return the verdict on an answer and what each rating would do."""
        from quizzer_decks.marking import mark  # with the libraries it needs, while the question is being read

        verdict = mark(step.prompt, response)
        preview = scheduler.preview(step.card, at, load)
        return Marked(
            mark=verdict,
            suggestion=suggested(verdict.verdict, hinted),
            outcomes={rating: Outcome(card, wording.until(card, at)) for rating, card in preview.items()},
            predicted=self._predicted(scheduler, step.card, at),
            took=took,
            at=at,
        )

    def answered(self, step: Step, marked: Marked, rating: Rating, event: int) -> Answered:
        """Return an answer that was recorded as that event of the log."""
        after = marked.outcomes[rating].card
        return Answered(
            key=step.key,
            event=event,
            step=step,
            rating=rating,
            verdict=marked.mark.verdict,
            predicted=marked.predicted,
            took=marked.took,
            became_leech=not self._plan.cram and step.card.lapses < self._leech_lapses <= after.lapses,
        )

    def _predicted(self, scheduler: Scheduler, card: Card, at: datetime) -> float | None:
        """Return the prediction to compare with; FSRS-6 has none for a second answer on the same day."""
        if card.last_day is None or card.last_day >= self._days.day(at):
            return None
        return scheduler.retrievability(card, at)
