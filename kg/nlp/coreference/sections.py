"""What an article and each of its sections are about: the area that 区, 县 and 市 stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.nlp.places.areas import Areas
from kg.nlp.spans.mention import DOCUMENT, GPE, ORG, Mention
from kg.values.areas import COUNTY, load_places

#: a heading is a line without a full stop, at most this long
HEADING = 32
#: the head of an article, which may tell its county in short: its outlet, headline and place
HEAD = 80


@dataclass(slots=True)
class Section:
    """``[start, end)`` of the text; ``chain`` maps a rank to the area of that rank (3 → 武侯区)."""

    start: int
    end: int
    chain: dict[int, str] = field(default_factory=dict)

    def area(self, level: str, areas: Areas) -> str | None:
        """The area that a bare level word stands for: 区 → 武侯区."""
        for rank in sorted(self.chain, reverse=True):
            ends = self.chain[rank].endswith(level) and areas.suffix(self.chain[rank]).endswith(level)
            if areas.levels.get(level, 0) <= rank <= 4 and ends:  # 区 is no 自治区
                return self.chain[rank]
        return None

    @property
    def town(self) -> str | None:
        """The town or street that the section is about, where it is about one."""
        return self.chain.get(4)

    @property
    def lowest(self) -> str | None:
        """The section's own area: the lowest of county level or above."""
        ranks = [rank for rank in self.chain if rank <= 3]
        return self.chain[max(ranks)] if ranks else None


def area_names(
    mention: Mention, areas: Areas, named: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> list[str]:
    """The areas that a mention names or begins with, in full: 成都 → 成都市.

    ``named`` tells by a short name which areas the article writes: 洞头 → 洞头县, though it is 洞头区 by now.
    """
    if mention.deictic:
        return []
    text = mention.solid  # 三 江 侗 族 自 治 县
    if mention.label == GPE:
        if text in areas.short and text not in areas.codes:
            own = named.get(text, ())
            full = areas.full(text, own)
            if own:
                return [full] if full in own else list(own) if len(own) == 1 else []
            several = len(areas.short[text]) > 1 and areas.rank(full) == 3
            return [] if several else [full]  # 金川 is of two counties
        return [mention.norm] if mention.norm else [part.name for part in areas.split(text)]
    if mention.label not in (ORG, DOCUMENT):
        return []
    parts = areas.split(text, believe=False)
    written = [p.name for p in parts if text[p.start : p.end] == p.name]  # 安徽 of 安徽师范大学 is none
    return written if mention.label == ORG else [name for name in written if areas.rank(name) == 3]


def find_sections(
    text: str, mentions: Sequence[Mention], areas: Areas, is_of_area: Callable[[Mention], bool]
) -> list[Section]:
    """The sections of a text, each with its chain of areas; at least one, covering all of it.

    ``is_of_area`` tells whether a body is of the area that begins its name in short: 兴化日报, not 兴业银行.
    """
    main = _main_chain(text, [m for m in mentions if m.label != ORG or is_of_area(m)], areas)
    main = main if 3 in main else _by_headline(text, mentions, areas, main)
    sections = [Section(0, len(text), main)]
    starts = [mention.start for mention in mentions]
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        head = _heading_chain(line, inside, start, areas)
        if head:
            sections[-1].end = start
            sections.append(Section(start, len(text), _completed(head, main, areas)))
        start = end + 1
    return [section for section in sections if section.end > section.start or len(sections) == 1]


def _heading_chain(line: str, mentions: Sequence[Mention], start: int, areas: Areas) -> dict[int, str]:
    """The areas of a line that is a heading: 成都市武侯区, 【长宁】…, 安吉 一天募款近18万."""
    bracketed = bool(re.match(r"[【\[][^】\]]{2,8}[】\]]", line))
    if not mentions or (
        not bracketed and (len(line) > HEADING or line.rstrip().endswith(("。", "，", "；")))
    ):
        return {}
    if mentions[0].start - start > 1 or (mentions[0].start > start and line[0] not in "【[（("):
        return {}
    alone = mentions[0].label == GPE and (
        len(mentions) == sum(m.label == GPE for m in mentions) or line[0] in "【["
    )
    headed = mentions[0].label == GPE and line[mentions[0].end - start : mentions[0].end - start + 1] in (
        " ",
        "：",
        "",
    )
    chain: dict[int, str] = {}
    if alone or headed or bracketed:
        for mention in mentions[:1] if bracketed else mentions[: _adjacent(mentions)]:
            for name in area_names(mention, areas):
                rank = areas.rank(name)
                if rank and rank <= 4:
                    chain.setdefault(rank, name)
            if mention.label != GPE:
                break
    return chain if min(chain, default=4) <= 3 else {}


def _adjacent(mentions: Sequence[Mention]) -> int:
    """How many mentions follow each other without a gap: 成都市|武侯区."""
    count = 1
    while count < len(mentions) and mentions[count - 1].end == mentions[count].start:
        count += 1
    return count


def _main_chain(text: str, mentions: Sequence[Mention], areas: Areas) -> dict[int, str]:
    """The chain of the area that an article speaks of most; its first lines count double."""
    counts: Counter[str] = Counter()
    head = text.find("\n", text.find("\n") + 1)
    named: dict[str, list[str]] = {}
    for area in sorted({m.solid for m in mentions if m.label == GPE}):
        for short in areas.shorts(area):
            named.setdefault(short, []).append(area)
    for mention in mentions:
        for name in area_names(mention, areas, named):
            counts[name] += 2 if mention.start < head else 1
    if all((areas.rank(name) or 0) > 3 for name in counts):
        counts.update(_implied(mentions, areas))
    ranked = sorted(counts, key=lambda name: (-counts[name], text.find(name)))
    counties = [name for name in ranked if areas.rank(name) == 3]
    cities = [name for name in ranked if areas.rank(name) == 2]
    provinces = [name for name in ranked if areas.rank(name) == 1]
    best = next(iter(counties), None)
    if best is None or (cities and counts[cities[0]] > 2 * counts[best]):
        best = next(iter(cities or provinces), None) if cities or not best else best
    if best is None:
        return {}
    seed = {areas.rank(best) or 3: best}
    towns = [name for name in ranked if areas.rank(name) == 4]
    if towns and counts[towns[0]] >= 3 and counts[towns[0]] > 2 * sum(counts[name] for name in towns[1:2]):
        seed[4] = towns[0]  # 玉溪街道, of which the whole article tells
    return _completed(seed, {areas.rank(n) or 0: n for n in (*provinces[:1], *cities[:1])}, areas)


def _by_headline(
    text: str, mentions: Sequence[Mention], areas: Areas, main: dict[int, str]
) -> dict[int, str]:
    """``main`` with the county that an article calls 县 only, told by its head: 五华乡讯 … 县委 is 五华县委.

    Of the areas of that level which the head may name, the one that lies in what the article speaks of.
    """
    bare = Counter(m.text[0] for m in mentions if m.label == ORG and not areas.split(m.text))
    wanted = [level for level, _ in bare.most_common() if areas.levels.get(level) == 3]
    head = text[:HEAD]
    for level in wanted[:1]:
        around = {name for rank, name in main.items() if rank <= 2}
        found = {
            name
            for name in (*areas.codes, *areas.elsewhere)
            if name.endswith(level) and len(name) > 2 and name[: -len(level)] in head
            if areas.suffix(name) == level and (not around or _lies_in(name, around, areas))
        }
        if len(found) == 1:
            return _completed({3: found.pop()}, main, areas)
    return main


def _lies_in(name: str, around: set[str], areas: Areas) -> bool:
    return any(_ancestors(code, areas) & around for code in areas.codes.get(name, ()))


def _implied(mentions: Sequence[Mention], areas: Areas) -> Counter[str]:
    """The area of a text that names none in full: 兴化市 of 兴化日报, else of two towns of one county."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        codes = areas.short.get(mention.text[:2], []) if mention.label == ORG and not mention.deictic else []
        counts.update(areas.names[code] for code in codes if len(codes) == 1)
    if counts:
        return counts
    towns = {m.norm for m in mentions if m.label == GPE and areas.rank(m.norm) == 4}
    for town in sorted(towns):
        counties = {code[:COUNTY] for code in load_places().codes(town)}
        counts.update(areas.names[code] for code in sorted(counties) if code in areas.names)
    return Counter({name: count for name, count in counts.items() if 1 < count == max(counts.values())})


def _completed(chain: dict[int, str], others: dict[int, str], areas: Areas) -> dict[int, str]:
    """``chain`` with the ranks above it: of the table where it tells, else of ``others``."""
    chain = dict(chain)
    lowest = max(rank for rank in chain if rank <= 3)
    code = unique_code(chain[lowest], [*chain.values(), *others.values()], areas)
    while code:
        code = areas.parent(code)
        if code:
            name = areas.names[code]
            chain.setdefault(areas.rank(name) or 0, name)
    for rank, name in others.items():
        if rank < lowest and rank not in chain and not unique_code(chain[lowest], [], areas):
            chain[rank] = name
    return chain


def unique_code(name: str, context: Sequence[str], areas: Areas) -> str | None:
    """The code of an area, where it is the only one of its name or the context names its parent."""
    codes = areas.codes.get(name) or areas.former.get(name, ())  # 监利县 is 监利市 by now
    if len(codes) == 1:
        return codes[0]
    fitting = [code for code in codes if _ancestors(code, areas) & set(context)]
    return fitting[0] if len(fitting) == 1 else None


def _ancestors(code: str, areas: Areas) -> set[str]:
    names = set()
    up = areas.parent(code)
    while up:
        names.add(areas.names[up])
        up = areas.parent(up)
    return names
