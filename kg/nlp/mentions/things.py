"""Things of the user's own: entities of further types, by their endings, and names that the user lists.

国家博物馆收藏的后母戊鼎 with things.Artifact.suffixes = ["鼎"]; 李明 in ``kg build --names FILE``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.given import File, current
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.spans.mention import NAMES, PERSON, TITLE, Mention, apart, overlaps
from kg.nlp.spans.patterns import Suffixes
from kg.nlp.spans.skeleton import kinds
from kg.nlp.tokens.words import NAMEISH, Word
from kg.ontology import load_ontology

#: the words that a name made of an ending and what stands before it may have
WORDS = 8
#: what sets the names of a cell apart
_BETWEEN = re.compile(r"[|;；、]")


@dataclass(frozen=True, slots=True)
class Given:
    """A name of the user's: ``name`` is the full form, ``label`` and ``kind`` as of a mention."""

    name: str
    label: str
    kind: str


class Things:
    """Finds them in a sentence, or in a whole text; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        classes = load_ontology().classes
        own = lexicon.names.things
        self.labels = {name: classes[name].spacy_labels[0] for name in own}
        self._unique = {self.labels[name] for name, thing in own.items() if thing.unique}
        self._endings = {suffix: name for name, thing in own.items() for suffix in thing.suffixes}
        self._suffixes = Suffixes(self._endings)
        self._stop = lexicon.names.organization.parts.stop
        self._given = {
            word: Given(word, self.labels[name], "") for name, thing in own.items() for word in thing.names
        }
        for file in current().names:
            self._given |= dict(read_names(file))
        self.full = {form: item.name for form, item in self._given.items()}
        longest = sorted(self._given, key=lambda form: (-len(form), form))
        self._names = re.compile("|".join(map(re.escape, longest))) if longest else None

    @property
    def given(self) -> Mapping[str, Given]:
        """The names that the user lists, with their forms."""
        return self._given

    def is_unique(self, label: str, name: str) -> bool:
        """Whether a name alone says which thing it is, in whatever article; of people it never does."""
        return label in self._unique or (label != PERSON and name in self.full)

    def ended(self, text: str, words: Sequence[Word], found: Sequence[Mention]) -> list[Mention]:
        """``found`` in a sentence, with the names that end like a thing."""
        if not self._endings:
            return list(found)
        things: list[Mention] = []
        titles = [m for m in found if m.label == TITLE]
        for i, word in enumerate(words):
            suffix = self._suffixes.longest(word.text)
            if not suffix or (things and things[-1].end > word.start):
                continue
            start = i
            while start > 0 and i - start < WORDS and self._goes_on(words[start - 1], words[start], titles):
                start -= 1
            begin = words[start].start
            if word.end - begin > len(suffix):
                label = self.labels[self._endings[suffix]]
                things.append(Mention(begin, word.end, label, text[begin : word.end]))
        kept = [m for m in found if not any(overlaps(m, thing) for thing in things)]
        return sorted([*kept, *things], key=lambda m: m.start)

    def _goes_on(self, before: Word, word: Word, titles: Sequence[Mention]) -> bool:
        nameish = before.tag in NAMEISH and before.text not in self._stop
        return before.end == word.start and nameish and not any(m.end == before.end for m in titles)

    def named(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """``mentions`` with the names that the user lists, wherever they are no part of a longer name."""
        if self._names is None:
            return list(mentions)
        out = list(mentions)
        for match in self._names.finditer(text):
            item = self._given[match.group()]
            mention = Mention(*match.span(), item.label, match.group(), kind=item.kind)
            longer = any(
                m.label in NAMES and m.start <= mention.start and mention.end <= m.end
                and m.end - m.start > len(match.group()) and not m.deictic
                for m in mentions
            )  # fmt: skip
            if not longer:
                out = [m for m in out if not overlaps(m, mention)] + [mention]
        return apart(out)


def read_names(file: File) -> Iterator[tuple[str, Given]]:
    """The forms of a CSV with the columns name, type, aliases, each with what it means.

    Chinese headings and classes by their Chinese labels will do. UsageError names the line.
    """
    ontology, headings = load_ontology(), load_lexicon().tables.names
    heading = {word: column for column, words in headings.items() for word in words}
    classes = {label: item for item in ontology.classes.values() for label in (item.name, item.zh, item.en)}
    text = file.text.lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=next((c for c in "\t;" if c in head), ","))
    columns: list[str] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not columns:
            columns = [heading.get(cell.lower(), "") for cell in cells]
            if columns[:1] != ["name"] or "type" not in columns:
                raise UsageError(f"{file.name}: its first line must be: name,type,aliases")
            continue
        values = dict(zip(columns, cells, strict=False))
        item = classes.get(values.get("type", ""))
        exchanged = item and next(
            (c for c in ontology.classes.values() if c.exchange and ontology.is_a(item.name, c.name)), None
        )
        label = exchanged and next((label for label in exchanged.spacy_labels if label in kinds()), None)
        if item is None or not label or not values["name"]:
            known = ", ".join(sorted(c.name for c in ontology.classes.values() if c.exchange))
            raise UsageError(f"{file.name}: line {rows.line_num} has no name, or a type other than {known}")
        given = Given(values["name"], label, item.name if item is not exchanged else "")
        for form in (values["name"], *_BETWEEN.split(values.get("aliases", ""))):
            if len(form.strip()) > 1:
                yield form.strip(), given
