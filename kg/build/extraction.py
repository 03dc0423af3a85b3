"""One article: cleaned, read, and what was found in it kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.build.cache import Cache, Kept
from kg.build.reprints import sketch_of
from kg.errors import KGError
from kg.model import Article, Extraction, Text

Pipeline = Any  # a spaCy Language, which this room does not import


@dataclass(frozen=True, slots=True)
class Task:
    """An article to extract, and the key to keep it by."""

    key: str
    article: Article


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: kept, where there is no ``problem``.

    ``aside`` says that the article broke what read it, so that it is not tried again unless asked for.
    """

    task: Task
    problem: str = ""
    aside: bool = False


#: what takes tasks and says what became of each, in any order
Extractor = Callable[[Iterator[Task]], Iterator[Done]]


def extract_one(task: Task, cache: Cache, nlp: Pipeline, base: str) -> str:
    """Extract and keep an article; what is wrong with it, or nothing."""
    kept = kept_of(task.article, nlp, base)
    if isinstance(kept, str):
        return kept
    cache.save(task.key, kept)
    return ""


def kept_of(article: Article, nlp: Pipeline, base: str) -> Kept | str:
    """What is to be kept of an article, or what is wrong with it."""
    from kg.cleaning import clean

    try:
        article, text = clean(article)
    except KGError as error:
        return str(error)
    return Kept(extract_alone(article, text, nlp, base), sketch_of(text.clean))


def broke(error: Exception) -> str:
    """A line for what an article brought about that nobody foresaw."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def extract_alone(article: Article, text: Text, nlp: Pipeline, base: str) -> Extraction:
    """What is found in an article, whichever other articles are read before or beside it."""
    from kg.nlp import extract_many

    return next(iter(extract_many([(article, text)], nlp, base)))


def here(cache: Cache, model: str | None, base: str) -> Extractor:
    """Extraction in this process, one article after the other. What breaks on an article ends it."""

    def extract(tasks: Iterator[Task]) -> Iterator[Done]:
        from kg.nlp import load_nlp

        nlp = None
        for task in tasks:
            nlp = load_nlp(model) if nlp is None else nlp
            yield Done(task, extract_one(task, cache, nlp, base))

    return extract
