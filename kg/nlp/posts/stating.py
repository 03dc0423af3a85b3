"""Posts and memberships stated: the claims of one sentence so far, and whose posts came last."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import ENDED
from kg.nlp.posts.holdings import Holdings
from kg.nlp.posts.lineup import Lineup, Post
from kg.nlp.posts.member_words import MemberWords
from kg.nlp.posts.seats import Scene
from kg.nlp.posts.ties import Ties
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import ORG, PERSON, Mention


class Stating:
    """``claims``; ``starts``: where the posts before a person begin; ``told``: bodies that only tell what
    people are. Both by the index of the mention in the sentence."""

    def __init__(
        self,
        holdings: Holdings,
        words: MemberWords,
        mentions: Sequence[Mention],
        line: Lineup,
        ties: Ties,
        scene: Scene,
    ) -> None:
        self.claims: list[Claim] = []
        self.starts: dict[int, int] = {}
        self.told: set[int] = set()
        self._holdings, self._words = holdings, words
        self._line, self._ties, self._scene = line, ties, scene
        self._index = {id(m): i for i, m in enumerate(mentions)}
        self._who: Mention | None = None  # whose posts were stated last

    def begin(self, person: Mention, start: int) -> None:
        """The posts of a person begin before the name."""
        self.starts[self._index[id(person)]] = start

    def state(self, person: Mention, posts: Sequence[Post]) -> None:
        """Somebody holds posts; 李娜接替王刚任局长: one did, and another does."""
        self._who = person if posts else self._who
        claims = self._holdings.state(person, posts, self._scene)
        successor = self._ties.successor(person)
        if successor is not None and claims:
            self._who = successor
            for claim in claims:
                claim.status = ENDED
            claims += self._holdings.state(successor, posts, self._scene)
        self.claims += claims

    def also(self, i: int, posts: Sequence[Post]) -> None:
        """One more post of whose post was stated last: 是工商联主席，也是集团党委书记."""
        if self._who is not None and self._ties.is_also(i, posts):
            self.state(self._who, posts)

    def collective(self, people: Sequence[int]) -> bool:
        """谢飞武、余磊等联谊会会员: people, 等, a body and a member word."""
        i = people[-1] + 1
        if not self._line.labels(i, ORG) or not self._line.is_collective(self._line.gap(i)):
            return False
        body = self._line.mentions[i]
        end = self._words.after(self._scene.text, body.end)
        if end is None:
            return False
        self.told.add(self._index[id(body)])
        for index in people:
            self._state_member(self._line.mentions[index], body, "members", (body.end, end))
        return True

    def member(self, i: int) -> int:
        """县人大常委会机关干部赵露: a body, a member word, a person."""
        mention = self._line.mentions[i]
        if mention.label == ORG and self._line.labels(i + 1, PERSON):
            person, gap = self._line.mentions[i + 1], self._line.gap(i + 1)
            if self._words.fill(gap):
                body = self._words.above(mention, gap, self._scene.context.entities)
                self._state_member(person, body, "member-word", (mention.end, person.start))
                self.begin(person, mention.start)
        return i + 1

    def _state_member(self, person: Mention, body: Mention, rule: str, trigger: Range) -> None:
        self.claims += self._holdings.member(person, body, rule, trigger, self._scene)
