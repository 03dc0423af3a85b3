"""Annotated texts once more with other people and villages: names are to be told by what stands around them.

    python training/corpus/renamed.py OUT SPLIT…

Each person is given the name of somebody of another text, and each town, street and village that of another
of its kind, in text and annotation alike. A person with a form that is neither the name, nor a part of it,
nor the surname with something beside it keeps their name.
"""

from __future__ import annotations

import argparse
import random
import re
import zlib
from collections import defaultdict
from pathlib import Path

import corpus
from split import SPLITS

HAN = re.compile(r"[一-鿿]{2,4}$")
#: kinds of place that are given other names; those above them are too well known to change
PLACES = ("街道", "社区", "镇", "乡", "村")
_LINE = re.compile(r"^([PL]) ([^|\n]+?)(?: \| (.*))?$", re.M)


def kind(place: str) -> str:
    return next((k for k in PLACES if place.endswith(k) and 2 <= len(place) - len(k) <= 3), "")


def entities(block: str) -> list[tuple[str, str, list[str]]]:
    """Class, name and other forms of the people and places of a block."""
    lines = block.partition("\n---\n")[2].partition("\n--\n")[0]
    return [
        (m[1], m[2].strip(), [f.strip() for f in (m[3] or "").split(",") if f.strip()])
        for m in _LINE.finditer(lines)
    ]


def forms(name: str, others: list[str], new: str) -> dict[str, str] | None:
    """What each form of a person becomes; None where one of them is not understood."""
    told = {name: new}
    for form in others:
        if name in form:
            continue
        if form == name[1:]:
            told[form] = new[1:]
        elif form[0] == name[0]:
            told[form] = new[0] + form[1:]
        elif len(form) == 2 and form[1] == name[0]:
            told[form] = form[0] + new[0]
        else:
            return None
    return told


def renamed(block: str, pools: dict[str, list[str]], rng: random.Random) -> str:
    told: dict[str, str] = {}
    for letter, name, others in entities(block):
        key = "P" if letter == "P" and HAN.match(name) else kind(name) if letter == "L" else ""
        if not key or name in told:
            continue
        new = rng.choice(pools[key])
        if new in block or new in told.values():
            continue
        if key == "P":
            told |= forms(name, others, new) or {}
        else:
            told[name] = new
            told |= {f: new.removesuffix(key) for f in others if f == name.removesuffix(key)}
    if not told:
        return block
    pattern = re.compile("|".join(map(re.escape, sorted(told, key=lambda f: (-len(f), f)))))
    head, _, rest = block.partition("\n")
    return head + "\n" + pattern.sub(lambda m: told[m[0]], rest)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("splits", nargs="+", choices=SPLITS)
    parser.add_argument("--seed", type=int, default=0, help="other names for each")
    args = parser.parse_args()
    split = corpus.splits()
    files = {
        file: [
            block
            for block in re.split(r"(?m)^(?=### )", file.read_text(encoding="utf-8"))
            if block.startswith("### ") and split[block.split()[1]] in args.splits
        ]
        for file in corpus.first()
    }
    pools: dict[str, list[str]] = defaultdict(list)
    for block in (b for blocks in files.values() for b in blocks):
        for letter, name, _ in entities(block):
            key = "P" if letter == "P" and HAN.match(name) else kind(name) if letter == "L" else ""
            if key:
                pools[key].append(name)
    args.out.mkdir(parents=True, exist_ok=True)
    for file, blocks in files.items():
        if blocks:
            made = (renamed(b, pools, random.Random(zlib.crc32(b.encode()) + args.seed)) for b in blocks)
            (args.out / file.name).write_text("".join(made), encoding="utf-8")


if __name__ == "__main__":
    main()
