"""A stretch of text under cleaning: each character knows the raw span that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` of a strand by ``new`` (empty: drop it)."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """``text`` with the raw span ``starts[i]:ends[i]`` of each character; both non-decreasing."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str, offset: int = 0) -> Strand:
        """An untouched text whose first character stands at ``offset`` of the raw text."""
        first, last = offset, offset + len(text)
        return cls(text, list(range(first, last)), list(range(first + 1, last + 1)))

    def edited(self, edits: Iterable[Edit]) -> Strand:
        """With ``edits`` made (sorted, not overlapping).

        A replacement of the same length is aligned character by character; in any other each new
        character stands for the whole of what was replaced.
        """
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0

        def keep(until: int) -> None:
            parts.append(self.text[at:until])
            starts.extend(self.starts[at:until])
            ends.extend(self.ends[at:until])

        for edit in edits:
            keep(edit.start)
            parts.append(edit.new)
            if len(edit.new) == edit.end - edit.start:
                starts.extend(self.starts[edit.start : edit.end])
                ends.extend(self.ends[edit.start : edit.end])
            else:
                starts.extend([self.starts[edit.start]] * len(edit.new))
                ends.extend([self.ends[edit.end - 1]] * len(edit.new))
            at = edit.end
        if at == 0:
            return self
        keep(len(self.text))
        return Strand("".join(parts), starts, ends)

    def retold(self, text: str) -> Strand:
        """The same places with other characters, one for one."""
        return self if text == self.text else Strand(text, self.starts, self.ends)

    def cut(self, start: int, end: int) -> Strand:
        """The part ``[start, end)``."""
        if (start, end) == (0, len(self.text)):
            return self
        return Strand(self.text[start:end], self.starts[start:end], self.ends[start:end])


def lines_of(raw: str) -> Iterator[tuple[int, int, int]]:
    """Each line of a text as (start, end, start of the next); CR LF, CR, LF and U+2028 end one."""
    at = 0
    for line in raw.splitlines(keepends=True):
        body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield at, at + len(body), at + len(line)
        at += len(line)
