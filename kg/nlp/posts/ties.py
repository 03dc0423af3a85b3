"""What ties posts to people in a sentence: the words and marks between them.

身为区政协委员，            posts that wait for their person
局长由汪海燕担任            who stands after 由
李明，区人大代表。          a profile
李娜接替王刚任局长          a successor
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.nlp.posts.appointments import Appointments
from kg.nlp.posts.lineup import Lineup, Post
from kg.nlp.spans.mention import ORG, PERSON, Mention

#: before posts that wait for their person, a word of so many characters at most: 身为
TAKING = 6
#: 任 between a person and the title, where the body follows: 他任董事长的东湖食品有限公司
LED = 6


class Ties:
    """The ties of one sentence; ``i`` and ``j`` are places in its lineup."""

    def __init__(self, text: str, line: Lineup, appointments: Appointments) -> None:
        self._text, self._line, self._appointments = text, line, appointments

    def awaited(self, posts: Sequence[Post]) -> bool:
        """Whether posts wait for their person: 身为区政协委员，."""
        start = posts[0].start
        return self._appointments.takes(self._text[max(0, start - TAKING) : start])

    def successor(self, person: Mention) -> Mention | None:
        """Who stands before somebody, with a word between that says that they take over from them."""
        at = next(i for i, mention in enumerate(self._line.mentions) if mention is person)
        if at == 0 or self._line.mentions[at - 1].label != PERSON:
            return None
        return self._line.mentions[at - 1] if self._appointments.is_replaced(self._line.gap(at)) else None

    def is_also(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether posts at ``i`` go on with those stated last: 是工商联主席，也是集团党委书记."""
        return bool(i) and self._appointments.is_also(self._line.gap_to(i - 1, posts))

    def is_given(self, j: int) -> bool:
        """Whether 由 stands before ``j``: 局长由汪海燕担任."""
        return j < len(self._line.mentions) and self._appointments.is_given(self._line.gap(j))

    def meets_other(self, j: int) -> bool:
        """Whether posts at ``j`` have their person: 指挥长由 | 市卫健委主任向明远担任."""
        others, k = self._line.posts(j)
        return bool(others) and self._line.meets(others, k)

    def led(self, i: int, posts: Sequence[Post], j: int) -> Mention | None:
        """The body in 他任董事长的东湖食品有限公司."""
        if not self._line.labels(j, ORG) or posts[0].body is not None or len(posts) > 1:
            return None
        gap = self._line.gap_to(i, posts)
        takes = len(gap) < LED and self._appointments.takes(gap)
        return self._line.mentions[j] if self._line.gap(j) == "的" and takes else None

    def is_profile(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether posts stand after a person's name without a word, and end there: 李明，区人大代表。"""
        gap = self._line.gap_to(i, posts)
        end = self._text[posts[-1].title.end : posts[-1].title.end + 1]
        if gap not in ("，", " ", "：", "\n", "（") or posts[0].body is None:
            return False
        if not (end in ("）" if gap == "（" else "。，；\n") or (end == "、" and len(posts) > 1)):
            return False
        return gap != "，" or i == 0 or end in "。\n" or len(posts) > 1

    def holds(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether words tie a person to the posts that follow: 李明任局长, 李明的局长职务."""
        gap = self._line.gap_to(i, posts)
        return self._appointments.ties(gap, self._text, posts[-1].title.end)
