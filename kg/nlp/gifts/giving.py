"""The gifts of one article, of which each leans on what was given before.

李明捐赠口罩300个。青山街道、柳林镇各获赠100个。      100个口罩, as before
歙县慈善总会收到的捐款公布如下：                   a heading that opens a list, and says who received
程家驹　10000元                                 its lines, down to a sentence that is none
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.nlp.gifts.donor_list import DonorList
from kg.nlp.gifts.found import Before
from kg.nlp.gifts.gifts import Gifts
from kg.nlp.quantities.gift import Gift
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import Skeleton


class Giving:
    """Reads the gifts of sentences in their order; knows the last one, and whether a list is open."""

    def __init__(self, gifts: Gifts, donors: DonorList) -> None:
        self._gifts, self._donors = gifts, donors
        self._last: Gift | None = None
        self._list = False
        self._receiver: Mention | None = None
        self._announcer: Mention | None = None  # who received, by the first heading that says so
        self._shared: Gift | None = None

    def read(
        self, skeleton: Skeleton, sentence: Range, topic: Mention | None, last: Mention | None
    ) -> list[Claim]:
        """The gifts of a line; ``topic`` gives where nobody does, ``last`` where some only received."""
        heading = self._donors.opens(skeleton)
        before = Before(None if heading else topic, None if heading else last, self._last)
        gifts = self._gifts.read(skeleton, sentence, before)
        if heading:
            self._open(skeleton)
        elif not gifts:
            gifts = self._listed(skeleton, sentence)
        self._remember(gifts)
        return gifts

    def _open(self, heading: Skeleton) -> None:
        receiver = self._donors.receiver(heading)
        self._announcer = self._announcer or receiver
        self._list, self._receiver = True, receiver or self._receiver or self._announcer
        self._shared = self._donors.shared(heading)

    def _listed(self, skeleton: Skeleton, sentence: Range) -> list[Claim]:
        """The gifts of a line of a donor list, where a heading has opened one."""
        if not self._list or not skeleton.string.strip():
            return []
        if self._shared is not None:
            found = self._donors.names(skeleton, sentence, self._shared, self._receiver)
            if found:
                return found
            self._shared = None  # names further down gave nothing
        found = self._donors.read(skeleton, sentence, self._receiver)
        if not found and "。" in skeleton.string:
            self._list, self._receiver = False, None
        return found

    def _remember(self, gifts: Sequence[Claim]) -> None:
        for claim in gifts:
            if claim.qualifiers.get("item"):
                self._last = Gift(item=str(claim.qualifiers["item"]))
                return
