"""What a statement was weighed by (`kg.nlp.reader.judge`), in words: features of one kind together.

network 1.2, network supervises 0.4      the network gives it 0.93: +1.6
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.nlp.reader.judge import OWN, SURE
from kg.nlp.spans.claim import Claim
from kg.values.explanation import Factor

#: so many are told that speak for a statement, and so many against it
MOST = 3
#: what moves the log-odds less says nothing
LITTLE = 0.05
_COMMON = "how often such statements are right"
_SAID = {
    "source both": "the rules and the network both state it",
    "source rule": "only the rules state it",
    "source reader": "only the network states it",
    "borrowed subject": "its subject stands in another sentence",
    "borrowed object": "its object stands in another sentence",
    "not asserted": "it is not asserted",
}


def factors(
    claim: Claim, found: Mapping[str, float], weighed: Mapping[str, float], network: bool
) -> tuple[Factor, ...]:
    """What spoke most for and against a claim, the strongest first.

    ``found`` are its features, ``weighed`` what each adds to the log-odds (nothing: it has no head). Without
    a ``network`` in the pipeline what is said of it is the same of every statement.
    """
    sums: dict[tuple[str, tuple[str, ...]], float] = defaultdict(float)
    for name, by in weighed.items():
        kind = name.removeprefix(f"{OWN} {claim.predicate}").strip()
        same = not network and kind.startswith(("network", "source"))
        sums[(_COMMON, ()) if same else _words(kind, claim, found)] += by
    told = [Factor(why, words, round(by, 2)) for (why, words), by in sums.items() if abs(by) >= LITTLE]
    told.sort(key=lambda factor: (-abs(factor.by), factor.why))
    strongest = [*_side(told, 1)[:MOST], *_side(told, -1)[:MOST]]
    return tuple(factor for factor in told if factor in strongest)


def _side(told: Sequence[Factor], sign: int) -> list[Factor]:
    return [factor for factor in told if factor.by * sign > 0]


def _words(name: str, claim: Claim, found: Mapping[str, float]) -> tuple[str, tuple[str, ...]]:
    """The kind of a feature as a sentence, with the words that go into it."""
    kind = name.partition(" ")[0]
    if kind == "network":
        p = 1 / (1 + math.exp(-found["network"]))
        if p < SURE * 1.5:
            return "the network does not see it", ()
        return "the network gives it {}", (f"{p:.2f}",)
    if kind == "form":
        return "{} states it", (claim.rule,)
    if kind == "distance":
        return "how far apart its ends are", ()
    said = next((text for start, text in _SAID.items() if name.startswith(start)), _COMMON)
    return said, ()
