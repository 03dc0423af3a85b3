"""Pieces: what the encoder reads instead of characters, with where each stands in the text.

李明到玉林街道督导      ▁ | 李 | 明 | 到 | 玉 | 林 | 街道 | 督 | 导

SentencePiece's unigram model (Kudo 2018, arXiv:1804.10959): of all ways to cut a stretch of text, the one
with the highest sum of scores. The vocabulary lies with the weights (``pieces.tsv``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: ids that are no pieces of text
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
#: what stands for white space, and before a text
SPACE = "▁"
#: how far an unknown character lies below the least likely piece
UNLIKELY = 10.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """``ids[i]`` was made of ``text[starts[i]:ends[i]]``; nothing for the edges that the encoder adds."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


class Cutter:
    """Cuts texts into the pieces of one vocabulary."""

    def __init__(self, scores: dict[str, tuple[int, float]], folded: dict[str, str]) -> None:
        """``scores`` gives the id and the score of each piece, ``folded`` what a character is read as."""
        self._pieces = scores
        self._folded = folded
        self._longest = max(map(len, scores))
        self._unlikely = min(score for _, score in scores.values()) - UNLIKELY
        self._prefixes = {piece[:n] for piece in scores for n in range(1, len(piece))}

    @classmethod
    def load(cls, folder: Path) -> Cutter:
        """The vocabulary of a folder of weights: ``pieces.tsv`` and ``folded.tsv``."""
        rows = (line.split("\t") for line in _lines(folder / "pieces.tsv"))
        scores = {piece: (row, float(score)) for row, (piece, score) in enumerate(rows) if piece}
        folded = dict(line.split("\t") for line in _lines(folder / "folded.tsv"))
        return cls(scores, folded)

    def cut(self, text: str) -> Pieces:
        """The pieces of a text; white space at its edges and in runs is read as one space."""
        chars, places = self._read(text)
        found = Pieces([], [], [])
        for row, start, end in self._best(chars):
            inside = [place for place in places[start:end] if place >= 0]
            if not inside:  # the space that stands before a text
                continue
            found.ids.append(row)
            found.starts.append(inside[0])
            found.ends.append(inside[-1] + 1)
        return found

    def _read(self, text: str) -> tuple[str, list[int]]:
        """The characters as the vocabulary has them, each with its place in the text."""
        chars, places = [SPACE], [-1]
        for place, char in enumerate(text):
            for part in self._folded.get(char, char):
                if part.isspace():
                    if chars[-1] != SPACE:
                        chars.append(SPACE)
                        places.append(place)
                else:
                    chars.append(part)
                    places.append(place)
        return "".join(chars), places

    def _best(self, chars: str) -> Iterator[tuple[int, int, int]]:
        """The best cut: id, start and end of each piece."""
        size = len(chars)
        best = [0.0] + [-1e18] * size
        last: list[tuple[int, int]] = [(UNKNOWN, 0)] * (size + 1)
        pieces, prefixes, unlikely = self._pieces, self._prefixes, self._unlikely
        for start in range(size):
            so_far = best[start]
            if so_far + unlikely > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + unlikely, (UNKNOWN, start)
            for end in range(start + 1, min(start + self._longest, size) + 1):
                word = chars[start:end]
                known = pieces.get(word)
                if known is not None and so_far + known[1] > best[end]:
                    best[end], last[end] = so_far + known[1], (known[0], start)
                if word not in prefixes:
                    break
        cuts = []
        end = size
        while end:
            row, start = last[end]
            cuts.append((row, start, end))
            end = start
        return reversed(cuts)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
