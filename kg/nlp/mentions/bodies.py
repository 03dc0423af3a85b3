"""Bodies: from a run of words to the name of an organization and its class."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.places.areas import Areas
from kg.nlp.spans.kept import Kept
from kg.nlp.spans.mention import FAC, ORG, Mention
from kg.nlp.spans.patterns import HAN, Suffixes, any_of
from kg.nlp.tokens.body_ends import double_body
from kg.nlp.tokens.words import PLACED, Word

#: a name of so many characters is believed if only the tagger calls it a body; a shorter one where no
#: site follows in so many words
SURE, NEAR = 4, 3
#: the longest name, in words and in characters
WORDS, LONGEST = 16, 40
#: the longest area before the mission of a team
AREA = 8
#: the classes of so many names are kept
KEPT = 20_000


# long: one search from the longest run to the shortest, over one set of patterns
class BodyGrammar:
    """Finds the body that begins at a word; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._areas = areas
        self._parts = lexicon.names.organization.parts
        self._levels = frozenset(lexicon.names.place.levels)
        sites = lexicon.names.place.sites
        self._dwellings = sites.dwellings
        self._annexes = Suffixes((*sites.dwellings, *sites.spots, *sites.nearby))
        self._sites = (*sites.suffixes, *sites.spots)
        suffixes = lexicon.names.organization.suffixes
        self.kinds = {suffix: kind for kind, words in suffixes.items() for suffix in words}
        self._assembly = self.kinds[lexicon.titles.delegates[0].assembly]
        self._double = double_body(lexicon)
        level = any_of(s for s in self._levels if len(s) == 1)
        self._shared_level = re.compile(rf"(?:{level}[、和]?)+(?:[两三]级)?$")
        self._last = frozenset(lexicon.names.organization.parts.called)
        self._suffixes = Suffixes({*self.kinds, *self._parts.tails})
        self._kinded = Suffixes(self.kinds)
        ends = (*self.kinds, *self._parts.tails, *self._parts.known)
        self._final = frozenset(word[-1] for word in ends if word)
        self._mission = re.compile(rf"{self._parts.rounds}?{any_of(self._parts.missions)}$")
        self._no_body = frozenset(lexicon.names.place.peoples) | self._levels
        self._nobody = tuple(self._parts.nobody)
        self._session = re.compile(lexicon.titles.words.session)
        self._found = Kept(self._kind_of, KEPT)

    def find(self, text: str, run: Sequence[Word], i: int) -> tuple[Mention, int] | None:
        """The longest body that begins at word ``i``, and the index of the word after it."""
        body = self._body(text, run, i)
        if body is None:
            return None
        mention, j = body
        dwelling, k = self._dwelling(text, run, i, j)
        return dwelling or self._with_mission(text, self._with_levels(text, mention)), k

    def ends(self, name: str) -> bool:
        """Whether a name ends as one of a body does."""
        return bool(self._kinded.longest(name))

    def _dwelling(self, text: str, run: Sequence[Word], i: int, j: int) -> tuple[Mention | None, int]:
        """环保局 in 环保局宿舍小区, 范阳小学 in 范阳小学安置点: the name goes on to a dwelling or a spot."""
        bare = text[run[i].start : run[j - 1].end] in self._parts.bare  # 公司仓库
        for k in range(min(len(run), j + 2), len(run) if bare else j, -1):
            name = text[run[i].start : run[k - 1].end]
            suffix = self._annexes.longest(name)
            if suffix:
                kind = self._dwellings[0] if suffix in self._dwellings else suffix
                return Mention(run[i].start, run[k - 1].end, FAC, name, kind=kind), k
        return None, j

    def _with_levels(self, text: str, mention: Mention) -> Mention:
        """县、镇人大 and 区乡两级人大: the levels before belong to the body."""
        shared = self._shared_level.search(text, 0, mention.start)
        starts = mention.text[0] in self._levels or (shared and shared.group()[-1] == "级")
        if shared and starts and len(shared.group()) > 1 and mention.kind == self._assembly:
            mention.start, mention.text = shared.start(), text[shared.start() : mention.end]
        return mention

    def _with_mission(self, text: str, mention: Mention) -> Mention:
        """山西省第七批支援 | 湖北医疗队, 宜昌援 | 琼医疗队: what a team is sent to do belongs to its name."""
        match = self._mission.search(text, 0, mention.start) if mention.kind in self._parts.sent else None
        if match is None:
            return mention
        start = match.start()
        for at in range(max(0, start - AREA), start - 1):
            parts = self._areas.split(text[at:start] + match[0], believe=False)
            if len(parts) == 1 and parts[0].end == start - at:
                start = at
                break
        return Mention(start, mention.end, ORG, text[start : mention.end], kind=mention.kind)

    def _body(self, text: str, run: Sequence[Word], i: int) -> tuple[Mention, int] | None:
        if text.endswith(self._nobody, 0, run[i].start):
            return None
        for j in range(min(len(run), i + WORDS), i, -1):
            start, end = run[i].start, run[j - 1].end
            end = self._completed(text, start, end) if j in (len(run), i + WORDS) else end
            if j > i + 1 and text[end - 1] not in self._final:
                continue
            name = text[start:end]
            kind = self._body_kind(name, run[i:j])
            if name in self._parts.bare and text.startswith(self._parts.attributive, end):
                continue  # 发挥人大作用
            if kind == "" and end - start < SURE and self._is_other(text, start, end, run[j : j + NEAR]):
                continue
            if kind is not None:
                start = self._area_start(text, start)
                return Mention(start, end, ORG, text[start:end], kind=kind), j
        return None

    def _area_start(self, text: str, start: int) -> int:
        """Where the area begins that the tagger cut: 从 | 江县人民医院, 怒 | 江州人大."""
        for end in range(start + 2, min(start + 5, len(text))):
            if text[start - 1 : end] in self._areas.codes and text[start:end] not in self._areas.codes:
                return start - 1
        return start

    def _is_other(self, text: str, start: int, end: int, rest: Sequence[Word]) -> bool:
        """安吉, 台风“尤特”, 永辉 | 超市: an area, what quotation marks name, the start of a site."""
        quoted = text[start - 1 : start] + text[end : end + 1] == "“”"
        site = any(word.text.endswith(self._sites) for word in rest)
        return text[start:end] in self._areas.short or quoted or site

    def _completed(self, text: str, start: int, end: int) -> int:
        """The end of a suffix that the tagger cut: 县红十字 | 会, but not 小学 | 校长."""
        longer = text[start : end + 1]
        if end >= len(text) or longer[-1] not in self._last:
            return end
        before, after = (len(self._suffixes.longest(name)) for name in (longer[:-1], longer))
        return end + 1 if after > max(before, 1) else end

    def _body_kind(self, name: str, words: Sequence[Word]) -> str | None:
        """The class of a body, empty where only the tagger says that it is one; None for no body."""
        return self._found[name, len(words) > 1, words[0][2:], words[-1][2:]]

    def _kind_of(self, key: tuple[str, bool, tuple[str, str], tuple[str, str]]) -> str | None:
        """`_body_kind` of a name of one or several words, by the text and tag of its first and last."""
        name, several, (begun, tag), (ended, last_tag) = key
        if name in self._parts.known:
            return self._kind(name)
        if name in self._no_body:
            return None  # 回族, 街道
        suffix = self._suffixes.longest(name)
        if not suffix and several:
            return None
        areas = self._areas.split(name[: -len(suffix)] if suffix else name)
        covered = areas[-1].end if areas and tag in {"LOC", "ORG", "nz", "PER"} else 0
        if covered == len(name):
            return None
        if not suffix:
            lone = not several and tag == "ORG" and len(name) >= 2 and name not in self._parts.generic
            site = name.endswith(self._sites)
            return "" if lone and not site and re.match(f"[{HAN}A-Z]", name) else None
        if self._session.sub("", name) == suffix:  # 第一届理事会 names no body
            return self._kind(suffix) if name in self._parts.bare else None
        if self._double.match(name):
            return None
        if len(ended) < len(suffix) and last_tag == "ORG" and several:
            return None
        if suffix in self._parts.temples and last_tag not in PLACED:
            return None
        kind = self._kind(suffix)
        if begun in self._parts.not_first or name in self._parts.generic or len(name) > LONGEST:
            return None
        strong = tag in {"LOC", "ORG", "nz", "nw", "PER"} or begun in self._parts.parties
        level = begun in self._levels or name[:1] in self._levels
        loose = kind in self._parts.loose and len(name) > len(suffix) + 1
        single = not several and len(name) > len(suffix) + 1
        if strong or level or loose or single or covered:
            return kind
        return None

    def _kind(self, name: str) -> str:
        return self.kinds.get(self._kinded.longest(name), "")
