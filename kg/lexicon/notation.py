"""The notation of forms, checked before anything is read: slots, lists of words, the rest of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.lexicon.relations import RelationForms
from kg.values.phrase import Phrase, phrase

#: what a form may have in braces; `kg.nlp.forms.forms` says what each takes
SLOTS = {
    "subject": "subject",
    "people": "subject",
    "object": "object",
    "trigger": "trigger",
    "quantity": "quantity",
}
_SLOT = re.compile(r"\{([A-Za-z_]\w*)\}")
_LIST = re.compile(r"(?<![?P])<(\w+)>")


def form_problems(relations: Mapping[str, RelationForms]) -> Iterator[Phrase]:
    """What is wrong with the patterns of relations, one line each."""
    for relation, words in relations.items():
        for form in words.forms if words else ():
            where = f"[relations.{relation}] {form.id}"
            lists = words.lists or {}
            for name in _SLOT.findall(form.pattern):
                if name not in SLOTS:
                    known = " ".join(f"{{{slot}}}" for slot in SLOTS)
                    yield phrase("{}: unknown slot {}; there are {}", where, f"{{{name}}}", known)
            for name in _LIST.findall(form.pattern):
                if name not in lists:
                    yield phrase("{}: unknown list {}; write it under lists", where, f"<{name}>")
            plain = _SLOT.sub(lambda match: f"(?P<{SLOTS.get(match[1], match[1])}>x)", form.pattern)
            try:
                re.compile(_LIST.sub("(?:x)", plain))
            except re.error as error:
                yield phrase("{}: the pattern is no regular expression ({}); mend it", where, error.msg)
