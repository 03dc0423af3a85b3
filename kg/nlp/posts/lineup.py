"""A lineup: the bodies, titles and people of a sentence in order, and the lists that they make.

青山街道党工委副书记、东湖区人大代表李明          a list of posts, and the person they meet
李明、王强和陈芳                               a list of people
李明、王强等轮值会长                            a list of people, and the post they share
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.posts.appointments import Appointments
from kg.nlp.posts.seats import Seats
from kg.nlp.spans.mention import ORG, PERSON, PLACES, TITLE, Mention

#: so many mentions may stand before a title and tell its body
BEFORE = 4


@dataclass(slots=True)
class Post:
    """A title with its body, if it names one."""

    title: Mention
    body: Mention | None
    lead: Mention | None = None  # a body before the body: 南塔街道办 in 南塔街道办县人大代表

    @property
    def start(self) -> int:
        first = self.lead or self.body or self.title
        return first.start


class Lineups:
    """The words that join posts, and people, in lists; stateless."""

    def __init__(self, lexicon: Lexicon, seats: Seats, appointments: Appointments) -> None:
        words = lexicon.titles.words
        self.seats = seats
        self.appointments = appointments
        self.joins = frozenset(words.joins)
        self.ands = frozenset(words.ands)
        self.beside = frozenset(words.beside)
        self.collective = re.compile(rf"(?:{words.collective})$")

    def of(self, text: str, mentions: Iterable[Mention]) -> Lineup:
        return Lineup(self, text, mentions)


class Lineup:
    """Of one sentence. Mentions go by their index in ``mentions``, which may be one past the last."""

    def __init__(self, rules: Lineups, text: str, mentions: Iterable[Mention]) -> None:
        self._rules, self._text = rules, text
        self.mentions = [m for m in mentions if m.label in {PERSON, ORG, TITLE} or m.label in PLACES]

    def gap(self, i: int) -> str:
        """The text between mention ``i`` and the one before."""
        return self._text[self.mentions[i - 1].end : self.mentions[i].start] if i else ""

    def gap_to(self, i: int, posts: Sequence[Post]) -> str:
        """The text between mention ``i`` and the posts after it."""
        return self._text[self.mentions[i].end : posts[0].start]

    def labels(self, i: int, label: str) -> bool:
        """Whether mention ``i`` is there, and of that label."""
        return i < len(self.mentions) and self.mentions[i].label == label

    def is_glued(self, i: int) -> bool:
        """Whether mention ``i`` is a person's name right after the mention before."""
        return self.labels(i, PERSON) and self.gap(i) == ""

    # ── posts ──────────────────────────────────────────────────────────────────────────────────

    def posts(self, i: int) -> tuple[list[Post], int]:
        """The list of posts that begins at ``i``, and the index after it."""
        posts: list[Post] = []
        while True:
            post, j = self._post(i)
            if post is None:
                return posts, i
            posts.append(post)
            i = j
            if i >= len(self.mentions) or self.gap(i) not in self._rules.joins:
                return posts, i
            if self.gap(i) == "，" and not self._goes_on(i, posts[0]):
                return posts, i

    def _post(self, i: int) -> tuple[Post | None, int]:
        lead = body = None
        j = i
        while j < len(self.mentions) and self.mentions[j].label != TITLE and j - i < BEFORE:
            if self.mentions[j].label == PERSON or (j > i and self.gap(j) not in ("", "的")):
                return None, i
            if body is not None and body.label == ORG:
                lead = body
            body = self.mentions[j]
            j += 1
        if not self.labels(j, TITLE) or (j > i and self.gap(j) not in ("", "的")):
            return None, i
        return Post(self.mentions[j], body, lead), j + 1

    def _goes_on(self, i: int, first: Post) -> bool:
        """Whether the post after a comma belongs to the list.

        Not in 李明当选副会长，秘书长一职由…, nor in 李明当选会长，秘书长王强…
        """
        post, j = self._post(i)
        appointments = self._rules.appointments
        if post is None or appointments.gives(self._text, post.title.end):
            return False
        return not (self.is_glued(j) and appointments.takes(self._text[: first.start]))

    def meets(self, posts: Sequence[Post], j: int) -> bool:
        """Whether at ``j`` a person follows its posts: 主任李燎, and in a byline 天水在线编辑：马文洁."""
        if not self.labels(j, PERSON):
            return False
        gap = self.gap(j)
        title = posts[-1].title
        signs = bool(self._rules.seats.kinds(title.text))
        byline = self._text[title.start - 1 : title.start] in "（ " and signs
        return gap == "" or (gap in ("：", "/", " ") and (posts[-1].body is not None or byline))

    # ── people ─────────────────────────────────────────────────────────────────────────────────

    def people(self, i: int) -> list[int]:
        """The list of people that begins with the person at ``i``."""
        people = [i]
        while self.labels(people[-1] + 1, PERSON):
            gap = self.gap(people[-1] + 1)
            if gap not in self._rules.ands and not (gap == " " and self._signs(i)):
                break
            people.append(people[-1] + 1)
        return people

    def _signs(self, i: int) -> bool:
        """记者 韩冰 李雨桐: names that spaces set apart."""
        before = self.mentions[i - 1] if i else None
        return before is not None and before.label == TITLE and self._rules.seats.is_byline(before)

    def together(self, people: Sequence[int]) -> Sequence[int]:
        """Those of a list who share the post before it: in 院长蔺春明与上官宇 only the first."""
        beside = (n for n, i in enumerate(people) if n and self.gap(i) in self._rules.beside)
        return people[: next(beside, None)]

    def collective(self, i: int) -> tuple[Post | None, int, bool]:
        """等轮值会长, 五位副主任 at ``i``, after a list of people: the post they share, the index after it,
        and whether 等 takes in all."""
        posts, j = self.posts(i)
        gap = self.gap_to(i - 1, posts) if posts else ""
        if not self.is_collective(gap) or self.is_glued(j):
            return None, i, False
        return posts[0], j, gap.startswith("等")

    def is_collective(self, gap: str) -> bool:
        """Whether what follows is said of a list of people: 等, 等三名."""
        return bool(gap) and bool(self._rules.collective.fullmatch(gap))
