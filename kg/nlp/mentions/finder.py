"""All mentions of a text: sentence by sentence, then what the text as a whole tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.lexicon import Lexicon
from kg.nlp.mentions.bylines import Bylines
from kg.nlp.mentions.deictic import Deictics
from kg.nlp.mentions.figures import Figures
from kg.nlp.mentions.known import KnownNames
from kg.nlp.mentions.names import NameGrammar
from kg.nlp.mentions.teams import Teams
from kg.nlp.mentions.things import Things
from kg.nlp.places.areas import Areas
from kg.nlp.quantities.currency import Currency
from kg.nlp.spans.mention import GPE, Mention, overlaps
from kg.nlp.spans.patterns import HAN
from kg.nlp.tokens.words import Word


class Finder:
    """Finds mentions sentence by sentence, then looks for the names found in the rest of the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._areas = Areas.of(lexicon)
        self._grammar = NameGrammar(lexicon, self._areas)
        self._known = KnownNames(lexicon, self._areas)
        self._head = re.compile(rf"[【\[]?([{HAN}]{{2,7}})(?=[】\] ：:\n]|$)")
        self._figures = Figures(lexicon)
        self._things = Things(lexicon)
        self._currency = Currency(lexicon)
        self._bylines = Bylines(lexicon)
        self._teams = Teams(lexicon)
        self._deictics = Deictics(lexicon)

    def find(self, text: str, sentences: Iterable[tuple[int, int, Sequence[Word]]]) -> list[Mention]:
        """The mentions of a text, in order; each sentence is its start, its end and its words."""
        mentions: list[Mention] = []
        for start, end, words in sentences:
            for mention in self._sentence(text[start:end], words):
                mention.start += start
                mention.end += start
                mentions.append(mention)
        _add(mentions, self._figures.noted(text))
        self._currency.count_in(text, mentions)
        return self._things.named(text, self._known.seen(text, mentions))

    def names(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Those that name something."""
        return [m for m in mentions if not self._deictics.names_nothing(m)]

    def _sentence(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """The mentions of a sentence, whose words have offsets into it; what comes first stays."""
        figures = list(self._figures.of(text, words))
        found = self._things.ended(text, words, self._grammar.find(text, words))
        found = [m for m in found if not any(f.currency and _is_in(m, f) for f in figures)]
        _add(found, figures)
        _add(found, self._deictics.pronouns(words))
        _add(found, self._heading(text))
        found = self._teams.named(text, self._bylines.named(text, found))
        _add(found, self._deictics.levels(words, found))
        self._deictics.mark(found)
        _add(found, self._deictics.spoken(text))
        return sorted(found, key=lambda m: m.start)

    def _heading(self, text: str) -> Iterator[Mention]:
        """【临朐】: an area in brackets, or before a colon, at the head of a line."""
        head = self._head.match(text)
        if head and (head[1] in self._areas.codes or head[1] in self._areas.short):
            yield Mention(head.start(1), head.end(1), GPE, head[1])


def _is_in(name: Mention, sum_: Mention) -> bool:
    """澳门 of 澳门元五万, 林吉特 of 50万林吉特."""
    return sum_.start <= name.start and name.end <= sum_.end


def _add(found: list[Mention], mentions: Iterable[Mention]) -> None:
    """Add each mention unless one is there already."""
    for mention in mentions:
        if not any(overlaps(mention, other) for other in found):
            found.append(mention)
