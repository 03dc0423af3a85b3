"""Which body of an article a bare form means: one that says its kind and no name.

武侯区人大常委会召开会议。常委会主任…        常委会 is 武侯区人大常委会
东湖食品有限公司捐款，公司经理陈炜煌…        公司 is 东湖食品有限公司
"""

from __future__ import annotations

from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.coreference.discourse import ENDS, Discourse
from kg.nlp.coreference.sections import Section
from kg.nlp.spans.mention import ORG, Mention

#: before a body, so much of the text may tell the area and its head; the title of one is at most so long
_POST, _TITLE = 24, 6


class BareBodies:
    """Finds the full name of a bare form."""

    def __init__(self, words: BodyWords, discourse: Discourse) -> None:
        self._words = words
        self._parts = words.parts
        self._discourse = discourse

    def full(self, text: str, mention: Mention, section: Section) -> str:
        """The name in full, by what is surest; empty for a form that leans on nothing."""
        return (
            self._set_up(text, mention)
            or self._listed(text, mention)
            or self._beside_head(text, mention, section)
            or self._of_committee(text, mention)
            or self._assembly(text, section)
            or self._of_previous(text, mention)
            or self._just_named(text, mention)
            or self._leaning(text, section)
            or self._with_tail(text, mention, section)
            or self._of_subject(text, mention)
            or (text if len(text) >= 4 and mention.kind in self._parts.standing else "")
            or self._committee(text, section)
        )

    def _set_up(self, text: str, mention: Mention) -> str:
        """办公室 after 领导小组下设办公室 is 领导小组办公室."""
        whole = self._discourse.text
        begin = max(whole.rfind(mark, 0, mention.start) for mark in ENDS) + 1
        places = (whole.find(word + text, begin, mention.end) for word in self._parts.below)
        at = max(places, default=-1)
        if at < 0 or text not in self._parts.tails:
            return ""
        above = [body for body in self._discourse.bodies_in_sentence(mention) if body.end <= at]
        return self._discourse.known[above[-1].entity].name + text if above else ""

    # ── by the body before ─────────────────────────────────────────────────────────────────────

    def _listed(self, text: str, mention: Mention) -> str:
        """党委 in 武侯区机关党组、党委 is 武侯区机关党委."""
        name, gap = self._previous(mention)
        if not name or gap not in ("、", "和") or text not in self._parts.tails:
            return ""
        head = self._words.without_tail(name)
        return head + text if head else ""

    def _beside_head(self, text: str, mention: Mention, section: Section) -> str:
        """公安局 in 白河县副县长、公安局局长 is 白河县公安局."""
        area = section.lowest or ""
        before = self._discourse.text[max(0, mention.start - _POST) : mention.start]
        post = before[before.rfind(area) + len(area) :].removesuffix("、")
        heads = area and area in before and before.endswith("、") and post.endswith(self._words.area_posts)
        return area + text if heads and len(post) <= _TITLE else ""

    def _of_committee(self, text: str, mention: Mention) -> str:
        """宣传部 in 南漳县委常委、宣传部部长 is 南漳县委宣传部."""
        name, gap = self._previous(mention)
        beside = gap.endswith("、") and len(gap) <= _TITLE and name.endswith(self._parts.committees)
        return name + text if beside and text in self._parts.departments else ""

    def _of_previous(self, text: str, mention: Mention) -> str:
        """办公室 in 武侯区人大及其办公室 is 武侯区人大办公室."""
        name, gap = self._previous(mention)
        if not name or gap not in ("", *self._parts.own):
            return ""
        joined = name.endswith(self._words.assemblies) or gap != self._parts.own[0]
        return name + text if joined else ""

    def _previous(self, mention: Mention) -> tuple[str, str]:
        """The name of the body that was the last to be named, and what stands between; empty if none was."""
        before = self._discourse.previous
        if before is None or before.label != ORG:
            return "", ""
        return self._discourse.known[before.entity].name, self._discourse.text[before.end : mention.start]

    # ── by the bodies spoken of ────────────────────────────────────────────────────────────────

    def _just_named(self, text: str, mention: Mention) -> str:
        """The one body of its sentence that a bare form may mean: 东湖食品有限公司…，公司经理陈炜煌."""
        here = {body.entity for body in self._discourse.bodies_in_sentence(mention)}
        known = self._discourse.known
        names = {head for key in here if (head := self._words.head(known[key].name, text))}
        return next(iter(names)) if len(names) == 1 else ""

    def _leaning(self, text: str, section: Section) -> str:
        """The body spoken of most that the bare form may mean; of two, the last."""
        heads: dict[str, int] = {}
        for candidate in self._discourse.candidates(ORG):
            if candidate.last >= section.start:
                heads[self._words.head(candidate.name, text)] = candidate.last
        for name in sorted(self._full_names(section)):
            heads.setdefault(self._words.head(name, text), -1)
        heads.pop("", None)
        here = self._discourse.text[section.start : section.end]
        return max(heads, key=lambda head: (here.count(head), heads[head]), default="")

    def _full_names(self, section: Section) -> set[str]:
        """The bodies that a section names in full, wherever in it."""
        return {
            m.text
            for m in self._discourse.mentions
            if m.label == ORG and section.start <= m.start < section.end and not m.deictic
            and m.text not in self._parts.bare and not self._words.begins_with_level(m.text)
        }  # fmt: skip

    def _with_tail(self, text: str, mention: Mention, section: Section) -> str:
        """公司党委 is the 党委 of what 公司 means."""
        for tail in self._parts.tails:
            if text.endswith(tail) and len(text) > len(tail):
                head = self.full(text[: -len(tail)], mention, section)
                if head:
                    return head + tail
        return ""

    def _of_subject(self, text: str, mention: Mention) -> str:
        """The 办公室 or 项目部 of the body that a sentence begins with."""
        subject = next(self._discourse.bodies_in_clause(mention), None)
        if subject is None or text not in self._parts.tails:
            return ""
        name = self._words.without_office(self._discourse.known[subject.entity].name)
        return name + text if name else ""

    # ── by the area ────────────────────────────────────────────────────────────────────────────

    def _assembly(self, text: str, section: Section) -> str:
        """人大 alone is the assembly of the section's area."""
        return section.lowest + text if section.lowest and text.startswith(self._words.assemblies) else ""

    def _committee(self, text: str, section: Section) -> str:
        """常委会 alone is the standing committee of the section's area."""
        name = self._words.assemblies[0] + text
        return section.lowest + name if section.lowest and name in self._parts.bare else ""
