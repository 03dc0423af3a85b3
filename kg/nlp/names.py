"""The grammar of names: from words and tags of one sentence to mentions.

Words and tags are LAC's (or another pipeline's, translated); what a suffix, a surname or a level is
comes from the lexicon. LAC finds most names; the grammar puts together what it cut (永辉 | 超市),
cuts what it glued (西河街道千禧) and finds people after titles that it missed (董事长田洪湖).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kg.lexicon import Lexicon
from kg.nlp.areas import Areas
from kg.nlp.mention import DOCUMENT, FAC, GPE, ORG, PERSON, TITLE, Mention

HAN = "一-鿿㐀-䶿"
#: tags of words that may stand inside a name
NAMEISH = frozenset({"LOC", "ORG", "nz", "n", "vn", "nw", "an", "a", "s", "PER"})
DIRECTIONS = frozenset("东南西北中")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, with offsets into the text."""

    start: int
    end: int
    text: str
    tag: str


class NameGrammar:
    """Finds the names and titles of a sentence; stateless."""

    def __init__(self, lexicon: Lexicon, areas: Areas) -> None:
        self._areas = areas
        self._person = lexicon.names.person
        self._parts = lexicon.names.organization.parts
        self._sites = lexicon.names.place.sites
        self._levels = frozenset(lexicon.names.place.levels)
        self._delegates = lexicon.titles.delegates
        self._kinds = {
            suffix: kind for kind, words in lexicon.names.organization.suffixes.items() for suffix in words
        }
        self._venues = frozenset(self._sites.venues)
        titles = lexicon.titles
        prefixes, bases = _any(titles.prefixes), _any(titles.bases)
        self._title = re.compile(rf"{prefixes}*{bases}(?!{_any(titles.followed_by)})")
        self._liaisons = titles.words.liaison
        self._session = re.compile(titles.words.session)
        self._surname_title = re.compile(rf"([{self._person.surnames}])({bases})$")
        self._ands = frozenset(lexicon.names.lists.joins)
        self._bases = frozenset(titles.bases)
        self._title_end = re.compile(rf"{_any(titles.bases)}$")
        self._members = frozenset(titles.words.member)
        self._deputies = tuple(p for p in titles.prefixes if len(p) == 1)
        self._title_prefixes = sorted((p for p in titles.prefixes if len(p) > 1), key=lambda p: (-len(p), p))
        assemblies = _any({d.assembly for d in titles.delegates})
        offices = _any(s for s, kind in self._kinds.items() if len(s) > 2 and s not in self._parts.tails)
        level = f"[{''.join(sorted(s for s in self._levels if len(s) == 1))}]"
        self._double = re.compile(rf"(.{{2,}}{offices})({level}{assemblies})")
        self._shared_level = re.compile(rf"(?:{level}[、和]?)+(?:[两三]级)?$")
        compound = _any(self._person.compound_surnames)
        given = f"[{HAN}]{{1,2}}"
        self._full_name = re.compile(rf"(?:{compound}{given}|[{self._person.surnames}]{given})$")
        self._spaced_name = re.compile(rf"(?:^|[：:、 ])([{self._person.surnames}] [{HAN}])(?= |$)", re.M)
        self._marked = re.compile(rf"[{HAN}]+(?:[{''.join(self._person.marks)}][{HAN}]+)+$")
        below = "|".join(sorted((s for s, rank in lexicon.names.place.levels.items() if rank == 5), key=len))
        self._village = re.compile(rf"(?!的)[{HAN}]{{1,5}}?(?:{below}|{'|'.join(self._sites.suffixes[:4])})")
        self._org_suffixes = sorted({*self._kinds, *self._parts.tails}, key=lambda s: (-len(s), s))
        self._homes = (*self._sites.dwellings, *(s for s, rank in lexicon.names.place.levels.items() if rank == 5))
        villages = [s for s, rank in lexicon.names.place.levels.items() if rank >= 4]
        self._endings = (*self._sites.suffixes, *self._sites.spots, *self._sites.venues, *villages)
        self._site_suffixes = sorted({*self._sites.suffixes, *self._sites.spots}, key=lambda s: (-len(s), s))

    def find(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Mentions of people, titles, bodies, places and documents, in order, none overlapping."""
        documents = [
            Mention(m.start(1), m.end(1), DOCUMENT, m[1]) for m in re.finditer(r"《([^《》\n]{2,80})》", text)
        ]
        words = [word for word in self._split(words) if not _inside(word, documents)]
        people = self._people(text, words)
        titles = self._titles(text, words, people)
        free = [word for word in words if not _inside(word, people + titles)]
        names = [mention for run in self._runs(free) for mention in self._names(text, run)]
        mentions = documents + people + titles + names + self._spaced(text)
        mentions += self._rescued(text, words, mentions)
        apart: list[Mention] = []
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            if not apart or apart[-1].end <= mention.start:
                apart.append(mention)
        return apart

    # ── words ──────────────────────────────────────────────────────────────────────────────────

    def _split(self, words: Iterable[Word]) -> list[Word]:
        """Words that hold two: 青羊区人大代表 → 青羊区人大 | 代表, 人大代表 → 人大 | 代表."""
        out: list[Word] = []
        words = self._marked_words(words)
        for word, after in zip_longest(words, words[1:]):
            cut = self._cut(word, after)
            if cut:
                tag = "ORG" if self._double.match(word.text) else "n"
                head = word.tag if word.tag in ("PER", "n", "c") else "ORG"
                out.append(Word(word.start, word.start + cut, word.text[:cut], head))
                out += self._split([Word(word.start + cut, word.end, word.text[cut:], tag)])
            else:
                out.append(word)
        return out

    def _marked_words(self, words: Iterable[Word]) -> list[Word]:
        """Names with a mark put together: 阿不都 | 热合曼·吐尔逊, 古丽巴哈尔 | · | 艾山."""
        out: list[Word] = []
        for word in words:
            marked = any(mark in word.text for mark in self._person.marks)
            before = out[-1] if out else None
            joined = before is not None and before.end == word.start
            if joined and before and (
                marked and (before.tag == "PER" or word.text[0] in self._person.marks)
                or before.text[-1] in self._person.marks
            ):
                out[-1] = Word(before.start, word.end, before.text + word.text, "PER")
            elif marked and len(word.text) > 2:
                out.append(Word(word.start, word.end, word.text, "PER"))
            else:
                out.append(word)
        return out

    def _cut(self, word: Word, after: Word | None) -> int:
        if word.tag == "c" and len(word.text) > 2 and word.text[0] in self._ands:
            return 1  # 和 | 科技局
        if after and word.tag == "PER" and after.text in self._bases and word.text.endswith(self._deputies):
            return len(word.text) - 1  # 王晨 | 副委员长
        if after and word.tag in {"ORG", "n"} and self._title.match(after.text):
            party = next((p for p in self._title_prefixes if word.text.endswith(p)), "")
            if 0 < len(party) < len(word.text):  # 大通镇 | 党委书记
                return len(word.text) - len(party)
        double = self._double.match(word.text) if word.tag == "ORG" else None
        if double:  # 南塔街道办 | 县人大
            return double.end(1)
        for delegate in self._delegates:
            if word.text.endswith(delegate.assembly + delegate.rest):
                return len(word.text) - len(delegate.rest)
        for tail in self._parts.tails:
            if word.text.startswith(tail) and word.text[len(tail) :] in self._members:  # 机关 | 干部
                return len(tail)
        if word.tag == "ORG":
            kept = self._org_end(word.text)
            if kept and 0 < len(word.text) - kept <= 2:  # 广东省五华商会 | 闻讯
                return kept
        return 0

    def _org_end(self, text: str) -> int:
        """Where the last body in a word ends; 0 where there is none, its length where it is whole."""
        for end in range(len(text), 2, -1):
            if any(text[:end].endswith(s) and len(s) > 1 for s in self._org_suffixes):
                return end
        return 0

    def _runs(self, words: Sequence[Word]) -> list[list[Word]]:
        """Stretches of adjacent words that may make up names."""
        runs: list[list[Word]] = []
        for i, (word, after) in enumerate(zip_longest(words, words[1:])):
            joins = word.tag == "c" and runs and after and self._joins(runs[-1], word, words[i + 1 : i + 3])
            if not self._nameish(word) and not joins:
                continue
            if runs and runs[-1][-1].end == word.start:
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs

    def _joins(self, run: Sequence[Word], word: Word, rest: Sequence[Word]) -> bool:
        """The 和 of 县自然资源和规划局."""
        after = rest[0]
        if run[-1].end != word.start or after.tag not in {"n", "ORG"} or self._areas.split(after.text):
            return False
        begun = "".join(item.text for item in run)
        started = run[0].text in self._levels or run[0].tag in {"LOC", "ORG"} or begun[0] in self._levels
        open_ = not any(begun.endswith(suffix) for suffix in self._kinds)
        return any(self._kinds.get(item.text[-1:]) for item in rest) and started and open_

    def _nameish(self, word: Word) -> bool:
        if word.text in self._parts.stop:
            return False
        if word.tag in NAMEISH:
            return True
        if word.tag == "f":
            return word.text in DIRECTIONS
        if word.tag == "m":
            return bool(self._session.fullmatch(word.text)) or word.text.endswith("号")
        return word.text in self._parts.work_words or word.text in self._levels

    # ── people and titles ──────────────────────────────────────────────────────────────────────

    def _people(self, text: str, words: Sequence[Word]) -> list[Mention]:
        people = []
        for i, word in enumerate(words):
            if word.tag != "PER":
                continue
            listed = i > 1 and words[i - 1].text == "、" and words[i - 2].tag == "PER"
            short = self._surname_title.match(word.text)
            if short:  # 胡组长
                end = word.start + len(short[1])
                people.append(Mention(word.start, end, PERSON, short[1], kind="surname"))
            elif (self._is_name(word.text) or self._odd_name(text, word, listed)) and not self._quoted(text, word):
                people.append(Mention(word.start, word.end, PERSON, word.text))
        return people

    def _odd_name(self, text: str, word: Word, listed: bool) -> bool:
        """A name with a rare surname, where a title or a list says that it is one."""
        placed = listed or self._title_end.search(text[: word.start])
        return bool(placed) and 2 <= len(word.text) <= 4 and word.text not in self._person.not_names

    def _quoted(self, text: str, word: Word) -> bool:
        """台风“杜苏芮”: a word in quotation marks of its own names no person."""
        return text[word.start - 1 : word.start] == "“" and text[word.end : word.end + 1] == "”"

    def _is_name(self, text: str) -> bool:
        if text in self._person.not_names or text[:2] in self._person.not_names:
            return False
        return bool(self._full_name.match(text) or self._marked.match(text))

    def _titles(self, text: str, words: Sequence[Word], people: Sequence[Mention]) -> list[Mention]:
        titles: list[Mention] = []
        starts = {word.start for word in words} | {p.end for p in people}
        ends = {word.end for word in words}
        at = 0
        for start in sorted(starts):
            if start < at or any(p.start <= start < p.end for p in people):
                continue
            delegate = self._delegate(text, start, people)
            match = None if delegate else self._title.match(text, start)
            liaison = next((w for w in self._liaisons if text.startswith(w, start)), "")
            if liaison:
                titles.append(Mention(start, start + len(liaison), TITLE, liaison, norm=liaison, kind="liaison"))
                at = start + len(liaison)
            elif match and (match.end() in ends or any(p.start == match.end() for p in people)):
                titles.append(Mention(start, match.end(), TITLE, match.group(), norm=match.group()))
                at = match.end()
            elif delegate:
                titles.append(delegate)
                at = delegate.end
        return titles

    def _delegate(self, text: str, start: int, people: Sequence[Mention]) -> Mention | None:
        """The 代表 of 区人大代表 and of 章玉华代表."""
        for item in self._delegates:
            if not text.startswith(item.rest, start):
                continue
            end = start + len(item.rest)
            after_person = item.alone and any(p.end == start for p in people)
            if text[:start].endswith(item.assembly) or after_person:
                return Mention(start, end, TITLE, item.rest, norm=item.title)
        return None

    def _rescued(self, text: str, words: Sequence[Word], found: Sequence[Mention]) -> list[Mention]:
        """People whom the tagger missed, after a title or beside others in a list: 董事长田洪湖."""
        rescued: list[Mention] = []
        replaced: list[Mention] = []
        for i, word in enumerate(words):
            people = [m for m in (*found, *rescued) if m.label == PERSON]
            if any(m.start <= word.start < m.end for m in people):
                continue
            after_title = any(m.label == TITLE and m.end == word.start for m in found)
            after_name = text[word.start - 1 : word.start] == "、" and any(p.end == word.start - 1 for p in people)
            if not after_title and not after_name or word.tag in {"c", "u", "r", "m"}:
                continue
            for j in range(min(len(words), i + 3), i, -1):
                name = text[word.start : words[j - 1].end]
                whole = j == i + 1 or len(word.text) == 1 or all(len(w.text) == 1 for w in words[i + 1 : j])
                if j == i + 1 and word.tag not in NAMEISH:  # 曾巍、 but not 严格落实
                    whole = bool(re.match(r"[、，。（）\s]|则|和|与|在|[为向对到]", text[word.end : word.end + 1]))
                whole = whole and not any(w.tag in {"d", "p", "c", "u", "v"} for w in words[i + 1 : j])
                if whole and len(name) >= 2 and self._is_name(name) and not _title_like(name, self._title):
                    rescued.append(Mention(word.start, words[j - 1].end, PERSON, name, kind="rescued"))
                    break
        for person in rescued:
            replaced += [m for m in found if m.start < person.end and person.start < m.end]
        if isinstance(found, list):
            for mention in replaced:
                found.remove(mention)
        return rescued

    def _spaced(self, text: str) -> list[Mention]:
        """组长：马 骏 县人民政府县长: names of two characters, set apart in lists."""
        found = self._spaced_name.finditer(text)
        return [Mention(m.start(1), m.end(1), PERSON, m[1], norm=m[1].replace(" ", "")) for m in found]

    # ── bodies and places ──────────────────────────────────────────────────────────────────────

    def _names(self, text: str, run: Sequence[Word]) -> list[Mention]:
        """The names of a run, left to right, the longest first."""
        mentions: list[Mention] = []
        i = 0
        while i < len(run):
            body = self._body(text, run, i)
            if body:
                mention, j = body
                dwelling, k = self._dwelling(text, run, i, j)
                mentions.append(dwelling or self._with_levels(text, mention))
                i = k
                continue
            places, i = self._places(text, run, i)
            mentions += places
        return mentions

    def _dwelling(self, text: str, run: Sequence[Word], i: int, j: int) -> tuple[Mention | None, int]:
        """环保局 in 环保局宿舍小区: the name goes on to a dwelling."""
        for k in range(min(len(run), j + 2), j, -1):
            name = text[run[i].start : run[k - 1].end]
            if name.endswith(self._sites.dwellings):
                return Mention(run[i].start, run[k - 1].end, FAC, name, kind=self._sites.dwellings[0]), k
        return None, j

    def _with_levels(self, text: str, mention: Mention) -> Mention:
        """县、镇人大 and 区乡两级人大: the levels before belong to the body."""
        shared = self._shared_level.search(text, 0, mention.start)
        starts = mention.text[0] in self._levels or shared and shared.group()[-1] == "级"
        if shared and starts and len(shared.group()) > 1 and mention.kind == self._kinds[self._delegates[0].assembly]:
            mention.start, mention.text = shared.start(), text[shared.start() : mention.end]
        return mention

    def _body(self, text: str, run: Sequence[Word], i: int) -> tuple[Mention, int] | None:
        if text[: run[i].start].endswith(tuple(self._parts.nobody)):
            return None
        for j in range(len(run), i, -1):
            name = text[run[i].start : run[j - 1].end]
            kind = self._body_kind(name, run[i:j])
            if kind is not None:
                return Mention(run[i].start, run[j - 1].end, ORG, name, kind=kind), j
        return None

    def _body_kind(self, name: str, words: Sequence[Word]) -> str | None:
        """The class of a body, empty where only the tagger says that it is one; None for no body."""
        first, last = words[0], words[-1]
        if name in self._parts.known:
            return self._kind(name)
        suffix = next((s for s in self._org_suffixes if name.endswith(s)), "")
        areas = self._areas.split(name[: -len(suffix)] if suffix else name)
        covered = areas[-1].end if areas and first.tag in {"LOC", "ORG", "nz", "PER"} else 0
        if covered == len(name):
            return None
        if not suffix:
            lone = len(words) == 1 and first.tag == "ORG" and len(name) >= 4 and name not in self._parts.generic
            site = any(name.endswith(s) for s in self._site_suffixes)
            return "" if lone and not site and re.match(f"[{HAN}]", name) else None
        if name == suffix:
            return self._kind(suffix) if name in self._parts.bare else None
        if self._double.match(name):
            return None
        if len(last.text) < len(suffix) and last.tag == "ORG" and len(words) > 1:
            return None
        kind = self._kind(suffix)
        if first.text in self._parts.not_first or name in self._parts.generic or len(name) > 40:
            return None
        strong = first.tag in {"LOC", "ORG", "nz", "nw", "PER"} or first.text in self._parts.parties
        level = first.text in self._levels or name[:1] in self._levels
        loose = kind in self._parts.loose and len(name) > len(suffix) + 1
        single = len(words) == 1 and len(name) > len(suffix) + 1
        if strong or level or loose or single or covered:
            return kind
        return None

    def _kind(self, name: str) -> str:
        suffix = max((s for s in self._kinds if name.endswith(s)), key=len, default="")
        return self._kinds.get(suffix, "")

    def _places(self, text: str, run: Sequence[Word], i: int) -> tuple[list[Mention], int]:
        """The places that begin at word ``i`` and the index of the word after them."""
        mentions: list[Mention] = []
        j = i
        while j < len(run) and run[j].tag in {"LOC", "ORG"}:
            j += 1
        start = run[i].start
        stretch = text[start : run[j - 1].end] if j > i else ""
        parts = self._areas.split(stretch)
        for part in parts:
            if stretch[part.start : part.end] in self._sites.not_places or self._is_generic(part.name):
                continue
            mentions.append(Mention(start + part.start, start + part.end, GPE, stretch[part.start : part.end], norm=part.name))
        rest = start + (parts[-1].end if parts else 0)
        street = parts and self._areas.rank(parts[-1].name) == 4
        village = self._village.match(text, rest) if street else None
        if village:
            mentions.append(self._place(text, rest, village.end()))
            rest = village.end()
        k = max(j, i + 1 if not stretch else j)
        while k < len(run) and run[k].start < rest:
            k += 1
        if rest < (run[j - 1].end if j > i else start):  # a name without a level, and what follows it
            end, k = self._extended(text, run, j, rest)
            place = self._place(text, rest, end)
            known = any(run[w].tag == "LOC" for w in range(i, j)) or end > run[j - 1].end or place.label == FAC and place.kind
            real = place.text not in self._sites.not_places and not self._is_generic(place.text)
            if known and real and len(place.text) > 1:
                mentions.append(place)
            return mentions, max(k, i + 1)
        if not stretch:
            end, k = self._extended(text, run, i + 1, start)
            place = self._place(text, start, end)
            certain = run[i].tag in {"nz", "nw", "PER"} or place.text.endswith(self._homes)
            common = self._sites.generic_modifiers | self._parts.work_words
            named = run[i].text not in common and certain and not self._is_generic(place.text)
            if named and end > run[i].end and run[i].text not in self._levels:
                mentions.append(place)
                return mentions, k
            if run[i].text in self._sites.alone or run[i].tag in {"n", "nz"} and self._is_site_word(run[i].text):
                mentions.append(self._place(text, run[i].start, run[i].end))
            return mentions, i + 1
        return mentions, max(k, i + 1)

    def _extended(self, text: str, run: Sequence[Word], j: int, start: int) -> tuple[int, int]:
        """The end of a site that begins at ``start`` and may take in words from ``j`` on."""
        best, index = (run[j - 1].end, j) if j else (start, 0)
        for k in range(j, min(len(run), j + 3)):
            if run[k].tag in {"LOC", "ORG"}:
                break
            name = text[start : run[k].end]
            if any(name.endswith(s) and len(name) > len(s) for s in self._endings):
                best, index = run[k].end, k + 1
        if text[best - 1 : best] == "号" and text[best : best + 1] == "院":
            best += 1
        return best, index

    def _is_site_word(self, word: str) -> bool:
        """体育场: a site although it is one common word; 蓝光SOFA社区 is one, too."""
        suffix = next((s for s in self._site_suffixes if word.endswith(s)), "")
        stem = word[: -len(suffix)] if suffix else word
        generic = {word, stem} & (self._sites.generic_modifiers | self._sites.not_places)
        odd = bool(re.search(r"[A-Za-z0-9]", word)) or suffix in self._sites.dwellings
        return bool(suffix) and odd and len(word) - len(suffix) >= 2 and not generic

    def _is_generic(self, name: str) -> bool:
        """街道社区, 中风险区: level words and common nouns, no name."""
        return self._areas.stem(name) in self._sites.generic_modifiers | self._levels

    def _place(self, text: str, start: int, end: int) -> Mention:
        name = text[start:end]
        suffix = self._areas.suffix(name)
        table = name in self._areas.short or name in self._areas.codes
        level = bool(suffix) and len(name) > len(suffix) and not any(name.endswith(s) for s in self._site_suffixes)
        site = next((s for s in self._site_suffixes if name.endswith(s)), "")
        return Mention(start, end, GPE if table or level else FAC, name, kind="" if table or level else site)


def _inside(word: Word, mentions: Iterable[Mention]) -> bool:
    return any(m.start < word.end and word.start < m.end for m in mentions)


def _title_like(name: str, title: re.Pattern[str]) -> bool:
    return bool(title.search(name))


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) + ")"
