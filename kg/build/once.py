"""What is extracted, explained or checked without a build folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.sources import nothing, rulings_of
from kg.errors import KGError
from kg.given import Given, current, use, using
from kg.model import Article, Records, SourceNote
from kg.values.iri import BASE

if TYPE_CHECKING:
    from kg.values.explanation import Explanation


def extract_stream(
    data: bytes,
    *,
    base: str = BASE,
    model: str | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
) -> Records:
    """The records of one stream of bytes (doc ``stdin``), nothing written.

    ``min_confidence`` as of `build`.
    """
    from kg.reading import read_stream

    with using(given or Given()):
        return _sure(_extracted(read_stream(data), base, model), model, min_confidence)


def extract_sources(
    sources: Sequence[str | Path],
    *,
    base: str = BASE,
    model: str | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
) -> Records:
    """The records of ``sources``, nothing written; raises SourceError where one cannot be read.

    ``min_confidence`` as of `build`.
    """
    from kg.reading import read_sources

    problems: list[KGError] = []
    articles: list[Article] = []
    for told in read_sources(sources):
        if isinstance(told, Article):
            articles.append(told)
        elif not isinstance(told, SourceNote):
            problems.append(told)
    if problems or not articles:
        raise nothing(sources, problems)
    with using(given or Given()):
        return _sure(_extracted(articles, base, model), model, min_confidence)


def explain_text(
    text: str, *, relation: str | None = None, model: str | None = None, min_confidence: float | None = None
) -> list[Explanation]:
    """Why each sentence of a text states what it does; with what is given in force (`kg.given`).

    What has less than ``min_confidence`` (None: as for `build`) is told apart, as a runner-up.
    """
    from kg.cleaning import normalise
    from kg.nlp import least_confidence, load_nlp
    from kg.nlp.reasons.explain import explain
    from kg.nlp.terms import terms_of

    nlp = load_nlp(model)
    use(terms_of(nlp))  # who shows the explanations needs them too
    least = least_confidence(model) if min_confidence is None else min_confidence
    return explain(normalise(text), nlp, relation, least)


def broken_examples(given: Given, model: str | None = None) -> list[str]:
    """What the examples in the lexicons of ``given`` promise and its forms do not keep; one line each."""
    import tomllib

    from kg.lexicon import load_lexicon
    from kg.nlp import load_nlp
    from kg.nlp.reasons.examples import broken

    with using(given):
        relations, nlp = load_lexicon().relations, load_nlp(model)
        return [
            f"{file.name}: {line}"
            for file in given.lexicon
            for name in tomllib.loads(file.text).get("relations", ())
            for line in broken(name, relations[name], nlp)
        ]


def _extracted(articles: Sequence[Article], base: str, model: str | None) -> Records:
    """What is found in articles; then the terms of ``model`` are in force."""
    from kg.build.extraction import extract_alone
    from kg.cleaning import clean
    from kg.nlp import load_nlp
    from kg.nlp.terms import terms_of
    from kg.resolve import resolve

    rulings = rulings_of(current())
    nlp = load_nlp(model)
    use(terms_of(nlp))  # a saved pipeline may bring some
    return resolve([extract_alone(*clean(item), nlp, base) for item in articles], base, rulings)


def _sure(records: Records, model: str | None, least: float | None) -> Records:
    """The records without what is less certain than ``least``, or than the pipeline's own."""
    from kg.nlp import least_confidence

    bar = least_confidence(model) if least is None else least
    return replace(records, statements=tuple(s for s in records.statements if s.confidence >= bar))
