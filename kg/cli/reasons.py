"""The command that says why."""

from __future__ import annotations

import json
import sys
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import FINE, LEARNED, LEXICON, MODEL, NAMES, ONTOLOGY, cli
from kg.cli.terminal import emit, option
from kg.errors import UsageError
from kg.values.phrase import phrase, unknown
from kg.words.messages import get_language, say

if TYPE_CHECKING:
    from kg.values.explanation import Explanation, Factor, Reason, Stated


@cli.command()
@click.argument("text", metavar="[SENTENCE|-]", default="-")
@option("--relation", metavar="NAME", help="Tell of this relation only, and of each of its forms.")
@option("--json", "as_json", is_flag=True, help="Print JSON.")
@NAMES
@LEARNED
@ONTOLOGY
@LEXICON
@MODEL
def explain(
    text: str, relation: str | None, as_json: bool, model: str | None, **files: tuple[Path, ...]
) -> int:
    """Say what a sentence states, how sure that is and why, and why not something else."""
    from kg.build import explain_text, given_by
    from kg.given import use
    from kg.ontology import load_ontology

    use(given_by(**files))
    relations = load_ontology().relations
    if relation is not None and relation not in relations:
        by_label = {label: name for name, item in relations.items() for label in (item.zh, item.en)}
        if relation not in by_label:
            raise UsageError(unknown("relation", relation, sorted(relations)))
        relation = by_label[relation]
    if text == "-":
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("nothing to read; name a file, or send text to standard input")
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if not text.strip():
        raise UsageError("there is no sentence to explain; write one behind kg explain")
    found = explain_text(text, relation=relation, model=model)
    if as_json:
        emit(json.dumps([item.to_dict() for item in found], ensure_ascii=False, indent=2))
    else:
        emit("\n\n".join(_shown(item) for item in found))
    return FINE


def _shown(item: Explanation) -> str:
    """A sentence with its lists, in the user's language."""
    lines = [item.text]
    if item.entities:
        lines.append(say("entities"))
    for entity in item.entities:
        meant = f" = {entity.name}" if entity.name not in ("", entity.text) else ""
        lines.append(f"  {entity.text}{meant}  {_class(entity.type)}")
    lines.append(say("statements") if item.statements else say("no statement"))
    for stated in item.statements:
        lines += _stated(stated)
    if item.doubtful:
        lines.append(say("too uncertain to be stated"))
    for stated in item.doubtful:
        lines += _stated(stated)
    if item.missing:
        lines.append(say("not stated"))
    for reason in item.missing:
        lines += _missing(reason)
    return "\n".join(lines)


def _stated(item: Stated) -> list[str]:
    from kg.ontology import load_ontology

    fields = load_ontology().fields
    words = [item.subject, *(["→", item.object] if item.object else [])]
    words += [
        f"· {getattr(fields[key], get_language())} {value}"
        for key, value in item.qualifiers.items()
        if key in fields
    ]
    cues = f"{say(': ')}{'、'.join(item.cues)}" if item.cues else ""
    head = f"  {_relation(item.relation)}{say(': ')}{' '.join(words)}"
    lines = [f"{head} [{say(item.status)}{cues}] {item.confidence}"]
    made = [f"{say('form')} {item.rule}", item.pattern] if item.pattern else [f"{say('rule')} {item.rule}"]
    made += [f"{say('trigger')} {item.trigger}"] if item.trigger else []
    return [*lines, "    " + "  ".join(made), *map(_factor, item.factors)]


def _factor(item: Factor) -> str:
    """What speaks for a statement or against it, and how much."""
    return f"    {item.by:+.2f}  {say(phrase(item.why, *item.words))}"


def _missing(item: Reason) -> list[str]:
    words = [_classes(word) for word in item.words]
    lines = [f"  {_relation(item.relation)}{say(': ')}{say(phrase(item.why, *words))}"]
    if item.form:
        found = "  ".join(f"{say(slot)} {text}" for slot, text in item.found)
        lines.append(f"    {say('form')} {item.form}  {item.pattern}" + (f"  ({found})" if found else ""))
    return lines


def _relation(name: str) -> str:
    from kg.ontology import load_ontology

    return say(phrase("{} ({})", getattr(load_ontology().relations[name], get_language()), name))


def _classes(names: str) -> str:
    """Classes and relations by their labels; other words as they are."""
    from kg.ontology import load_ontology

    ontology = load_ontology()
    known = {**ontology.classes, **ontology.relations}
    parts = names.split("/")
    if not all(part in known for part in parts):
        return names
    labels = [str(getattr(known[part], get_language())) for part in parts]
    return reduce(lambda first, other: say(phrase("{} or {}", first, other)), labels)


def _class(name: str) -> str:
    from kg.ontology import load_ontology

    item = load_ontology().classes.get(name)
    return getattr(item, get_language()) if item else say(name.lower())
