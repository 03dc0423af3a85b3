"""Forms: surface orders of slots, written in the lexicon, run over the skeleton of a sentence.

    {subject}...<go>..{object}...{trigger}

``{subject}`` and ``{object}`` take names of the classes in the relation's domain and range, or lists of
them (A、B和C等社区); ``{people}`` takes people as subjects, over commas as well; ``{trigger}`` one of the
relation's triggers; ``<go>`` a word of the list ``go``; ``{quantity}`` a count; ``..`` up to 14
characters of one clause without a name; ``...`` up to 60 of one sentence without a name of a person or
body, ``…`` without any name; ``....`` up to 90 of one sentence. Anything else is a regular expression.
A form without ``{object}`` takes over the objects of the form before it: 其中市人民医院派出18名,
县公安局局长王强参加检查.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.lexicon import Form, ListWords, RelationForms
from kg.nlp.forms.pieces import needed
from kg.nlp.spans.mention import DOCUMENT, GPE, ORG, PERSON, QUANTITY, Mention
from kg.nlp.spans.patterns import HAN, any_of
from kg.nlp.spans.skeleton import ANY_NAME, OBLIQUE, OWN, Skeleton, block

NAMED = block(PERSON) + block(ORG) + block(GPE) + block(DOCUMENT) + block(OBLIQUE) + OWN
SHORT = rf"[^{NAMED}，。；！？\n]{{0,14}}?"
LONG = rf"[^{block(PERSON)}{block(ORG)}。；！？\n]{{0,60}}?"
PLAIN = rf"(?:（[^）]{{0,20}}）|[^{NAMED}。；！？\n]){{0,60}}?"
WIDE = r"[^。！？\n]{0,90}?"
#: a subject may be tried again on the rest of its sentence so many times
CHAIN = 12


_WORD = re.compile(f"[{HAN}]+")
#: a group of words, or of one list
_CHOICE = re.compile(r"\((?:\?:|\?P<\w+>)([^()\[\]{}.?*+\\]+)\)")


@dataclass(frozen=True, slots=True)
class Match:
    """What a form found: the mentions of its slots and the text of its trigger."""

    form: Form
    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    quantity: Mention | None
    trigger: tuple[int, int] | None
    virtual: bool
    end: int


class _Need(NamedTuple):
    form: Form
    object: bool
    starts: tuple[frozenset[str], ...]


# long: compiles the notation of forms and runs it; one without the other says nothing
class FormSet:
    """The compiled forms of one relation."""

    def __init__(
        self, forms: RelationForms, domain: Sequence[str], range_: Sequence[str], lists: ListWords
    ) -> None:
        """``domain`` and ``range_`` are entity labels."""
        self._lists = lists
        self._domain, self._range = tuple(domain), tuple(range_)
        self._words = forms
        objects = "".join(sorted({block(label) for label in self._objects()}))
        self._object = re.compile(f"[{objects}]") if objects else None
        self._needs = [_Need(form, *self._needed(form)) for form in forms.forms]
        # a sentence that has none of these has no form: each needs one of its own
        rarest = [min(need.starts, key=_commonness, default=frozenset({""})) for need in self._needs]
        self._some = frozenset().union(*rarest)
        self._objectless = [need for need in self._needs if not need.object]
        self._patterns: dict[str, re.Pattern[str]] = {}

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms, in the order of the lexicon."""
        return self._words.forms

    @property
    def labels(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The labels of entities that fit the subject, and the object."""
        return self._domain, self._range

    def _needed(self, form: Form) -> tuple[bool, tuple[frozenset[str], ...]]:
        """Whether a form needs an object, and the first two characters of the words of which it needs one.

        One set for each piece of the form that is a word or a list of them.
        """
        lists = {f"<{name}>": words for name, words in (self._words.lists or {}).items()}
        lists["{trigger}"] = self._words.triggers
        parts = needed(form.pattern)
        starts = []
        for part in parts:
            choice = _CHOICE.fullmatch(part)
            inside = choice[1] if choice else part
            words = lists.get(inside) or tuple(inside.split("|"))
            if all(_WORD.fullmatch(word) for word in words):
                starts.append(frozenset(word[:2] for word in words))
        return "{object}" in parts, tuple(starts)

    def possible(self, skeleton: Skeleton) -> list[Form]:
        """The forms that a sentence has an object and a word for; nothing else can match, topic or not."""
        if "" not in self._some and self._some.isdisjoint(skeleton.pairs):
            return []
        objects = self._object is None or self._object.search(skeleton.string) is not None
        possible = []
        for need in self._needs if objects else self._objectless:
            for starts in need.starts:
                if starts.isdisjoint(skeleton.pairs):
                    break
            else:
                possible.append(need.form)
        return possible

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern in the notation of forms, with this relation's words, as a regular expression."""
        forms = self._words
        lists = {name: any_of(words) for name, words in (forms.lists or {}).items()}
        bad = rf"(?!{any_of(forms.not_triggers)})" if forms.not_triggers else ""
        macros = {
            "{subject}": self._slot("subject", self._domain),
            "{people}": self._slot("subject", [PERSON], "，"),
            "{object}": self._slot("object", self._objects()) if self._range else "(?P<object>)",
            "{trigger}": f"(?P<trigger>{bad}{any_of(forms.triggers)})",
            "{quantity}": f"(?P<quantity>[{block(QUANTITY)}])",
            "....": WIDE,
            "...": LONG,
            "…": PLAIN,
            "..": SHORT,
        }
        out = pattern
        for macro in ("{subject}", "{people}", "{object}", "{trigger}", "{quantity}"):
            out = out.replace(macro, macros[macro])
        out = re.sub(r"<(\w+)>", lambda m: lists[m[1]] if m[1] in lists else m[0], out)
        out = re.sub(r"\.{2,4}|…", lambda m: macros[m[0]], out)
        return re.compile(out)

    def _objects(self) -> tuple[str, ...]:
        return (*self._range, OBLIQUE) if ORG in self._range else self._range

    def _slot(self, name: str, labels: Iterable[str], *joins: str) -> str:
        """A group for one or more names, with 等 and what it counts: A、B、C等5个街镇, A、B、C三家单位.

        After 等 what is counted may be missing, after a bare number not; the words for it stand but once,
        since they take longest to compile.
        """
        one = "[" + "".join(sorted({block(label) for label in labels})) + "]"
        counted = any_of(self._lists.counted)
        number = f"[{block(QUANTITY)}]"
        etc = rf"(?P<{name}_etc>{self._lists.etc}[^{ANY_NAME}，。；]{{0,2}}{number}?)"
        tail = rf"(?:(?:{etc}|{number})(?:{counted}|(?({name}_etc)|(?!))))?"
        return rf"(?P<{name}>{one}(?:{any_of([*self._lists.joins, *joins])}?{one})*{tail})"

    def find(
        self, skeleton: Skeleton, topic: Mention | None, accept: Callable[[Match], bool]
    ) -> Iterator[Match]:
        """Matches in the sentence; where none has a subject of its own, with ``topic`` put before it."""
        forms = self.possible(skeleton)
        found = False
        for match in self._search(forms, skeleton, virtual=False):
            if accept(match):
                found = True
                yield match
        if forms and not found and topic is not None:
            for match in self._search(forms, self.with_topic(skeleton, topic), virtual=True):
                if match.subjects == (topic,) and accept(match):
                    yield match

    def with_topic(self, skeleton: Skeleton, topic: Mention) -> Skeleton:
        """The sentence with the one spoken of before it."""
        if skeleton.led is None or skeleton.led[0] is not topic:  # once for all relations
            head = Skeleton(_char(topic), [topic.start], [topic.end], {0: topic})
            skeleton.led = topic, skeleton.after(0, head)
        return skeleton.led[1]

    def _search(self, forms: Sequence[Form], skeleton: Skeleton, *, virtual: bool) -> Iterator[Match]:
        for form in forms:
            pattern = self._patterns.get(form.pattern)
            if pattern is None:
                pattern = self._patterns[form.pattern] = self.compiled(form.pattern)
            rest, at = skeleton, 0
            for _ in range(CHAIN):
                match = pattern.search(rest.string, at)
                if match is None:
                    break
                yield self._match(form, rest, match, virtual)
                end = match.end()
                if "object" not in match.groupdict() or match.start("subject") < match.start("object"):
                    head = rest.part(match.start("subject"), match.end("subject"))
                    rest, at = rest.after(end, head), 0
                else:
                    at = max(end, at + 1)

    def _match(self, form: Form, skeleton: Skeleton, match: re.Match[str], virtual: bool) -> Match:
        groups = match.groupdict()
        subjects = skeleton.mentions(*match.span("subject"), self._domain)
        objects = skeleton.mentions(*match.span("object"), self._range) if groups.get("object") else []
        quantity = skeleton.mentions(*match.span("quantity"), {QUANTITY}) if groups.get("quantity") else []
        trigger = skeleton.text_range(*match.span("trigger")) if groups.get("trigger") else None
        return Match(
            form, tuple(subjects), tuple(objects), next(iter(quantity), None), trigger, virtual, match.end()
        )


def _commonness(starts: frozenset[str]) -> tuple[int, int]:
    """How often one of the words may be in a sentence: single characters are in many."""
    return sum(len(start) == 1 for start in starts), len(starts)


def _char(mention: Mention) -> str:
    return {PERSON: block(PERSON)[0], ORG: block(ORG)[0]}.get(mention.label, block(GPE)[0])
