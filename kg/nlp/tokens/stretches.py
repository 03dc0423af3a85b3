"""Text cut into the stretches that LAC reads at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: LAC saw sentences: longer stretches are cut after these, at the latest at LONGEST characters
BREAKS = "。！？；!?;"
LONGEST = 200


def pieces(text: str) -> Iterator[str]:
    """White space, and the stretches between that LAC reads at a time."""
    for run in re.findall(r"\s+|\S+", text):
        if run.isspace():
            yield run
            continue
        for sentence in re.findall(rf"[^{BREAKS}]+[{BREAKS}]*|[{BREAKS}]+", run):
            for start in range(0, len(sentence), LONGEST):
                yield sentence[start : start + LONGEST]
