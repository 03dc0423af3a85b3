"""What the components leave on a Doc: plain lists and dicts, so that it survives bytes and processes.

``doc._.kg_mentions``    mentions (see `kg.nlp.spans.mention.Mention.to_dict`), in order
``doc._.kg_pairs``       what the reader says of pairs of mentions (see `kg.nlp.reader.reading.Pair.to_list`)
``doc._.kg_entities``    entities of the article: key, type, name, aliases, kind, code
``doc._.kg_sections``    ``[start, end, area, town]``: what each section is about
``doc._.kg_statements``  statements over entity keys, with offsets into ``doc.text``
``doc._.kg_date``        the article's date (ISO 8601), if it is known
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc

from kg.errors import UsageError

_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """``doc.text``, which spaCy puts together anew from its tokens each time; splitting them keeps it."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


def needs(doc: Doc, who: str, **made_by: str) -> None:
    """UsageError where a component has not run on ``doc`` that ``who`` builds on: ``kg_links="kg_entities"``.

    An empty list that a component left is there all the same, so this tells it from one that never ran.
    """
    left: dict[Any, Any] = doc.user_data
    for component, name in made_by.items():
        if ("._.", name, None, None) not in left:
            raise UsageError(f"{who}: needs {component} before it; write nlp.add_pipe({component!r})")


def register_extensions() -> None:
    """Make the extensions known to spaCy; may be called any number of times."""
    for name in ("kg_mentions", "kg_pairs", "kg_entities", "kg_sections", "kg_statements"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    if not Doc.has_extension("kg_date"):
        Doc.set_extension("kg_date", default=None)
