"""The reader's network: a small encoder in two storeys, names below, pairs of mentions above.

pieces → lower layers ─┬→ with LAC's states and the rules' view of each character: edges of names
                       └→ with the kinds of the mentions found: upper layers → pairs: labels, status

The encoder's layers are the first ones of multilingual-e5-small. The upper storey knows where the mentions
are, as with entity markers (Zhong and Chen 2021, arXiv:2010.12812), for the price of a row of an embedding. A
pair sees what both its mentions attend to (localized context pooling: Zhou et al. 2021, arXiv:2010.11304).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from crf import Field
from torch import Tensor, nn
from torch.nn import functional

from kg.nlp.reader import labels, views

HIDDEN, HEADS, INNER = 384, 12, 1536
EPSILON = 1e-12
STATUS = len(labels.STATUSES)


class Layer(nn.Module):
    """One layer of BERT, post-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, EPSILON), nn.LayerNorm(HIDDEN, EPSILON)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, lengths: list[int], *, seen: bool = False) -> tuple[Tensor, list[Tensor]]:
        """States [T, H] of windows in a row → states, and if asked the attention [heads, T, T] of each."""
        q, k, v = (f(x).view(-1, HEADS, HIDDEN // HEADS).transpose(0, 1) for f in (self.q, self.k, self.v))
        mixed, attention, at = [], [], 0
        for length in lengths:
            part = (q[:, at : at + length], k[:, at : at + length], v[:, at : at + length])
            at += length
            weights = (part[0] @ part[1].transpose(1, 2) / math.sqrt(HIDDEN // HEADS)).softmax(-1)
            attention += [weights] if seen else []
            mixed.append(
                weights.to(x.dtype if not torch.is_autocast_enabled("cpu") else torch.bfloat16) @ part[2]
            )
        together = torch.cat(mixed, 1).transpose(0, 1).reshape(-1, HIDDEN)
        x = self.aln(x + self.ao(together))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x))))), attention


class Lower(nn.Module):
    """Pieces to states, and characters to scores of tags."""

    def __init__(self, vocabulary: int, layers: int, width: int = 192) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.of_piece, self.of_lac = nn.Linear(HIDDEN, width), nn.Linear(256, width)
        self.of_rule, self.of_place = nn.Embedding(views.RULED, width), nn.Embedding(4, width)
        self.near = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(3))
        self.tag = nn.Linear(width, views.TAGS)
        self.follow = nn.Parameter(torch.zeros(views.TAGS, views.TAGS))
        self.register_buffer("never", never(), persistent=False)

    def forward(
        self,
        pieces: Tensor,
        positions: Tensor,
        lengths: list[int],
        owner: Tensor,
        place: Tensor,
        ruled: Tensor,
        lac: Tensor,
        spans: list[int],
    ) -> tuple[Tensor, Tensor]:
        """States of pieces, scores of characters' tags; ``lengths`` and ``spans`` part the windows."""
        x = self.word(pieces) + self.position(positions)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x, _ = layer(x, lengths)
        c = self.of_piece(x)[owner] + self.of_lac(lac) + self.of_rule(ruled) + self.of_place(place)
        parts = self.drop(functional.gelu(c)).split(spans)
        for near in self.near:
            parts = [c + self.drop(functional.gelu(near(c.t()[None])[0].t())) for c in parts]
        return x, self.tag(torch.cat(parts))

    def transitions(self) -> Tensor:
        """How well each tag follows another: ``[before, after]``."""
        return self.follow + self.never

    def unlikelihood(self, scores: Tensor, tags: Tensor, spans: list[int]) -> Tensor:
        """The negative log-likelihood of the tags of windows: `crf.Field`."""
        return Field.apply(scores, self.transitions(), tags, spans)


def never() -> Tensor:
    """Inside follows begin or inside of its kind alone, and begins no text (as after an outside)."""
    rows = torch.zeros(views.TAGS, views.TAGS)
    for begin in range(1, views.TAGS, 2):
        rows[:, begin + 1] = -1e4
        rows[begin, begin + 1] = rows[begin + 1, begin + 1] = 0
    return rows


class Upper(nn.Module):
    """States and mentions to labels of pairs."""

    def __init__(self, layers: int, width: int = 256) -> None:
        super().__init__()
        self.kind = nn.Embedding(2 * views.KINDS, HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.mention = nn.Linear(2 * HIDDEN, width)
        self.of_kind = nn.Embedding(views.KINDS, width)
        self.subject, self.object, self.product = (nn.Linear(width, width) for _ in range(3))
        self.context = nn.Linear(HIDDEN, width)
        self.distance = nn.Embedding(views.DISTANCES, width)
        self.deep = nn.Linear(width, width)
        self.label = nn.Linear(width, labels.LABELS)
        self.status = nn.Linear(width, STATUS)
        self.drop = nn.Dropout(0.15)

    def forward(
        self,
        states: Tensor,
        kinds: Tensor,
        lengths: list[int],
        first: Tensor,
        last: Tensor,
        kind: Tensor,
        subject: Tensor,
        object_: Tensor,
        distance: Tensor,
        mentions: list[int],
        pairs: list[int],
    ) -> tuple[Tensor, Tensor]:
        """Scores of the labels and of the status of each pair; places are counted over all windows."""
        x = states + self.kind(kinds)
        attention: list[Tensor] = []
        for number, layer in enumerate(self.layers):
            x, attention = layer(x, lengths, seen=number + 1 == len(self.layers))
        m = functional.gelu(self.mention(torch.cat([x[first], x[last]], -1)) + self.of_kind(kind))
        m = self.drop(m)
        around, at, before, told = [], 0, 0, 0
        for length, count, many, weights in zip(lengths, mentions, pairs, attention, strict=True):
            a, b = first[before : before + count] - at, last[before : before + count] - at
            weights = weights.mean(0)
            weights = weights[a] + weights[b]  # [M, T]
            s, o = subject[told : told + many] - before, object_[told : told + many] - before
            shared = weights[s] * weights[o]
            shared = shared / (shared.sum(-1, keepdim=True) + 1e-6)
            around.append(shared @ x[at : at + length])
            at, before, told = at + length, before + count, told + many
        pair = self.subject(m)[subject] + self.object(m)[object_] + self.product(m[subject] * m[object_])
        pair = self.drop(functional.gelu(pair + self.distance(distance) + self.context(torch.cat(around))))
        pair = self.drop(functional.gelu(self.deep(pair)))
        return self.label(pair), self.status(pair)


class Reader(nn.Module):
    """Both storeys. Of the upper one there may be a second, which began elsewhere: their mean counts."""

    def __init__(self, vocabulary: int, lower: int, upper: int, second: int = 0) -> None:
        super().__init__()
        self.lower, self.upper = Lower(vocabulary, lower), Upper(upper)
        self.second = Upper(second) if second else None

    @classmethod
    def start(cls, folder: Path, lower: int, upper: int, second: int = 0) -> Reader:
        """With the weights that `e5.py` wrote."""
        weights = {
            name: torch.from_numpy(np.array(values))
            for name, values in np.load(folder / "weights.npz").items()
        }
        reader = cls(len(weights["emb.word"]), lower, upper, second)
        low = reader.lower
        low.word.weight.data = weights["emb.word"]
        low.position.weight.data = weights["emb.pos"] + weights["emb.type"][:1]
        low.norm.load_state_dict({"weight": weights["emb.ln.w"], "bias": weights["emb.ln.b"]})
        for part in (reader.upper, reader.second):
            if part is not None:
                _fill([*low.layers, *part.layers], weights)
                nn.init.normal_(part.kind.weight, std=0.02)
                nn.init.constant_(part.label.bias, -5.0)  # few pairs have any label
                nn.init.normal_(part.distance.weight, std=0.1)
        return reader

    @classmethod
    def load(cls, saved: dict[str, Any]) -> Reader:
        """As `train.py` saved it."""
        sizes = (saved["lower"], saved["upper"], saved.get("second", 0))
        reader = cls(len(saved["state"]["lower.word.weight"]), *sizes)
        reader.load_state_dict(saved["state"])
        return reader


def _fill(layers: Iterable[Layer], weights: dict[str, Tensor]) -> None:
    """Gives layers the first ones of the encoder."""
    for number, layer in enumerate(layers):
        mine = {
            f"{n}.{long}": weights[f"l{number}.{n}.{short}"]
            for n in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")
            for long, short in (("weight", "w"), ("bias", "b"))
        }
        layer.load_state_dict(mine, strict=False)
