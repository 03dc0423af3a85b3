"""Gifts: who gave what to whom.

区人大代表张春军、杨福荣各捐款10万元                 one gift a donor
某企业向蔡桥街道捐赠棉被300床、方便面200箱       one gift an item
东大街办事处收到价值7000元的物资，捐助人是彭龙华       the recipient first
联谊会把价值37000元的换洗衣物捐给浙江医疗队           the gift before the verb
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.quantities.goods import Gift, Goods, giving_verb, qualifiers_of
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import FAC, GPE, MONEY, ORG, PERSON, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import ANY_NAME, OBLIQUE, Skeleton, block

DONORS = f"{block(PERSON)}{block(ORG)}"
RECIPIENTS = f"{block(PERSON)}{block(ORG)}{block(GPE)}{block(OBLIQUE)}"
#: before what begins a clause
EDGES = "，。；：！？ \u3000\n"
PARTIES = frozenset({PERSON, ORG, GPE, FAC})


class Gifts:
    """Finds the gifts of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("gifts")
        self.goods = Goods(lexicon)
        words = lexicon.relations[self._relation].lists or {}
        lists = lexicon.names.lists
        joins = any_of(lists.joins)
        self._words = words
        self._each = any_of(lists.each)
        self._respectively = lists.respectively
        self._trigger = giving_verb(lexicon)
        donors = rf"[{DONORS}](?:{joins}?[{DONORS}])*"
        self._bare_money = any_of(words["bare_money"])
        recipients = rf"[{RECIPIENTS}](?:{joins}?[{RECIPIENTS}])*"
        self._donors = re.compile(donors)
        self._to = re.compile(
            rf"{any_of(words['to'])}[^，。；{ANY_NAME}]{{0,6}}(?P<who>{recipients})[^，。；{ANY_NAME}]{{0,8}}$"
        )
        self._give = re.compile(rf"{any_of(words['give'])}了?(?P<who>{recipients})")
        self._later = re.compile(rf"{any_of(words['later'])}(?P<who>{recipients})")
        gap = rf"[^。；{RECIPIENTS}]{{0,14}}?"
        self._got = re.compile(rf"(?P<who>{recipients}){gap}{self._each}?{any_of(words['got'])}")
        self._giver = re.compile(rf"{any_of(words['giver'])}(?P<who>{donors})")
        public = rf"{any_of(words['public'])}[^，。；、{ANY_NAME}]{{0,8}}"
        self._taken = re.compile(rf"{any_of(words['taken'])}(?:了)?(?:{public})?$")
        self._gathered = re.compile(rf".*{any_of(words['gather'])}(?P<what>[^。；]{{1,60}})$")
        homes = any_of(lexicon.names.person.homes)
        self._home = re.compile(
            rf"(?P<who>[{block(PERSON)}](?:{joins}[{block(PERSON)}])*){homes}[^。；{ANY_NAME}]{{0,20}}$"
        )
        self._visited = re.compile(
            rf"{any_of(words['visit'])}了?(?P<who>{recipients})[^。；{ANY_NAME}]{{0,14}}，[^，。；{ANY_NAME}]{{0,4}}$"
        )
        self._listing = re.compile(rf"[^。；{ANY_NAME}]{{0,12}}[^。；：]{{0,20}}{any_of(words['listing'])}：")
        self._share = re.compile(
            rf"(?P<who>{donors}){self._each}?[^，。；、{ANY_NAME}]{{0,4}}[{block(MONEY)}]"
        )
        by = lexicon.titles.words.by
        self._by = frozenset(word for word in by if len(word) == 1)
        self._in = frozenset(lexicon.numbers.indicator.inside)
        self._stands_for = re.compile(any_of(words["stands_for"]))
        self._under = re.compile(rf"的?{any_of(words['under'])}")
        self._take = re.compile(rf"{any_of(words['take'])}(?P<what>[^。；]{{1,80}}?)$")

    def read(self, skeleton: Skeleton, sentence: Range, said: Before) -> list[Claim]:
        """The claims of a sentence, with what was said before it."""
        topic = said.topic
        claims: list[Claim] = []
        string, at = skeleton.string, 0
        before: Found | None = None
        for match in self._trigger.finditer(string):
            if match.start() < at:
                continue
            clause = max(string.rfind("；", 0, match.start()), string.rfind("。", 0, match.start())) + 1
            if string.rfind("“", 0, match.start()) > string.rfind("”", 0, match.start()):
                continue  # what somebody says
            if self._taken.search(string[clause : match.start()]):
                continue
            listing = self._listing.match(string, match.end())
            if listing:  # 捐赠在百万元以上的企业有：A600万元，B、C各150万元
                shares = list(
                    self._share.finditer(string, listing.end(), self._part_end(string, match.end()))
                )
                for share in shares:
                    claims += self.claims(
                        skeleton, sentence, self._shared(skeleton, share), match.span(), string
                    )
                at = shares[-1].end() if shares else at
                if shares:
                    continue
            found, end = self._given(skeleton, clause, match, topic)
            if before and before.donors == found.donors and not found.recipients and at > clause:
                found.recipients = before.recipients  # 向医院捐款10万元，并捐方便面300箱
            before = found
            claims += self.claims(skeleton, sentence, found, match.span(), string)
            at = max(end, match.end())
        for match in self._giver.finditer(string):
            claims += self.claims(skeleton, sentence, self._received(skeleton, match), match.span(), string)
        if not claims:
            claims += self._got_from(skeleton, sentence, said.last, said.gift)
        return claims

    # ── donor, recipient, gift ─────────────────────────────────────────────────────────────────

    def _given(
        self, skeleton: Skeleton, clause: int, match: re.Match[str], topic: Mention | None
    ) -> tuple[Found, int]:
        """The gift of a verb: what stands after it, or before it with 把."""
        string = skeleton.string
        before = string[clause : match.start()]
        to = self._to.search(before)
        give = self._give.match(string, match.start())
        gifts, end = self.goods.parse(skeleton, give.end() if give else match.end())
        if not give and match.group().endswith(self._words["towards"]):
            gifts = []
        if match.group().startswith(self._words["money_verbs"]):
            gifts = [gift for gift in gifts if gift.amount or gift.quantity]
        if match.group().startswith(self._words["produced"]):  # 拿出一张图纸展示
            gifts = [gift for gift in gifts if gift.amount or (gift.quantity or 0) > 1]
        carried = match.group().startswith(self._words["carried"])
        if carried:  # 把老人送到县医院体检
            gifts = [gift for gift in gifts if gift.amount or gift.quantity or gift.worth]
        if not gifts and (taken := self._take.search(before)):
            gifts, _ = self.goods.parse(skeleton, clause + taken.start("what"), stop=match.start())
            if carried and not give:  # 把小花送到县城
                gifts = [gift for gift in gifts if gift.amount or gift.quantity or gift.worth]
        if not gifts and (gathered := self._gathered.search(before)):
            gifts, _ = self.goods.parse(skeleton, clause + gathered.start("what"), stop=match.start())
            gifts = [gift for gift in gifts if gift.amount or gift.quantity]
        recipients: list[Mention] = []
        if give:
            recipients = skeleton.mentions(*give.span("who"), PARTIES)
        elif to:
            recipients = skeleton.mentions(clause + to.start("who"), clause + to.end("who"), PARTIES)
        elif later := self._later.search(string, match.end(), self._part_end(string, end)):
            recipients = skeleton.mentions(*later.span("who"), PARTIES)
        home = None if to or give else self._home.search(before)
        if not to and not give and not home and match.group().startswith(self._words["in_person"]):
            home = self._visited.search(before)
        if home:  # 走进王治国家中，送上慰问金; 慰问了环卫总站职工，送去牛奶100箱
            recipients = recipients or skeleton.mentions(
                clause + home.start("who"), clause + home.end("who"), PARTIES
            )
            to = home
        left = clause + (to.start() if to else len(before))
        donors = self._donor(skeleton, clause, left)
        got = self._got.search(before)
        if got and not recipients and got.end() <= len(before):
            recipients = skeleton.mentions(clause + got.start("who"), clause + got.end("who"), PARTIES)
            donors = self._donor(skeleton, clause + got.end(), match.start()) or donors
            donors = [d for d in donors if d not in recipients]
        if not donors:
            donors = self._donor(skeleton, 0, left) if clause else []
        named = bool(donors)
        if not donors and topic is not None:
            donors = [topic]
        each = bool(re.search(rf"{self._each}.{{0,4}}$", string[: match.start()]))
        return Found(donors, recipients, gifts, each, named), end

    def _shared(self, skeleton: Skeleton, share: re.Match[str]) -> Found:
        """A member of a list of donors with their sums."""
        money = skeleton.mentions(*share.span(), {MONEY})[0]
        gift = Gift(amount=money.value, currency=money.currency, approx=money.approx)
        return Found(skeleton.mentions(*share.span("who"), {PERSON, ORG}), [], [gift], each=True)

    def _part_end(self, string: str, start: int) -> int:
        """Where the part of the sentence around ``start`` ends."""
        return min((at for mark in "。；" if (at := string.find(mark, start)) >= 0), default=len(string))

    def _donor(self, skeleton: Skeleton, start: int, end: int) -> list[Mention]:
        """The last list of people and bodies before the verb; in an earlier clause the last that begins one.

        宝音走访园区，了解某公司的情况，为职工送去…. Not who only stands for it (由执行长廖淑惠代表，捐赠…),
        nor on whose call it gave.
        """
        string = skeleton.string
        lists = [m for m in self._donors.finditer(string, start, end) if not self._helps(string, m)]
        if not lists:
            return []
        leading = [m for m in lists if m.start() == start or string[m.start() - 1] in EDGES]
        last = lists[-1]
        same = last.start() >= string.rfind("，", 0, end)
        same = same or string[: last.start()].endswith(self._words["stands_for"])  # 陈炜煌代表公司，向…
        chosen = last if same or not leading else leading[-1]
        return skeleton.mentions(*chosen.span(), {PERSON, ORG})

    def _helps(self, string: str, match: re.Match[str]) -> bool:
        before = string[match.start() - 1 : match.start()]
        if before in self._by and self._stands_for.match(string, match.end()):
            return True
        return before in self._in and bool(self._under.match(string, match.end()))

    def _received(self, skeleton: Skeleton, match: re.Match[str]) -> Found:
        """贵阳市南明区收到一批价值5万元的防疫慰问物资，捐赠人是田洪湖."""
        string = skeleton.string
        start = max(string.rfind("；", 0, match.start()), string.rfind("。", 0, match.start())) + 1
        got = self._got.search(string, start, match.start())
        recipients = skeleton.mentions(*got.span("who"), PARTIES) if got else []
        gifts, _ = self.goods.parse(skeleton, got.end() if got else start, stop=match.start())
        return Found(skeleton.mentions(*match.span("who"), {PERSON, ORG}), recipients, gifts, False)

    def _got_from(
        self, skeleton: Skeleton, sentence: Range, topic: Mention | None, last: Gift | None
    ) -> list[Claim]:
        """云关乡、后巢乡各获赠100份: from the donor spoken of."""
        match = self._got.search(skeleton.string)
        if not match or topic is None or last is None:
            return []
        gifts, _ = self.goods.parse(skeleton, match.end())
        each = bool(re.search(self._each, match.group()))
        recipients = skeleton.mentions(*match.span("who"), PARTIES)
        for gift in gifts:
            gift.item = gift.item or last.item
        if not each or topic in recipients:
            return []
        return self.claims(
            skeleton, sentence, Found([topic], recipients, gifts, True), match.span(), skeleton.string
        )

    # ── claims ─────────────────────────────────────────────────────────────────────────────────

    def claims(
        self, skeleton: Skeleton, sentence: Range, found: Found, trigger: tuple[int, int], string: str
    ) -> list[Claim]:
        """A claim for each donor, gift and recipient; ``trigger`` is a range of ``string``."""
        claims = []
        joint = len(found.donors) > 1 or len(found.recipients) > 1
        verb = string[trigger[0] : trigger[1] + 1]
        bare = re.search(self._bare_money, verb) and found.named
        bare = bare and not string[: trigger[0]].endswith(self._words["of"])  # 接受17857万元的捐款
        gifts = found.gifts or ([Gift()] if bare else [])
        recipients: list[Mention | None] = [*found.recipients] or [None]
        before = string[: trigger[0]]
        one_each = any(word in before for word in self._respectively)
        one_each = one_each and len(gifts) == len(found.donors) > 1
        joint = joint and not one_each
        for place, donor in enumerate(found.donors):
            for gift in gifts[place : place + 1] if one_each else gifts:  # 分别捐资15万元和8万元
                for recipient in recipients:
                    if recipient is not None and recipient.entity == donor.entity:
                        continue
                    claim = Claim(
                        self._relation,
                        donor.entity,
                        recipient.entity if recipient else None,
                        sentence,
                        span(donor),
                        span(recipient) if recipient else None,
                        skeleton.text_range(*trigger),
                        confidence=0.85 if gift.amount or gift.quantity else 0.6,
                        rule="gift",
                    )
                    claim.qualifiers = qualifiers_of(gift)
                    figure = gift.amount or gift.quantity or gift.worth
                    if joint and figure and (gift.total or not found.each):
                        claim.qualifiers["joint"] = "shared"
                    claims.append(claim)
        return claims


@dataclass(frozen=True, slots=True)
class Before:
    """Whom a sentence may lean on: ``topic`` gives where it names nobody, ``last`` was spoken of last,
    ``gift`` tells the item of 各100份."""

    topic: Mention | None = None
    last: Mention | None = None
    gift: Gift | None = None


@dataclass(slots=True)
class Found:
    """Who gave what to whom; ``each`` where all gave as much, ``named`` where the sentence names a donor."""

    donors: list[Mention]
    recipients: list[Mention]
    gifts: list[Gift]
    each: bool
    named: bool = True
