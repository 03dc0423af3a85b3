"""What a reader's decisions teach the judge: its weights fitted further, or left as they are.

Logistic regression that starts from the shipped weights and is pulled back to them by a ridge: a Gaussian
prior around what was known before (Chelba and Acero, "Adaptation of Maximum Entropy Capitalizer: Little Data
Can Help a Lot", EMNLP 2004), by Newton's method. How hard it pulls is chosen by cross-validation. A fifth of
the decisions, by article, takes no part in it and says what was gained.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from kg.given import using
from kg.given.learned import ENOUGH, Layer, Scores, mark_of
from kg.model import Article, Statement, Text
from kg.nlp import docs_of
from kg.nlp.reader.judge import SURE, Judge, own_form, probability
from kg.nlp.statements.convert import to_statements
from kg.nlp.terms import terms_of

#: how hard weights are pulled back to the shipped ones; which is chosen by cross-validation
RIDGES = (3.0, 10.0, 30.0, 100.0, 300.0)
#: one decision in so many is held back, and so many parts are cross-validated
HELD, PARTS = 5, 5
#: a weight that moved less than this stays the shipped one
MOVED = 1e-3
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that the pipeline considers, and what it is weighed by (`Judge.row`)."""

    article: str  # its SHA-256
    statement: Statement
    row: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A statement that was decided: what it is weighed by, and whether it is right."""

    article: str
    relation: str
    row: Mapping[str, float]
    right: bool


def candidates(pairs: Iterable[tuple[Article, Text]], nlp: Language, base: str) -> Iterator[Candidate]:
    """Every statement that a pipeline considers in articles, one an id: the likeliest of its claims."""
    judge: Judge = nlp.get_pipe("kg_judge")  # type: ignore[assignment]
    terms = terms_of(nlp)
    with nlp.select_pipes(disable="kg_judge"):
        for doc, (article, text) in docs_of(((text, (article, text)) for article, text in pairs), nlp):
            with using(terms):
                weighed = judge.weigh(doc)
                doc._.kg_statements = [claim.to_dict() for claim, _ in weighed]
                statements = to_statements(article, text, doc, base)
            best: dict[str, tuple[float, Candidate]] = {}
            for (claim, found), statement in zip(weighed, statements, strict=True):
                told = judge.weighed(claim, found)
                sure = probability(told.values()) if told else claim.confidence
                if statement is not None and sure > best.get(statement.id, (-1.0, None))[0]:
                    best[statement.id] = sure, Candidate(article.sha256, statement, judge.row(claim, found))
            yield from (candidate for _, candidate in best.values())


def learn(examples: Sequence[Example], pipeline: str, weights: Mapping[str, float], least: float) -> Layer:
    """The layer that ``examples`` (`usable` ones, of at least two articles) make over a pipeline's weights.

    Whether it is worth keeping its scores say (`Layer.better`); ``least`` is the confidence that F1 is taken
    at.
    """
    data = _Data.of(examples, weights)
    held = _held_back([example.article for example in examples])
    inner = data.part(~held)
    ridge = _ridge(inner)
    outer = data.part(held)
    fitted = fit(data.x, data.y, data.start, ridge)
    own = {own_form(example.relation) for example in examples}
    return Layer(
        pipeline=pipeline,
        shipped=mark_of(weights),
        decisions=len(examples),
        right=int(data.y.sum()),
        held_back=int(held.sum()),
        ridge=ridge,
        least=least,
        before=scores(outer.x @ outer.start, outer.y, least),
        after=scores(outer.x @ fit(inner.x, inner.y, inner.start, ridge), outer.y, least),
        weights={
            name: round(float(now), 4)
            for name, now, before in zip(data.names, fitted, data.start, strict=True)
            if abs(now - before) >= MOVED or name in own
        },
    )


def usable(examples: Iterable[Example]) -> list[Example]:
    """Those that can be learned from: of the user's own relations those with examples enough for a head."""
    found = list(examples)
    count = Counter(example.relation for example in found)
    own = {example.relation for example in found if own_form(example.relation) in example.row}
    return [e for e in found if e.relation not in own or count[e.relation] >= ENOUGH]


def fit(x: Rows, y: Rows, start: Rows, ridge: float) -> Rows:
    """The weights that tell ``y`` (0 or 1) of the rows of ``x`` best, ``ridge`` pulling them to ``start``.

    They make log-loss + ridge/2 · |weights - start|² least, by Newton's method with halved steps.
    """
    weights = start.copy()
    cost = _cost(x, y, start, ridge, weights)
    for _ in range(50):
        p = _sigmoid(x @ weights)
        gradient = x.T @ (p - y) + ridge * (weights - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(start))
        step = np.linalg.solve(hessian, gradient)
        while (now := _cost(x, y, start, ridge, weights - step)) > cost and np.abs(step).max() > 1e-7:
            step = step / 2
        if now > cost or np.abs(step).max() < 1e-7:
            break
        weights, cost = weights - step, now
    return weights


def scores(odds: Rows, y: Rows, least: float) -> Scores:
    """How well log-odds tell what is right: mean log-loss, and F1 of those at least that probable."""
    p = np.clip(_sigmoid(odds), SURE, 1 - SURE)
    loss = -np.where(y > 0, np.log(p), np.log(1 - p)).mean() if len(y) else 0.0
    kept = p >= least
    right, said, true = float((kept * y).sum()), float(kept.sum()), float(y.sum())
    return Scores(round(float(loss), 4), round(2 * right / (said + true), 4) if said + true else 0.0)


@dataclass(frozen=True, slots=True)
class _Data:
    """Examples as a matrix: a row each, a column a feature; ``start`` are the weights before."""

    names: list[str]
    x: Rows
    y: Rows
    start: Rows
    articles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, examples: Sequence[Example], weights: Mapping[str, float]) -> _Data:
        names = sorted({name for example in examples for name in example.row})
        at = {name: number for number, name in enumerate(names)}
        x = np.zeros((len(examples), len(names)))
        for row, example in zip(x, examples, strict=True):
            for name, value in example.row.items():
                row[at[name]] = value
        own = {own_form(example.relation) for example in examples}
        start = np.array([weights.get(name, 1.0 if name in own else 0.0) for name in names])
        y = np.array([float(example.right) for example in examples])
        return cls(names, x, y, start, [example.article for example in examples])

    def part(self, chosen: NDArray[Any]) -> _Data:
        articles = [a for a, c in zip(self.articles, chosen, strict=True) if c]
        return _Data(self.names, self.x[chosen], self.y[chosen], self.start, articles)


def _held_back(articles: Sequence[str]) -> NDArray[Any]:
    """Which examples are held back: a fifth, of the articles whose hashes come first, but never all."""
    count = Counter(articles)
    held: set[str] = set()
    for article in sorted(count, key=_hash)[:-1]:
        if HELD * sum(count[a] for a in held) >= len(articles):
            break
        held.add(article)
    return np.array([article in held for article in articles])


def _ridge(data: _Data) -> float:
    """The strongest that does nearly as well as the best on articles left out in turn.

    Nearly: by less than one standard error of the difference (the rule of Breiman et al., "Classification and
    Regression Trees", 1984). Of a few decisions the best alone is too often one that merely had luck.
    """
    order = sorted(set(data.articles), key=_hash)
    part = {article: number % PARTS for number, article in enumerate(order)}
    parts = np.array([part[article] for article in data.articles])
    if len(order) < 2:
        return RIDGES[-1]
    losses = {ridge: _left_out(data, parts, ridge) for ridge in RIDGES}
    best = min(losses.values(), key=lambda loss: float(loss.mean()))
    for ridge in reversed(RIDGES):
        worse = losses[ridge] - best
        if worse.mean() <= worse.std() / np.sqrt(len(worse)):
            return ridge
    return RIDGES[0]


def _left_out(data: _Data, parts: NDArray[Any], ridge: float) -> Rows:
    """The log-loss of each example by weights that were fitted to the other parts."""
    odds = np.zeros(len(data.y))
    for number in sorted(set(parts.tolist())):
        inner = data.part(parts != number)
        odds[parts == number] = data.x[parts == number] @ fit(inner.x, inner.y, data.start, ridge)
    return _losses(odds, data.y)


def _cost(x: Rows, y: Rows, start: Rows, ridge: float, weights: Rows) -> float:
    return float(_losses(x @ weights, y).sum() + ridge / 2 * ((weights - start) ** 2).sum())


def _losses(odds: Rows, y: Rows) -> Rows:
    losses: Rows = np.logaddexp(0.0, odds) - y * odds
    return losses


def _sigmoid(odds: Rows) -> Rows:
    p: Rows = 1 / (1 + np.exp(-np.clip(odds, -30.0, 30.0)))
    return p


def _hash(article: str) -> str:
    return hashlib.sha256(article.encode()).hexdigest()
