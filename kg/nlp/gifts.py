"""Gifts: who gave what to whom.

区人大代表张春军、杨福荣各捐款10万元                 one gift a donor
某企业向蔡桥街道捐赠棉被300床、方便面200箱       one gift an item
东大街办事处收到价值7000元的物资，捐助人是彭龙华       the recipient first
联谊会把价值37000元的换洗衣物捐给浙江医疗队           the gift before the verb
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.claim import Claim, Range, span
from kg.nlp.mention import DOCUMENT, FAC, GPE, MONEY, ORG, PERSON, QUANTITY, Mention
from kg.nlp.patterns import any_of
from kg.nlp.skeleton import ANY_NAME, OBLIQUE, Skeleton, block

DONORS = f"{block(PERSON)}{block(ORG)}"
RECIPIENTS = f"{block(PERSON)}{block(ORG)}{block(GPE)}{block(OBLIQUE)}"
#: before what begins a clause
EDGES = "，。；：！？ \u3000\n"
PARTIES = frozenset({PERSON, ORG, GPE, FAC})
HAN_ITEM = r"[一-鿿A-Za-z0-9（）()“”·\-]"


@dataclass(slots=True)
class Gift:
    """One gift, as its words say it; money and worth in units of the currency."""

    amount: float | None = None
    currency: str = ""
    item: str = ""
    quantity: float | None = None
    unit: str = ""
    worth: float | None = None
    approx: bool = False


class Gifts:
    """Finds the gifts of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relation = lexicon.stated_by("gifts")
        forms = lexicon.relations[self._relation]
        words = forms.lists or {}
        lists = lexicon.names.lists
        joins = any_of(lists.joins)
        self._words = words
        self._people = frozenset(lexicon.numbers.units.people)
        self._acts = frozenset(lexicon.numbers.units.acts).difference(words["batch"])
        self._each = any_of(lists.each)
        self._respectively = lists.respectively
        self._etc = lists.etc
        other = rf"(?<![{''.join(words['not_after'])}])(?!{any_of(forms.not_triggers)})"
        self._trigger = re.compile(rf"{other}{any_of(forms.triggers)}{any_of(words['done'])}?的?")
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
        self._taken = re.compile(rf"{any_of(words['taken'])}(?:了)?{any_of(words['public'])}?$")
        self._worth = re.compile(rf"{any_of(words['worth'])}[约近]?$")
        counted = rf"{any_of(words['and'])}(?=[^，。；]{{0,12}}[{block(QUANTITY)}{block(MONEY)}])"
        self._between = re.compile(rf"({any_of(words['between'])}|{counted})")
        self._brand = re.compile(rf"[{block(ORG)}](?P<goods>{HAN_ITEM}{{2,8}})[{block(QUANTITY)}]$")
        self._goods = re.compile(rf"{any_of(words['goods'])}[共约近]*$")
        self._worth_word = re.compile(any_of(words["worth"]))
        self._lead = re.compile(rf"^(?:{any_of(words['more'])}|了|的|{any_of(words['batches'])})+")
        self._purpose = re.compile(rf"(?!{any_of(words['not_purpose'])}){any_of(words['purpose'])}")
        self._part = re.compile(rf"^{any_of(words['part'])}")
        self._money_only = re.compile(rf"^{any_of(words['money_only'])}")
        self._gather = re.compile(any_of(words["gather"]))
        self._gathered = re.compile(rf".*{any_of(words['gather'])}(?P<what>[^。；]{{1,60}})$")
        self._not_goods = re.compile(any_of(words["not_goods"]))
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
        self._under = re.compile(any_of(words["under"]))
        self._take = re.compile(rf"{any_of(words['take'])}(?P<what>[^。；]{{1,80}}?)$")

    def read(
        self, skeleton: Skeleton, sentence: Range, topic: Mention | None, last: Gift | None
    ) -> list[Claim]:
        """The claims of a sentence; ``topic`` gives where nobody does, ``last`` tells the item of 各100份."""
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
            claims += self._got_from(skeleton, sentence, topic, last)
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
        gifts, end = self.parse(skeleton, give.end() if give else match.end(), first=True)
        if not give and match.group().endswith(self._words["towards"]):
            gifts = []
        if match.group().startswith(self._words["money_verbs"]):
            gifts = [gift for gift in gifts if gift.amount or gift.quantity]
        if not gifts and (taken := self._take.search(before)):
            gifts, _ = self.parse(skeleton, clause + taken.start("what"), first=True, stop=match.start())
        if not gifts and (gathered := self._gathered.search(before)):
            gifts, _ = self.parse(skeleton, clause + gathered.start("what"), first=True, stop=match.start())
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
        gifts, _ = self.parse(skeleton, got.end() if got else start, first=True, stop=match.start())
        return Found(skeleton.mentions(*match.span("who"), {PERSON, ORG}), recipients, gifts, False)

    def _got_from(
        self, skeleton: Skeleton, sentence: Range, topic: Mention | None, last: Gift | None
    ) -> list[Claim]:
        """云关乡、后巢乡各获赠100份: from the donor spoken of."""
        match = self._got.search(skeleton.string)
        if not match or topic is None or last is None:
            return []
        gifts, _ = self.parse(skeleton, match.end(), first=True)
        each = bool(re.search(self._each, match.group()))
        recipients = skeleton.mentions(*match.span("who"), PARTIES)
        for gift in gifts:
            gift.item = gift.item or last.item
        if not each or topic in recipients:
            return []
        return self.claims(
            skeleton, sentence, Found([topic], recipients, gifts, True), match.span(), skeleton.string
        )

    # ── the words of a gift ────────────────────────────────────────────────────────────────────

    def parse(
        self, skeleton: Skeleton, start: int, *, first: bool, stop: int | None = None
    ) -> tuple[list[Gift], int]:
        """The gifts that are listed from ``start`` on, and where the list ends."""
        string = skeleton.string
        limit = min((i for i in (string.find(c, start) for c in "。；！？\n") if i >= 0), default=len(string))
        limit = min(limit, stop if stop is not None else limit)
        gifts: list[Gift] = []
        end, at = start, start
        comma = False
        if string[start : start + 1] == "，" and not re.match(
            rf"，(?:{any_of(self._words['more'])})*[{block(MONEY)}{block(QUANTITY)}]", string[start:]
        ):
            return [], start
        for piece in self._between.split(string[start:limit]):
            if not piece or self._between.fullmatch(piece) or piece in self._words["and"]:
                at += len(piece)
                comma = comma or piece == "，"
                continue
            if comma and not re.search(f"[{block(MONEY)}{block(QUANTITY)}]", piece):
                break
            gift = self._piece(skeleton, at, piece, gifts, lone=not gifts)
            if gift is None:
                break
            gifts += [gift] if gift not in gifts else []
            at += len(piece)
            end = at
            if (
                self._etc in piece and not re.search(f"{self._etc}.*[{block(QUANTITY)}]", piece)
            ) or self._purpose.search(piece, 2):
                break
        return [gift for gift in gifts if gift.amount or gift.item or gift.quantity], end

    def _piece(
        self, skeleton: Skeleton, at: int, piece: str, gifts: Sequence[Gift], *, lone: bool
    ) -> Gift | None:
        """One member of the list: 3万余元, 口罩1000余个, 价值2万元的白茶, 15箱生活物资, 金银花."""
        if not lone and (self._trigger.search(piece) or self._gather.match(piece)):
            return None
        aside = re.search(rf"（[^（）]*[{block(MONEY)}]）$", piece)
        if aside and self._worth_word.search(aside[0]):  # 大米5吨（价值2.6万元）
            gift = self._piece(skeleton, at, piece[: aside.start()], gifts, lone=lone)
            worth = skeleton.mentions(at + aside.start(), at + aside.end(), {MONEY})[0]
            if gift is not None and not gift.amount:
                gift.worth, gift.currency = worth.value, worth.currency
            return gift
        mentions = skeleton.mentions(at, at + len(piece), {MONEY, QUANTITY})
        words = self._lead.sub("", self._part.sub("", piece))
        money = next((m for m in mentions if m.label == MONEY), None)
        count = next((m for m in mentions if m.label == QUANTITY), None)
        if count is not None and count is mentions[0] and count.unit in self._acts:
            return None  # 捐了两次：先是向镇政府捐款10万元
        if money is not None:
            before, _, after = piece.partition(
                next(c for c in piece if block(MONEY)[0] <= c <= block(MONEY)[2])
            )
            if self._worth.search(before) or self._worth_word.search(before):
                return self._worthy(gifts, money, before, after, count)
            goods = self._goods.search(before)
            if goods and (item := self._item(before)):  # 捐赠防疫物资20万元
                return Gift(item=item, worth=money.value, currency=money.currency, approx=money.approx)
            if not self._fits_money(before, after):
                return None
            return Gift(amount=money.value, currency=money.currency, approx=money.approx)
        brand = None if lone else self._brand.match(piece)
        if brand and count is not None:  # 挂面10吨、农夫山泉饮用水120箱
            name = skeleton.mentions(at, at + 1, {ORG})
            item = "".join(m.text for m in name) + self._item(brand["goods"])
            return Gift(item=item, quantity=count.value, unit=count.unit, approx=count.approx)
        if re.search(f"[{DONORS}{block(GPE)}{block(DOCUMENT)}]", piece):
            piece = re.split(f"[{DONORS}{block(GPE)}{block(DOCUMENT)}]", piece)[0]
            words = self._lead.sub("", piece)
            if not words or self._purpose.match(words):
                return None
            if count not in skeleton.mentions(at, at + len(piece), {QUANTITY}):
                count = None  # it stands after the name
        if count is not None and count.unit in self._people:
            return None  # 拨出7名医护
        if count is not None:
            char = next(c for c in piece if block(QUANTITY)[0] <= c <= block(QUANTITY)[2])
            before, _, after = words.partition(char)
            item = self._item(before) or self._item(re.sub(r"^的", "", after))
            if self._etc in before:
                item = self._item(re.sub(r"^的", "", after)) or item
            vague = count.value == 1 and count.unit in self._words["batch"]
            if not item and not lone:
                return None
            return Gift(
                item=item,
                quantity=None if vague else count.value,
                unit="" if vague else count.unit,
                approx=count.approx,
            )
        item = self._item(words)
        return Gift(item=item) if item else None

    def _worthy(
        self, gifts: Sequence[Gift], money: Mention, before: str, after: str, count: Mention | None
    ) -> Gift | None:
        counted = next(
            (i for i, c in enumerate(after) if block(QUANTITY)[0] <= c <= block(QUANTITY)[2]), None
        )
        parts = [after] if counted is None else [after[:counted], after[counted + 1 :]]
        item = next(filter(None, (self._item(re.sub(r"^的", "", part)) for part in parts)), "")
        if item:
            gift = Gift(
                item=item.split(self._etc)[0], worth=money.value, currency=money.currency, approx=money.approx
            )
            if count is not None and counted is not None and count.unit not in self._people:
                gift.quantity, gift.unit = count.value, count.unit  # 价值36万元的牛奶4000箱
            return gift
        worth = self._worth_word.search(before)
        goods = self._item(before[: worth.start()]) if worth else ""
        if goods:  # 防疫物资折合20万元
            return Gift(item=goods, worth=money.value, currency=money.currency, approx=money.approx)
        if gifts:  # 图书745册，价值4万元
            gifts[-1].worth, gifts[-1].currency = money.value, money.currency
            return gifts[-1]
        return None

    def _fits_money(self, before: str, after: str) -> bool:
        """Whether what stands beside a sum leaves it the gift itself: 共3万元, 3000元现金."""
        head = self._lead.sub("", self._part.sub("", before))
        return len(head) <= 8 and not re.search(any_of(self._words["no_gift"]), head)

    def _item(self, words: str) -> str:
        """The goods that words name, without what they are for; empty where they name none."""
        words = self._lead.sub("", re.sub(f"[{ANY_NAME}].*", "", words))
        words = words.split(self._etc)[0] if not words.startswith(self._etc) else words[1:]
        cut = self._purpose.search(words, 1)
        words = words[: cut.start()] if cut else words
        words = re.sub(r"^[^的]{0,6}的(?=.{2})", "", words.strip("，、：“” \u3000"))
        if not re.fullmatch(f"{HAN_ITEM}{{1,16}}", words) or words in self._words["not_items"]:
            return ""
        if self._not_goods.search(words):
            return ""
        return "" if len(words) < 2 and words not in self._words["single"] else words

    # ── claims ─────────────────────────────────────────────────────────────────────────────────

    def claims(
        self, skeleton: Skeleton, sentence: Range, found: Found, trigger: tuple[int, int], string: str
    ) -> list[Claim]:
        """A claim for each donor, gift and recipient; ``trigger`` is a range of ``string``."""
        claims = []
        joint = len(found.donors) > 1 or len(found.recipients) > 1
        verb = string[trigger[0] : trigger[1] + 1]
        gifts = found.gifts or ([Gift()] if re.search(self._bare_money, verb) and found.named else [])
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
                    if joint and figure and not found.each:
                        claim.qualifiers["joint"] = "shared"
                    claims.append(claim)
        return claims


@dataclass(slots=True)
class Found:
    """Who gave what to whom; ``each`` where all gave as much, ``named`` where the sentence names a donor."""

    donors: list[Mention]
    recipients: list[Mention]
    gifts: list[Gift]
    each: bool
    named: bool = True


def qualifiers_of(gift: Gift) -> dict[str, object]:
    """What a gift says, by exchange name."""
    out: dict[str, object] = {"approx": gift.approx}
    if gift.amount is not None or gift.worth is not None:
        out["currency"] = gift.currency
    for name in ("amount", "item", "quantity", "unit", "worth"):
        value = getattr(gift, name)
        if value:
            out[name] = value
    return out
