"""What the components leave on a Doc: plain lists and dicts, so that it survives bytes and processes.

``doc._.kg_mentions``    mentions (see `kg.nlp.mention.Mention.to_dict`), in order
``doc._.kg_pairs``       what the reader says of pairs of mentions (see `kg.nlp.reader.reading.Pair.to_list`)
``doc._.kg_entities``    entities of the article: key, type, name, aliases, kind, code
``doc._.kg_sections``    ``[start, end, area, town]``: what each section is about
``doc._.kg_statements``  statements over entity keys, with offsets into ``doc.text``
``doc._.kg_date``        the article's date (ISO 8601), if it is known
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from spacy.tokens import Doc

_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """``doc.text``, which spaCy puts together anew from its tokens each time; splitting them keeps it."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


def register_extensions() -> None:
    """Make the extensions known to spaCy; may be called any number of times."""
    for name in ("kg_mentions", "kg_pairs", "kg_entities", "kg_sections", "kg_statements"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    if not Doc.has_extension("kg_date"):
        Doc.set_extension("kg_date", default=None)
