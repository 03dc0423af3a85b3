"""What holds of every cleaned text: each character knows where it came from."""

from __future__ import annotations

from functools import cache

from kg.cleaning.inline import characters, masks, readings
from kg.cleaning.lost import lost_bytes
from kg.cleaning.strand import Strand, lines_of
from kg.model import Text


def check(raw: str, text: Text) -> None:
    """The contract of an alignment."""
    assert len(text.clean) == len(text.starts) == len(text.ends)
    assert all(0 <= a < b <= len(raw) for a, b in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
    for at in range(0, len(text.clean), 7):
        span = text.to_raw(at, at + 1)
        back = text.to_clean(span.start, span.end)
        assert back.start <= at < back.end


@cache
def put_back(raw: str) -> set[int]:
    """Where in a raw text lost bytes were put back: what stands there depends on both sides."""
    places: set[int] = set()
    for start, end, _ in lines_of(raw):
        strand = masks(readings(characters(Strand.of(raw[start:end], start))))
        for edit in lost_bytes(strand.text):
            places |= set(range(strand.starts[edit.start], strand.ends[edit.end - 1]))
    return places
