"""``kg.LacEmbed.v1``: what a spaCy network reads of a token: its hashed features and LAC's hidden states.

LAC has read far more text than a treebank holds: its encoder's states of a token's first and last
character, which are not trained further, stand beside spaCy's embeddings of word, affixes, shape and
tag. They are found by the token's place in the text, so that any tokenizer may stand before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from spacy.ml.models.tok2vec import MultiHashEmbed
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array
from thinc.types import Floats2d

from kg.nlp.tokens.lac import load_lac
from kg.nlp.tokens.stretches import pieces

Rows = list[Floats2d]


@registry.architectures("kg.LacEmbed.v1")  # type: ignore[untyped-decorator]
def create_embed(width: int, attrs: list[str], rows: list[int], states: int) -> Model[list[Doc], Rows]:
    """Vectors of ``width`` numbers a token; ``states`` of what goes in come from LAC."""
    hashed = MultiHashEmbed(width, attrs, rows, include_static_vectors=False)
    read: Any = chain(lac_states(), with_array(Maxout(states, 512, nP=2, normalize=True, dropout=0.0)))
    mixed: Any = with_array(Maxout(width, width + states, nP=3, normalize=True, dropout=0.0))
    both: Any = concatenate(chain(hashed, list2ragged()), chain(read, list2ragged()))
    return chain(both, ragged2list(), mixed)


def lac_states() -> Model[list[Doc], Rows]:
    """512 numbers a token: the hidden states of its first and of its last character."""
    return Model("kg_lac_states", _forward, dims={"nO": 512})


def _forward(
    model: Model[list[Doc], Rows], docs: list[Doc], is_train: bool
) -> tuple[Rows, Callable[[Rows], list[Doc]]]:
    found = [model.ops.asarray2f(cast(Any, _states(doc))) for doc in docs]
    return found, lambda gradients: []


def _states(doc: Doc) -> np.ndarray[Any, Any]:
    parts = list(pieces(doc.text))
    hidden = iter(load_lac().hidden([part for part in parts if not part.isspace()]))
    blank = [np.zeros((len(part), 256), np.float32) if part.isspace() else next(hidden) for part in parts]
    by_character = np.concatenate([*blank, np.zeros((1, 256), np.float32)])
    first = np.array([token.idx for token in doc], dtype=np.int64)
    last = np.array([max(token.idx + len(token) - 1, token.idx) for token in doc], dtype=np.int64)
    return np.concatenate([by_character[first], by_character[last]], axis=1)
