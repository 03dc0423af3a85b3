"""What the texts hold, a column a split."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from block import Block
from notation import RELATIONS

SENTENCE = re.compile("[^。！？!?\n]+[。！？!?]*")
#: what pages have in them that writers of clean text do not
NOISE = {
    "readings": re.compile("[㐀-鿿][(（][a-zü-ǜāáǎàēéěèīíǐìōóǒòūúǔù]{1,6}[)）]"),
    "stars": re.compile("[㐀-鿿]\\*+[㐀-鿿]"),
    "spaces": re.compile("(?:[㐀-鿿] ){3}"),
    "line ends": re.compile("[㐀-鿿]{8}\n[㐀-鿿]{1,20}[，。,]"),
    "furniture": re.compile(
        "上一[篇条]|下一[篇条]|字体|字号|打印本页|关闭窗口|点击|浏览|阅读量?[:：]|分享|责任?编辑?[:：]|首页|版权所有"
    ),
}
YEARS = ((0, 2004), (2005, 2009), (2010, 2014), (2015, 2019), (2020, 2025))


def table(splits: Mapping[str, Sequence[Block]]) -> Iterator[str]:
    """A table in Markdown: a row a count, a column a split."""
    counts = {name: _count(blocks) for name, blocks in splits.items()}
    yield "| | " + " | ".join(counts) + " |"
    yield "|---|" + "--:|" * len(counts)
    for row in dict.fromkeys(row for column in counts.values() for row in column):
        yield f"| {row} | " + " | ".join(column.get(row, "") for column in counts.values()) + " |"


def _count(blocks: Sequence[Block]) -> dict[str, str]:
    facts = [f for b in blocks for f in b.facts if not f.status]
    claims = [f for b in blocks for f in b.facts if f.status]
    relations = Counter(f.relation for f in facts)
    gifts = [f for f in facts if f.relation == "donates"]
    told, sentences = map(sum, zip(*map(_sentences, blocks), strict=True)) if blocks else (0, 0)
    genres = Counter((b.genre or "").split("-")[0] for b in blocks)
    noise = {b.name: [kind for kind, sign in NOISE.items() if sign.search(b.text)] for b in blocks}
    kinds = Counter(kind for found in noise.values() for kind in found)
    rows: dict[str, object] = {
        "texts": len(blocks),
        "characters": sum(len("".join(b.text.split())) for b in blocks),
        "entities": sum(len(b.entities) for b in blocks),
        "facts": len(facts),
        **{name: relations[name] for name in RELATIONS.values()},
        "gifts with a recipient": sum(bool(f.object) for f in gifts),
        "claims": len(claims),
        "references": sum(len(b.references) for b in blocks),
        "sentences without evidence": _share(sentences - told, sentences),
        "texts without facts": sum(all(f.status for f in b.facts) for b in blocks),
        "traditional": _share(sum(bool(b.conv) for b in blocks), len(blocks)),
        "noisy": _share(sum(map(bool, noise.values())), len(blocks)),
        **{f"— {kind}": kinds[kind] for kind in NOISE},
        **{f"{low or 'before'}–{high}": sum(low <= _year(b) <= high for b in blocks) for low, high in YEARS},
        "no date": sum(b.date is None for b in blocks),
        "genres": len(genres),
        "commonest": " ".join(f"{genre} {n}" for genre, n in genres.most_common(6)),
    }
    return {row: str(value) for row, value in rows.items()}


def _sentences(block: Block) -> tuple[int, int]:
    """How many sentences have evidence of a fact or claim in them, and how many there are."""
    evidence = [block.text.find(f.evidence) for f in block.facts]
    spans = [(at, at + len(f.evidence)) for at, f in zip(evidence, block.facts, strict=True) if at >= 0]
    found = [m.span() for m in SENTENCE.finditer(block.text) if m.group().strip()]
    return sum(any(a < end and start < b for a, b in spans) for start, end in found), len(found)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _year(block: Block) -> int:
    return int(block.date[:4]) if block.date else -1
