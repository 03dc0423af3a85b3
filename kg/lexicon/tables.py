"""``tables.toml``: the headings and other words of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_BRACKET = re.compile(r"[（(/\[【]")
_KEY = re.compile(r"(?:^|，)(?P<key>[^，。；：\n]{1,24})：")
#: so many meanings of headings are kept
_KEPT = 4096
_GAP = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")


#: fields of columns that are none of a relation: money and goods in one cell; of a list of posts, those that
#: were left and that are proposed, and which of both a row tells
OF_TABLES = ("gift", "former", "planned", "change")


@dataclass(frozen=True)
class Columns:
    """How the columns of tables say one relation: headings by field; ``needs`` are those it takes."""

    needs: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Similar:
    """Headings that are not listed, by how they begin or end: what they mean; none with ``not_in``."""

    ends: dict[str, str]
    starts: dict[str, str]
    not_in: tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    """Words of tables; ``kinds`` has the headings below which names of a class stand.

    ``ended`` and ``entered`` are cells of a column that says whether a post was left or taken.
    """

    serial: frozenset[str]
    asides: frozenset[str]
    through: tuple[str, ...]
    given: tuple[str, ...]
    totals: frozenset[str]
    nothing: frozenset[str]
    nobody: frozenset[str]
    persons: tuple[str, ...]
    cash: frozenset[str]
    ended: frozenset[str]
    entered: frozenset[str]
    units: tuple[str, ...]
    sums: tuple[str, ...]
    between: str
    names: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    columns: dict[str, Columns]
    similar: Similar

    @cached_property
    def known(self) -> frozenset[str]:
        """All headings that are listed."""
        own = {w for item in self.columns.values() for words in item.headings.values() for w in words}
        return frozenset(own | {word for words in self.kinds.values() for word in words})

    def word(self, heading: str) -> str:
        """The listed heading that one means, without its unit: 金额 of 金额（万元）, 金额/万元, 到账金额.

        One that means none is given back as it is, without what it adds in brackets.
        """
        found = self._meant.get(heading)
        if found is None:
            if len(self._meant) >= _KEPT:
                self._meant.clear()
            found = self._meant[heading] = self._find(heading)
        return found

    @cached_property
    def _meant(self) -> dict[str, str]:
        """What headings were found to mean: each comes again in every row."""
        return {}

    def _find(self, heading: str) -> str:
        text = _GAP.sub("", heading.strip())
        word = _BRACKET.split(text, maxsplit=1)[0].strip() or text
        known = self.known
        if word in known or word in self.serial or word in self.asides:
            return word
        plain = re.sub(r"\s", "", word)
        for unit in sorted(self.sums, key=len, reverse=True):  # 金额万元
            if plain.endswith(unit) and (rest := plain.removesuffix(unit).rstrip("：:")) in known:
                return rest
        whole = re.sub(r"[\W_]", "", text)  # 捐赠（单位/姓名）
        if any(other in whole for other in self.similar.not_in) or len(plain) > 16:
            return word
        return self._similar(plain) or (self._similar(whole) if whole != plain else "") or word

    def _similar(self, plain: str) -> str:
        """The heading that one is like by its end, or its beginning; empty where it is like none."""
        for rules, fits in ((self.similar.ends, str.endswith), (self.similar.starts, str.startswith)):
            for part in sorted(rules, key=lambda item: (-len(item), item)):
                if fits(plain, part):
                    return rules[part]
        return ""

    def unit(self, heading: str) -> str:
        """What a heading says in brackets, after a stroke or at its end: 万元 of 金额（单位：万元）."""
        text = re.sub(r"\s", "", heading)
        inside = re.search(r"[（(/\[【](?P<unit>[^（）()/\[\]【】]{1,8})[）)\]】]?$", text)
        if inside:
            return re.split("[：:]", inside["unit"])[-1]
        ends = (unit for unit in sorted(self.sums, key=len, reverse=True) if text.endswith(unit))
        return next((unit for unit in ends if self.is_sum(self.word(text))), "")

    def is_understood(self, heading: str) -> bool:
        """Whether a column is read, or known to add nothing."""
        word = self.word(heading)
        return word in self.known or word in self.serial or word in self.asides

    def is_row(self, line: str) -> bool:
        """Whether a line of text is a row of a table: it begins with a heading and has a second one."""
        keys = [match["key"] for match in _KEY.finditer(line[:2000])]
        known = sum(self.word(key) in self.known for key in keys)
        return known > 1 and line.startswith(keys[0])

    def is_sum(self, word: str) -> bool:
        """Whether money stands below a heading."""
        return word in self._fields["amount"] or word in self._fields["worth"]

    def is_name(self, word: str) -> bool:
        """Whether names stand below a heading."""
        return word in self._fields["subject"] or word in self._fields["object"]

    def is_giver(self, word: str) -> bool:
        """Whether those who gave stand below a heading: a subject of what a sum is told of."""
        return word in self._givers

    @cached_property
    def _givers(self) -> frozenset[str]:
        return frozenset(
            word
            for item in self.columns.values()
            if "amount" in item.headings
            for word in item.headings.get("subject", ())
        )

    @cached_property
    def _fields(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {name: set() for name in ("amount", "worth", "subject", "object")}
        for item in self.columns.values():
            for field, words in item.headings.items():
                found.setdefault(field, set()).update(words)
        return {field: frozenset(words) for field, words in found.items()}
