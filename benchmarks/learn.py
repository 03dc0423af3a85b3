"""What `kg learn` gains on one writer's texts: F1 after 0, 50, 100 and 200 decisions.

    python benchmarks/learn.py [COLLECTION…] [--pipeline fast]

A collection is a file of training/corpus/texts that is not of the test split; the two of the tuning split
unless named. The judge's weights are fitted as the shipped ones are, but on tuning texts that are not in the
collection. Decisions come from the gold, on the most doubtful statements first. They are taken from four
fifths of the texts and scored on the last fifth, each fifth in turn, so every row scores the same texts. The
table in learn.md is this command's output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from kg.cleaning import clean
from kg.given.learned import Scores
from kg.model import ASSERTED, Article
from kg.nlp import load_nlp
from kg.nlp.reader.learning import Example, fit, learn, scores
from kg.nlp.reader.settings import FAST, READER

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "training" / "corpus"
sys.path[:0] = [str(CORPUS), str(ROOT / "training" / "reader")]
import corpus  # noqa: E402
import notation  # noqa: E402
from scoring import as_said, right  # noqa: E402

DECISIONS = (0, 50, 100, 200)
FOLDS = 5
#: the ridge of the shipped weights, and the precision that their least confidence gives
RIDGE, PRECISE = 1.0, 0.75


@dataclass(frozen=True, slots=True)
class Texts:
    """The asserted statements of some texts with their truth, and how many facts there are."""

    examples: list[Example]
    facts: int


def collect(name: str, nlp: Any) -> Texts:
    """A file of the corpus through a pipeline."""
    judge = nlp.get_pipe("kg_judge")
    examples, facts = [], 0
    for text, raw, _, gold in notation.read(CORPUS / "texts" / f"{name}.txt"):
        article = Article(text, text, raw, sha256(raw.encode()).hexdigest(), date=gold["date"])
        facts += len(gold["facts"])
        with nlp.select_pipes(disable="kg_judge"):
            doc = nlp(clean(article)[1].clean)
        claims = [(claim, row) for claim, row in judge.weigh(doc) if claim.status in ("", ASSERTED)]
        said = as_said(doc, (claim for claim, _ in claims))
        examples += [
            Example(article.sha256, claim.predicate, row, true)
            for (claim, row), true in zip(claims, right(gold, said)[0], strict=True)
        ]
    return Texts(examples, facts)


def shipped(examples: Sequence[Example]) -> tuple[dict[str, float], float]:
    """Weights fitted from nothing, and the least confidence that gives the precision wanted."""
    names = sorted({name for example in examples for name in example.row})
    x = np.array([[example.row.get(name, 0.0) for name in names] for example in examples])
    y = np.array([float(example.right) for example in examples])
    weights = fit(x, y, np.zeros(len(names)), RIDGE)
    p = 1 / (1 + np.exp(-(x @ weights)))
    least = min((float(v) for v in p if y[p >= v].mean() >= PRECISE), default=0.5)
    return dict(zip(names, map(float, weights), strict=True)), round(least, 2)


def odds(examples: Sequence[Example], weights: Mapping[str, float]) -> np.ndarray:
    return np.array([sum(weights.get(n, 0.0) * v for n, v in e.row.items()) for e in examples])


def after(
    texts: Texts, weights: Mapping[str, float], least: float, decisions: int, pipeline: str
) -> tuple[np.ndarray, int]:
    """The log-odds of each statement by what other texts taught; how often a layer was kept."""
    order = sorted({e.article for e in texts.examples})
    fold = np.array([order.index(e.article) % FOLDS for e in texts.examples])
    told, kept = np.zeros(len(fold)), 0
    for number in range(FOLDS):
        pool = [e for e, f in zip(texts.examples, fold, strict=True) if f != number]
        doubt = np.abs(odds(pool, weights))
        chosen = [pool[i] for i in np.argsort(doubt, kind="stable")[:decisions]]
        now = dict(weights)
        if chosen:
            layer = learn(chosen, pipeline, weights, least)
            kept += layer.better
            now |= layer.weights if layer.better else {}
        rest = [e for e, f in zip(texts.examples, fold, strict=True) if f == number]
        told[fold == number] = odds(rest, now)
    return told, kept


def rows(name: str, texts: Texts, base: Texts, pipeline: str, note: str) -> list[str]:
    weights, least = shipped(base.examples)
    y = np.array([float(e.right) for e in texts.examples])
    lines = []
    for decisions in DECISIONS:
        told, kept = after(texts, weights, least, decisions, pipeline)
        said = 1 / (1 + np.exp(-told)) >= least
        right_, all_ = float((said * y).sum()), float(said.sum())
        precision, recall = right_ / max(all_, 1), right_ / texts.facts
        f1 = 2 * right_ / max(all_ + texts.facts, 1)
        loss: Scores = scores(told, y, least)
        shown = f"{kept} of {FOLDS}" if decisions else "–"
        figures = " | ".join(f"{value:.3f}" for value in (precision, recall, f1, loss.log_loss))
        lines.append(f"| {name}{note} | {decisions} | {shown} | {figures} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", nargs="*")
    parser.add_argument("--pipeline", choices=(READER, FAST), default=READER)
    args = parser.parse_args()
    split = corpus.splits()
    of_file = {file.stem: {split[b.name] for b in notation.blocks(file)} for file in corpus.first()}
    tune = sorted(name for name, parts in of_file.items() if parts == {"tune"})
    names = args.collections or tune
    for name in names:
        if "test" in of_file.get(name, {"test"}):
            parser.error(f"{name}: is no file of training or tuning texts; choose one of {', '.join(tune)}")
    nlp = load_nlp(FAST if args.pipeline == FAST else None)
    texts = {name: collect(name, nlp) for name in sorted({*names, *tune})}
    print("| collection | decisions | layer kept | P | R | F1 | log-loss |\n|---|--:|--:|--:|--:|--:|--:|")
    for name in names:
        others = [texts[other] for other in tune if other != name]
        base = Texts([e for other in others for e in other.examples], 0)
        seen = " (the network learnt from it)" if "train" in of_file[name] and args.pipeline == READER else ""
        print(*rows(name, texts[name], base, args.pipeline, seen), sep="\n", flush=True)


if __name__ == "__main__":
    main()
