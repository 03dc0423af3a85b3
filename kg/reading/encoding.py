"""Bytes to text: which encoding a Chinese text is in, told by how it reads."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache

from kg.cleaning.noise import load_noise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
# What documents declare, and what is meant; anything else that they declare is passed over.
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "cp950"), "cp950"),
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
_SAMPLE = 200_000
_READABLE = 0.25
#: a file with one loss in so many characters, and this plausible, is damaged GB18030
_DAMAGED, _SOUND = 40, 0.5
_REPLACED = "\ufffd".encode("gb18030")
_HAN = re.compile("[㐀-鿿]")
_CHINESE_MARKS = frozenset("，。、；：！？（）《》“”‘’「」『』【】…—　·％０１２３４５６７８９")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, byte-order mark dropped, line ends kept.

    ``declared`` is an encoding that the document itself names; it is tried first. Raises ValueError
    that says what is wrong and what to do.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding)
    meant = _DECLARED.get((declared or "").lower())
    if meant:
        text = _try(data, meant)
        if text is not None and plausibility(text) >= _READABLE:
            return text
    text = _try(data, "utf-8")
    if text is not None and "\0" not in text:
        return text
    best = max((_candidate(data, encoding) for encoding in (*_LEGACY, *_WIDE)), key=lambda item: item[0])
    score, encoding, end = best
    score_utf8, _, end_utf8 = _candidate(data, "utf-8")
    if score_utf8 > _READABLE and score_utf8 >= score:
        score, encoding, end = score_utf8, "utf-8", end_utf8
    if score < _READABLE:
        damaged = _damaged(data)
        if damaged is not None:
            return damaged
        raise ValueError("cannot be read as UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 and try again")
    if end < len(data):
        raise ValueError(f"the file breaks off inside a character ({encoding}); fetch it again")
    return _strict(data, encoding)


def plausibility(text: str) -> float:
    """How much a text reads like Chinese or plain ASCII: 1 all of it, 0 or less nothing."""
    if not text:
        return 0.0
    common = _common()
    total = 0.0
    for character, count in Counter(text[:_SAMPLE]).items():
        if character in common or character in _CHINESE_MARKS:
            weight = 1.0
        elif _HAN.match(character):
            weight = 0.1
        elif " " <= character <= "~" or character in "\t\r\n":
            weight = 0.6
        else:
            weight = -1.0
        total += weight * count
    return total / min(len(text), _SAMPLE)


def _candidate(data: bytes, encoding: str) -> tuple[float, str, int]:
    """(plausibility, encoding, number of bytes that decode); a text that breaks off counts up to there."""
    try:
        return plausibility(data.decode(encoding)), encoding, len(data)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:
            return -1.0, encoding, 0
        return plausibility(data[: error.start].decode(encoding)) - 0.01, encoding, error.start


def _damaged(data: bytes) -> str | None:
    """GB18030 that lost a byte here and there, U+FFFD for what cannot be read; None for all else."""
    text = data.decode("gb18030", "replace")
    lost = text.count("\ufffd") - data.count(_REPLACED)
    return text if lost * _DAMAGED < len(text) and plausibility(text) >= _SOUND else None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(data):
            reason = f"the file breaks off inside a character ({encoding}); fetch it again"
        else:
            reason = f"byte {error.start} is not {encoding}, which the file says it is; save it as UTF-8"
        raise ValueError(reason) from None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


@cache
def _common() -> frozenset[str]:
    from opencc import OpenCC

    simplified = "".join(sorted(load_noise().common))
    return frozenset(simplified) | frozenset(OpenCC("s2t").convert(simplified))
