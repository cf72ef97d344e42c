"""Our four themes: quiet dark and light, and both in high contrast. One accent; three weights of text.

The weights are Textual's own variables, so that every other theme works too: `$text` is bright (the question),
`$foreground` normal (its surroundings), `$text-muted` the furniture. `$text-success`, `$text-warning` and `$text-error`
say right, close and wrong, always beside a sign and a word; `$text-primary` is the accent.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(name: str, dark: bool, colours: dict[str, str]) -> Theme:
    accent = colours["accent"]
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        success=colours["right"],
        warning=colours["close"],
        error=colours["wrong"],
        foreground=colours["normal"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        variables=_variables(colours),
    )


def _variables(colours: dict[str, str]) -> dict[str, str]:
    accent = colours["accent"]
    return {
        "text": colours["bright"],
        "text-muted": colours["muted"],
        "text-disabled": colours["muted"],
        "foreground-muted": colours["muted"],
        "border": accent,
        "border-blurred": colours["line"],
        "block-cursor-background": colours["cursor"],
        "block-cursor-foreground": colours["bright"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": colours["panel"],
        "block-cursor-blurred-foreground": colours["normal"],
        "block-hover-background": colours["surface"],
        "footer-background": colours["background"],
        "footer-foreground": colours["muted"],
        "footer-description-foreground": colours["muted"],
        "footer-key-foreground": colours["normal"],
        "input-cursor-background": accent,
        "input-cursor-foreground": colours["background"],
        "input-selection-background": colours["cursor"],
        "scrollbar": colours["line"],
        "scrollbar-hover": colours["muted"],
        "scrollbar-active": accent,
        "scrollbar-background": colours["background"],
        "scrollbar-background-hover": colours["background"],
        "scrollbar-background-active": colours["background"],
        "scrollbar-corner-color": colours["background"],
        "link-color": accent,
        "screen-selection-background": colours["cursor"],
    }


DARK = _theme(
    "quizzer-dark",
    True,
    {
        "background": "#14161a",
        "surface": "#1c1f25",
        "panel": "#23272f",
        "line": "#343a45",
        "cursor": "#253040",
        "bright": "#f4f5f7",
        "normal": "#bcc2cc",
        "muted": "#959ca8",
        "accent": "#7fb4f0",
        "right": "#86cf98",
        "close": "#e3bd6e",
        "wrong": "#f08f86",
    },
)
LIGHT = _theme(
    "quizzer-light",
    False,
    {
        "background": "#fbfaf7",
        "surface": "#f1efea",
        "panel": "#e9e6df",
        "line": "#cfcac0",
        "cursor": "#dbe6f4",
        "bright": "#16181c",
        "normal": "#3f444d",
        "muted": "#62676f",
        "accent": "#1d5fa8",
        "right": "#1f6b35",
        "close": "#7d5300",
        "wrong": "#a8281f",
    },
)
DARK_CONTRAST = _theme(
    "quizzer-contrast-dark",
    True,
    {
        "background": "#000000",
        "surface": "#0c0c0c",
        "panel": "#181818",
        "line": "#8a8a8a",
        "cursor": "#002e5e",
        "bright": "#ffffff",
        "normal": "#f2f2f2",
        "muted": "#c8c8c8",
        "accent": "#8ecbff",
        "right": "#8ff0a4",
        "close": "#ffd75e",
        "wrong": "#ffb0a8",
    },
)
LIGHT_CONTRAST = _theme(
    "quizzer-contrast-light",
    False,
    {
        "background": "#ffffff",
        "surface": "#f6f6f6",
        "panel": "#ececec",
        "line": "#5a5a5a",
        "cursor": "#cfe4ff",
        "bright": "#000000",
        "normal": "#111111",
        "muted": "#3a3a3a",
        "accent": "#003f87",
        "right": "#00491c",
        "close": "#523600",
        "wrong": "#7d0a04",
    },
)
THEMES = (DARK, LIGHT, DARK_CONTRAST, LIGHT_CONTRAST)
"""To register with the app; the first is the default."""
