"""The language room: the only one that imports spaCy.

``load_nlp`` gives the pipeline, ``extract`` what it finds in an article.
"""

from __future__ import annotations

import gc
import importlib.resources
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.model import Article, Extraction, Text
from kg.values.iri import BASE

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Item = TypeVar("Item")
#: the components that any Chinese pipeline may take, in order
COMPONENTS = (
    "kg_sentences",
    "kg_entities",
    "kg_reference",
    "kg_links",
    "kg_relations",
    "kg_status",
    "kg_judge",
)
#: those with the trained reader among them
READER = "kg_reader"
ACCURATE = (*COMPONENTS[:2], READER, *COMPONENTS[2:])
#: the name of the pipeline without it
FAST = "fast"


def load_nlp(model: str | None = None, *, parser: bool = False) -> Language:
    """The Chinese pipeline: ``doc.ents``, ``doc._.kg_mentions``, ``doc._.kg_statements``.

    ``model`` "fast" leaves the trained reader out: six times as fast, and it finds two thirds as much. Any
    other names a spaCy pipeline (a package or a folder) whose words, tags and entities are used instead of
    LAC's. Raises UsageError where it cannot be loaded. ``parser`` adds dependency trees
    (Universal Dependencies): no rule reads them, they are there for other users of the Doc. What the user
    gives (`kg.given`) is saved with the pipeline and in force again wherever spaCy loads it.
    """
    from kg.errors import UsageError
    from kg.nlp.spacy_import import import_spacy

    import_spacy()
    import spacy

    from kg.nlp.extensions import register_extensions

    register_extensions()
    if model in (None, FAST):
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "kg.LacTokenizer.v1"}}})
    else:
        try:
            nlp = spacy.load(model)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise UsageError(
                f"--model {model}: spaCy cannot load it ({reason}); give an installed package or a folder"
            ) from error
    saved_fast = COMPONENTS[-1] in nlp.pipe_names and READER not in nlp.pipe_names
    for name in COMPONENTS if model == FAST or saved_fast else ACCURATE:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, config={"weights": FAST} if (name, model) == ("kg_judge", FAST) else {})
    if parser and "parser" not in nlp.pipe_names:
        trained = spacy.load(Path(str(importlib.resources.files("kg"))) / "models" / "parser")
        nlp.add_pipe("parser", source=trained, after="kg_entities")
    return nlp


def least_confidence(model: str | None = None) -> float:
    """What a statement of the graph has at least, unless the user says otherwise."""
    from kg.nlp.reader.settings import load_settings

    return load_settings().least[weights_name(model)]


def weights_name(model: str | None = None) -> str:
    """By which weights the statements of a pipeline are judged; a saved one's config tells."""
    from kg.nlp.reader import settings

    config = Path(model) / "config.cfg" if model else None
    parts = config.read_text(encoding="utf-8") if config is not None and config.is_file() else ""
    fast = model == FAST or (COMPONENTS[-1] in parts and READER not in parts)
    return settings.FAST if fast else settings.READER


def extract(article: Article, text: Text, nlp: Language, base: str = BASE) -> Extraction:
    """Entities and statements of one cleaned article, with raw offsets and IRIs below ``base``."""
    return next(iter(extract_many([(article, text)], nlp, base)))


def extract_many(
    pairs: Iterable[tuple[Article, Text]], nlp: Language, base: str = BASE
) -> Iterator[Extraction]:
    """`extract` for a stream of articles, in its order."""
    from kg.given import using
    from kg.lexicon import load_lexicon
    from kg.nlp.statements.convert import Book, to_extraction
    from kg.nlp.statements.ledger import Ledger, together
    from kg.nlp.terms import terms_of

    terms = terms_of(nlp)
    with using(terms):
        ledger = Ledger(load_lexicon())
    parts = ((article, ledger.split(text)) for article, text in pairs)
    for doc, (article, split) in docs_of(((split.prose, (article, split)) for article, split in parts), nlp):
        with using(terms):
            book = Book()
            found = to_extraction(article, split.prose, doc, base, book)
            if split.rows:
                found = together(article, [found, *ledger.read(article, split, doc, base, book)])
        yield found


def docs_of(texts: Iterable[tuple[Text, Item]], nlp: Language) -> Iterator[tuple[Doc, Item]]:
    """Cleaned texts through a pipeline, each Doc with what came along with its text, in their order."""
    kept, read = tee(texts)
    docs = _tokenized(nlp, (text.clean for text, _ in read))
    with _settled():
        yield from nlp.pipe(zip(docs, (item for _, item in kept), strict=True), as_tuples=True)


def _tokenized(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """The Docs of texts, which are read together where the tokenizer can."""
    from kg.nlp.tokenizer import LacTokenizer

    if isinstance(nlp.tokenizer, LacTokenizer):
        return nlp.tokenizer.pipe(texts)
    return map(nlp.make_doc, texts)


@contextmanager
def _settled() -> Iterator[None]:
    """What is alive now is taken to stay: to look through it for cycles again and again costs a tenth."""
    frozen = gc.get_freeze_count() > 0  # somebody else's business
    if not frozen:
        gc.freeze()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()
