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
from kg.model import ENDED
from kg.nlp.posts.appointments import Appointments
from kg.nlp.posts.holdings import Holdings
from kg.nlp.posts.lineup import Lineups, Post
from kg.nlp.posts.member_words import MemberWords
from kg.nlp.posts.seats import Context, Scene, Seats
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import ORG, PERSON, Mention

#: before posts that wait for their person, a word of so many characters at most: 身为
TAKING = 6
#: 任 between a person and the title, where the body follows: 他任董事长的东湖食品有限公司
LED = 6


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
        run = _Reading(self, mentions, Scene(text, sentence, context))
        run.read()
        return run.claims, run.starts, frozenset(run.told)


class _Reading:
    def __init__(self, rules: Posts, mentions: Sequence[Mention], scene: Scene) -> None:
        self.claims: list[Claim] = []
        self.starts: dict[int, int] = {}
        self.told: set[int] = set()
        self._rules, self._text, self._scene = rules, scene.text, scene
        self._line = rules.lineups.of(scene.text, mentions)
        self._ms = self._line.mentions
        self._index = {id(m): i for i, m in enumerate(mentions)}
        self._who: Mention | None = None  # whose posts were stated last

    def read(self) -> None:
        i = 0
        pending: list[Post] = []  # 身为…委员，: posts that wait for their person
        while i < len(self._ms):
            mention = self._ms[i]
            if mention.label == PERSON:
                self._state(mention, pending)
                pending = []
                i = self._after_people(i)
                continue
            posts, j = self._line.posts(i)
            if not posts:
                self._scene.context.note(mention)
                i = self._member(i)
                continue
            if self._line.meets(posts, j):
                i = self._people(posts, j, pending)
                pending = []
            elif self._is_given(j) and self._line.labels(j, PERSON):
                self._state(self._ms[j], posts)  # 局长由汪海燕担任
                i = j + 1
            elif self._is_given(j) and self._meets_other(j):
                i = self._given_with_other(posts, j)
            elif j < len(self._ms) and self._line.gap(j) == "，" and self._awaited(posts):
                pending = posts
                i = j
            else:
                self._also(i, posts)
                for post in posts:
                    if post.body:
                        self._scene.context.note(post.body)
                i = j

    def _awaited(self, posts: Sequence[Post]) -> bool:
        """Whether posts wait for their person: 身为区政协委员，."""
        start = posts[0].start
        return self._rules.appointments.takes(self._text[max(0, start - TAKING) : start])

    def _also(self, i: int, posts: Sequence[Post]) -> None:
        """One more post of whose post was stated last: 是工商联主席，也是集团党委书记."""
        if self._who is not None and i and self._rules.appointments.is_also(self._line.gap_to(i - 1, posts)):
            self._state(self._who, posts)

    def _state(self, person: Mention, posts: Sequence[Post]) -> None:
        self._who = person if posts else self._who
        claims = self._rules.holdings.state(person, posts, self._scene)
        successor = self._successor(person)
        if successor is not None and claims:  # 李娜接替王刚任局长
            self._who = successor
            for claim in claims:
                claim.status = ENDED
            claims += self._rules.holdings.state(successor, posts, self._scene)
        self.claims += claims

    def _successor(self, person: Mention) -> Mention | None:
        """Who stands before somebody, with a word between that says that they take over from them."""
        at = next(i for i, mention in enumerate(self._ms) if mention is person)
        if at == 0 or self._ms[at - 1].label != PERSON:
            return None
        return self._ms[at - 1] if self._rules.appointments.is_replaced(self._line.gap(at)) else None

    # ── posts before people ────────────────────────────────────────────────────────────────────

    def _people(self, posts: list[Post], j: int, pending: Sequence[Post]) -> int:
        """Give the posts to the person at ``j`` and to those listed after; returns the index after them."""
        people: Sequence[int] = self._line.people(j)
        post, after, whole = self._line.collective(people[-1] + 1)
        if not post:
            people = self._line.together(people)
        for index in people[:1] if post else people:
            self._state(self._ms[index], [*posts, *(pending if index == j else [])])
        self.starts[self._index[id(self._ms[j])]] = posts[0].start
        if post:
            for index in people if whole else people[1:]:
                self._state(self._ms[index], [post])
            return after
        if self._collective_members(people):
            return people[-1] + 2
        return self._after_person(people[-1]) if len(people) == 1 else people[-1] + 1

    def _is_given(self, j: int) -> bool:
        """Whether 由 stands before ``j``: 局长由汪海燕担任."""
        return j < len(self._ms) and self._rules.appointments.is_given(self._line.gap(j))

    def _meets_other(self, j: int) -> bool:
        """Whether posts at ``j`` have their person: 指挥长由 | 市卫健委主任向明远担任."""
        others, k = self._line.posts(j)
        return bool(others) and self._line.meets(others, k)

    def _given_with_other(self, posts: Sequence[Post], j: int) -> int:
        """指挥长由市卫健委主任向明远担任: posts, 由, posts, a person."""
        others, k = self._line.posts(j)
        self._state(self._ms[k], [*posts, *others])
        self.starts[self._index[id(self._ms[k])]] = others[0].start
        return k + 1

    # ── posts after people ─────────────────────────────────────────────────────────────────────

    def _after_people(self, i: int) -> int:
        """A person, or a list of them, that no post precedes."""
        people = self._line.people(i)
        if self._collective_members(people):
            return people[-1] + 2
        post, after, _ = self._line.collective(people[-1] + 1)
        if post and len(people) > 1:
            for index in people:
                self._state(self._ms[index], [post])
            return after
        last = people[-1]
        posts, j = self._line.posts(last + 1)
        if posts and self._holds(last, posts):
            for index in people:
                self._state(self._ms[index], posts)
            return j
        return self._after_person(last)

    def _after_person(self, i: int) -> int:
        """The posts that follow a person: glued (栗战书委员长), after a comma, after 担任; index after."""
        posts, j = self._line.posts(i + 1)
        if not posts:
            return i + 1
        led = self._led(i, posts, j)
        if led is not None:
            self.claims += self._rules.holdings.position(self._ms[i], led, posts[0].title, self._scene)
            return j
        if self._line.gap_to(i, posts) == "" and posts[0].body is None:  # 栗战书委员长
            if self._rules.seats.told(posts[0].title, self._scene) is not None:
                self._state(self._ms[i], posts[:1])
            return i + 2
        if self._line.is_glued(j):
            return i + 1
        if self._is_profile(i, posts) or self._holds(i, posts):
            self._state(self._ms[i], posts)
            return j
        return i + 1

    def _led(self, i: int, posts: Sequence[Post], j: int) -> Mention | None:
        """The body in 他任董事长的东湖食品有限公司."""
        if not self._line.labels(j, ORG) or posts[0].body is not None or len(posts) > 1:
            return None
        gap = self._line.gap_to(i, posts)
        takes = len(gap) < LED and self._rules.appointments.takes(gap)
        return self._ms[j] if self._line.gap(j) == "的" and takes else None

    def _is_profile(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether posts stand after a person's name without a word, and end there: 李明，区人大代表。"""
        gap = self._line.gap_to(i, posts)
        end = self._text[posts[-1].title.end : posts[-1].title.end + 1]
        if gap not in ("，", " ", "：", "\n", "（") or posts[0].body is None:
            return False
        if not (end in ("）" if gap == "（" else "。，；\n") or (end == "、" and len(posts) > 1)):
            return False
        return gap != "，" or i == 0 or end in "。\n" or len(posts) > 1

    def _holds(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether words tie a person to the posts that follow: 李明任局长, 李明的局长职务."""
        gap = self._line.gap_to(i, posts)
        return self._rules.appointments.ties(gap, self._text, posts[-1].title.end)

    # ── members ────────────────────────────────────────────────────────────────────────────────

    def _collective_members(self, people: Sequence[int]) -> bool:
        """谢飞武、余磊等联谊会会员: people, 等, a body and a member word."""
        i = people[-1] + 1
        if not self._line.labels(i, ORG) or not self._line.is_collective(self._line.gap(i)):
            return False
        body = self._ms[i]
        end = self._rules.member_words.after(self._text, body.end)
        if end is None:
            return False
        self.told.add(self._index[id(body)])
        for index in people:
            self._state_member(self._ms[index], body, "members", (body.end, end))
        return True

    def _member(self, i: int) -> int:
        """县人大常委会机关干部赵露: a body, a member word, a person."""
        mention = self._ms[i]
        if mention.label == ORG and self._line.labels(i + 1, PERSON):
            person, gap = self._ms[i + 1], self._line.gap(i + 1)
            if self._rules.member_words.fill(gap):
                body = self._rules.member_words.above(mention, gap, self._scene.context.entities)
                self._state_member(person, body, "member-word", (mention.end, person.start))
                self.starts[self._index[id(person)]] = mention.start
        return i + 1

    def _state_member(self, person: Mention, body: Mention, rule: str, trigger: Range) -> None:
        self.claims += self._rules.holdings.member(person, body, rule, trigger, self._scene)
