"""Web archives (WARC): each page that was fetched is an article, with its address and the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WARC = frozenset((".warc",))
#: bytes of one page that is read at all
LARGEST = 50_000_000
#: what a page is, by the media type that the server gave, as a file's ending tells it
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "": ".html",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was fetched: ``number`` counts them from 1, ``suffix`` tells its kind, ``charset`` what
    the server said of its encoding."""

    number: int
    url: str
    data: bytes
    suffix: str
    charset: str | None


def read_warc(file: Path) -> Iterator[Fetched | str]:
    """The pages of an archive, packed or not, one at a time; what is wrong with one as a line.

    Only what was fetched with success and is text is a page: no pictures, styles or scripts. Raises
    ValueError where the file is no archive, or warcio is missing.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise ValueError("needs warcio; install it with: pip install 'zhkg[archives]'") from None
    number = 0
    with file.open("rb") as stream:
        try:
            archive = ArchiveIterator(stream)
            ends: list[Any] = []  # what unpacks the last record: warcio lets go of it at the end
            archive.close = lambda: ends.append(archive.reader.decompressor)
            for record in archive:
                kind, charset = _type(record)
                if not _is_page(record, kind):
                    continue
                number += 1
                data = record.content_stream().read(LARGEST + 1)
                if len(data) <= LARGEST and getattr(record.raw_stream, "limit", 0) > 0:
                    raise ValueError("it ends within a page")
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if len(data) > LARGEST:
                    yield f"page {number} ({url}) is larger than {LARGEST // 1_000_000} MB"
                elif data.strip():
                    yield Fetched(number, url, data, _SUFFIXES[kind], charset)
            if any(end is not None and not end.eof for end in ends):
                raise ValueError("it ends within a page")
        except Exception as error:  # warcio stumbles over damage in many ways
            reason = " ".join(str(error).split())[:100]
            raise ValueError(f"is a damaged web archive ({reason}); fetch it again") from None


def _type(record: Any) -> tuple[str, str | None]:
    """The media type of a record's page, and the encoding that goes with it."""
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    charset = rest.lower().partition("charset=")[2].strip(" \"'") or None
    return kind.strip().lower(), charset


def _is_page(record: Any, kind: str) -> bool:
    if record.rec_type not in ("response", "resource") or kind not in _SUFFIXES:
        return False
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return address.startswith(("http:", "https:")) and status == "200"
