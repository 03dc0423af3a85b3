"""What an executor of Spark does with articles: rows in, rows out.

A row that comes is an article and its key; a row that goes is what is to be kept of it, as its file has it,
or what is wrong with it. Nothing here needs Spark, only Arrow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.build.cache import packed
from kg.build.extraction import Pipeline, Task, broke, kept_of
from kg.errors import KGError
from kg.given import Given, current, use
from kg.model import Article

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table  # type: ignore[import-untyped]

#: columns of the rows that come, and of those that go, as Spark names their types
COMES, GOES = "key string, article binary", "key string, kept binary, problem string, aside boolean"


@dataclass(frozen=True, slots=True)
class Terms:
    """What all articles are read with; ``made_by`` is the fingerprint of it, where the build began."""

    model: str | None
    base: str
    given: Given
    fields: tuple[tuple[str, str], ...]
    made_by: str


def terms(model: str | None, base: str, made_by: str) -> Terms:
    """These, and what is in force."""
    from kg.reading.columns import given_fields

    return Terms(model, base, current(), tuple(given_fields().items()), made_by)


def sent(tasks: Iterable[Task]) -> Table:
    """Articles as rows. JSON, since texts may have lone surrogates, which no string of Arrow holds."""
    import pyarrow

    rows = [(task.key, json.dumps(asdict(task.article)).encode()) for task in tasks]
    schema = pyarrow.schema([("key", pyarrow.string()), ("article", pyarrow.binary())])
    return pyarrow.table([[row[0] for row in rows], [row[1] for row in rows]], schema=schema)


def extracted(batches: Iterable[RecordBatch], terms: Terms) -> Iterator[RecordBatch]:
    """Read the articles of ``batches``; a batch a row, so that little is held.

    Where this machine cannot read them as the build means it, the one row has no key and says why.
    """
    nlp = None
    for batch in batches:
        for row in batch.to_pylist():
            if nlp is None:
                try:
                    nlp = _loaded(terms)
                except KGError as error:
                    yield _row("", None, str(error), False)
                    return
            use(terms.given)
            yield _read(row["key"], Article(**json.loads(row["article"])), nlp, terms.base)


def _read(key: str, article: Article, nlp: Pipeline, base: str) -> RecordBatch:
    try:
        kept = kept_of(article, nlp, base)
    except Exception as error:  # whatever an article brings about, the others go on
        return _row(key, None, broke(error), True)
    return _row(key, None, kept, False) if isinstance(kept, str) else _row(key, packed(kept), "", False)


def _row(key: str, kept: bytes | None, problem: str, aside: bool) -> RecordBatch:
    import pyarrow

    types = (pyarrow.string(), pyarrow.binary(), pyarrow.string(), pyarrow.bool_())
    names = ("key", "kept", "problem", "aside")
    values = (key, kept, problem.encode("utf-8", "replace").decode(), aside)
    return pyarrow.record_batch(
        [pyarrow.array([value], kind) for value, kind in zip(values, types, strict=True)], names=names
    )


@lru_cache(maxsize=1)  # once a process, which lives as long as its executor
def _loaded(terms: Terms) -> Pipeline:
    from kg.build.prints import print_of_reading
    from kg.nlp import load_nlp
    from kg.reading.columns import using_fields

    use(terms.given)
    with using_fields(dict(terms.fields)):
        if print_of_reading(terms.model, terms.base, terms.given) != terms.made_by:
            raise KGError("has another zhkg, model or library than this machine; install the same there")
    return load_nlp(terms.model)
