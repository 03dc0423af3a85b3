"""How fast each stage of a build is: ``speed.py SOURCE…`` prints characters per second of CPU time."""

from __future__ import annotations

import io
import sys
import time

from kg.cleaning import clean
from kg.export import export
from kg.iri import BASE
from kg.model import Article
from kg.nlp import extract_many, load_nlp
from kg.reading import read_sources
from kg.resolve import resolve


def main(sources: list[str]) -> None:
    start = time.process_time()
    articles = [item for item in read_sources(sources) if isinstance(item, Article)]
    characters = sum(len(article.raw) for article in articles)
    marks = [("read", time.process_time() - start)]

    def mark(stage: str) -> None:
        marks.append((stage, time.process_time() - start - sum(seconds for _, seconds in marks)))

    pairs = [clean(article) for article in articles]
    mark("clean")
    nlp = load_nlp()
    mark("load the model")
    extractions = list(extract_many(pairs, nlp, BASE))
    mark("extract")
    records = resolve(extractions, BASE)
    mark("resolve")
    export(records, "trig", io.BytesIO())
    mark("write TriG")
    print(f"{len(articles)} articles, {characters} characters, {len(records.statements)} statements")
    for stage, seconds in marks:
        print(f"{stage:<16}{seconds:8.2f} s{characters / max(seconds, 1e-9):14,.0f} characters/s")


if __name__ == "__main__":
    main(sys.argv[1:])
