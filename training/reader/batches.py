"""Windows of examples as tensors."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from example import MASKED, Example, Node
from torch import Tensor

from kg.nlp.reader import labels, views
from kg.nlp.reader.candidates import pairs_of
from kg.nlp.reader.pieces import BEGIN, END, UNKNOWN


@dataclass(slots=True)
class Batch:
    """One window: what both storeys are given, and what is right."""

    pieces: Tensor
    owner: Tensor
    place: Tensor
    ruled: Tensor
    lac: Tensor
    tags: Tensor
    kinds: Tensor
    first: Tensor
    last: Tensor
    kind: Tensor
    subject: Tensor
    object: Tensor
    distance: Tensor
    target: Tensor
    counted: Tensor
    status: Tensor

    lengths: list[int]
    spans: list[int]
    mentions: list[int]
    pairs: list[int]
    positions: Tensor


def joined(parts: list[Batch]) -> Batch:
    """Several windows one after the other."""
    total = dict.fromkeys(("pieces", "first"), 0)
    owner, first, last, subject, object_ = [], [], [], [], []
    for b in parts:
        owner.append(b.owner + total["pieces"])
        first.append(b.first + total["pieces"])
        last.append(b.last + total["pieces"])
        subject.append(b.subject + total["first"])
        object_.append(b.object + total["first"])
        total["pieces"] += len(b.pieces)
        total["first"] += len(b.first)
    rest = (
        "pieces",
        "place",
        "ruled",
        "lac",
        "tags",
        "kinds",
        "kind",
        "distance",
        "target",
        "counted",
        "status",
        "positions",
    )
    whole = {name: torch.cat([getattr(b, name) for b in parts]) for name in rest}
    lists = {
        name: [n for b in parts for n in getattr(b, name)]
        for name in ("lengths", "spans", "mentions", "pairs")
    }
    places = {"owner": owner, "first": first, "last": last, "subject": subject, "object": object_}
    return Batch(**whole, **lists, **{name: torch.cat(rows) for name, rows in places.items()})


def batches(example: Example, extra: float, rng: random.Random, *, whole: bool = True) -> list[Batch]:
    """The windows of an example; ``extra`` of the rules' other mentions stand among those of the gold.

    Unless ``whole``, some of the many pairs that have no label are left out.
    """
    found = views.windows(example.pieces, example.breaks)
    return [b for w in found if (b := batch(example, w, extra, rng, whole=whole))]


#: this share of the texts is learnt in pieces, cut anew each time, of at most so many sentences
CUT, PIECE = 0.35, 8


def views_of(example: Example, rng: random.Random) -> list[Batch]:
    """What an epoch sees of a text: its windows or, now and then, stretches of it, and some passages."""
    if rng.random() >= CUT:
        return [*batches(example, rng.random(), rng, whole=False), *passages(example, rng)]
    edges, made, i = _edges(example), [], 0
    while i < len(edges) - 1:
        last = min(i + rng.randint(1, PIECE), len(edges) - 1)
        made.append(_between(example, edges[i], edges[last], rng))
        i = last
    return [b for b in made if b]


def _edges(example: Example) -> list[int]:
    """Where sentences begin and the last ends, in pieces."""
    starts = example.pieces.starts
    return [bisect_left(starts, at) for at in sorted({0, *example.breaks})] + [len(starts)]


def _between(example: Example, first: int, after: int, rng: random.Random) -> Batch | None:
    after = min(after, first + views.WINDOW)
    return (
        batch(example, views.Window(first, after, first), rng.random(), rng, whole=False)
        if first < after
        else None
    )


#: one sentence in so many begins a passage that is learnt alone, of at most so many sentences
APART, LONG = 16, 3


def passages(example: Example, rng: random.Random) -> list[Batch]:
    """A few of the text's sentences without the rest: 王芳向青山小学捐赠10万元。 may be all that is given."""
    edges, made = _edges(example), []
    for i in range(rng.randrange(APART), len(edges) - 1, APART):
        made.append(_between(example, edges[i], edges[min(i + rng.randint(1, LONG), len(edges) - 1)], rng))
    return [b for b in made if b]


#: of pairs that have no label, training sees this share where there are more than so many
SHARE, MANY = 0.5, 600


def batch(
    example: Example, window: views.Window, extra: float, rng: random.Random, *, whole: bool = True
) -> Batch | None:
    pieces = example.pieces
    low = 0 if window.first == 0 else pieces.starts[window.first]
    high = pieces.ends[window.after - 1]
    size = window.after - window.first
    owner, place = views.of_characters(pieces, window, (low, high))
    tags = np.zeros(high - low, np.int64)
    inside = [(i, n) for i, n in enumerate(example.nodes) if low <= n.start and n.end <= high]
    for _, node in inside:
        if node.kind in views.FOUND:
            at = views.FOUND.index(node.kind)
            tags[node.start - low : node.end - low] = 2 + 2 * at
            tags[node.start - low] = 1 + 2 * at
    nodes: list[tuple[int, Node]] = list(inside)
    if extra:
        nodes += [(-1, n) for n in strangers(example, low, high) if rng.random() < extra]
    if not nodes:
        nodes = [(-1, Node(low, low + 1, views.BODIES))]
    ranges = [views.piece_range(pieces, window, n.start, n.end) for _, n in nodes]
    row = views.kind_row(size, zip(ranges, (n.kind for _, n in nodes), strict=True))
    pairs = pairs_of([(n.start, n.end, n.kind) for _, n in nodes])
    if not whole and len(pairs) > MANY:
        told = {(s, o) for s, o, _ in example.pairs}
        pairs = [p for p in pairs if (nodes[p[0]][0], nodes[p[1]][0]) in told or rng.random() < SHARE]
    target = np.zeros((len(pairs), labels.LABELS), np.float32)
    counted = np.ones((len(pairs), labels.LABELS), np.float32)
    status = np.full(len(pairs), -1, np.int64)
    place_of = {(nodes[s][0], nodes[o][0]): k for k, (s, o) in enumerate(pairs)}
    for (s, o, label), value in example.pairs.items():
        k = place_of.get((s, o))
        if k is not None:
            if value == MASKED:
                counted[k, label] = 0
            else:
                target[k, label] = 1
    for (s, o), value in example.status.items():
        if (k := place_of.get((s, o))) is not None:
            status[k] = value
    ids = [BEGIN, *hidden(pieces.ids[window.first : window.after], rng, whole), END]
    one = lambda rows: torch.tensor([0, *rows, 0])  # noqa: E731
    return Batch(
        pieces=torch.tensor(ids),
        owner=torch.tensor(owner) + 1,
        place=torch.tensor(place),
        ruled=torch.from_numpy(example.ruled[low:high].astype(np.int64)),
        lac=torch.from_numpy(example.lac[low:high].astype(np.float32)),
        tags=torch.from_numpy(tags),
        kinds=one(row),
        first=torch.tensor([a + 1 for a, _ in ranges]),
        last=torch.tensor([b + 1 for _, b in ranges]),
        kind=torch.tensor([n.kind for _, n in nodes]),
        subject=torch.tensor([s for s, _ in pairs], dtype=torch.long),
        object=torch.tensor([o for _, o in pairs], dtype=torch.long),
        distance=torch.tensor([views.distance(ranges[s], ranges[o]) for s, o in pairs], dtype=torch.long),
        target=torch.from_numpy(target),
        counted=torch.from_numpy(counted),
        status=torch.from_numpy(status),
        lengths=[len(ids)],
        spans=[high - low],
        mentions=[len(nodes)],
        pairs=[len(pairs)],
        positions=torch.arange(len(ids)),
    )


#: in every second window that is learnt, this share of the pieces is unknown
HIDDEN = 0.1


def hidden(ids: Sequence[int], rng: random.Random, whole: bool) -> list[int]:
    """Pieces, some of them unknown where the window is not learnt ``whole``: what stands about them tells."""
    if whole or rng.random() < 0.5:
        return list(ids)
    return [UNKNOWN if rng.random() < HIDDEN else i for i in ids]


#: what the labels of the rules are to the reader
RULED = {
    0: views.PEOPLE,
    1: views.BODIES,
    2: views.AREAS,
    3: views.AREAS,
    4: views.TEXTS,
    5: views.TITLES,
    9: views.DEIXIS,
}


def strangers(example: Example, low: int, high: int) -> list[Node]:
    """Mentions of the rules that no node of the gold overlaps."""
    taken = np.zeros(len(example.text) + 1, bool)
    for node in example.nodes:
        taken[node.start : node.end] = True
    found, at = [], low
    while at < high:
        value = int(example.ruled[at])
        end = at + 1
        if value % 2:
            while end < high and example.ruled[end] == value + 1:
                end += 1
            kind = RULED.get((value - 1) // 2)
            if kind and not taken[at:end].any():
                found.append(Node(at, end, kind, made=True))
        at = end
    return found
