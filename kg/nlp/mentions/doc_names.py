"""Mentions onto a Doc: its tokens are split at their edges, so that each is a span of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span, Token

from kg.nlp.spans.mention import Mention


def set_names(doc: Doc, mentions: Sequence[Mention], named: Sequence[Mention] | None = None) -> None:
    """Leave mentions on a Doc, whose tokens are split at their edges; ``named`` become its ents."""
    _split_tokens(doc, mentions)
    doc.ents = _spans(doc, [m for m in mentions if not m.deictic] if named is None else named)
    doc._.kg_mentions = [mention.to_dict() for mention in mentions]


def _split_tokens(doc: Doc, mentions: Sequence[Mention]) -> None:
    """Split tokens where a mention begins or ends inside them: 西河街道千禧 → 西河街道 | 千禧."""
    cuts = sorted({offset for mention in mentions for offset in (mention.start, mention.end)})
    places = doc.to_array(["IDX", "LENGTH", "SENT_START"]).astype(np.int64).reshape(-1, 3)
    first = np.searchsorted(cuts, places[:, 0], side="right")
    after = np.searchsorted(cuts, places[:, :2].sum(axis=1), side="left")
    split = np.flatnonzero(first < after).tolist()
    if not split:
        return
    with doc.retokenize() as retokenizer:
        for i in split:
            token = doc[i]
            inside = [cut - token.idx for cut in cuts[first[i] : after[i]]]
            edges = [0, *inside, len(token.text)]
            orths = [token.text[a:b] for a, b in itertools.pairwise(edges)]
            last = len(orths) - 1  # the others hang on it; it hangs where the token did
            own = token.head if token.head.i != token.i else (token, last)
            heads: list[Token | tuple[Token, int]] = [*[(token, last)] * last, own]
            retokenizer.split(token, orths, heads=heads, attrs={"TAG": [token.tag_] * len(orths)})
    begins = places[places[:, 2] == 1, 0]  # the second half has what the next token had in spaCy 3.8
    values: Any = np.where(np.isin(doc.to_array("IDX"), begins), 1, -1).view(np.uint64)
    doc.from_array(["SENT_START"], values)


def _spans(doc: Doc, mentions: Sequence[Mention]) -> list[Span]:
    """The mentions as spans; their edges are edges of tokens by now."""
    places = doc.to_array(["IDX", "LENGTH"]).astype(np.int64).reshape(-1, 2)
    starts = {start: i for i, start in enumerate(places[:, 0].tolist())}
    ends = {end: i + 1 for i, end in enumerate(places.sum(axis=1).tolist())}
    return [
        Span(doc, starts[m.start], ends[m.end], label=m.label)
        for m in mentions
        if m.start in starts and m.end in ends
    ]
