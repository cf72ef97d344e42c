"""A program that forks learners, each answering in its own process; what was acknowledged goes to standard output.

`nursery.py kill PLACE TIMES` kills each with SIGKILL while it answers; `nursery.py together PLACE LEARNERS ANSWERS`
lets them all answer at once, the same few cards. Lines are `device event-id`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import timedelta

from store_values import AT, DAY, OFFSET, answered, fold, now

# Imported before the forks, so that a learner is at work within milliseconds.
import quizzer.store.ledger
import quizzer.store.store
from quizzer.errors import StoreConflict
from quizzer_scheduler.model import Rating

CARDS = 5


def learn(place: str, device: str, answers: int, seed: int, output: int) -> None:
    """Answer, change, undo and redo at random, and write a line once each answer is acknowledged."""
    chance = random.Random(seed)
    with quizzer.store.store.open_store(place, fold, device, now) as store:
        done = 0
        while done < answers:
            card = store.cards.card(f"m/a/q{chance.randrange(CARDS)}")
            assert card is not None
            rating = chance.choice(list(Rating))
            try:
                event = store.record(answered(card, rating, AT + timedelta(seconds=done)), "right", "x", card.reps)
            except StoreConflict:
                continue
            os.write(output, f"{device} {event}\n".encode())
            done += 1
            if chance.random() < 0.1:
                chance.choice([store.undo, store.redo])(AT, OFFSET, DAY)


def fork(place: str, device: str, answers: int, seed: int) -> tuple[int, int]:
    """Start a learner and return its process id and the end of a pipe on which it acknowledges."""
    readable, writable = os.pipe()
    child = os.fork()
    if child:
        os.close(writable)
        return child, readable
    status = 1
    try:
        os.close(readable)
        learn(place, device, answers, seed, writable)
        status = 0
    finally:
        os._exit(status)


def read_lines(readable: int, at_least: int) -> bytes:
    """Read until so many lines have come or the other end is closed."""
    text = b""
    while text.count(b"\n") < at_least and (part := os.read(readable, 65536)):
        text += part
    return text


def kill(place: str, times: int) -> None:
    """Kill learners, one after the other, after some answers and in the middle of the next."""
    chance = random.Random(2)
    for number in range(times):
        child, readable = fork(place, "laptop", 10_000, number)
        text = read_lines(readable, chance.randrange(1, 12))
        if chance.random() < 0.5:
            time.sleep(chance.random() * 0.002)
        os.kill(child, signal.SIGKILL)
        text += read_lines(readable, sys.maxsize)
        os.waitpid(child, 0)
        os.close(readable)
        sys.stdout.write(text.decode())


def together(place: str, learners: int, answers: int) -> None:
    """Let learners answer at once, and fail if one fails."""
    started = [fork(place, f"device{number}", answers, number) for number in range(learners)]
    for _, readable in started:
        sys.stdout.write(read_lines(readable, sys.maxsize).decode())
    if any(os.waitpid(child, 0)[1] for child, _ in started):
        sys.exit(1)


if __name__ == "__main__":
    command, where, *counts = sys.argv[1:]
    if command == "kill":
        kill(where, int(counts[0]))
    else:
        together(where, int(counts[0]), int(counts[1]))
