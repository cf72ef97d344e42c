from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from quizzer.tui.themes import DARK_CONTRAST, LIGHT_CONTRAST, THEMES

TEXTS = (
    "text",
    "foreground",
    "text-muted",
    "text-primary",
    "text-success",
    "text-warning",
    "text-error",
    "primary",
    "success",
    "warning",
    "error",
    "footer-key-foreground",
    "footer-description-foreground",
    "link-color",
)
GROUNDS = ("background", "surface", "panel", "block-cursor-background")


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour after WCAG 2."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(text: Color, ground: Color) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", TEXTS)
def test_contrast(theme: Theme, name: str) -> None:
    """Every text colour reaches 4.5 on every ground it can stand on, 7 in the high-contrast themes."""
    colours = theme.to_color_system().generate()
    wanted = 7 if theme in (DARK_CONTRAST, LIGHT_CONTRAST) else 4.5
    for ground in GROUNDS:
        text = Color.parse(colours[name])
        assert text.a == 1
        assert contrast(text, Color.parse(colours[ground])) >= wanted, ground


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_three_weights(theme: Theme) -> None:
    """Bright, normal and muted text differ in weight, in this order."""
    colours = theme.to_color_system().generate()
    ground = Color.parse(colours["background"])
    weights = [contrast(Color.parse(colours[name]), ground) for name in ("text", "foreground", "text-muted")]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_cursor_on_its_ground() -> None:
    """The input's cursor can be read."""
    for theme in THEMES:
        colours = theme.to_color_system().generate()
        cursor = Color.parse(colours["input-cursor-background"])
        assert contrast(Color.parse(colours["input-cursor-foreground"]), cursor) >= 4.5
