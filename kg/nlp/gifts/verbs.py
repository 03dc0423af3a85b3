"""The gift of a verb of giving: what stands after it, or before it with 把.

联谊会把价值37000元的换洗衣物捐给浙江医疗队           the gift before the verb
走进王治国家中，送上慰问金                           the recipient by where the giver went
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.gifts.donors import Donors
from kg.nlp.gifts.found import PARTIES, Found
from kg.nlp.gifts.words import Roles, Turns
from kg.nlp.quantities.gift import Gift
from kg.nlp.quantities.goods import Goods
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import Skeleton

Match = re.Match[str] | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb in the part of a sentence that begins at ``start``; ``before`` is what stands between."""

    skeleton: Skeleton
    start: int
    verb: re.Match[str]
    before: str

    @property
    def string(self) -> str:
        return self.skeleton.string

    def who(self, match: re.Match[str]) -> list[Mention]:
        """Whom a match in ``before`` names."""
        return self.skeleton.mentions(self.start + match.start("who"), self.start + match.end("who"), PARTIES)


class Verbs:
    """Reads the gift of a verb; stateless."""

    def __init__(self, lexicon: Lexicon, goods: Goods, roles: Roles, turns: Turns, donors: Donors) -> None:
        self._words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        self._goods, self._roles, self._turns, self._donors = goods, roles, turns, donors
        self._each_before = re.compile(rf"{turns.each.pattern}.{{0,4}}$")

    def read(self, clause: Clause, topic: Mention | None) -> tuple[Found, int]:
        """Who gave what to whom, and where the gift ends; ``topic`` gives where nobody else does."""
        to = self._roles.to.search(clause.before)
        give = self._roles.give.match(clause.string, clause.verb.start())
        gifts, end = self._after(clause, give)
        gifts = gifts or self._taken(clause, give) or self._gathered(clause)
        recipients = self._recipients(clause, give, to, end)
        home = None if to or give else self._visited(clause)
        if home:  # 走进王治国家中，送上慰问金; 慰问了环卫总站职工，送去牛奶100箱
            recipients = recipients or clause.who(home)
        where = home or to
        left = clause.start + (where.start() if where else len(clause.before))
        donors = self._donors.before(clause.skeleton, clause.start, left)
        if not recipients and (got := self._roles.got.search(clause.before)):
            recipients = clause.who(got)
            after = self._donors.before(clause.skeleton, clause.start + got.end(), clause.verb.start())
            donors = [d for d in after or donors if d not in recipients]
        if not donors and clause.start:
            donors = self._donors.before(clause.skeleton, 0, left)
        named = bool(donors)
        if not donors and topic is not None:
            donors = [topic]
        each = bool(self._each_before.search(clause.string[: clause.verb.start()]))
        return Found(donors, recipients, gifts, each, named), end

    def _after(self, clause: Clause, give: Match) -> tuple[list[Gift], int]:
        """What is given after the verb, and where it ends: 捐赠口罩300个."""
        verb = clause.verb.group()
        gifts, end = self._goods.parse(clause.skeleton, give.end() if give else clause.verb.end())
        if not give and verb.endswith(self._words["towards"]):
            gifts = []
        if verb.startswith(self._words["money_verbs"]):
            gifts = [gift for gift in gifts if gift.amount or gift.quantity]
        if verb.startswith(self._words["produced"]):  # 拿出一张图纸展示
            gifts = [gift for gift in gifts if gift.amount or (gift.quantity or 0) > 1]
        if self._is_carried(clause):  # 把老人送到县医院体检
            gifts = _figured(gifts)
        return gifts, end

    def _taken(self, clause: Clause, give: Match) -> list[Gift]:
        """What is given before the verb: 把价值37000元的换洗衣物捐给."""
        taken = self._turns.take.search(clause.before)
        if taken is None or self._turns.sold.search(taken["what"]):
            return []
        start = clause.start + taken.start("what")
        gifts, _ = self._goods.parse(clause.skeleton, start, stop=clause.verb.start())
        return _figured(gifts) if self._is_carried(clause) and not give else gifts  # 把小花送到县城

    def _gathered(self, clause: Clause) -> list[Gift]:
        """What was gathered to be given: 筹集口罩300个，送到."""
        gathered = self._turns.gathered.search(clause.before)
        if gathered is None:
            return []
        start = clause.start + gathered.start("what")
        gifts, _ = self._goods.parse(clause.skeleton, start, stop=clause.verb.start())
        return [gift for gift in gifts if gift.amount or gift.quantity]

    def _is_carried(self, clause: Clause) -> bool:
        """送到, 带到: verbs of taking somebody somewhere as well."""
        return clause.verb.group().startswith(self._words["carried"])

    def _recipients(self, clause: Clause, give: Match, to: Match, end: int) -> list[Mention]:
        """Whom the words right at the verb, before it or after the gift name."""
        if give:
            return clause.skeleton.mentions(*give.span("who"), PARTIES)
        if to:
            return clause.who(to)
        later = self._roles.later.search(clause.string, clause.verb.end(), part_end(clause.string, end))
        return clause.skeleton.mentions(*later.span("who"), PARTIES) if later else []

    def _visited(self, clause: Clause) -> Match:
        """Whom the giver went to see."""
        home = self._roles.home.search(clause.before)
        if not home and clause.verb.group().startswith(self._words["in_person"]):
            home = self._roles.visited.search(clause.before)
        return home


def part_end(string: str, start: int) -> int:
    """Where the part of the sentence around ``start`` ends."""
    return min((at for mark in "。；" if (at := string.find(mark, start)) >= 0), default=len(string))


def part_start(string: str, end: int) -> int:
    """Where the part of the sentence before ``end`` begins."""
    return max(string.rfind("；", 0, end), string.rfind("。", 0, end)) + 1


def _figured(gifts: list[Gift]) -> list[Gift]:
    return [gift for gift in gifts if gift.amount or gift.quantity or gift.worth]
