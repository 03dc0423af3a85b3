"""What the tests of the language room share: the pipeline, loaded once, and shorthands for its parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.cleaning import clean
from kg.lexicon import load_lexicon
from kg.model import ASSERTED, Article, Extraction, Statement, Text
from kg.nlp import extract, extract_many, load_nlp
from kg.nlp.mentions.names import NameGrammar
from kg.nlp.places.areas import Areas
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import Mention
from kg.nlp.tokens.words import Word
from kg.reading import read_sources


@cache
def pipeline() -> Language:
    return load_nlp("fast")


@cache
def areas() -> Areas:
    return Areas.of(load_lexicon())


@cache
def grammar() -> NameGrammar:
    return NameGrammar(load_lexicon(), areas())


def article(raw: str, doc: str = "a") -> tuple[Article, Text]:
    return clean(Article(doc, f"{doc}.txt", raw, "0" * 64))


def extraction(raw: str, doc: str = "a") -> Extraction:
    return extract(*article(raw, doc), pipeline())


def claims(text: str, predicate: str = "") -> list[Claim]:
    """The claims of a text (of one relation), as the components leave them."""
    found = [Claim.from_dict(item) for item in pipeline()(text)._.kg_statements]
    return [claim for claim in found if predicate in ("", claim.predicate)]


def said(text: str, relation: str, status: str = ASSERTED) -> list[str]:
    """The statements of a relation and status in a text, each on a line as `line` writes it."""
    found = extraction(text).statements
    return [line(s) for s in found if s.predicate == relation and s.status == status]


def line(statement: Statement) -> str:
    """``subject > object | key=value``, without empty qualifiers and the keys of shared gifts."""
    target = f" > {statement.object.name}" if statement.object else ""
    fields = statement.qualifiers.to_dict().items()
    values = " ".join(f"{key}={value}" for key, value in fields if value and key not in ("joint", "part_of"))
    return statement.subject.name + target + (f" | {values}" if values else "")


def words(tagged: str) -> tuple[str, list[Word]]:
    """``李明/PER 到/v`` as a text and its words."""
    pairs = [item.rsplit("/", 1) for item in tagged.split()]
    text, out = "", []
    for word, tag in pairs:
        out.append(Word(len(text), len(text) + len(word), word, tag))
        text += word
    return text, out


def names(tagged: str) -> list[tuple[str, str]]:
    """The names that the grammar finds in tagged words, as (text, label)."""
    text, tokens = words(tagged)
    found = grammar().find(text, tokens)
    assert all(text[m.start : m.end] == m.text for m in found)
    return [(m.text, m.label) for m in found]


def doc_of(tagged: str) -> Doc:
    """A Doc of tagged words, with sentences but nothing else."""
    _, tokens = words(tagged)
    doc = Doc(
        pipeline().vocab,
        words=[w.text for w in tokens],
        spaces=[False] * len(tokens),
        tags=[w.tag for w in tokens],
    )
    return pipeline().get_pipe("kg_sentences")(doc)


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of a text after the whole pipeline."""
    return (Mention(**item) for item in pipeline()(text)._.kg_mentions)


def meant(text: str, form: str) -> str:
    """What the first mention of ``form`` in a text stands for; empty where it stands for nothing."""
    return next((m.entity for m in mentions(text) if m.text == form), "")


@cache
def extractions(folder: Path, accurate: bool) -> list[Extraction]:
    sources = list(read_sources([folder]))
    pairs = [clean(source) for source in sources if isinstance(source, Article)]
    assert len(pairs) == len(sources)
    return list(extract_many(pairs, load_nlp() if accurate else pipeline()))
