"""Long tables: their rows are read as they stand, without the language model.

A row says by its headings what its cells are, so that no sentence need be understood. The first rows of a
table go with the text of the article through the pipeline, and so does the first row of each name that
leans on the article (县医院, 城关镇); all others are read here by the names that were found there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.lexicon import ENDS, Lexicon
from kg.model import Article, Entity, Extraction, Statement, Text
from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.places.areas import Areas
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import NAMES, ORG, PERSON, Mention
from kg.nlp.spans.patterns import Suffixes
from kg.nlp.statements.convert import Book, to_extraction
from kg.nlp.statements.joined import joined
from kg.nlp.tables.cell_names import CellNames
from kg.nlp.tables.row_claims import RowClaims
from kg.nlp.tables.rows import Row, Rows

#: so many rows of an article are read in it, and so many more for a name each that leans on it
FIRST, LEANING = 40, 200
#: so many rows are handed on at a time
TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Split:
    """An article's text without its further rows, and those: each a line with its place in ``whole``."""

    prose: Text
    whole: Text
    rows: tuple[tuple[int, int], ...]


class Ledger:
    """Takes long tables out of texts, and reads them; stateless."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rows = Rows(lexicon)
        self._cells = CellNames(lexicon, self._rows)
        self._claims = RowClaims(lexicon)
        self._is_row = lexicon.tables.is_row
        self._words = BodyWords(lexicon)
        self._areas = Areas.of(lexicon)
        self._places = Suffixes(lexicon.names.place.levels)

    def split(self, text: Text) -> Split:
        """The text in two, where it has more rows than are read in it."""
        clean = text.clean
        if clean.count("\n") <= FIRST or clean.count("：") <= 2 * FIRST:
            return Split(text, text, ())
        kept: list[tuple[int, int]] = []
        rows: list[tuple[int, int]] = []
        first = leaning = start = 0
        met: set[str] = set()
        for line in clean.split("\n"):
            row = self._rows.row(line, 0) if self._is_row(line) else None
            place = (start, start + len(line))
            start += len(line) + 1
            if row is not None and first >= FIRST:
                new = self._leans(line, row) - met
                if not new or leaning >= LEANING:
                    rows.append(place)
                    continue
                met |= new
                leaning += 1
            elif row is not None:
                met |= self._leans(line, row)
                first += 1
            kept.append(place)
        return Split(_part(text, kept), text, tuple(rows)) if rows else Split(text, text, ())

    def _leans(self, line: str, row: Row) -> set[str]:
        """The names of a row that mean something by the article only, or are places."""
        found = set()
        for fields in row.relations.values():
            for cell in (fields[end] for end in ENDS if end in fields):
                for piece in self._cells.pieces(line, cell):
                    name = line[slice(*piece)]
                    level = self._words.begins_with_level(name) or self._words.is_bare(name)
                    if level or self._places.longest(name) or self._areas.split(name):
                        found.add(name)
        return found

    def read(self, article: Article, split: Split, doc: Doc, base: str, book: Book) -> Iterator[Extraction]:
        """What the further rows state, some at a time; ``doc`` and ``book`` are of the prose."""
        entities = {str(item["key"]): item for item in doc._.kg_entities}
        areas = [key for key, item in entities.items() if item["code"]]
        named: dict[str, Mention] = {}
        for mention in Mention.all_of(doc._.kg_mentions):
            if mention.entity and mention.label in NAMES and not mention.deictic:
                named.setdefault(mention.text, mention)
        lines = iter(split.rows)
        while places := list(islice(lines, TOGETHER)):
            part = _part(split.whole, places)
            claims: list[Claim] = []
            mentions: list[Mention] = []
            for row in self._rows.find(part.clean):
                own = list(self._names(part.clean, row, named, entities))
                mentions += own
                claims += self._claims.read(part.clean, row, own)
            yield to_extraction(article, part, _doc(doc.vocab, claims, mentions, entities, areas), base, book)

    def _names(
        self, text: str, row: Row, named: dict[str, Mention], entities: dict[str, dict[str, object]]
    ) -> Iterator[Mention]:
        """The names of a row, each with its entity, which is added where it is new."""
        done: set[tuple[int, int]] = set()
        for fields in row.relations.values():
            for cell in (fields[end] for end in ENDS if end in fields):
                if (cell.start, cell.end) in done:
                    continue
                done.add((cell.start, cell.end))
                for start, end in self._cells.pieces(text, cell):
                    name = text[start:end]
                    known = named.get(name)
                    same = [replace(known, start=start, end=end)] if known is not None else []
                    mention = self._cells.name(text, cell, (start, end), same)
                    if mention is not None:
                        mention.entity = mention.entity or self._entity(mention, entities)
                        named.setdefault(name, mention)
                        yield mention

    def _entity(self, mention: Mention, entities: dict[str, dict[str, object]]) -> str:
        key = self._words.spelled(mention.text) if mention.label == ORG else mention.text
        taken = entities.get(key)
        if taken is not None and (taken["label"] == PERSON) != (mention.label == PERSON):
            key = f"{key}（{mention.label}）"
        entities.setdefault(
            key,
            {
                "key": key,
                "label": mention.label,
                "name": mention.text,
                "aliases": [],
                "kind": mention.kind,
                "code": "",
                "link": "",
                "weak": False,
                "unique": mention.label == ORG and self._words.is_unique(mention.text),
            },
        )
        return key


def together(article: Article, parts: Sequence[Extraction]) -> Extraction:
    """The extractions of the parts of one article as one."""
    entities: dict[str, Entity] = {}
    for part in parts:
        for entity in part.entities:
            entities.setdefault(entity.id, entity)
    statements: Sequence[Statement] = joined(s for part in parts for s in part.statements)
    return Extraction(article, tuple(entities.values()), tuple(statements))


def _part(text: Text, places: Sequence[tuple[int, int]]) -> Text:
    """The lines at ``places`` of a text as a text of their own."""
    starts: list[int] = []
    ends: list[int] = []
    lines: list[str] = []
    for number, (start, end) in enumerate(places):
        if number:
            before = places[number - 1][1]
            starts.append(text.starts[before] if before < len(text.starts) else text.ends[-1])
            ends.append(text.ends[before] if before < len(text.ends) else text.ends[-1])
        lines.append(text.clean[start:end])
        starts += text.starts[start:end]
        ends += text.ends[start:end]
    return Text("\n".join(lines), tuple(starts), tuple(ends))


def _doc(
    vocab: Vocab,
    claims: Sequence[Claim],
    mentions: Sequence[Mention],
    entities: dict[str, dict[str, object]],
    areas: Sequence[str],
) -> Doc:
    """An empty Doc with what the components would have left on it; ``areas`` tell namesakes apart."""
    doc = Doc(vocab)
    used = {key for claim in claims for key in (claim.subject, claim.object) if key}
    used |= {mention.entity for mention in mentions} | set(areas)
    doc._.kg_statements = [claim.to_dict() for claim in claims]
    doc._.kg_mentions = [mention.to_dict() for mention in mentions]
    doc._.kg_entities = [entities[key] for key in sorted(used)]
    return doc
