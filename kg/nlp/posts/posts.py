"""Posts: bodies, titles and people that stand together.

区人大常委会主任方波，副主任伍胡榕、于晓积        body title person, title person person
晏华，市中区人大代表、玉溪街道党工委副书记        person, body title, body title
身为区政协委员、建材城总经理，潘正宏…            posts, person
曾远文、李远峰等轮值会长                        people of one post
县人大常委会机关干部赵露                        body, member word, person
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.nlp.posts.appointments import Appointments
from kg.nlp.posts.holdings import Holdings
from kg.nlp.posts.lineup import Lineups, Post
from kg.nlp.posts.member_words import MemberWords
from kg.nlp.posts.seats import Context, Scene, Seats
from kg.nlp.posts.stating import Stating
from kg.nlp.posts.ties import Ties
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import PERSON, Mention


class Posts:
    """Reads the posts of a sentence. ``read`` gives claims and the ranges that each person's posts take."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.seats = Seats(lexicon)
        self.appointments = Appointments(lexicon)
        self.lineups = Lineups(lexicon, self.seats, self.appointments)
        self.holdings = Holdings(lexicon, self.seats)
        self.member_words = MemberWords(lexicon)

    def read(
        self, text: str, sentence: Range, mentions: Sequence[Mention], context: Context
    ) -> tuple[list[Claim], dict[int, int], frozenset[int]]:
        """Claims, for each person (by index) the offset where the posts before it begin, and the
        bodies (by index) that only tell what people are: 联谊会 in 谢飞武等联谊会会员."""
        reading = _Reading(self, mentions, Scene(text, sentence, context))
        reading.read()
        return reading.stated.claims, reading.stated.starts, frozenset(reading.stated.told)


class _Reading:
    def __init__(self, rules: Posts, mentions: Sequence[Mention], scene: Scene) -> None:
        self._rules, self._scene = rules, scene
        self._line = rules.lineups.of(scene.text, mentions)
        self._ms = self._line.mentions
        self._ties = Ties(scene.text, self._line, rules.appointments)
        self.stated = Stating(rules.holdings, rules.member_words, mentions, self._line, self._ties, scene)

    def read(self) -> None:
        i = 0
        pending: list[Post] = []  # 身为…委员，: posts that wait for their person
        while i < len(self._ms):
            mention = self._ms[i]
            if mention.label == PERSON:
                self.stated.state(mention, pending)
                pending = []
                i = self._after_people(i)
                continue
            posts, j = self._line.posts(i)
            if not posts:
                self._scene.context.note(mention)
                i = self.stated.member(i)
                continue
            if self._line.meets(posts, j):
                i = self._people(posts, j, pending)
                pending = []
            elif self._ties.is_given(j) and self._line.labels(j, PERSON):
                self.stated.state(self._ms[j], posts)  # 局长由汪海燕担任
                i = j + 1
            elif self._ties.is_given(j) and self._ties.meets_other(j):
                i = self._given_with_other(posts, j)
            elif j < len(self._ms) and self._line.gap(j) == "，" and self._ties.awaited(posts):
                pending = posts
                i = j
            else:
                self.stated.also(i, posts)
                for post in posts:
                    if post.body:
                        self._scene.context.note(post.body)
                i = j

    # ── posts before people ────────────────────────────────────────────────────────────────────

    def _people(self, posts: list[Post], j: int, pending: Sequence[Post]) -> int:
        """Give the posts to the person at ``j`` and to those listed after; returns the index after them."""
        people: Sequence[int] = self._line.people(j)
        post, after, whole = self._line.collective(people[-1] + 1)
        if not post:
            people = self._line.together(people)
        for index in people[:1] if post else people:
            self.stated.state(self._ms[index], [*posts, *(pending if index == j else [])])
        self.stated.begin(self._ms[j], posts[0].start)
        if post:
            for index in people if whole else people[1:]:
                self.stated.state(self._ms[index], [post])
            return after
        if self.stated.collective(people):
            return people[-1] + 2
        return self._after_person(people[-1]) if len(people) == 1 else people[-1] + 1

    def _given_with_other(self, posts: Sequence[Post], j: int) -> int:
        """指挥长由市卫健委主任向明远担任: posts, 由, posts, a person."""
        others, k = self._line.posts(j)
        self.stated.state(self._ms[k], [*posts, *others])
        self.stated.begin(self._ms[k], others[0].start)
        return k + 1

    # ── posts after people ─────────────────────────────────────────────────────────────────────

    def _after_people(self, i: int) -> int:
        """A person, or a list of them, that no post precedes."""
        people = self._line.people(i)
        if self.stated.collective(people):
            return people[-1] + 2
        post, after, _ = self._line.collective(people[-1] + 1)
        if post and len(people) > 1:
            for index in people:
                self.stated.state(self._ms[index], [post])
            return after
        last = people[-1]
        posts, j = self._line.posts(last + 1)
        if posts and self._ties.holds(last, posts):
            for index in people:
                self.stated.state(self._ms[index], posts)
            return j
        return self._after_person(last)

    def _after_person(self, i: int) -> int:
        """The posts that follow a person: glued (栗战书委员长), after a comma, after 担任; index after."""
        posts, j = self._line.posts(i + 1)
        if not posts:
            return i + 1
        led = self._ties.led(i, posts, j)
        if led is not None:
            self.stated.claims += self._rules.holdings.position(self._ms[i], led, posts[0].title, self._scene)
            return j
        if self._line.gap_to(i, posts) == "" and posts[0].body is None:  # 栗战书委员长
            if self._rules.seats.told(posts[0].title, self._scene) is not None:
                self.stated.state(self._ms[i], posts[:1])
            return i + 2
        if self._line.is_glued(j):
            return i + 1
        if self._ties.is_profile(i, posts) or self._ties.holds(i, posts):
            self.stated.state(self._ms[i], posts)
            return j
        return i + 1
