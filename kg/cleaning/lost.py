"""Text that lost a byte in a double-byte encoding: ``情況!笆欠癫轵炞C明`` was ``情況。“是否查驗證明``.

Where a byte of GB18030 is lost, the characters after it are made of the second byte of one and the first
of the next, until a byte comes that can only stand alone. A run that reads far better with a byte put
back (`kg.cleaning.readable`) is put right; any other text stays as it is. The search is Viterbi's
(1967, doi:10.1109/TIT.1967.1054010) over two states, aligned and shifted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, pairwise

from kg.cleaning.readable import load_readable
from kg.cleaning.script import plain
from kg.cleaning.strand import Edit

#: what cannot be told is written so
UNKNOWN = "\ufffd"
#: what a loss costs, a character of which only one byte is left, and two of which half was dropped
_LOSS, _GUESS, _DROPPED = -14.0, -3.0, -3.0
#: a full stop that lost its first byte becomes one of these marks, which is what happens most
_STOP, _MARKED, _MARKED_BY = "。", -3.0, (b"\xa3\xa1", b"\xa3\xbf")
#: how far behind the aligned reading another is given up, and the least chance of a character to guess
_HOPELESS, _RARE = 35.0, -13.5
#: how many characters of a shifted run may look sound before the first odd one
_BEFORE = 6
#: how likely the best guess must be to be written
_SURE = 0.8
#: two odd characters so near each other may come of a loss
_NEAR = 6
_HEADS = frozenset("!?！？")
_LONE = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z](?=[\u4e00-\u9fff])")
_SWALLOWED = re.compile(r"[!?！？][A-Za-z](?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class _Path:
    """A reading of the text up to a character: ``edit`` is what it is read as, ``pending`` the lead byte
    of a character that goes on in the next (None where the text is aligned)."""

    score: float
    last: str
    pending: int | None
    before: _Path | None
    edit: Edit | None


def lost_bytes(text: str) -> Iterator[Edit]:
    """The edits that put a line right, one for each character that changes; none for a sound line."""
    if not is_suspicious(text):
        return
    path: _Path | None = _best(text)
    edits: list[Edit] = []
    while path is not None:
        if path.edit is not None:
            edits.append(path.edit)
        path = path.before
    yield from reversed(edits)


def is_suspicious(text: str) -> bool:
    """Whether a line has what a lost byte leaves: rare characters together, ``?h人``, private characters."""
    odd = _odd(text)
    if any(text[at] == UNKNOWN or "\ue000" <= text[at] <= "\uf8ff" for at in odd):
        return True
    letters = [match.start() for match in _LONE.finditer(text)] if odd else []
    if any(b - a < _NEAR for a, b in pairwise(sorted(odd + letters)) if not (a in letters and b in letters)):
        return True
    return any(set(text[max(0, at - 3) : at]) & _HEADS for at in odd) or bool(_SWALLOWED.search(text))


def _odd(text: str) -> list[int]:
    return list(compress(range(len(text)), map(_is_odd, text)))


@cache
def _is_odd(char: str) -> bool:
    """Whether a character is Han and none of the 3,755 common ones of GB 2312, simplified."""
    if char == UNKNOWN or "\ue000" <= char <= "\uf8ff":
        return True
    if not "\u3400" <= char <= "\u9fff":
        return False
    try:
        return plain(char).encode("gb2312")[0] >= 0xD8
    except UnicodeEncodeError:
        return True


def _begins(text: str) -> set[int]:
    """Where a loss may lie: up to so many characters before what is odd, or at the mark of ``?h人``."""
    odd = _odd(text)
    near = {at for end in odd for at in range(max(0, end - _BEFORE), end + 1)}
    return near | {match.start() for match in _SWALLOWED.finditer(text)}


def _best(text: str) -> _Path:
    aligned = _Path(0.0, "", None, None, None)
    shifted: dict[int, _Path] = {}
    begins = _begins(text)
    for at, char in enumerate(text):
        if not shifted and at not in begins:
            aligned = _step(aligned, char)
            continue
        ahead = text[at + 1 : at + 2]
        sound = [_step(aligned, char)]
        sound += [p for old in shifted.values() for p in _realigned(old, text, at)]
        wrong = [p for pair in _pairs(char) for p in _lost(aligned, at, pair, ahead)] if at in begins else []
        wrong += [p for old in shifted.values() for pair in _pairs(char) for p in _on(old, at, pair, ahead)]
        aligned = max(sound, key=lambda p: p.score)
        shifted = {}
        for path in wrong:
            kept = shifted.get(path.pending or 0)
            hopeful = path.score > aligned.score - _HOPELESS
            if path.pending is not None and hopeful and (kept is None or kept.score < path.score):
                shifted[path.pending] = path
    ends = [_guessed(old, len(text) - 1, len(text), "") for old in shifted.values()]
    return max([aligned, *ends], key=lambda p: p.score)


def _step(path: _Path, char: str) -> _Path:
    """A character as it stands."""
    return _Path(path.score + _chance(path.last, char), char, None, path, None)


def _lost(path: _Path, at: int, pair: bytes, ahead: str) -> Iterator[_Path]:
    """A byte lost here: the first of a character that ended in ``pair[0]``, or the last of one."""
    following = _joined(pair[1], ahead)
    if pair in _MARKED_BY:
        score = path.score + _MARKED + _chance(path.last, _STOP)
        yield _Path(score, _STOP, pair[1], path, Edit(at, at + 1, _STOP))
    for second in (True, False):
        guess, chance = _guess(pair[0], second, path.last, following)
        if guess:
            score = path.score + _LOSS + chance
            yield _Path(score, guess, pair[1], path, Edit(at, at + 1, guess))


def _on(path: _Path, at: int, pair: bytes, ahead: str) -> Iterator[_Path]:
    """A shifted character after another."""
    char = _decoded(path.pending or 0, pair[0])
    if char:
        score = path.score + _chance(path.last, char)
        yield _Path(score, char, pair[1], path, Edit(at, at + 1, char))
    # two bytes that make no character were dropped before this one: 兀|珕 was ，全員
    first, one = _guess(path.pending or 0, False, path.last, "")
    second, two = _guess(pair[0], True, first, _joined(pair[1], ahead))
    if first and second:
        score = path.score + _DROPPED + one + two
        yield _Path(score, second, pair[1], path, Edit(at, at + 1, first + second))


def _realigned(path: _Path, text: str, at: int) -> Iterator[_Path]:
    """A shifted run ends at a character: it takes the letter in, or lost its last byte before it."""
    char, lead = text[at], path.pending or 0
    if char == UNKNOWN:
        yield _guessed(path, at, at + 1, text[at + 1 : at + 2])
        return
    if char.isascii():
        whole = _decoded(lead, ord(char))
        if whole:
            score = path.score + _chance(path.last, whole)
            yield _Path(score, whole, None, path, Edit(at, at + 1, whole))
    yield _step(_guessed(path, at - 1, at, char), char)
    for pair in _pairs(char, letters=True):
        whole = _decoded(lead, pair[0])
        if whole:
            letter = chr(pair[1])
            score = path.score + _chance(path.last, whole) + _chance(whole, letter)
            yield _Path(score, letter, None, path, Edit(at, at + 1, whole + letter))


def _guessed(path: _Path, start: int, end: int, following: str) -> _Path:
    """With the last character of a run told by its first byte; ``[start, end)`` is where it stands."""
    guess, chance = _guess(path.pending or 0, False, path.last, following)
    if start == end - 1 and path.edit is not None and path.edit.start == start:  # no place of its own
        edit = Edit(start, end, path.edit.new + guess)
        return _Path(path.score + _GUESS + chance, guess, None, path.before, edit)
    return _Path(path.score + _GUESS + chance, guess, None, path, Edit(start, end, guess))


@lru_cache(maxsize=8192)
def _guess(byte: int, second: bool, before: str, after: str) -> tuple[str, float]:
    """The likeliest character between two others that has a byte as its first, or ``second``; its chance.

    U+FFFD where no character is likely enough; nothing where there is none.
    """
    chars = _having(byte, second)
    if not chars:
        return "", -100.0
    readable = load_readable()
    near = chances = readable.after(before, chars)
    if after:
        alone = _chance("", after)
        chances = [one + (two - alone) for one, two in zip(near, readable.ahead(chars, after), strict=True)]
    most = max(chances)
    best = chances.index(most)
    share = 1 / sum([math.exp(chance - most) for chance in chances])
    return (chars[best] if share >= _SURE else UNKNOWN), near[best]


@lru_cache(maxsize=65536)
def _chance(before: str, char: str) -> float:
    return load_readable().chance(before, char)


@cache
def _having(byte: int, second: bool) -> tuple[str, ...]:
    """The characters of the table, simplified, that have a byte as their first or second one."""
    known = load_readable().single
    others = range(0x81, 0xFF) if second else range(0x40, 0xFF)
    chars = (_decoded(other, byte) if second else _decoded(byte, other) for other in others)
    return tuple(
        dict.fromkeys(plain(char) for char in chars if char and known.get(plain(char), -99.0) > _RARE)
    )


@cache
def _decoded(first: int, second: int) -> str:
    """The character of two bytes; nothing where they are none."""
    if first < 0x81:
        return ""
    try:
        return bytes((first, second)).decode("gb18030")
    except UnicodeDecodeError:
        return ""


def _joined(lead: int, ahead: str) -> str:
    """The character that a lead byte and the first byte of the next character make."""
    return next((_decoded(lead, code[0]) for code in _codes(ahead)), "") if ahead else ""


def _pairs(char: str, *, letters: bool = False) -> list[bytes]:
    """The two bytes that may be behind a character; with ``letters`` only those whose second is a letter."""
    return [code for code in _codes(char) if len(code) == 2 and (code[1] < 0x80) is letters]


@cache
def _codes(char: str) -> tuple[bytes, ...]:
    """The bytes that may be behind a character; half-width ones may have been full-width before."""
    code = char.encode("gb18030", "ignore") if char != UNKNOWN else b""
    if "!" <= char <= "~":
        return code, bytes((0xA3, code[0] | 0x80))
    return (code,) if len(code) in (1, 2) else ()
