"""Plots drawn in characters: `plot.Plot` shows any chart of a report.

Each module draws one kind, as lines of text with the styles of the theme; what colour tells, a glyph tells too.
"""
