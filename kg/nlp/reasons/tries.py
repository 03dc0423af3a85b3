"""How far a form got in a sentence: which piece of its pattern the sentence lacks.

    {subject}...<go>..{object}…{trigger}   李明到青山街道开会   everything but {trigger}

Nothing of this runs where statements are made; it asks the compiled forms afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.lexicon import Form
from kg.nlp.forms.forms import FormSet
from kg.nlp.forms.pieces import GAP, MAY_LACK, pieces
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Try:
    """How far a form got: ``found`` are the pieces that stand there with their texts, in order.

    ``missing`` is the first piece that does not, empty where all do; ``share``, between 0 and 1, counts
    the pieces that stand anywhere, and of two forms with as many puts the one first that got further.
    """

    form: Form
    found: tuple[tuple[str, str], ...]
    missing: str
    share: float


def tries(forms: FormSet, skeleton: Skeleton, topic: Mention | None) -> Iterator[Try]:
    """How far each form of a relation gets in a sentence, with ``topic`` as its subject where that helps."""
    for form in forms.forms:
        here = _try(forms, form, skeleton)
        if here.missing and topic is not None:
            there = _try(forms, form, forms.with_topic(skeleton, topic))
            here = max(here, there, key=lambda item: item.share)
        yield here


def _try(forms: FormSet, form: Form, skeleton: Skeleton) -> Try:
    parts = list(pieces(form.pattern))
    needed = [n for n, part in enumerate(parts) if not GAP.fullmatch(part) and not MAY_LACK.search(part)]
    found: tuple[tuple[str, str], ...] = ()
    for number, place in enumerate(needed):
        match = forms.compiled("".join(parts[: place + 1])).search(skeleton.string)
        if match is None:
            there = sum(bool(forms.compiled(parts[n]).search(skeleton.string)) for n in needed)
            return Try(form, found, parts[place], (there + number / len(needed)) / (len(needed) + 1))
        found = tuple(_filled(parts, needed[: number + 1], match, skeleton))
    return Try(form, found, "", 1.0)


def _filled(
    parts: list[str], places: list[int], match: re.Match[str], skeleton: Skeleton
) -> Iterator[tuple[str, str]]:
    """The slots that are filled, each with its text."""
    for place in places:
        slot = re.match(r"\{(\w+)\}|\(\?P<(\w+)>", parts[place])
        name = (slot[1] or slot[2]) if slot else ""
        if name and match.groupdict().get(name):
            names, string = skeleton.names, skeleton.string
            filled = range(match.start(name), match.end(name))
            yield name, "".join(names[i].text if i in names else string[i] for i in filled)
