"""Names that exclude each other: what is told of one of them is not taught by a deck about another."""

from __future__ import annotations

from collections.abc import Iterable

from quizzer_decks.matching.wording import words_of

_FAMILIES = (
    # languages
    """python, javascript, js, typescript, ts, java, kotlin, swift, c, c++, cpp, c#, csharp, go, golang, rust, ruby,
    php, perl, scala, dart, elixir, haskell, lua, julia, matlab, r, objective c, visual basic, dotnet, aspnet, solidity,
    clojure, erlang, f#, ocaml, zig, powershell, html, css, react, angular, vue, vuejs, nodejs, django, rails,
    laravel, spring boot, flutter, android, ios, unity, unreal, nextjs, svelte, wordpress, graphql, excel""",
    # frameworks of neural networks
    "pytorch, tensorflow, keras, jax, mxnet",
    # databases
    "sql, mongodb, redis, cassandra, neo4j, dynamodb, firebase, elasticsearch",
    # clouds
    "aws, amazon, azure, gcp, google cloud",
    # version control
    "git, svn, subversion, mercurial",
    # arrays and tables
    "numpy, eigen",
    "pandas, polars, dplyr",
)
FAMILIES: tuple[dict[tuple[str, ...], str], ...] = tuple(
    {words_of(name): name.strip() for name in family.split(",")} for family in _FAMILIES
)
"""By its words, each name of a family."""

FRAMEWORKS = 1
"""The family of the frameworks of neural networks."""

_SAME = {"js": "javascript", "ts": "typescript", "cpp": "c++", "csharp": "c#", "golang": "go", "amazon": "aws"} | {
    "google cloud": "gcp",
    "keras": "tensorflow",
    "vuejs": "vue",
    "django": "python",
}
"""Other names of the same, or of what comes with it."""
_TOOLS = """
pandas, numpy, matplotlib, seaborn, scikit-learn, sklearn, tensorflow, keras, pytorch, opencv, spacy, nltk, gensim,
hugging face, hugging face transformers, langchain, llamaindex, fastapi, flask, docker, kubernetes, docker compose,
airflow, apache airflow, prefect, kubeflow, mlflow, dvc, github actions, prometheus, grafana, xgboost, lightgbm,
catboost, sagemaker, vertex ai, azure ml, tensorboard, tensorrt, onnx, pytest, sql, git, bash, lora, qlora, rag,
weights & biases"""
TOOLS = frozenset(words_of(name) for name in _TOOLS.split(","))
"""What is done with one of these is told by its decks."""
_SENSES = {
    "algorithms": ("algorithm, structure, programming, coding", "nosql, messaging, message, broker, kafka, rabbitmq"),
    "python": ("python, programming, coding, code", "nosql, mathematical, algebra, calculus, trigonometry"),
    "sql": ("sql, database, query", "logic"),
}
_OWN_AND_OTHER = {
    subject: (frozenset(words_of(own)), frozenset(words_of(other))) for subject, (own, other) in _SENSES.items()
}
"""By subject, words that say it is meant, and those below which its words have another sense: graphs, of NoSQL."""
_BEGINNINGS = tuple(frozenset(words[0] for words in family) for family in FAMILIES)
_NONE: frozenset[str] = frozenset()
LONGEST = max(len(words) for family in FAMILIES for words in family)


def named(words: tuple[str, ...], family: int) -> frozenset[str]:
    """Return the members of a family that a text's words name."""
    members = FAMILIES[family]
    if _BEGINNINGS[family].isdisjoint(words):
        return _NONE
    found = [
        members[words[at : at + size]]
        for size in range(1, LONGEST + 1)
        for at in range(len(words) - size + 1)
        if words[at : at + size] in members
    ]
    return frozenset(_SAME.get(name, name) for name in found)


def family_of(subject: str) -> tuple[int, str] | None:
    """Return the family that a subject belongs to, and its name there; None for none."""
    words = words_of(subject)
    for number, members in enumerate(FAMILIES):
        if words in members:
            return number, _SAME.get(members[words], members[words])
    return None


def excludes(text: str, subject: str) -> bool:
    """Tell whether a text names only others of the family that a subject belongs to."""
    belongs = family_of(subject)
    names = named(words_of(text), belongs[0]) if belongs else _NONE
    return bool(belongs and names and belongs[1] not in names)


def is_elsewhere(subject: str, texts: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether a subject's words have another sense, by the first text that tells: a line, then its headings."""
    own, other = _OWN_AND_OTHER.get(subject, (_NONE, _NONE))
    telling = next((text for text in texts if not (own | other).isdisjoint(text)), ())
    return own.isdisjoint(telling) and not other.isdisjoint(telling)


def is_rival(text: str) -> bool:
    """Tell whether a text is the name of a member of any family: in brackets it says for which of them."""
    words = words_of(text)
    return any(words in members for members in FAMILIES)


def is_tool(text: str) -> bool:
    """Tell whether a text is the name of a tool with which something is done."""
    return words_of(text) in TOOLS
