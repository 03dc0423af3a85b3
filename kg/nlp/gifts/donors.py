"""Who gives, by where the names stand before the verb.

宝音走访园区，了解某公司的情况，为职工送去牛奶      宝音, who begins a clause, and not 某公司
陈炜煌代表公司，向医院捐赠                      公司: who only stands for it gives nothing
在县委的倡议下，李明捐款                        李明
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.lexicon import Lexicon
from kg.nlp.gifts.words import Roles, Turns
from kg.nlp.spans.mention import ORG, PERSON, Mention
from kg.nlp.spans.skeleton import Skeleton

#: before what begins a clause
EDGES = "，。；：！？ \u3000\n"


class Donors:
    """Finds who gives; stateless."""

    def __init__(self, lexicon: Lexicon, roles: Roles, turns: Turns) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._roles, self._turns = roles, turns
        self._stands_for: Collection[str] = words["stands_for"]
        self._by = frozenset(word for word in lexicon.titles.words.by if len(word) == 1)
        self._in = frozenset(lexicon.numbers.indicator.inside)

    def before(self, skeleton: Skeleton, start: int, end: int) -> list[Mention]:
        """The last list of people and bodies before the verb; in an earlier clause the last to begin one."""
        string = skeleton.string
        lists = [m for m in self._roles.donors.finditer(string, start, end) if not self._helps(string, m)]
        if not lists:
            return []
        leading = [m for m in lists if m.start() == start or string[m.start() - 1] in EDGES]
        last = lists[-1]
        same = last.start() >= string.rfind("，", 0, end)
        same = same or string[: last.start()].endswith(tuple(self._stands_for))
        chosen = last if same or not leading else leading[-1]
        return skeleton.mentions(*chosen.span(), {PERSON, ORG})

    def _helps(self, string: str, match: re.Match[str]) -> bool:
        """Whether somebody only stands for the giver, 由执行长廖淑惠代表, or calls on them to give."""
        before = string[match.start() - 1 : match.start()]
        if before in self._by and self._turns.stands_for.match(string, match.end()):
            return True
        return before in self._in and bool(self._turns.under.match(string, match.end()))
