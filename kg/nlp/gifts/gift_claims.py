"""Gifts as claims: one for each donor, gift and recipient.

区人大代表张春军、杨福荣各捐款10万元                 one gift a donor
某企业向蔡桥街道捐赠棉被300床、方便面200箱       one gift an item
张春军、杨福荣共捐款10万元                        one gift that both share
张春军、杨福荣分别捐资15万元和8万元                 each their own
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.nlp.gifts.found import Found
from kg.nlp.gifts.words import Turns
from kg.nlp.quantities.gift import Gift, qualifiers_of
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import Skeleton


class GiftClaims:
    """Makes the claims of what was found; stateless."""

    def __init__(self, lexicon: Lexicon, turns: Turns) -> None:
        self._relation = lexicon.stated_by("gifts")
        self._words = lexicon.relations[self._relation].lists or {}
        self._respectively = lexicon.names.lists.respectively
        self._turns = turns

    def of(self, skeleton: Skeleton, sentence: Range, found: Found, trigger: Range) -> list[Claim]:
        """The claims of one gift or several; ``trigger`` is a range of the skeleton's string."""
        claims = []
        gifts = found.gifts or self._bare(skeleton.string, found, trigger)
        one_each = self._one_each(skeleton.string[: trigger[0]], found, gifts)
        joint = (len(found.donors) > 1 or len(found.recipients) > 1) and not one_each
        where = skeleton.text_range(*trigger)
        for place, donor in enumerate(found.donors):
            for gift in gifts[place : place + 1] if one_each else gifts:
                for recipient in _others(found, donor):
                    claim = self._claim(donor, recipient, gift, sentence, where)
                    figure = gift.amount or gift.quantity or gift.worth
                    if joint and figure and (gift.total or not found.each):
                        claim.qualifiers["joint"] = "shared"
                    claims.append(claim)
        return claims

    def _bare(self, string: str, found: Found, trigger: Range) -> list[Gift]:
        """A gift of which nothing is said but that it is money: 李明捐款; not 接受17857万元的捐款."""
        verb = string[trigger[0] : trigger[1] + 1]
        bare = self._turns.bare_money.search(verb) and found.named
        return [Gift()] if bare and not string[: trigger[0]].endswith(self._words["of"]) else []

    def _one_each(self, before: str, found: Found, gifts: list[Gift]) -> bool:
        """Whether the first gave the first gift, the second the second: 分别捐资15万元和8万元."""
        told = any(word in before for word in self._respectively)
        return told and len(gifts) == len(found.donors) > 1

    def _claim(
        self, donor: Mention, recipient: Mention | None, gift: Gift, sentence: Range, trigger: Range | None
    ) -> Claim:
        return Claim(
            self._relation,
            donor.entity,
            recipient.entity if recipient else None,
            sentence,
            span(donor),
            span(recipient) if recipient else None,
            trigger,
            qualifiers=qualifiers_of(gift),
            confidence=0.85 if gift.amount or gift.quantity else 0.6,
            rule="gift",
        )


def _others(found: Found, donor: Mention) -> Iterator[Mention | None]:
    """To whom a donor gave; None where nobody is named."""
    if not found.recipients:
        yield None
    for recipient in found.recipients:
        if recipient.entity != donor.entity:
            yield recipient
