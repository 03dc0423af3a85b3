"""The examples and counterexamples of a lexicon, tried: what its forms promise and do not keep."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language

from kg.lexicon import RelationForms
from kg.model import ASSERTED, Article, Statement
from kg.nlp import extract


def agrees(found: str, statement: Statement) -> bool:
    """Whether a line of ``finds`` says this statement: ``subject > object | key=value``."""
    names, _, fields = (part.strip() for part in found.partition("|"))
    subject, _, target = (part.strip() for part in names.partition(">"))
    values = {key: str(value) for key, value in statement.qualifiers.to_dict().items()}
    wanted = dict(field.split("=", 1) for field in fields.split())
    name = statement.object.name if statement.object else ""
    return (statement.subject.name, name) == (subject, target) and wanted.items() <= values.items()


def asserted(text: str, relation: str, nlp: Language) -> list[Statement]:
    """What a text asserts of a relation."""
    from kg.cleaning import clean

    found = extract(*clean(Article("example", "example", text, "0" * 64)), nlp).statements
    return [item for item in found if item.predicate == relation and item.status == ASSERTED]


def broken(relation: str, forms: RelationForms, nlp: Language) -> Iterator[str]:
    """One line for each example that does not find what it says, and counterexample that finds something."""
    for example in forms.examples:
        found = asserted(example.text, relation, nlp)
        for line in example.finds:
            if not any(agrees(line, statement) for statement in found):
                yield f"[relations.{relation}] example {example.text}: does not find {line}"
        if len(found) > len(example.finds):
            yield f"[relations.{relation}] example {example.text}: finds {len(found)} statements"
    for text in forms.counterexamples:
        if asserted(text, relation, nlp):
            yield f"[relations.{relation}] counterexample {text}: is found all the same"
