"""The grammar of names: from words and tags of one sentence to mentions.

Words and tags are LAC's (or another pipeline's, translated); what a suffix, a surname or a level is
comes from the lexicon. LAC finds most names; the grammar puts together what it cut (永辉 | 超市),
cuts what it glued (西河街道千禧) and finds people after titles that it missed (董事长田洪湖).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from kg.lexicon import Lexicon
from kg.nlp.mentions.bodies import BodyGrammar
from kg.nlp.people.heads import Heads
from kg.nlp.people.minority_names import MinorityNames
from kg.nlp.people.missed import MissedPeople
from kg.nlp.people.notices import Notices
from kg.nlp.people.people import People
from kg.nlp.people.person_words import PersonWords
from kg.nlp.people.titles import TitleGrammar
from kg.nlp.places.areas import Areas
from kg.nlp.places.gazetteer import Gazetteer
from kg.nlp.places.grammar import PlaceGrammar
from kg.nlp.spans.mention import DOCUMENT, Mention, apart, overlaps
from kg.nlp.tokens.splitter import WordSplitter
from kg.nlp.tokens.words import NAMEISH, Word

_TITLED = re.compile(r"《([^《》\n]{2,80})》")


#: the name of a team may end so many words after its verb
TEAM = 6


class NameGrammar:
    """Finds the names and titles of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._areas = areas
        self._parts = lexicon.names.organization.parts
        self._directions = lexicon.names.place.sites.directions
        self._levels = frozenset(lexicon.names.place.levels)
        self._session = re.compile(lexicon.titles.words.session)
        self._gazetteer = Gazetteer(lexicon)
        self._splitter = WordSplitter(lexicon)
        self._numbered = self._parts.numbered
        bodies = lexicon.names.organization
        self._teams = (*self._parts.teams, *(s for kind in self._parts.sent for s in bodies.suffixes[kind]))
        self._minority = MinorityNames(lexicon)
        self._notices = Notices(lexicon, areas)
        self._heads = Heads(lexicon, areas)
        person_words = PersonWords(lexicon)
        self._people = People(lexicon, areas, person_words)
        self._titles = TitleGrammar(lexicon, person_words)
        self._missed = MissedPeople(lexicon, person_words)
        self._bodies = BodyGrammar(lexicon, areas)
        self._places = PlaceGrammar(lexicon, areas)

    def find(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Mentions of people, titles, bodies, places and documents, in order, none overlapping."""
        documents = [Mention(m.start(1), m.end(1), DOCUMENT, m[1]) for m in _TITLED.finditer(text)]
        words = self._notices.cut(text, self._minority.joined(text, words))
        words = self._heads.cut(text, words)
        words = _free(self._splitter.split(self._gazetteer.joined(words)), documents)
        people = self._people.find(text, words)
        titles = self._titles.find(text, words, people)
        runs = self._runs(_free(words, people + titles))
        names = [mention for run in runs for mention in self._names(text, run)]
        mentions = documents + people + titles + names + self._missed.spaced(text)
        missed = self._missed.beside(text, words, mentions)
        if missed:
            mentions = [m for m in mentions if not any(overlaps(m, person) for person in missed)] + missed
        return apart(mentions)

    def _names(self, text: str, run: Sequence[Word]) -> list[Mention]:
        """The names of a run, left to right, the longest first."""
        mentions: list[Mention] = []
        i = 0
        while i < len(run):
            body = self._bodies.find(text, run, i)
            if body:
                mention, i = body
                mentions.append(mention)
            else:
                places, i = self._places.find(text, run, i)
                mentions += places
        return mentions

    def _runs(self, words: Sequence[Word]) -> list[list[Word]]:
        """Stretches of adjacent words that may make up names."""
        runs: list[list[Word]] = []
        for i, (word, after) in enumerate(zip_longest(words, words[1:])):
            if not self._nameish(word):
                ends = word.tag != "c" or not runs or after is None
                if ends or not self._joins(runs[-1], word, words[i + 1 : i + 3]):
                    continue
            verb = word.text in self._parts.acts
            if verb and self._acts(word, words[max(i - 1, 0) : i], words[i + 1 : i + TEAM]):
                continue
            if runs and runs[-1][-1].end == word.start:
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs

    def _acts(self, word: Word, before: Sequence[Word], rest: Sequence[Word]) -> bool:
        """Whether a word that may stand in the name of a team is a verb: 到高山背社区 | 调研 | 代表联络站."""
        after_place = bool(before) and before[0].tag == "LOC" and before[0].end == word.start
        return after_place and not any(item.text.endswith(self._teams) for item in rest)

    def _joins(self, run: Sequence[Word], word: Word, rest: Sequence[Word]) -> bool:
        """The 和 of 县自然资源和规划局."""
        after = rest[0]
        if run[-1].end != word.start or after.tag not in {"n", "vn", "ORG"} or self._areas.split(after.text):
            return False
        begun = "".join(item.text for item in run)
        started = run[0].text in self._levels or run[0].tag in {"LOC", "ORG"} or begun[0] in self._levels
        open_ = not self._bodies.ends(begun)
        return (
            any({item.text, item.text[-1:]} & self._bodies.kinds.keys() for item in rest)
            and started
            and open_
        )

    def _nameish(self, word: Word) -> bool:
        if word.text in self._parts.stop and word.tag != "LOC":  # 在 | 内 | 江市 | 中区
            return False
        if word.tag in NAMEISH:
            return True
        if word.tag == "f":
            return word.text in self._directions
        if word.tag == "m":
            return bool(self._session.fullmatch(word.text)) or word.text.endswith(self._numbered)
        if word.text in self._parts.homographs:
            return True  # 惠阳 | 同乡 | 总会
        return word.text in self._parts.work_words or word.text in self._levels


def _free(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Word]:
    """The words that no mention has a part of."""
    if not mentions:
        return list(words)
    taken = bytearray(max(m.end for m in mentions))
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return [word for word in words if taken.find(1, word.start, word.end) < 0]
