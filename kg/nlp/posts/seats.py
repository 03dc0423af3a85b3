"""Seats: the body of a title that names none.

第一中学举行典礼，校长杨友良致辞                 of the body named last that a 校长 goes with
东湖区召开会议，副区长李明出席                  of the area's government, else of the area
嘉义县消防局到场，消防局长李明指挥               of the body whose name ends as the title begins
保定晚报讯（记者韩冰）                         of the outlet just before
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.nlp.spans.claim import Range
from kg.nlp.spans.mention import ORG, Mention
from kg.nlp.spans.patterns import any_of

#: of a body said in short before its head's title, so many characters: 消防 | 局长
HEAD = 4
#: between an outlet and its reporter: 讯（本报记者, 网昆山4月21日电（
DATELINE = 24


@dataclass(slots=True)
class Context:
    """What a bare title may lean on: the bodies met so far, the section's area."""

    bodies: list[Mention]
    last: Mention | None
    area: str
    entities: frozenset[str] = frozenset()
    levels: dict[str, str] = field(default_factory=dict)
    head: str = ""

    def note(self, mention: Mention) -> None:
        """Remember a body that the text has named."""
        if mention.entity and mention.label == ORG:
            self.bodies.append(mention)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence in its text, with what the titles in it may lean on."""

    text: str
    sentence: Range
    context: Context


class Seats:
    """Finds the body of a bare title; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        parts = lexicon.names.organization.parts
        self._titles = lexicon.titles
        self._called = parts.called
        self._dateline = re.compile(rf"[^。\n]*{any_of(parts.datelines)}[^。\n]*$")

    def of(self, title: Mention, previous: Mention | None, scene: Scene) -> Mention | None:
        """The body of a bare title: by what it goes with, else the one before, else the section's."""
        context = scene.context
        if previous is not None and previous.deictic and not previous.entity:
            return previous  # 我院党委副书记、副院长: of a body that is not named
        ends = self._called.get(scene.text[title.start - 1 : title.start], ())
        fitting = [body for body in reversed(context.bodies) if ends and body.entity.endswith(ends)]
        if fitting:  # 校党委书记: of the one spoken of most
            return max(fitting, key=lambda body: scene.text.count(body.text))
        if self.is_byline(title):
            return self._outlet(title, scene)
        told = self.told(title, scene)
        text = title.norm or title.text
        if told is not None or text in self._titles.needs_body or self._is_area_post(text):
            return told
        if previous is None and context.head:
            previous = Mention(title.start, title.end, ORG, "", entity=context.head)
        ends = self.kinds(title.norm or title.text)
        if previous is not None and ends and not previous.entity.endswith(ends) and previous.label == ORG:
            return None  # a 会长 is not of the school named last
        return previous

    def told(self, title: Mention, scene: Scene) -> Mention | None:
        """The body that a title alone tells: 校长 is of the school named last."""
        text = title.norm or title.text
        context = scene.context
        if self._is_area_post(text):
            return self._area_body(title, text[-2], scene)
        for delegate in self._titles.delegates:
            if text == delegate.title and delegate.alone and context.area:
                return _of_area(title, context.area + delegate.assembly, context)
        return _overlapping(title, scene) or _last_of(self.kinds(text), context)

    def kinds(self, title: str) -> tuple[str, ...]:
        """The endings of the bodies that a title goes with: 会长 with 会 and 联盟; none where any may be."""
        affinity = self._titles.affinity
        bases = [base for base in affinity if title.endswith(base)]
        return tuple(affinity[max(bases, key=len)]) if bases else ()

    def is_byline(self, title: Mention) -> bool:
        """Whether a title is one of those who sign an article: 本报记者."""
        return (title.norm or title.text).endswith(self._titles.bylines)

    def _outlet(self, title: Mention, scene: Scene) -> Mention | None:
        """The outlet just before a byline: 保定晚报讯（记者…."""
        body = next(reversed(scene.context.bodies), None)
        gap = scene.text[body.end : title.start] if body else ""
        return body if body and len(gap) < DATELINE and self._dateline.match(gap) else None

    def _is_area_post(self, title: str) -> bool:
        """Whether a title is one of who heads an area: 副市长, but not 市长助理."""
        return title.endswith(tuple(self._titles.area_posts))

    def _area_body(self, title: Mention, level: str, scene: Scene) -> Mention | None:
        """副市长 alone is of the government that the text names, else of the area of that level.

        Of an area of another level it is never: 省长孙立群到临江县.
        """
        context = scene.context
        area = context.levels.get(level) or (context.area if context.area.endswith(level) else "")
        if not area:
            return None
        for body in reversed(context.bodies):
            governs = body.kind == self._titles.government and body.entity.startswith(area)
            if governs and body.start >= scene.sentence[0] and body.entity.endswith(self._titles.governments):
                return body
        return _of_area(title, area, context)


def _overlapping(title: Mention, scene: Scene) -> Mention | None:
    """嘉义县消防局, of whose 局长 the text says 消防局长."""
    text = scene.text
    before = text[max(scene.sentence[0], title.start - HEAD) : title.start] + text[title.start]
    return _last_of(tuple(before[i:] for i in range(len(before) - 2)), scene.context)


def _last_of(ends: tuple[str, ...], context: Context) -> Mention | None:
    """The body named last that ends so."""
    return next((body for body in reversed(context.bodies) if ends and body.entity.endswith(ends)), None)


def _of_area(title: Mention, entity: str, context: Context) -> Mention | None:
    known = entity and entity in context.entities
    return Mention(title.start, title.end, ORG, "", entity=entity) if known else None
