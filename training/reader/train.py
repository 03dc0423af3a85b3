"""Trains the reader.

python training/reader/train.py DATA.pkl… --start outputs/e5 --out outputs/reader
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from pathlib import Path

import torch
from batches import Batch, batches, joined, views_of
from example import Example
from network import Reader, Upper
from torch import nn
from torch.nn import functional

from kg.nlp.reader import labels, views
from kg.nlp.reader.spans import runs, viterbi

#: a label that is missed costs so much more than one that is wrong
RIGHT = 1.5
NAMES = [
    *labels.relations(),
    "title",
    "title_of",
    "gives",
    "to",
    "measure",
    "sent",
    "counted",
    "worth",
    "same",
    "own",
]


def lower(reader: Reader, b: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """States of pieces and scores of tags."""
    return reader.lower(b.pieces, b.positions, b.lengths, b.owner, b.place, b.ruled, b.lac, b.spans)


def upper(reader: Reader, states: torch.Tensor, b: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores of labels and of status."""
    said = [pairs(part, states, b) for part in (reader.upper, reader.second) if part is not None]
    scores, status = (torch.stack(both).mean(0) for both in zip(*said, strict=True))
    return scores, status


def pairs(part: Upper, states: torch.Tensor, b: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """What one upper storey scores."""
    mentions = (b.kinds, b.lengths, b.first, b.last, b.kind)
    scores, status = part(states, *mentions, b.subject, b.object, b.distance, b.mentions, b.pairs)
    return scores, status


def loss_of(reader: Reader, b: Batch, *, only_second: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
    """Of names and of pairs. A second upper storey learns from states as they are, or learns alone."""
    with torch.set_grad_enabled(not only_second):
        states, tags = lower(reader, b)
        names = reader.lower.unlikelihood(tags.float(), b.tags, b.spans) / 40
    wrong = torch.zeros(())
    if len(b.subject) and not only_second:
        wrong = wrong + wrong_of(reader.upper, states, b)
    if len(b.subject) and reader.second:
        wrong = wrong + wrong_of(reader.second, states.detach(), b)
    return names, wrong


def wrong_of(part: Upper, states: torch.Tensor, b: Batch) -> torch.Tensor:
    """How wrong an upper storey is on labels and status."""
    scores, status = pairs(part, states, b)
    each = functional.binary_cross_entropy_with_logits(
        scores.float(), b.target, reduction="none", pos_weight=torch.tensor(RIGHT)
    )
    wrong = (each * b.counted).sum() / 12
    told = b.status >= 0
    if told.any():
        wrong = wrong + functional.cross_entropy(status[told].float(), b.status[told], reduction="sum") / 12
    return wrong


def go_on(reader: Reader, state: dict[str, torch.Tensor]) -> None:
    """Weights of an earlier run; labels that it did not know begin anew."""
    mine = reader.state_dict()
    for name, values in state.items():
        mine[name][: len(values)] = values
    reader.load_state_dict(mine)


def mean(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Half of both (weights averaged along the way: Izmailov et al. 2018, arXiv:1803.05407)."""
    return {
        name: (before[name] + values) / 2 if name in before and values.is_floating_point() else values
        for name, values in after.items()
    }


@torch.no_grad()
def score(reader: Reader, held: list[Example], rng: random.Random) -> str:
    reader.eval()
    hits = {n: [0, 0, 0] for n in NAMES}
    spans = {k: [0, 0, 0] for k in views.FOUND}
    statuses = [0, 0]
    for example in held:
        for b in batches(example, 1.0, rng):
            states, tags = lower(reader, b)
            best = viterbi(tags.float().numpy(), reader.lower.transitions().numpy())
            found, right = (set(runs(t.tolist())) for t in (best, b.tags))
            for kind in views.FOUND:
                f, r = ({s for s in x if s[2] == kind} for x in (found, right))
                for i, v in enumerate((len(f & r), len(f), len(r))):
                    spans[kind][i] += v
            if len(b.subject):
                scores, status = upper(reader, states, b)
                said = (scores > 0) & (b.counted > 0)
                for n, name in enumerate(NAMES):
                    hits[name][0] += int((said[:, n] & (b.target[:, n] > 0)).sum())
                    hits[name][1] += int(said[:, n].sum())
                    hits[name][2] += int((b.target[:, n] > 0).sum())
                told = b.status >= 0
                statuses[0] += int((status.argmax(-1)[told] == b.status[told]).sum())
                statuses[1] += int(told.sum())
    reader.train()
    show = lambda h: f"{200 * h[0] / max(h[1] + h[2], 1):.0f}"  # noqa: E731
    total = [sum(hits[n][i] for n in NAMES if n not in ("same", "own")) for i in range(3)]
    every = [sum(s[i] for s in spans.values()) for i in range(3)]
    return (
        f"pairs {show(total)} (P {100 * total[0] / max(total[1], 1):.0f}) "
        + " ".join(f"{n} {show(h)}" for n, h in hits.items())
        + f" | spans {show(every)} "
        + " ".join(show(s) for s in spans.values())
        + f" | status {statuses[0] / max(statuses[1], 1):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--held", nargs="*", default=[])
    parser.add_argument("--every", type=int, default=0, help="hold out every so manieth text")
    parser.add_argument("--start", default="outputs/e5")
    parser.add_argument("--again", help="go on from what an earlier run wrote")
    parser.add_argument("--mean", action="store_true", help="at the end, the mean with those of --again")
    parser.add_argument("--out", default="outputs/reader.pt")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--lower", type=int, default=4)
    parser.add_argument("--upper", type=int, default=2)
    parser.add_argument("--second", type=int, default=0, help="layers of a second upper storey")
    parser.add_argument("--only-second", action="store_true", help="the rest stays as it was")
    parser.add_argument("--frozen", type=int, default=2, help="the lowest layers, which stay as they were")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--windows", type=int, default=4, help="windows a step")
    parser.add_argument("--float32", action="store_true", help="no half precision: half as fast")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    texts = [e for path in args.data for e in pickle.loads(Path(path).read_bytes())]
    held = [e for path in args.held for e in pickle.loads(Path(path).read_bytes())]
    if args.every:
        held += texts[:: args.every]
        texts = [e for i, e in enumerate(texts) if i % args.every]
    reader = Reader.start(Path(args.start), args.lower, args.upper, args.second)
    before = torch.load(args.again, weights_only=False)["state"] if args.again else {}
    go_on(reader, before)
    for part in (
        reader.lower.word,
        reader.lower.position,
        reader.lower.norm,
        *reader.lower.layers[: args.frozen],
    ):
        part.requires_grad_(False)
    if args.only_second:
        reader.lower.requires_grad_(False)
        reader.upper.requires_grad_(False)
    uppers = [part for part in (reader.upper, reader.second) if part is not None]
    layers = [layer for part in (reader.lower, *uppers) for layer in part.layers]
    encoder = [p for layer in layers for p in layer.parameters() if p.requires_grad]
    known = set(map(id, encoder))
    heads = [p for p in reader.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.head}], weight_decay=0.01
    )
    steps = args.epochs * sum(len(views_of(e, rng)) for e in texts) // args.windows
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.05 * steps), max(0.0, (steps - s) / (0.95 * steps)))
    )
    reader.train()
    began = time.time()
    for epoch in range(args.epochs):
        rng.shuffle(texts)
        todo = [b for e in texts for b in views_of(e, rng)]
        rng.shuffle(todo)
        sums = [0.0, 0.0]
        for at in range(0, len(todo), args.windows):
            part = joined(todo[at : at + args.windows])
            with torch.autocast("cpu", torch.bfloat16, enabled=not args.float32):
                names, wrong = loss_of(reader, part, only_second=args.only_second)
            if (names + wrong).requires_grad:
                ((names + wrong) / args.windows).backward()
            sums[0] += float(names.detach())
            sums[1] += float(wrong.detach())
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
        print(
            f"{epoch + 1} {time.time() - began:.0f}s "
            f"names {sums[0] / len(todo):.3f} pairs {sums[1] / len(todo):.3f}",
            flush=True,
        )
        if args.mean and epoch + 1 == args.epochs:
            reader.load_state_dict(mean(before, reader.state_dict()))
        sizes = {"lower": args.lower, "upper": args.upper, "second": args.second}
        torch.save({"state": reader.state_dict(), **sizes}, args.out)
        if held and (epoch % 2 or epoch + 1 == args.epochs):
            print("   ", score(reader, held, random.Random(1)), flush=True)


if __name__ == "__main__":
    main()
