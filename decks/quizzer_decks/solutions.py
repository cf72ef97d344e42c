"""What was right about each part of an answer, for showing it beside the part after the mark."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.expected import Arranged, Chosen, Filled, Paired
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt


def right_options(prompt: Prompt) -> frozenset[int]:
    """Return the indices of the right options of a choice; none for another kind."""
    return prompt.expected.indices if isinstance(prompt.expected, Chosen) else frozenset()


def right_places(prompt: Prompt, order: Sequence[int]) -> tuple[bool, ...]:
    """Tell for each item of an order (option indices) whether it stands in a right place; items of a tie may swap."""
    if not isinstance(prompt.expected, Arranged):
        return (False,) * len(order)
    places = [place for place in prompt.expected.places for _ in place]
    return tuple(
        prompt.options[option].text in place for option, place in zip(order, places[: len(order)], strict=True)
    )


def right_order(prompt: Prompt) -> tuple[int, ...]:
    """Return the option indices in a right order."""
    if not isinstance(prompt.expected, Arranged):
        return ()
    return _indices(prompt, [text for place in prompt.expected.places for text in place])


def right_matches(prompt: Prompt) -> tuple[int, ...]:
    """Return the option index that belongs to each left-hand side."""
    return _indices(prompt, prompt.expected.rights) if isinstance(prompt.expected, Paired) else ()


def hole_verdicts(prompt: Prompt, texts: Sequence[str]) -> tuple[Verdict, ...]:
    """Return the verdict on each hole of a cloze."""
    if not isinstance(prompt.expected, Filled):
        return (Verdict.WRONG,) * len(texts)
    from quizzer_decks.text_marking import mark_words  # with the first answer: a question does without

    return tuple(mark_words(text, words).verdict for text, words in zip(texts, prompt.expected.holes, strict=True))


def _indices(prompt: Prompt, texts: Sequence[str]) -> tuple[int, ...]:
    """Return the options with these texts, each option once."""
    left = {index: option.text for index, option in enumerate(prompt.options)}
    found = []
    for text in texts:
        index = next(index for index, shown in left.items() if shown == text)
        del left[index]
        found.append(index)
    return tuple(found)
