"""Files packed by gzip or Zstandard: what is in them, as if it lay there unpacked."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile
from pathlib import PurePath

from kg.reading.archive import MOST

GZIP, ZSTD = frozenset((".gz", ".gzip")), frozenset((".zst", ".zstd"))
PACKED = GZIP | ZSTD
#: bytes that are unpacked at a time; of Zstandard so few, since each may hold a thousand times as much
_PIECE, _SMALL = 1 << 20, 512


def inner(name: str) -> str:
    """The name of what a file holds: news.jsonl of news.jsonl.gz; its own where it is not packed."""
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and f"{dot}{suffix.lower()}" in PACKED else name


def unpacked(data: bytes, name: str) -> bytes:
    """What the bytes of a file called ``name`` hold; ValueError where they are damaged or hold too much."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in PACKED:
        return data
    found: list[bytes] = []
    size = 0
    for piece in _gunzipped(data) if suffix in GZIP else _unzstd(data):
        found.append(piece)
        size += len(piece)
        if size > MOST:
            raise ValueError(f"unpacks to more than {MOST // 1_000_000} MB; split it")
    return b"".join(found)


def _gunzipped(data: bytes) -> Iterator[bytes]:
    try:
        with GzipFile(fileobj=io.BytesIO(data)) as file:
            while piece := file.read(_PIECE):
                yield piece
    except (BadGzipFile, EOFError, zlib.error):
        raise _damaged() from None


def _unzstd(data: bytes) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise ValueError("needs zstandard; install it with: pip install 'zhkg[archives]'") from None
    at = 0
    try:
        while at < len(data):  # a file may hold several frames
            frame = zstandard.ZstdDecompressor().decompressobj()
            while not frame.eof:
                if at >= len(data):
                    raise _damaged()
                yield frame.decompress(data[at : at + _SMALL])
                at += _SMALL
            at = min(at, len(data)) - len(frame.unused_data)
    except zstandard.ZstdError:
        raise _damaged() from None


def _damaged() -> ValueError:
    return ValueError("is a damaged archive; pack it again or fetch it again")
