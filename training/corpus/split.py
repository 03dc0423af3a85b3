"""Which texts are for training, tuning and testing: split.toml names whole files and single texts.

train = ["wa", "n06"]      # the files wa.txt and n06.txt
tune = ["wb-01"]           # one text; it stands apart from its file, wherever that is
test = ["n01", "wb-03"]
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

SPLITS = ("train", "tune", "test")


def read_split(file: Path, texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The split of each text; ``texts`` are the ids of each file, by its name without ``.txt``."""
    return split(tomllib.loads(file.read_text(encoding="utf-8")), texts)


def split(given: Mapping[str, Sequence[str]], texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The split of each text by what is listed. Raises ValueError where a text has none, or more than one."""
    if unknown := sorted(set(given) - set(SPLITS)):
        raise ValueError(f"no split: {', '.join(unknown)}; there are {', '.join(SPLITS)}")
    listed = [(name, part) for part in SPLITS for name in given.get(part, ())]
    names = [name for name, _ in listed]
    ids = [id_ for file in texts.values() for id_ in file]
    for problem, wrong in (
        ("listed twice", {name for name, n in Counter(names).items() if n > 1}),
        ("there twice", {id_ for id_, n in Counter(ids).items() if n > 1}),
        ("neither a file nor a text", set(names) - set(texts) - set(ids)),
    ):
        if wrong:
            raise ValueError(f"{problem}: {', '.join(sorted(wrong))}")
    found = {id_: part for name, part in listed if name in texts for id_ in texts[name]}
    found |= {name: part for name, part in listed if name not in texts}
    if left := sorted(set(ids) - set(found)):
        raise ValueError(f"in no split: {', '.join(left)}")
    return {id_: found[id_] for id_ in ids}
