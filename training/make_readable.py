#!/usr/bin/env python3
"""Make ``kg/resources/zh/readable.tsv``, how often characters stand together, from jieba's words.

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    python training/make_readable.py jieba-0.42.1/jieba/dict.txt

jieba's ``dict.txt`` (MIT licence) gives each word with its count in news text. A line of the table is a
character, its count as the nearest power of two, and those that follow it inside words, grouped by the
power of two of the count of the pair: ``宠  15  13:爱物  10:儿``.
"""

import math
import sys
from collections import Counter, defaultdict
from itertools import groupby, pairwise
from pathlib import Path

#: pairs seen less often are left out; of every 100 characters of text, so many are this mark
LEAST = 24
MARKS = {"，": 5.5, "。": 3.0, "、": 2.0, "“": 0.5, "”": 0.5, "：": 0.4, "；": 0.3, "（": 0.2, "）": 0.2,
         "《": 0.2, "》": 0.2, "！": 0.1, "？": 0.1, "—": 0.1, "…": 0.1, "·": 0.05}  # fmt: skip


def main(path: str) -> None:
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        word, count = line.split()[:2]
        if all("\u4e00" <= char <= "\u9fff" for char in word):
            for char in word:
                single[char] += int(count)
            pairs.update(dict.fromkeys(pairwise(word), 0))
            for pair in pairwise(word):
                pairs[pair] += int(count)
    total = sum(single.values())
    single.update({mark: round(total * share / 100) for mark, share in MARKS.items()})
    after: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (first, second), count in pairs.items():
        if count >= LEAST:
            after[first].append((round(math.log2(count)), second))
    target = Path(__file__).parent.parent / "kg/resources/zh/readable.tsv"
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for char, count in sorted(single.items()):
            groups = groupby(
                sorted(after[char], key=lambda item: (-item[0], item[1])), key=lambda item: item[0]
            )
            cells = [f"{level}:{''.join(second for _, second in items)}" for level, items in groups]
            file.write("\t".join([char, str(round(math.log2(count + 1))), *cells]) + "\n")
    print(f"{len(single)} characters, {sum(map(len, after.values()))} pairs in {target.name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
