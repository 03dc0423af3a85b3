"""What the forms of the relations state, sentence by sentence of one article.

李明、王强分别到青山街道、柳林镇督导。      one by one, as the text says
李明到青山街道督导；王强到柳林镇督导。      a part of its own after the semicolon
李明到青山街道督导。王强参加督导。          at the place of the sentence before, where it names none
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.nlp.forms.forms import FormSet, Match
from kg.nlp.forms.topic import Topics
from kg.nlp.spans.claim import Claim, Range, span
from kg.nlp.spans.mention import ORG, PERSON, Mention
from kg.nlp.spans.skeleton import Skeleton

#: what parts a sentence, and within so many characters of it a part names its own subject
PART, LEAD = "；", 4


class FormClaims:
    """Makes claims of matches; knows the objects of each relation in its last sentence."""

    def __init__(
        self, text: str, forms: Mapping[str, FormSet], topics: Topics, respectively: Sequence[str]
    ) -> None:
        self._text, self._forms = text, forms
        self._topics, self._each = topics, respectively
        self._objects: dict[str, list[Mention]] = {}

    def read(self, skeleton: Skeleton, sentence: Range, topic: Mention | None) -> list[Claim]:
        """The claims of a sentence, relation by relation; ``topic`` stands in for a subject."""
        claims: list[Claim] = []
        for name, forms in self._forms.items():
            if forms.possible(skeleton):
                claims += self._read(name, skeleton, sentence, topic)
        return claims

    def _read(self, name: str, skeleton: Skeleton, sentence: Range, topic: Mention | None) -> list[Claim]:
        claims: list[Claim] = []
        seen: set[tuple[str, str]] = set()
        for match in self._matches(name, skeleton, topic):
            taken = not match.objects
            for subject, object_ in self._pairs(match, self._objects_of(match, name, sentence), skeleton):
                pair = (subject.entity, object_.entity)
                if pair in seen or pair[0] == pair[1] or not all(pair):
                    continue
                if subject.label == ORG and subject.entity.startswith(object_.entity):
                    continue  # 玉溪街道办事处 in 玉溪街道
                if taken and any(subject.entity == found for found, _ in seen):
                    continue
                seen.add(pair)
                claim = Claim(
                    name, subject.entity, object_.entity,
                    sentence, span(subject), span(object_), match.trigger,
                    confidence=match.form.confidence * (0.7 if match.virtual else 1.0), rule=match.form.id,
                )  # fmt: skip
                if match.quantity is not None and len(match.objects) < 2:
                    claim.qualifiers = {"quantity": match.quantity.value, "unit": match.quantity.unit}
                claims.append(claim)
        return _told_apart(claims)

    def _matches(self, name: str, skeleton: Skeleton, topic: Mention | None) -> Iterator[Match]:
        """The matches of a sentence; a part after a semicolon goes on with the subject of the one before."""
        forms = self._forms[name]
        yield from forms.find(skeleton, topic, lambda m: self._sound(m, name))
        at = skeleton.string.find(PART)
        while at >= 0:
            rest, before = skeleton.part(at + 1), self._topics.of(skeleton.part(0, at))
            leading = any(i < LEAD and m.label in (PERSON, ORG) for i, m in rest.names.items())
            if before is not None and not leading:
                yield from forms.find(rest, before, lambda m: self._sound(m, name))
            at = skeleton.string.find(PART, at + 1)

    def _sound(self, match: Match, name: str) -> bool:
        return bool(match.subjects and (match.objects or self._objects.get(name)))

    def _objects_of(self, match: Match, name: str, sentence: Range) -> Sequence[Mention]:
        """The objects of a match, or those of the sentence before it in the paragraph."""
        last = self._objects.get(name, [])
        if match.objects:
            here = [o for o in last if o.start >= sentence[0]]
            self._objects[name] = [*here, *(o for o in match.objects if o not in here)]
            return match.objects
        return [o for o in last if "\n" not in self._text[o.end : sentence[0]]]

    def _pairs(
        self, match: Match, objects: Sequence[Mention], skeleton: Skeleton
    ) -> Iterable[tuple[Mention, Mention]]:
        """Everybody with everything, or one by one where the text says 分别 and the lists are as long."""
        respectively = any(word in skeleton.string for word in self._each)
        if respectively and len(match.subjects) == len(objects) > 1:
            return zip(match.subjects, objects, strict=True)
        return [(s, o) for s in match.subjects for o in objects]


def _told_apart(claims: Sequence[Claim]) -> list[Claim]:
    """Without the place that one only goes to: 到淀山湖镇走访六丰机械 is a visit of the company."""
    kept = []
    for claim in claims:
        goals = [
            other
            for other in claims
            if other.subject == claim.subject and other.trigger == claim.trigger and claim.trigger
            and other.object_span and other.object_span[0] >= claim.trigger[1]
        ]  # fmt: skip
        before = claim.trigger and claim.object_span and claim.object_span[1] <= claim.trigger[0]
        if not (goals and before):
            kept.append(claim)
    return kept
