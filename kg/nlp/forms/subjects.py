"""Whether a sentence may go on with the subject of the one before, or has one of its own.

随后走访安康社区。            a verb comes first: whoever was spoken of
他检查了物资。                a pronoun
那日苏到达茂旗调研。           a name, be it known or not: nobody else
两名志愿者捐款500元。          nobody who is named, but not whoever was spoken of
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.lexicon import Lexicon
from kg.nlp.spans.mention import ORG, PERSON, Mention
from kg.nlp.tokens.words import Word

#: tags of what may stand before a subject
BEFORE = frozenset({"TIME", "t", "d", "c", "ad", "f", "xc", "u", "nt"})
#: tags of what a subject begins with
NOMINAL = frozenset({"n", "nz", "nw", "PER", "LOC", "ORG", "a", "an", "m", "r", "s", "NN", "NR"})
COMMA = "，"


class Subjects:
    """Tells by the words of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        person, parts = lexicon.names.person, lexicon.names.organization.parts
        self._pronouns = frozenset({*person.pronouns, *person.pair_pronouns})
        self._unnamed = person.unnamed
        self._bare = parts.bare | frozenset(parts.called)
        self._those = (*parts.deictics, *lexicon.names.place.sites.deictics)

    def is_open(self, words: Sequence[Word], mentions: Iterable[Mention]) -> bool:
        """Whether a sentence has no subject of its own, or a pronoun; ``mentions`` are those in it."""
        known = {m.start: m for m in mentions if m.label in (PERSON, ORG) and m.entity}
        for clause in _clauses(words):
            first = next((w for w in clause if w.tag not in BEFORE and w.tag != "w"), None)
            if first is None or first.tag in {"p"}:
                continue  # 3月6日，; 在红石镇，
            if first.start in known or first.text in self._pronouns or first.text in self._bare:
                return True
            if first.text.startswith(self._those):
                return True
            return first.tag not in NOMINAL and not first.text.startswith(self._unnamed)
        return True


def _clauses(words: Sequence[Word]) -> Iterable[list[Word]]:
    clause: list[Word] = []
    for word in words:
        if word.text == COMMA:
            yield clause
            clause = []
        else:
            clause.append(word)
    yield clause
