"""The door: TeX in, text out."""

from __future__ import annotations

from quizzer_decks.maths.limits import MAX_WIDTH, Unsupported

# Parser and drawing are imported with the first formula: most texts have none.


def inline(tex: str) -> str:
    """Return a formula on one line; raise `Unsupported` when that would change its meaning."""
    from quizzer_decks.maths.line import draw_line
    from quizzer_decks.maths.parser import parse

    text = draw_line(parse(tex)).text.strip()
    if len(text) > MAX_WIDTH:
        raise Unsupported(f"longer than {MAX_WIDTH} characters on one line")
    return text


def display(tex: str) -> str:
    """Return a formula over as many lines as it needs; raise `Unsupported` for what is not known."""
    from quizzer_decks.maths.drawing import draw
    from quizzer_decks.maths.parser import parse

    return "\n".join(row.rstrip() for row in draw(parse(tex)).rows)


def renderable(tex: str, *, on_one_line: bool = True) -> bool:
    """Tell whether a formula can be shown as maths, on one line (`$...$`) or as a block (`$$...$$`)."""
    try:
        if on_one_line:
            inline(tex)
        else:
            display(tex)
    except Unsupported:
        return False
    return True
