"""Fits the weights that make one probability of what speaks for a statement (`kg.nlp.reader.judge.features`).

    python training/reader/calibrate.py TEXTS… [--pipeline fast] [--out kg/models/reader/judge.json]

The texts are ones that the network has not learnt from. A statement is right where tests/data/score.py says
so. Logistic regression with a ridge, by Newton's method; what is printed is cross-fitted over ten parts of
them.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from scoring import as_said, read, right
from sources import score

from kg.model import ASSERTED
from kg.nlp import load_nlp
from kg.nlp.reader.settings import READER

#: the ridge: a feature's weight costs so much, squared
RIDGE = 1.0
PARTS = 10


def collect(names: list[str], pipeline: str) -> tuple[list[str], list[dict[str, float]], list[bool], int]:
    """Text, features and truth of each asserted claim, and how many facts there are."""
    nlp = load_nlp(None if pipeline == READER else pipeline)
    judge = nlp.get_pipe("kg_judge")
    texts, rows, truth, gold = [], [], [], 0
    for text, note in read(names):
        gold += len(note["facts"])
        with nlp.select_pipes(disable="kg_judge"):
            doc = nlp(text.clean)
        weighed = [(claim, found) for claim, found in judge.weigh(doc) if claim.status in ("", ASSERTED)]
        said = as_said(doc, (claim for claim, _ in weighed))
        texts += [note["id"]] * len(said)
        rows += [found for _, found in weighed]
        truth += right(note, said)[0]
    return texts, rows, truth, gold


def fit(rows: list[dict[str, float]], truth: np.ndarray, names: list[str]) -> np.ndarray:
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = truth.astype(float)
    weights = np.zeros(len(names))
    ridge = np.full(len(names), RIDGE)
    ridge[[names.index("bias"), names.index("network")]] = 1e-3
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (p - y) + ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", help="splits, files, or folders of articles and gold")
    parser.add_argument("--pipeline", default=READER)
    parser.add_argument("--least", type=float, default=0.44, help="the least confidence of the graph")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    texts, rows, truth, gold = collect(args.texts, args.pipeline)
    true = np.array(truth)
    names = sorted({name for row in rows for name in row})
    part = np.array([zlib.crc32(t.encode()) % PARTS for t in texts])
    guess = np.zeros(len(rows))
    for k in range(PARTS):
        inside = part != k
        if inside.all():
            continue
        weights = fit([r for r, i in zip(rows, inside, strict=True) if i], true[inside], names)
        x = np.array(
            [[row.get(name, 0.0) for name in names] for row, i in zip(rows, inside, strict=True) if not i]
        )
        guess[~inside] = 1 / (1 + np.exp(-(x @ weights)))
    for least in sorted({*np.arange(0.1, 0.95, 0.05), args.least}):
        kept = guess >= least
        p, r, f = score.prf(
            int((kept & true).sum()), int((kept & ~true).sum()), gold - int((kept & true).sum())
        )
        print(f"{least:.2f}  P {p:.3f} R {r:.3f} F1 {f:.3f}")
    print(f"at least {args.least:.2f}: precision {true[guess >= args.least].mean():.3f}")
    bins = np.minimum((guess * 10).astype(int), 9)
    error = sum(abs(guess[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(f"expected calibration error {error:.3f} over {len(rows)} statements")
    if args.out:
        weights = fit(rows, true, names)
        settings = (
            json.loads(args.out.read_text(encoding="utf-8"))
            if args.out.exists()
            else {"weights": {}, "least": {}}
        )
        told = {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) > 5e-4}
        settings["weights"][args.pipeline] = told
        settings["least"][args.pipeline] = args.least
        args.out.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
