"""``kg_entities``: names, titles, dates, money and counts, as ``doc.ents`` and ``doc._.kg_mentions``.

9月1日，主任李明向柳林镇捐款10万元      a date, a title, a person, a place and a sum
该镇干部说，李明还到过全县各地         该镇 and 全县 may stand for an entity, but name none
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import UsageError
from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.extensions import register_extensions, text_of
from kg.nlp.mentions.doc_names import set_names
from kg.nlp.mentions.finder import Finder
from kg.nlp.mentions.list_names import ListNames
from kg.nlp.tables.cell_names import CellNames
from kg.nlp.tables.rows import Rows
from kg.nlp.terms import terms_of
from kg.nlp.tokens.words import Word


class Entities:
    """Finds the mentions of a Doc."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tags: dict[int, str] = {}  # by spaCy's hash of a tag, what it means to LAC
        self._finder = Finder(lexicon)
        self._cells = CellNames(lexicon, Rows(lexicon))
        self._list_names = ListNames(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        _check(doc)
        text = text_of(doc)
        found = self._cells.named(text, self._finder.find(text, self._sentences(doc, text)))
        found = self._list_names.named(text, found)
        set_names(doc, found, self._finder.names(found))
        return doc

    def _sentences(self, doc: Doc, text: str) -> Iterator[tuple[int, int, list[Word]]]:
        """Where each sentence begins and ends, and its words."""
        columns = doc.to_array(["IDX", "LENGTH", "TAG", "ENT_TYPE"]).T.tolist()
        for sentence in doc.sents:
            own = [column[sentence.start : sentence.end] for column in columns]
            yield sentence.start_char, sentence.end_char, self._words(sentence, own, text)

    def _words(self, sentence: Span, columns: list[list[int]], whole: str) -> list[Word]:
        """The words of a sentence, by offsets into it; the tokens of another pipeline's name are one word.

        ``columns`` are the offsets, lengths, tags and entity labels of its tokens.
        """
        words: list[Word] = []
        base, tags, strings = sentence.start_char, self._tags, sentence.vocab.strings
        for i, (offset, length, tag, label) in enumerate(zip(*columns, strict=True)):
            start, text = offset - base, whole[offset : offset + length]
            if label:
                named = strings[label]
                if words and sentence[i].ent_iob_ == "I" and named in self._lexicon.entities:
                    begun = words[-1]
                    gap = " " * (start - begun.end)
                    words[-1] = Word(begun.start, start + length, begun.text + gap + text, begun.tag)
                    continue
                meant = self._lexicon.entities.get(named, strings[tag])
            else:
                meant = tags.get(tag) or self._meant(tag, sentence, i)
            if not text.isspace():
                words.append(Word(start, start + length, text, meant))
        return words

    def _meant(self, tag: int, sentence: Span, i: int) -> str:
        """LAC's tag, or what another pipeline's tag means there, and without one the part of speech."""
        if not tag:
            return self._lexicon.tags.get(sentence[i].pos_, "n")
        name = sentence.vocab.strings[tag]
        self._tags[tag] = self._lexicon.tags.get(name) or name
        return self._tags[tag]


@Language.factory(
    "kg_entities", requires=["token.tag", "token.is_sent_start"], assigns=["doc.ents", "doc._.kg_mentions"]
)
def create(nlp: Language, name: str) -> Entities:
    register_extensions()
    with using(terms_of(nlp)):
        return Entities(load_lexicon())


def _check(doc: Doc) -> None:
    """UsageError where the pipeline so far says too little of the text for names to be found in it."""
    if not any(map(doc.has_annotation, ("TAG", "POS", "ENT_IOB"))):
        raise UsageError(
            "kg_entities: this pipeline has neither tags nor entities; give it the tokenizer "
            "kg.LacTokenizer.v1, or a tagger before kg_entities, or use kg.load_nlp()"
        )
    if not doc.has_annotation("SENT_START"):
        raise UsageError("kg_entities: needs kg_sentences before it; write nlp.add_pipe('kg_sentences')")
