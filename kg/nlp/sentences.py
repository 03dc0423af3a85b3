"""``kg_sentences``: a sentence ends at 。！？ (with the closing quotes after it) and at a line's end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.extensions import text_of

HALF = frozenset("!?")
ENDS = frozenset("。！？") | HALF
CLOSERS = frozenset('”』」）)】’"')
#: a sentence longer than LONG characters is cut at a comma, one of LONGEST anywhere (tables, lists)
LONG, LONGEST = 800, 1200
COMMAS = frozenset("，；、,;")
#: what goes on with a sentence that has ended: ！？ and 。”
MORE = CLOSERS | ENDS


class Sentences:
    """Sets ``token.is_sent_start`` of every token; a line break belongs to the sentence before it."""

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)  # token by token, spaCy would decode each word anew
        offsets, lengths, spaces = doc.to_array(["IDX", "LENGTH", "SPACY"]).T.tolist()
        words = [text[at : at + length] for at, length in zip(offsets, lengths, strict=True)]
        starts = sentence_starts(words, spaces)
        if doc.has_annotation("DEP"):
            _cut_trees(doc, starts)
        # token by token, spaCy would look through the whole Doc for a parse each time
        values: Any = np.array([1 if start else -1 for start in starts], np.int64).view(np.uint64)
        doc.from_array(["SENT_START"], values)
        return doc


def sentence_starts(words: Sequence[str], spaces: Sequence[int]) -> list[bool]:
    """Whether a sentence starts at each of the words, given how many spaces (0 or 1) follow each."""
    starts: list[bool] = []
    ended = broken = True  # the sentence may end here; it must, at a line's end
    length = 0
    for i, word in enumerate(words):
        ended = ended or length > LONGEST or (length > LONG and words[i - 1][-1] in COMMAS)
        newline = "\n" in word
        closing = ended and not broken and word in MORE
        start = (ended and not closing and not newline) or i == 0
        starts.append(start)
        length = (0 if start else length) + len(word) + spaces[i]
        if not closing:
            after = "" if spaces[i] or i + 1 == len(words) else words[i + 1][0]
            ended = _ends(word, after) or newline or (ended and not start)
            broken = newline or (broken and not start)
    return starts


def _ends(word: str, after: str) -> bool:
    """Whether a word ends a sentence; a ? right before a letter is a byte that got lost."""
    lost = word[-1] in HALF and after.isalpha() and after < "㐀"
    return word[-1] in ENDS and not lost


def _cut_trees(doc: Doc, starts: Sequence[bool]) -> None:
    """Make a root of each word of a parse whose head is in another sentence."""
    sentences = np.cumsum(starts)
    root = doc.vocab.strings.add("ROOT")
    heads, labels = [], []
    for token in doc:
        inside = sentences[token.i] == sentences[token.head.i]
        heads.append(token.head.i - token.i if inside else 0)
        labels.append(token.dep if inside else root)
    rows: Any = np.column_stack([np.array(heads, np.int64).view(np.uint64), np.array(labels, np.uint64)])
    doc.from_array(["HEAD", "DEP"], rows)


@Language.factory("kg_sentences", assigns=["token.is_sent_start", "doc.sents"])
def create(nlp: Language, name: str) -> Sentences:
    return Sentences()
