"""Holdings: who holds which post, as claims.

党组书记、主任李元明            two posts of one body, which only the second tells
原市中级法院副院长李明          a post that is over
晏家湾社区包片领导李明          an area assigned to somebody, no post
南塔街道办县人大代表李明        a post, and the body that its holder comes from
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.model import ASSERTED
from kg.nlp.posts.lineup import Post
from kg.nlp.posts.seats import Scene, Seats
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import Mention


class Holdings:
    """Makes the claims; people and bodies that stand for no entity give none. Stateless."""

    def __init__(self, lexicon: Lexicon, seats: Seats) -> None:
        self._seats = seats
        self._position = lexicon.stated_by("posts")
        self._member = lexicon.stated_by("members")
        self._liaison = lexicon.stated_by("liaison")
        marks = {word: cue.status for cue in lexicon.cues if cue.scope == "title" for word in cue.words}
        self._marks = dict(sorted(marks.items(), key=lambda item: -len(item[0])))

    def state(self, person: Mention, posts: Sequence[Post], scene: Scene) -> list[Claim]:
        """That a person holds these posts; notes their bodies in the scene's context."""
        claims: list[Claim] = []
        previous = self._shared(posts, scene) or scene.context.last
        for post in posts:
            trigger = span(post.title)
            if post.title.kind == "liaison":
                if post.body is not None:
                    claims += _claim(self._liaison, person, post.body, "liaison-post", trigger, scene)
                continue
            body = post.body
            if body is not None:
                scene.context.note(body)
            else:
                body = self._seats.of(post.title, previous, scene)
            if post.lead is not None:
                claims += self.member(person, post.lead, "lead-body", trigger, scene)
            if body is not None:
                claims += self.position(person, body, post.title, scene)
                previous = body
        scene.context.last = previous
        return claims

    def _shared(self, posts: Sequence[Post], scene: Scene) -> Mention | None:
        """The body that one of several posts tells, for all of them: 党组书记、主任李元明."""
        bare = [post.title for post in posts if post.body is None] if len(posts) > 1 else []
        told = (self._seats.told(title, scene) for title in bare)
        return next((body for body in told if body is not None), None)

    def position(self, person: Mention, body: Mention, mention: Mention, scene: Scene) -> list[Claim]:
        """That a person holds the post ``mention`` at a body."""
        title = mention.norm or mention.text
        status = ""
        for mark, meant in self._marks.items():
            if title.startswith(mark) and len(title) > len(mark):
                status, title = meant, title[len(mark) :]
            elif scene.text[: body.start].endswith(mark) and meant != ASSERTED:  # 原市中级法院副院长
                status = meant
        claims = _claim(self._position, person, body, "post", span(mention), scene)
        for claim in claims:
            claim.qualifiers["title"] = title
            claim.status = status
        return claims

    def member(self, person: Mention, body: Mention, rule: str, trigger: Range, scene: Scene) -> list[Claim]:
        """That a person is of a body."""
        return _claim(self._member, person, body, rule, trigger, scene)


def _claim(
    predicate: str, person: Mention, body: Mention, rule: str, trigger: Range, scene: Scene
) -> list[Claim]:
    if not person.entity or not body.entity:
        return []
    return [
        Claim(
            predicate, person.entity, body.entity, scene.sentence, span(person), span(body), trigger,
            confidence=0.9, rule=rule,
        )
    ]  # fmt: skip
