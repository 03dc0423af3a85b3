"""Gifts: who gave what to whom, in one sentence.

某企业向蔡桥街道捐赠棉被300床、方便面200箱       a verb, with what stands around it
东大街办事处收到价值7000元的物资，捐助人是彭龙华       the recipient first
云关乡、后巢乡各获赠100份                          from the donor spoken of
捐赠在百万元以上的企业有：A600万元，B、C各150万元     a list of donors with their sums
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.gifts.donors import Donors
from kg.nlp.gifts.found import PARTIES, Before, Found
from kg.nlp.gifts.gift_claims import GiftClaims
from kg.nlp.gifts.verbs import Clause, Verbs, part_end, part_start
from kg.nlp.gifts.words import roles, turns
from kg.nlp.quantities.gift import Gift, giving_verb
from kg.nlp.quantities.goods import Goods
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import MONEY, ORG, PERSON
from kg.nlp.spans.skeleton import Skeleton


class Gifts:
    """Finds the gifts of a sentence; stateless. ``goods`` and ``claims`` serve lists of donors too."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._roles, self._turns = roles(lexicon), turns(lexicon)
        self._trigger = giving_verb(lexicon)
        self.goods = Goods(lexicon)
        self.claims = GiftClaims(lexicon, self._turns)
        donors = Donors(lexicon, self._roles, self._turns)
        self._verbs = Verbs(lexicon, self.goods, self._roles, self._turns, donors)

    def read(self, skeleton: Skeleton, sentence: Range, said: Before) -> list[Claim]:
        """The claims of a sentence, with what was said before it."""
        claims: list[Claim] = []
        string, at = skeleton.string, 0
        before: Found | None = None
        for verb in self._trigger.finditer(string):
            clause = part_start(string, verb.start())
            if verb.start() < at or self._is_none(string, clause, verb):
                continue
            shares = self._shares(string, verb)
            for share in shares:
                claims += self.claims.of(skeleton, sentence, _share(skeleton, share), verb.span())
            if shares:
                at = shares[-1].end()
                continue
            around = Clause(skeleton, clause, verb, string[clause : verb.start()])
            found, end = self._verbs.read(around, said.topic)
            if before and before.donors == found.donors and not found.recipients and at > clause:
                found.recipients = before.recipients  # 向医院捐款10万元，并捐方便面300箱
            before = found
            claims += self.claims.of(skeleton, sentence, found, verb.span())
            at = max(end, verb.end())
        for giver in self._roles.giver.finditer(string):
            claims += self.claims.of(skeleton, sentence, self._received(skeleton, giver), giver.span())
        return claims or self._got_from(skeleton, sentence, said)

    def _is_none(self, string: str, clause: int, verb: re.Match[str]) -> bool:
        """Whether a verb tells no gift: what somebody says, 收到社会各界捐款, and 以成本价送到."""
        start = verb.start()
        if self._turns.sold.search(string, max(clause, string.rfind("，", clause, start)), start):
            return True
        quoted = string.rfind("“", 0, start) > string.rfind("”", 0, start)
        return quoted or self._turns.taken.search(string[clause:start]) is not None

    def _shares(self, string: str, verb: re.Match[str]) -> list[re.Match[str]]:
        """The members of a list that a verb opens, with their sums: 企业有：A600万元，B、C各150万元."""
        listing = self._turns.listing.match(string, verb.end())
        if listing is None:
            return []
        return list(self._roles.share.finditer(string, listing.end(), part_end(string, verb.end())))

    def _received(self, skeleton: Skeleton, giver: re.Match[str]) -> Found:
        """贵阳市南明区收到一批价值5万元的防疫慰问物资，捐赠人是田洪湖."""
        start = part_start(skeleton.string, giver.start())
        got = self._roles.got.search(skeleton.string, start, giver.start())
        recipients = skeleton.mentions(*got.span("who"), PARTIES) if got else []
        gifts, _ = self.goods.parse(skeleton, got.end() if got else start, stop=giver.start())
        return Found(skeleton.mentions(*giver.span("who"), {PERSON, ORG}), recipients, gifts, False)

    def _got_from(self, skeleton: Skeleton, sentence: Range, said: Before) -> list[Claim]:
        """云关乡、后巢乡各获赠100份: from the donor spoken of."""
        match = self._roles.got.search(skeleton.string)
        if not match or said.last is None or said.gift is None or not self._turns.each.search(match.group()):
            return []
        recipients = skeleton.mentions(*match.span("who"), PARTIES)
        if said.last in recipients:
            return []
        gifts, _ = self.goods.parse(skeleton, match.end())
        for gift in gifts:
            gift.item = gift.item or said.gift.item
        return self.claims.of(skeleton, sentence, Found([said.last], recipients, gifts, True), match.span())


def _share(skeleton: Skeleton, share: re.Match[str]) -> Found:
    """A member of a list of donors with their sums."""
    money = skeleton.mentions(*share.span(), {MONEY})[0]
    gift = Gift(amount=money.value, currency=money.currency, approx=money.approx)
    return Found(skeleton.mentions(*share.span("who"), {PERSON, ORG}), [], [gift], each=True)
