"""The words of giving as patterns over the skeleton of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.gifts.found import DONORS, RECIPIENTS
from kg.nlp.spans.mention import MONEY, PERSON
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import ANY_NAME, block


@dataclass(frozen=True, slots=True)
class Roles:
    """What tells who gives and who receives; each pattern finds the names as its group ``who``."""

    donors: re.Pattern[str]
    to: re.Pattern[str]  # 向青山街道 before the verb
    give: re.Pattern[str]  # 捐给青山街道
    later: re.Pattern[str]  # …，送到青山街道
    got: re.Pattern[str]  # 青山街道收到
    giver: re.Pattern[str]  # 捐赠人是李明
    home: re.Pattern[str]  # 王治国家中
    visited: re.Pattern[str]  # 慰问了环卫总站职工，
    share: re.Pattern[str]  # A600万元


@dataclass(frozen=True, slots=True)
class Turns:
    """What tells where the gift stands, and whether it is one."""

    taken: re.Pattern[str]  # 收到社会各界 before 捐款
    take: re.Pattern[str]  # 把价值37000元的换洗衣物
    gathered: re.Pattern[str]  # 筹集口罩300个
    listing: re.Pattern[str]  # 的企业有：
    stands_for: re.Pattern[str]  # 代表
    under: re.Pattern[str]  # 的倡议下
    bare_money: re.Pattern[str]  # 捐款
    each: re.Pattern[str]  # 各
    sold: re.Pattern[str]  # 平价供应市民


def roles(lexicon: Lexicon) -> Roles:
    """Those of a lexicon."""
    words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
    joins, each = any_of(lexicon.names.lists.joins), any_of(lexicon.names.lists.each)
    donors = rf"[{DONORS}](?:{joins}?[{DONORS}])*"
    recipients = rf"[{RECIPIENTS}](?:{joins}?[{RECIPIENTS}])*"
    plain, gap = f"[^，。；{ANY_NAME}]", rf"[^。；{RECIPIENTS}]{{0,14}}?"
    aspect = any_of(lexicon.names.lists.aspects)
    homes, person = any_of(lexicon.names.person.homes), f"[{block(PERSON)}]"
    return Roles(
        donors=re.compile(donors),
        to=re.compile(rf"{any_of(words['to'])}{plain}{{0,6}}(?P<who>{recipients}){plain}{{0,8}}$"),
        give=re.compile(rf"{any_of(words['give'])}{aspect}?(?P<who>{recipients})"),
        later=re.compile(rf"{any_of(words['later'])}(?P<who>{recipients})"),
        got=re.compile(rf"(?P<who>{recipients}){gap}{each}?{any_of(words['got'])}"),
        giver=re.compile(rf"{any_of(words['giver'])}(?P<who>{donors})"),
        home=re.compile(rf"(?P<who>{person}(?:{joins}{person})*){homes}[^。；{ANY_NAME}]{{0,20}}$"),
        visited=re.compile(
            rf"{any_of(words['visit'])}{aspect}?(?P<who>{recipients})[^。；{ANY_NAME}]{{0,14}}，{plain}{{0,4}}$"
        ),
        share=re.compile(rf"(?P<who>{donors}){each}?[^，。；、{ANY_NAME}]{{0,4}}[{block(MONEY)}]"),
    )


def turns(lexicon: Lexicon) -> Turns:
    """Those of a lexicon."""
    words = lexicon.relations[lexicon.stated_by("gifts")].lists or {}
    aspect = any_of(lexicon.names.lists.aspects)
    public = rf"{any_of(words['public'])}[^，。；、{ANY_NAME}]{{0,8}}"
    return Turns(
        taken=re.compile(rf"{any_of(words['taken'])}{aspect}?(?:{public})?$"),
        take=re.compile(rf"{any_of(words['take'])}(?P<what>[^。；]{{1,80}}?)$"),
        gathered=re.compile(rf".*{any_of(words['gather'])}(?P<what>[^。；]{{1,60}})$"),
        listing=re.compile(rf"[^。；{ANY_NAME}]{{0,12}}[^。；：]{{0,20}}{any_of(words['listing'])}："),
        stands_for=re.compile(any_of(words["stands_for"])),
        under=re.compile(rf"的?{any_of(words['under'])}"),
        bare_money=re.compile(any_of(words["bare_money"])),
        each=re.compile(any_of(lexicon.names.lists.each)),
        sold=re.compile(any_of(words["sold"])),
    )
