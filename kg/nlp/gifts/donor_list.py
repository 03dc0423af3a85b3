"""Donor lists: lines of a donor and what was given, without a verb, below a heading that says it.

二、个人捐款                                     the heading
程家驹　10000元                                one gift a line
汪鹤年、吴美仙夫妇　各1000元                       or one for each of several
千岛湖义工协会：矿泉水1200箱、自热米饭500盒，定向捐赠徽城镇
"""

from __future__ import annotations

import re

from kg.lexicon import Lexicon
from kg.nlp.gifts.found import DONORS, PARTIES, RECIPIENTS, Found
from kg.nlp.gifts.gifts import Gifts
from kg.nlp.quantities.gift import Gift
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import MONEY, ORG, PERSON, QUANTITY, Mention
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.spans.skeleton import ANY_NAME, Skeleton, block

#: a heading is at most this long, in characters of the skeleton
HEADING = 40


class DonorList:
    """Reads the lines of a list; ``gifts`` understands what was given."""

    def __init__(self, lexicon: Lexicon, gifts: Gifts) -> None:
        words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
        joins = any_of(lexicon.names.lists.joins)
        self._gifts = gifts
        self._heading = re.compile(rf"{any_of(words['list_headings'])}")
        self._got = re.compile(rf"(?P<who>[{RECIPIENTS}])[^，。；{ANY_NAME}]{{0,8}}{any_of(words['got'])}")
        self._announced = re.compile(
            rf"^[\s\u3000]*(?P<who>[{block(ORG)}])[^，。；{DONORS}]{{0,24}}{any_of(words['list_headings'])}"
            rf"[^，。；{ANY_NAME}]{{0,6}}{any_of(words['announced'])}"
        )
        each = any_of(lexicon.names.lists.each)
        self._donor = re.compile(
            rf"(?:^|(?<=[\s\u3000；]))(?:[（(]?\d{{1,3}}[）)、.．])?[\s\u3000]*"
            rf"(?P<who>[{DONORS}](?:{joins}[{DONORS}])*){any_of(words['pairs'])}?(?:（[^（）]*）)?"
            rf"[\s\u3000：:—\-]*(?P<each>{each})?"
        )
        self._all_gave = re.compile(rf"{each}[^，。；{ANY_NAME}]{{0,4}}(?=[{block(MONEY)}{block(QUANTITY)}])")
        self._names = re.compile(
            rf"[\s\u3000]*(?:[{block(PERSON)}{block(ORG)}](?:（[^（）]*）)?[\s\u3000、，]*)+[。；]?$"
        )
        self._figure = re.compile(f"[{block(MONEY)}{block(QUANTITY)}]")
        # 1000元是工资, but 1000元现金
        self._said_more = re.compile(rf"[{block(MONEY)}](?!{any_of(words['money_only'])})[{HAN}]")
        self._directed = re.compile(rf"{any_of(words['directed'])}(?P<who>[{RECIPIENTS}])")
        directed = rf"{self._directed.pattern}(?:的[^，。；]{{0,10}})?"
        figureless = rf"[^。；{block(MONEY)}{block(QUANTITY)}]{{0,30}}"
        delivered = rf"，{figureless}{any_of(words['delivered'])}(?=[。；]|$)"  # ，8月18日由王秀珍带车送到
        self._rest = re.compile(rf"(?:[（(][^）)]*[）)]|{delivered}|[\s\u3000，。；]|{directed})*")

    def opens(self, skeleton: Skeleton) -> bool:
        """Whether a line says that gifts follow: 捐款名单, 三、捐赠物资, …捐赠公布如下："""
        string = re.sub(rf"(?<=[{HAN}])[ \u3000](?=[{HAN}]$)", "", skeleton.string.strip())  # 二、物 资
        short = len(string) <= HEADING and "。" not in string and not self._figure.search(string)
        return bool(self._heading.search(string)) and (short or string.endswith(("：", ":")))

    def receiver(self, skeleton: Skeleton) -> Mention | None:
        """Who received what follows: 歙县慈善总会收到的第三批捐赠公布如下, 平远县慈善会救灾捐赠公示."""
        match = self._got.search(skeleton.string) or self._announced.search(skeleton.string)
        found = skeleton.mentions(*match.span("who"), PARTIES) if match else []
        return next(iter(found), None)

    def shared(self, skeleton: Skeleton) -> Gift | None:
        """What each of those that follow gave: 以下各捐2000元："""
        match = self._all_gave.search(skeleton.string)
        gifts, _ = self._gifts.goods.parse(skeleton, match.end()) if match else ([], 0)
        return next(iter(gifts), None)

    def names(self, skeleton: Skeleton, sentence: Range, gift: Gift, receiver: Mention | None) -> list[Claim]:
        """The gift of each name of a line that holds names alone."""
        string = skeleton.string.rstrip()
        if not self._names.match(string):
            return []
        plain = re.sub(r"（[^（）]*）", lambda aside: " " * len(aside[0]), string)
        at = [i for i, char in enumerate(plain) if re.match(f"[{DONORS}]", char)]
        donors = [m for i in at for m in skeleton.mentions(i, i + 1, {PERSON, ORG})]
        found = Found(donors, [receiver] if receiver else [], [gift], True)
        return self._gifts.claims.of(skeleton, sentence, found, (0, len(string)))

    def read(self, skeleton: Skeleton, sentence: Range, receiver: Mention | None) -> list[Claim]:
        """The gifts of a line; nothing where it holds more than donors and gifts."""
        string = skeleton.string.rstrip()
        claims: list[Claim] = []
        at = 0
        while at < len(string):
            match = self._donor.match(string, at)
            if match is None:
                return []
            following = self._donor.search(string, match.end())
            stop = following.start() if following else len(string)
            gifts, end = self._gifts.goods.parse(skeleton, match.end(), stop=stop)
            if not gifts or not all(gift.amount or gift.quantity or gift.worth for gift in gifts):
                return []
            if gifts[-1].amount and self._said_more.search(string, match.end(), end):
                return []
            rest = self._rest.match(string, end)
            at = rest.end() if rest else end
            if at < stop:
                return []
            directed = self._directed.search(string, end, at)
            named = skeleton.mentions(*directed.span("who"), PARTIES) if directed else []
            donors = skeleton.mentions(*match.span("who"), {PERSON, ORG})
            recipients = named or ([receiver] if receiver else [])
            found = Found(donors, recipients, gifts, bool(match["each"]))
            claims += self._gifts.claims.of(skeleton, sentence, found, (match.end("who"), end))
        return claims
