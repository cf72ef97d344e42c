"""Words that a slip of the fingers must not turn into each other: each is a thing of its own."""

from __future__ import annotations

import re

_GROUPS = (
    *("bert bart beit", "adam adamw adamax nadam", "mean median mode model module modal", "bit byte bite"),
    *("list lint last least lisp", "loss less lose loose", "pull poll pool push", "head heap heat", "rank range"),
    *(
        "stack slack stock stick",
        "bias basis bases",
        "batch bath",
        "sort soft short",
        "logit logic login",
        "tuple triple",
    ),
    *("gain gini gan", "trace track train trait", "tree trie three true", "sparse spare", "cache cash catch case"),
    *("commit comment commute", "index indent", "int init", "float flow flat", "string strong sting", "join joint"),
    *("where when while were", "principal principle", "token taken", "latent latest latency", "norm normal form"),
    *("transformer transformed transform transfer", "value valve", "action auction", "test text task", "print point"),
    *(
        "class clash clause",
        "async await",
        "path pass patch",
        "stage state stash static status",
        "remote remove removed",
    ),
    *("reset revert restore rebase release", "clone close", "origin original", "fetch patch", "discrete discreet"),
    *("correlation causation", "precision prediction", "covariance covariate", "recall recalls", "margin margining"),
    *("mutex mutable", "thread threat", "queue query", "sigmoid sigma", "shape shard share", "scalar scaler scale"),
    *("convolution convolutional", "causal casual", "eager edger", "append appended", "map max mad mae mape"),
    *("entropy enthalpy", "policy police", "prior priori", "statistic static", "filter fitter", "sample simple"),
    *("vector victor", "matrix metrics metric", "metric metrics", "label level", "weight width", "depth death"),
    *("encode encoded", "gelu glu gru", "relu elu", "ranking raking", "pruning priming", "sum some", "set get"),
)
_NEIGHBOURS = tuple(frozenset(group.split()) for group in _GROUPS)
_OPPOSITES = (
    *(("max", "min"), ("macro", "micro"), ("inter", "intra"), ("hyper", "hypo"), ("pre", "post"), ("over", "under")),
    *(("in", "de"), ("in", "ex"), ("im", "ex"), ("en", "de"), ("in", "out"), ("asc", "desc"), ("sub", "super")),
    *(("endo", "exo"), ("uni", "multi"), ("uni", "bi"), ("mega", "mebi"), ("giga", "gibi"), ("kilo", "kibi")),
    *(("tera", "tebi"), ("milli", "micro"), ("nano", "micro"), ("up", "down"), ("top", "bottom"), ("row", "col")),
    *(("homo", "hetero"), ("mono", "poly"), ("left", "right"), ("ante", "anti"), ("con", "dis"), ("first", "last")),
    *(
        ("ance", "ant"),
        ("ence", "ent"),
        ("ancy", "ant"),
        ("ency", "ent"),
        ("er", "ee"),
        ("with", "without"),
    ),
    *(
        ("", "un"),
        ("", "non"),
        ("", "in"),
        ("", "im"),
        ("", "ir"),
        ("", "il"),
        ("", "a"),
        ("", "an"),
        ("", "dis"),
        ("", "anti"),
    ),
    *(("", "de"), ("", "re"), ("", "co"), ("", "bi"), ("", "sub"), ("less", "ful"), ("even", "odd"), ("push", "pull")),
)
_ROMAN = re.compile("[ivxlcdm]+")


def confusable(given: str, expected: str) -> bool:
    """Tell whether two different words (lower case) are known to mean different things though they look alike."""
    if any(given in group and expected in group for group in _NEIGHBOURS):
        return True
    if _ROMAN.fullmatch(given) and _ROMAN.fullmatch(expected):
        return True
    return any(_turned(given, expected, *pair) or _turned(expected, given, *pair) for pair in _OPPOSITES)


def _turned(one: str, other: str, part: str, opposite: str) -> bool:
    """Tell whether putting the opposite in the place of a part, or before the word, makes one word the other."""
    if not part:
        return other == opposite + one
    return part in one and one.replace(part, opposite, 1) == other
