"""Posts: bodies, titles and people that stand together.

区人大常委会主任方波，副主任伍胡榕、于晓积        body title person, title person person
晏华，市中区人大代表、玉溪街道党工委副书记        person, body title, body title
身为区政协委员、建材城总经理，潘正宏…            posts, person
曾远文、李远峰等轮值会长                        people of one post
县人大常委会机关干部赵露                        body, member word, person
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import ASSERTED
from kg.nlp.claim import Claim, Range, span
from kg.nlp.mention import ORG, PERSON, PLACES, TITLE, Mention
from kg.nlp.patterns import any_of

#: 马秀英（女，回族）为办公室主任
#: of a body said in short before its head's title, so many characters: 消防 | 局长
HEAD = 4
#: between an outlet and its reporter: 讯（本报记者, 网昆山4月21日电（
DATELINE = 24
_ASIDE = re.compile(r"（[^（）]{1,16}）")


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


@dataclass(slots=True)
class Context:
    """What a bare title may lean on: the bodies met so far, the section's area."""

    bodies: list[Mention]
    last: Mention | None
    area: str
    entities: frozenset[str] = frozenset()
    levels: dict[str, str] = field(default_factory=dict)
    head: str = ""


class Posts:
    """Reads the posts of a sentence. ``read`` gives claims and the ranges that each person's posts take."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.titles.words
        self._titles = lexicon.titles
        self._position = lexicon.stated_by("posts")
        self._member = lexicon.stated_by("members")
        self._liaison = lexicon.stated_by("liaison")
        self._government = lexicon.titles.government
        self._joins = frozenset(words.joins)
        self._ands = frozenset(words.ands)
        self._beside = frozenset(words.beside)
        self._dateline = re.compile(rf"[^。\n]*{any_of(lexicon.names.organization.parts.datelines)}[^。\n]*$")
        self._also = re.compile(rf"，?{any_of(words.also)}")
        self._called = lexicon.names.organization.parts.called
        self._relative = re.compile(rf"(?:{any_of(words.copula)})$")
        self._copula = re.compile(rf"[，]?[^，。；、]{{0,8}}?(?:{any_of(words.copula)})[了过]?$")
        self._office = re.compile(rf"(?:{any_of(words.office)})(?!{any_of(words.by)})")
        self._office_of = re.compile(rf"(?:[^。；]{{0,20}}，)?(?:{any_of(words.office_of)})?$")
        self._by = frozenset(words.by)
        self._by_word = re.compile(any_of(words.by))
        self._collective = re.compile(rf"(?:{words.collective})$")
        self._as = re.compile(rf"(?:{any_of(words.copula)})$")
        self._straddling = words.member
        self._member_word = re.compile(rf"(?:的)?(?:{any_of(words.member)})")
        self._members = re.compile(rf"(?:{any_of(words.member_lead)})*(?:{any_of(words.member)})$")
        marks = {word: cue.status for cue in lexicon.cues if cue.scope == "title" for word in cue.words}
        self._marks = dict(sorted(marks.items(), key=lambda item: -len(item[0])))

    def read(
        self, text: str, sentence: Range, mentions: Sequence[Mention], context: Context
    ) -> tuple[list[Claim], dict[int, int], frozenset[int]]:
        """Claims, for each person (by index) the offset where the posts before it begin, and the
        bodies (by index) that only tell what people are: 联谊会 in 谢飞武等联谊会会员."""
        run = _Reading(self, text, sentence, mentions, context)
        run.read()
        return run.claims, run.starts, frozenset(run.told)


class _Reading:
    def __init__(
        self, rules: Posts, text: str, sentence: Range, mentions: Sequence[Mention], context: Context
    ) -> None:
        self.claims: list[Claim] = []
        self.starts: dict[int, int] = {}
        self.told: set[int] = set()
        self._rules, self._text, self._sentence = rules, text, sentence
        self._ms = [m for m in mentions if m.label in {PERSON, ORG, TITLE} or m.label in PLACES]
        self._index = {id(m): i for i, m in enumerate(mentions)}
        self._context = context
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
            posts, j = self._posts(i)
            if not posts:
                self._note_body(mention)
                i = self._member(i)
                continue
            if j < len(self._ms) and self._ms[j].label == PERSON and self._meets(posts, j):
                i = self._people(posts, j, pending)
                pending = []
            elif j < len(self._ms) and self._ms[j].label == PERSON and self._gap(j) in self._rules._by:
                self._state(self._ms[j], posts)  # 局长由汪海燕担任
                i = j + 1
            elif self._by_post(posts, j):
                i = self._post_by_post(posts, j)
            elif j < len(self._ms) and self._gap(j) == "，" and self._as_before(posts[0].start):
                pending = posts
                i = j
            else:
                if self._who is not None and i and self._rules._also.fullmatch(self._gap_between(i, posts)):
                    self._state(self._who, posts)  # 是工商联主席，也是集团党委书记
                for post in posts:
                    if post.body:
                        self._note_body(post.body)
                i = j

    def _gap_between(self, i: int, posts: Sequence[Post]) -> str:
        return self._text[self._ms[i - 1].end : posts[0].start]

    # ── posts before people ────────────────────────────────────────────────────────────────────

    def _posts(self, i: int) -> tuple[list[Post], int]:
        """The list of posts that begins at ``i``, and the index after it."""
        posts: list[Post] = []
        while True:
            post, j = self._post(i)
            if post is None:
                return posts, i
            posts.append(post)
            i = j
            if i >= len(self._ms) or self._gap(i) not in self._rules._joins:
                return posts, i
            if self._gap(i) == "，" and not self._goes_on(i, posts[0]):
                return posts, i

    def _goes_on(self, i: int, first: Post) -> bool:
        """Whether the post after a comma belongs to the list.

        Not in 李明当选副会长，秘书长一职由…, nor in 李明当选会长，秘书长王强…
        """
        post, j = self._post(i)
        if post is None or self._rules._by_word.match(self._text, post.title.end):
            return False
        named = j < len(self._ms) and self._ms[j].label == PERSON and self._gap(j) == ""
        return not (named and self._rules._relative.search(self._text[: first.start]))

    def _meets(self, posts: Sequence[Post], j: int) -> bool:
        """Whether a person follows its posts: 主任李燎, and in a byline 天水在线编辑：马文洁."""
        gap = self._gap(j)
        title = posts[-1].title
        byline = self._text[title.start - 1 : title.start] in "（ " and bool(self._kinds_of(title.text))
        return gap == "" or (gap in ("：", "/", " ") and (posts[-1].body is not None or byline))

    def _by_post(self, posts: Sequence[Post], j: int) -> bool:
        """指挥长由市卫健委主任向明远担任: posts, 由, posts, a person."""
        if j >= len(self._ms) or self._gap_to(posts, j) not in self._rules._by:
            return False
        others, k = self._posts(j)
        return bool(others) and k < len(self._ms) and self._ms[k].label == PERSON and self._meets(others, k)

    def _gap_to(self, posts: Sequence[Post], j: int) -> str:
        return self._text[posts[-1].title.end : self._ms[j].start]

    def _post_by_post(self, posts: Sequence[Post], j: int) -> int:
        others, k = self._posts(j)
        self._state(self._ms[k], [*posts, *others])
        self.starts[self._index[id(self._ms[k])]] = others[0].start
        return k + 1

    def _post(self, i: int) -> tuple[Post | None, int]:
        lead = body = None
        j = i
        while j < len(self._ms) and self._ms[j].label != TITLE and j - i < 4:
            if self._ms[j].label == PERSON or (j > i and self._gap(j) not in ("", "的")):
                return None, i
            if body is not None and body.label == ORG:
                lead = body
            body = self._ms[j]
            j += 1
        if j >= len(self._ms) or self._ms[j].label != TITLE or (j > i and self._gap(j) not in ("", "的")):
            return None, i
        return Post(self._ms[j], body, lead), j + 1

    def _people(self, posts: list[Post], j: int, pending: Sequence[Post]) -> int:
        """Give the posts to the person at ``j`` and to those listed after; returns the index after them."""
        people = self._list(j)
        post, after, whole = self._collective(people[-1] + 1)
        shared = people[:1] if post and not whole else people
        if not post:  # 院长蔺春明与上官宇: the post is of the first
            apart = next((n for n, i in enumerate(people) if n and self._gap(i) in self._rules._beside), None)
            people = shared = people[:apart]
        start = posts[0].start
        for index in people if whole and post else shared:
            if index == j or not whole:
                self._state(self._ms[index], [*posts, *(pending if index == j else [])])
        self.starts[self._index[id(self._ms[j])]] = start
        if post:
            for index in people if whole else people[1:]:
                self._state(self._ms[index], [post])
            return after
        if self._collective_members(people):
            return people[-1] + 2
        return self._after_person(people[-1]) if len(people) == 1 else people[-1] + 1

    def _list(self, j: int) -> list[int]:
        people = [j]
        while people[-1] + 1 < len(self._ms) and self._ms[people[-1] + 1].label == PERSON:
            gap = self._gap(people[-1] + 1)
            if gap not in self._rules._ands and not (gap == " " and self._is_byline(j)):
                break
            people.append(people[-1] + 1)
        return people

    def _is_byline(self, j: int) -> bool:
        """记者 韩冰 李雨桐: names that spaces set apart."""
        before = self._ms[j - 1] if j else None
        title = (before.norm or before.text) if before is not None and before.label == TITLE else ""
        return title.endswith(self._rules._titles.bylines)

    # ── posts after people ─────────────────────────────────────────────────────────────────────

    def _after_people(self, i: int) -> int:
        """A person, or a list of them, that no post precedes."""
        people = self._list(i)
        if self._collective_members(people):
            return people[-1] + 2
        post, after, _ = self._collective(people[-1] + 1)
        if post and len(people) > 1:
            for index in people:
                self._state(self._ms[index], [post])
            return after
        last = people[-1]
        posts, j = self._posts(last + 1) if last + 1 < len(self._ms) else ([], last + 1)
        if posts and self._gap_before(posts[0]) and self._holds(last, posts):
            for index in people:
                self._state(self._ms[index], posts)
            return j
        return self._after_person(last)

    def _after_person(self, i: int) -> int:
        """The posts that follow a person: glued (栗战书委员长), after a comma, after 担任; index after."""
        posts, j = self._posts(i + 1) if i + 1 < len(self._ms) else ([], i + 1)
        if not posts:
            return i + 1
        gap = self._text[self._ms[i].end : posts[0].start]
        led = self._led(i, posts, j)
        if led is not None:
            self._post_claim(self._ms[i], led, posts[0].title)
            return j
        follower = self._ms[j] if j < len(self._ms) else None
        taken = follower is not None and follower.label == PERSON and self._gap(j) == ""
        if gap == "" and posts[0].body is None:  # 栗战书委员长
            if self._affine(posts[0].title) is not None:
                self._state(self._ms[i], posts[:1])
            return i + 2
        if taken:
            return i + 1
        ends = self._text[posts[-1].title.end : posts[-1].title.end + 1]
        profile = (
            gap in ("，", " ", "：", "\n", "（")
            and (
                ends in ("）" if gap == "（" else "。，；\n") or not ends or (ends == "、" and len(posts) > 1)
            )
            and posts[0].body is not None
        )
        if profile and (gap != "，" or i == 0 or ends in "。\n" or len(posts) > 1):
            self._state(self._ms[i], posts)
            return j
        if self._holds(i, posts):
            self._state(self._ms[i], posts)
            return j
        return i + 1

    def _led(self, i: int, posts: Sequence[Post], j: int) -> Mention | None:
        """The body in 他任董事长的东湖食品有限公司."""
        body = self._ms[j] if j < len(self._ms) else None
        gap = self._text[self._ms[i].end : posts[0].start]
        if body is None or body.label != ORG or posts[0].body is not None or len(posts) > 1:
            return None
        return body if self._gap(j) == "的" and len(gap) < 6 and self._rules._relative.search(gap) else None

    def _holds(self, i: int, posts: Sequence[Post]) -> bool:
        """Whether words tie a person to the posts that follow: 李明任局长, 李明的局长职务."""
        gap = _ASIDE.sub("", self._text[self._ms[i].end : posts[0].start])
        if self._rules._office.match(self._text, posts[-1].title.end) and self._rules._office_of.match(gap):
            return True
        return bool(gap) and len(gap) < 16 and bool(self._rules._copula.search(gap))

    def _gap_before(self, post: Post) -> bool:
        return post.start > 0

    def _collective(self, i: int) -> tuple[Post | None, int, bool]:
        """等轮值会长, 五位副主任, 等联谊会会员 after a list of people; and whether 等 takes in all."""
        if i >= len(self._ms):
            return None, i, False
        posts, j = self._posts(i)
        if not posts:
            return None, i, False
        gap = self._text[self._ms[i - 1].end : posts[0].start]
        if (
            gap
            and self._rules._collective.fullmatch(gap)
            and not (j < len(self._ms) and self._ms[j].label == PERSON and self._gap(j) == "")
        ):
            return posts[0], j, gap.startswith("等")
        return None, i, False

    def _collective_members(self, people: Sequence[int]) -> bool:
        """谢飞武、余磊等联谊会会员: people, 等, a body and a member word."""
        i = people[-1] + 1
        if (
            i >= len(self._ms)
            or self._ms[i].label != ORG
            or not self._rules._collective.fullmatch(self._gap(i) or "-")
        ):
            return False
        after = self._text[self._ms[i].end : self._ms[i].end + 6]
        word = self._rules._member_word.match(after)
        if not word:
            return False
        self.told.add(self._index[id(self._ms[i])])
        for index in people:
            trigger = (self._ms[i].end, self._ms[i].end + word.end())
            self._claim(self._rules._member, self._ms[index], self._ms[i], "members", trigger)
        return True

    def _as_before(self, start: int) -> bool:
        return bool(self._rules._as.search(self._text[max(0, start - 6) : start]))

    # ── members ────────────────────────────────────────────────────────────────────────────────

    def _member(self, i: int) -> int:
        """县人大常委会机关干部赵露: a body, a member word, a person."""
        mention = self._ms[i]
        if mention.label == ORG and i + 1 < len(self._ms) and self._ms[i + 1].label == PERSON:
            gap = self._gap(i + 1)
            if gap and len(gap) < 10 and self._rules._members.fullmatch(gap):
                person = self._ms[i + 1]
                body = self._above(mention, gap)
                self._claim(self._rules._member, person, body, "member-word", (mention.end, person.start))
                self.starts[self._index[id(person)]] = mention.start
        return i + 1

    def _above(self, body: Mention, gap: str) -> Mention:
        """县人大常委会 of 县人大常委会机关 + 干部: 机关干部 is the member word."""
        for word in self._rules._straddling:
            tail = word[: len(word) - len(gap)]
            if word.endswith(gap) and tail and body.entity.endswith(tail):
                above = body.entity[: -len(tail)]
                if above in self._context.entities:
                    return Mention(
                        body.start, body.end - len(tail), ORG, body.text[: -len(tail)], entity=above
                    )
        return body

    # ── claims ─────────────────────────────────────────────────────────────────────────────────

    def _state(self, person: Mention, posts: Iterable[Post]) -> None:
        posts = list(posts)
        self._who = person if posts else self._who
        previous = self._context.last
        shared = [self._affine(post.title) for post in posts if post.body is None] if len(posts) > 1 else []
        previous = next((body for body in shared if body is not None), previous)  # 党组书记、主任李元明
        for post in posts:
            body = post.body
            if post.title.kind == "liaison":
                if body is not None:
                    self._claim(self._rules._liaison, person, body, "liaison-post", span(post.title))
                continue
            if body is not None:
                self._note_body(body)
            else:
                body = self._leaning(post.title, previous)
            if post.lead is not None and post.lead.label == ORG:
                self._claim(self._rules._member, person, post.lead, "lead-body", span(post.title))
            previous = body or previous
            if body is None or not body.entity or not person.entity:
                continue
            self._post_claim(person, body, post.title)
        self._context.last = previous

    def _post_claim(self, person: Mention, body: Mention, mention: Mention) -> None:
        title = mention.norm or mention.text
        status = ""
        for mark, meant in self._rules._marks.items():
            if title.startswith(mark) and len(title) > len(mark):
                status, title = meant, title[len(mark) :]
            elif self._text[: body.start].endswith(mark) and meant != ASSERTED:  # 原市中级法院副院长
                status = meant
        claim = self._claim(self._rules._position, person, body, "post", span(mention))
        claim.qualifiers["title"] = title
        claim.status = status

    def _leaning(self, title: Mention, previous: Mention | None) -> Mention | None:
        """The body of a bare title: by what it goes with, else the one before, else the section's."""
        ends = self._rules._called.get(self._text[title.start - 1 : title.start], ())
        fitting = [body for body in reversed(self._context.bodies) if ends and body.entity.endswith(ends)]
        if fitting:  # 校党委书记: of the one spoken of most
            return max(fitting, key=lambda body: self._text.count(body.text))
        if (title.norm or title.text).endswith(self._rules._titles.bylines):
            return self._outlet(title)
        affine = self._affine(title)
        if affine is not None or (title.norm or title.text) in self._rules._titles.needs_body:
            return affine
        if previous is None and self._context.head:
            previous = Mention(title.start, title.end, ORG, "", entity=self._context.head)
        ends = self._kinds_of(title.norm or title.text)
        if previous is not None and ends and not previous.entity.endswith(ends) and previous.label == ORG:
            return None  # a 会长 is not of the school named last
        return previous

    def _affine(self, title: Mention) -> Mention | None:
        """The body that a title alone tells: 校长 is of the school named last."""
        text = title.norm or title.text
        if text.endswith(tuple(self._rules._titles.area_posts)):
            return self._area_body(title, text[-2])
        for delegate in self._rules._titles.delegates:
            if text == delegate.title and delegate.alone and self._context.area:
                return self._of_area(title, self._context.area + delegate.assembly)
        short = self._overlapping(title)
        ends = self._kinds_of(text)
        bodies = self._context.bodies
        return short or next((body for body in reversed(bodies) if ends and body.entity.endswith(ends)), None)

    def _outlet(self, title: Mention) -> Mention | None:
        """The outlet just before a byline: 保定晚报讯（记者…."""
        body = next(reversed(self._context.bodies), None)
        gap = self._text[body.end : title.start] if body else ""
        return body if body and len(gap) < DATELINE and self._rules._dateline.match(gap) else None

    def _overlapping(self, title: Mention) -> Mention | None:
        """嘉义县消防局, of whose 局长 the text says 消防局长."""
        before = (
            self._text[max(self._sentence[0], title.start - HEAD) : title.start] + self._text[title.start]
        )
        ends = tuple(before[i:] for i in range(len(before) - 2))
        return next(
            (body for body in reversed(self._context.bodies) if ends and body.entity.endswith(ends)), None
        )

    def _kinds_of(self, title: str) -> tuple[str, ...]:
        """The endings of the bodies that a title goes with: 会长 with 会 and 联盟; none where any may be."""
        affinity = self._rules._titles.affinity
        bases = [base for base in affinity if title.endswith(base)]
        return tuple(affinity[max(bases, key=len)]) if bases else ()

    def _area_body(self, title: Mention, level: str) -> Mention | None:
        """副市长 alone is of the government that the text names, else of the area of that level."""
        area = self._context.levels.get(level, self._context.area)
        for body in reversed(self._context.bodies):
            governs = body.kind == self._rules._government and body.entity.startswith(area)
            if (
                governs
                and body.start >= self._sentence[0]
                and body.entity.endswith(self._rules._titles.governments)
            ):
                return body
        return self._of_area(title, area)

    def _of_area(self, title: Mention, entity: str) -> Mention | None:
        known = entity and entity in self._context.entities
        return Mention(title.start, title.end, ORG, "", entity=entity) if known else None

    def _claim(self, predicate: str, person: Mention, body: Mention, rule: str, trigger: Range) -> Claim:
        claim = Claim(
            predicate, person.entity, body.entity or None, self._sentence, span(person), span(body), trigger,
            confidence=0.9, rule=rule,
        )  # fmt: skip
        if person.entity and body.entity:
            self.claims.append(claim)
        return claim

    def _note_body(self, mention: Mention) -> None:
        if mention.entity and mention.label == ORG:
            self._context.bodies.append(mention)

    def _gap(self, i: int) -> str:
        """The text between mention ``i`` and the one before."""
        return self._text[self._ms[i - 1].end : self._ms[i].start] if i else ""
