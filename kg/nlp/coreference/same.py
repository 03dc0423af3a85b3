"""Which earlier mention a later one means, by what the trained reader says of the two.

东湖食品有限公司捐款10万元。该公司还派出员工。      该公司 is 东湖食品有限公司
淮安市佛教协会会长到场。市佛协捐款3万元。            市佛协 is 淮安市佛教协会
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kg.nlp.coreference.discourse import Discourse
from kg.nlp.reader.labels import SAME
from kg.nlp.spans.mention import GPE, Mention

#: what a mention that names nothing may be taken for, and one that is a name
DEICTIC, NAMED = 0.3, 0.7


class Same:
    """The pairs of an article that the reader holds to be one; nothing where there was no reader."""

    def __init__(self, pairs: Iterable[Sequence[Any]]) -> None:
        self._before: dict[tuple[int, int], list[tuple[float, tuple[int, int]]]] = defaultdict(list)
        for row in pairs:
            probability = row[4].get(str(SAME), 0.0)
            if probability >= DEICTIC:
                self._before[row[0], row[1]].append((probability, (row[2], row[3])))

    def entity(self, mention: Mention, discourse: Discourse) -> str:
        """The key of the entity that a mention means; empty where the reader does not know."""
        votes = self._before.get((mention.start, mention.end))
        if not votes or (mention.label == GPE and not mention.deictic):
            return ""
        resolved = {(m.start, m.end): m for m in discourse.mentions if m.entity and m.start < mention.start}
        sums: dict[str, float] = {}
        for probability, place in votes:
            earlier = resolved.get(place)
            if earlier is not None and (mention.deictic or earlier.label == mention.label):
                sums[earlier.entity] = max(sums.get(earlier.entity, 0.0), probability)
        best = max(sorted(sums), key=lambda key: sums[key], default="")
        if not best or sums[best] < (DEICTIC if mention.deictic else NAMED):
            return ""
        if mention.deictic:
            mention.label = discourse.known[best].label
        return best
