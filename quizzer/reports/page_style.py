"""How the page of the statistics looks: quiet, light or dark as the reader's system is."""

from __future__ import annotations

STYLE = """\
:root { color-scheme: light dark; --back: #fbfaf7; --panel: #f1efea; --line: #cfcac0; --bright: #16181c;
  --normal: #3f444d; --quiet: #62676f; --main: #1d5fa8; --right: #1f6b35; --close: #7d5300; --wrong: #a8281f; }
@media (prefers-color-scheme: dark) { :root { --back: #14161a; --panel: #1c1f25; --line: #343a45; --bright: #f4f5f7;
  --normal: #bcc2cc; --quiet: #959ca8; --main: #7fb4f0; --right: #86cf98; --close: #e3bd6e; --wrong: #f08f86; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 2rem 1.25rem 4rem; background: var(--back); color: var(--normal);
  font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3, .words { color: var(--bright); }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 3rem 0 .25rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; }
.words { font-size: 1.1rem; margin: .25rem 0 1.25rem; max-width: 46rem; }
nav { margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
a { color: var(--main); }
.exhibit { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 6fr); gap: 2rem; margin: 0 0 2.5rem;
  align-items: start; }
@media (max-width: 56rem) { .exhibit { grid-template-columns: minmax(0, 1fr); gap: 1rem; } }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
figcaption, .quiet, details p { color: var(--quiet); }
figcaption { font-size: .85rem; margin-top: .5rem; }
details { margin: 0 0 1rem; max-width: 46rem; }
summary { color: var(--quiet); cursor: pointer; }
.table { overflow: auto; max-height: 32rem; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; color: var(--bright); padding: 0 0 .35rem; }
th, td { padding: .15rem .9rem .15rem 0; text-align: right; white-space: pre; }
th:first-child, td:first-child { text-align: left; white-space: pre-wrap; }
thead th { color: var(--quiet); font-weight: normal; border-bottom: 1px solid var(--line); }
tbody th { font-weight: normal; }
svg text { fill: var(--normal); stroke: none; }
svg text.quiet { fill: var(--quiet); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--quiet); stroke-width: 1; }
svg .level { stroke: var(--close); stroke-width: 1.5; stroke-dasharray: 6 4; }
svg .main { --here: var(--main); } svg .right { --here: var(--right); } svg .close { --here: var(--close); }
svg .wrong { --here: var(--wrong); } svg .quiet { --here: var(--quiet); }
svg .line { stroke: var(--here); stroke-width: 2.5; fill: none; stroke-linejoin: round; }
svg .dotted { stroke-width: 1.5; stroke-dasharray: 2 4; }
svg .band { fill: var(--here); opacity: .16; }
svg .whisker { stroke: var(--here); stroke-width: 2; }
svg text.mark { fill: var(--here); font-size: 13px; }
svg .part { fill: var(--here); opacity: .85; }
svg .part.close { opacity: .6; }
svg .part.quiet { opacity: .3; }
svg .day { fill: var(--right); }
svg .level0 { fill: var(--line); opacity: .6; } svg .level1 { opacity: .35; } svg .level2 { opacity: .55; }
svg .level3 { opacity: .78; }
@media print { .table { max-height: none; } }
"""
