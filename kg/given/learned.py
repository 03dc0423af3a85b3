"""The layer that `kg learn` makes: what a reader's decisions changed in the weights of the judge.

A small JSON file (``learned.json``) that people can read and hand on. It names the weights it was learned
over by a hash: over others its numbers would mean nothing, so there it is left out.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import UsageError

#: the file's name in a build folder
LEARNED = "learned.json"
#: so few decisions teach nothing, of all relations or of one of the user's own
ENOUGH = 20
#: no weight is larger: a file that is handed on is not trusted further
LARGEST = 50.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How well probabilities told the held-back decisions: mean log-loss, and F1 at the least confidence."""

    log_loss: float
    f1: float


@dataclass(frozen=True, slots=True)
class Layer:
    """What was learned, from how much, and how it did on the decisions that were held back.

    ``pipeline`` and ``shipped`` say which weights it stands on (see `mark_of`), ``weights`` are those that
    changed, as they are now. ``ridge`` is how strongly they were pulled to the shipped ones, ``least`` the
    confidence that F1 was taken at. ``before`` and ``after`` are of weights that had not seen the
    ``held_back`` decisions; ``weights`` were then fitted to all ``decisions``.
    """

    pipeline: str
    shipped: str
    decisions: int
    right: int
    held_back: int
    ridge: float
    least: float
    before: Scores
    after: Scores
    weights: Mapping[str, float]

    @property
    def better(self) -> bool:
        """Whether neither score is worse than before; a layer that changes nothing is not."""
        before, after = self.before, self.after
        return bool(self.weights) and after.log_loss <= before.log_loss and after.f1 >= before.f1


def mark_of(weights: Mapping[str, float]) -> str:
    """What tells weights from others: 12 hex digits."""
    text = json.dumps(dict(weights), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def write_layer(layer: Layer) -> str:
    """A layer as the text of its file; the weights by name."""
    data = asdict(layer) | {"weights": dict(sorted(layer.weights.items()))}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_layer(text: str, name: str) -> Layer:
    """The inverse of `write_layer`; UsageError where the file called ``name`` is none."""
    try:
        data = json.loads(text)
        scores = {key: Scores(**{k: _number(v) for k, v in data[key].items()}) for key in ("before", "after")}
        weights = {str(key): _number(value) for key, value in data["weights"].items()}
        if any(abs(value) > LARGEST for value in weights.values()):
            raise ValueError
        return Layer(**{**data, **scores, "weights": weights})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{name}: is no layer of kg learn; make one with: kg learn DIR") from None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
