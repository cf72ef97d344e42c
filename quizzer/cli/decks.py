"""`quizzer decks`: list, show, check, begin a deck; the schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quizzer import wording
from quizzer.cli.invocation import Invocation, readable
from quizzer.cli.output import progress, say, say_json, table
from quizzer.errors import LibraryError


@click.group(epilog="\b\nExample:\n  quizzer decks list")
def decks() -> None:
    """Look at decks, check them, begin new ones."""


@decks.command(name="list", epilog="\b\nExample:\n  quizzer decks list --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_decks(invocation: Invocation, as_json: bool) -> None:
    """List all decks, bundled and your own."""
    from quizzer.library import BUNDLED

    with invocation.workspace() as workspace:
        found = workspace.store.decks.decks()
        problems = workspace.library.problems()
    if as_json:
        say_json(
            {
                "decks": [
                    {
                        "id": deck.id,
                        "title": deck.title,
                        "path": deck.path,
                        "bundled": deck.origin == BUNDLED,
                        "questions": deck.questions,
                        "cards": deck.cards,
                        "kinds": dict(deck.kinds),
                    }
                    for deck in found
                ]
            }
        )
    else:
        rows = [(d.id, d.title, str(d.questions), str(d.cards), "" if d.origin == BUNDLED else "own") for d in found]
        table(rows, ("deck", "title", "questions", "cards", ""), right=(2, 3))
    for problem in problems:
        say(str(problem), err=True)


@decks.command(epilog="\b\nExample:\n  quizzer decks show python/functions")
@click.argument("deck")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show(invocation: Invocation, deck: str, as_json: bool) -> None:
    """Show the questions of a deck with their answers."""
    from quizzer_decks.plain_text import to_text
    from quizzer_decks.prompts import answer_text, realise
    from quizzer_decks.question_json import question_from_json

    with invocation.workspace() as workspace:
        found = next((d for d in workspace.store.decks.decks() if d.id == deck), None)
        if found is None:
            workspace.plan((deck,))  # names the nearest deck
            raise LibraryError(f"There is no deck {deck!r}; it is a folder. `quizzer decks list` shows what is in it.")
        questions = [
            (info, question_from_json(json.loads(info.body))) for info in workspace.store.decks.questions(found.key)
        ]
    shown = []
    for info, question in questions:
        part = _first_part(question)
        prompt = realise(question, part, 0)
        shown.append(
            {
                "id": info.id,
                "kind": info.kind,
                "prompt": prompt.ask,
                "answer": answer_text(prompt),
                "why": prompt.why,
                "source": list(question.source),
            }
        )
    if as_json:
        say_json(
            {"id": found.id, "title": found.title, "covers": found.covers, "needs": found.needs, "questions": shown}
        )
        return
    say(f"{found.title} ({found.id})")
    for entry in shown:
        say(f"\n{entry['id']} [{entry['kind']}]\n{to_text(str(entry['prompt']))}\n→ {entry['answer']}")


def _first_part(question: object) -> str:
    from quizzer_decks.model import Question
    from quizzer_decks.prompts import card_parts

    assert isinstance(question, Question)
    return card_parts(question)[0]


@decks.command(epilog="\b\nExamples:\n  quizzer decks check\n  quizzer decks check --strict my-decks/")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--trust", is_flag=True, help="Run the code of output questions in PATHs. Only for decks whose authors you trust."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(invocation: Invocation, paths: tuple[Path, ...], strict: bool, trust: bool, as_json: bool) -> int:
    """Check deck files against the rules of a good deck.

    Without PATH, the bundled decks and your own. Exit code 1 when there is an error (with --strict: or a warning).
    """
    from quizzer.checking import check_decks

    with progress("Checking", quiet=invocation.quiet) as report:
        result = check_decks(paths, invocation.paths.decks, trusted=trust, progress=report)
    failed = any(strict or problem.severity == "error" for problem in result.problems)
    if as_json:
        say_json(
            {
                "problems": [
                    {"path": p.path, "line": p.line, "rule": p.rule, "severity": p.severity, "message": p.message}
                    for p in result.problems
                ],
                "decks": result.decks,
                "questions": result.questions,
            }
        )
    else:
        for problem in result.problems:
            say(f"{problem.path}:{problem.line}: {problem.severity}: {problem.rule}: {problem.message}")
        counts = ((result.decks, "deck"), (result.questions, "question"), (len(result.problems), "problem"))
        say(", ".join(wording.count(number, name) for number, name in counts) + ".")
    return 1 if failed else 0


@decks.command(
    epilog="\b\nExamples:\n  quizzer decks new physics/optics --title Optics\n"
    "  quizzer decks new --from-roadmap my-plan"
)
@click.argument("deck", required=False)
@click.option("--title", metavar="TEXT", help="The deck's title; by default the last part of its id.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Begin with a question of this kind; may be repeated."
)
@click.option(
    "--from-roadmap", "roadmap_id", metavar="ID", help="Begin a deck for each topic of a roadmap that has none."
)
@click.pass_obj
def new(
    invocation: Invocation, deck: str | None, title: str | None, kinds: tuple[str, ...], roadmap_id: str | None
) -> None:
    """Begin a deck of your own, or one for each gap of a roadmap.

    DECK is the id it gets; where it is is printed. Nothing that is there is written over.
    """
    if (deck is None) == (roadmap_id is None) or (roadmap_id and (title or kinds)):
        raise click.UsageError("Give the id of a deck, or --from-roadmap ID alone.")
    if roadmap_id is not None:
        _begin_from(invocation, roadmap_id)
        return
    from quizzer.beginning import begin_deck

    assert deck is not None
    say(str(begin_deck(invocation.paths.decks, deck, readable(title or "") or None, kinds)))


def _begin_from(invocation: Invocation, roadmap_id: str) -> None:
    from quizzer.skeletons import begin_decks

    with invocation.workspace() as workspace:
        written = begin_decks(workspace, roadmap_id)
    for path in written:
        say(str(path))
    if not written:
        say(f"Each topic of {roadmap_id} has a deck.", err=True)


@decks.command(epilog="\b\nExample:\n  quizzer decks schema > deck.schema.json")
@click.option("--path", "only_path", is_flag=True, help="Print the path of a schema file instead.")
@click.pass_obj
def schema(invocation: Invocation, only_path: bool) -> None:
    """Print the JSON Schema of deck files.

    Editors complete and check YAML by it.
    """
    from quizzer_decks.schema import deck_schema

    text = json.dumps(deck_schema(), indent=2, ensure_ascii=False)
    if not only_path:
        say(text)
        return
    path = invocation.paths.cache / "deck.schema.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}.") from error
    say(str(path))
