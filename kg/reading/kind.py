"""What a file is, from its first bytes and its name."""

from __future__ import annotations

import json
import re

_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# streams in the container of old office files, by which they are told
_BOOK = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_OLD = (
    ("WordDocument".encode("utf-16-le"), "an old Word file (doc); save it as docx"),
    ("PowerPoint Document".encode("utf-16-le"), "an old PowerPoint file (ppt); save its text as a .txt file"),
    ("__properties_version".encode("utf-16-le"), "a mail of Outlook (msg); save its text as a .txt file"),
)
_ZIPPED = (
    (b"ppt/", "a PowerPoint file (pptx)"),
    (b"opendocument.text", "an OpenDocument text (odt)"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub+zip", "an e-book (epub)"),
)
_HTML_START = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article|table|p)\b",
    re.I | re.S,
)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.I
)


def office_kind(data: bytes) -> str | None:
    """``pdf``, ``docx``, ``xlsx``, ``ods`` or ``xls`` by how bytes begin and are packed, else None."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        parts = data[:8192] + data[-65536:]
        if b"opendocument.spreadsheet" in data[:200]:
            return "ods"
        return next((kind for mark, kind in ((b"word/", "docx"), (b"xl/", "xlsx")) if mark in parts), None)
    if data.startswith(_OLD_OFFICE) and _LOCKED not in data and any(name in data for name in _BOOK):
        return "xls"
    return None


def old_office(data: bytes) -> str | None:
    """What is wrong with a file in the container of old office files, which locked new ones use too."""
    if not data.startswith(_OLD_OFFICE):
        return None
    if _LOCKED in data:
        return "is locked with a password; save it without one"
    known = next((what for mark, what in _OLD if mark in data), None)
    return f"is {known}" if known else "is an old office file (doc or ppt); save it as docx or xlsx"


def binary_kind(data: bytes) -> str | None:
    """What a file is that holds no text (``a PNG picture``), else None."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next(
            (name for mark, name in _ZIPPED if mark in data[:8192] or mark in data[-65536:]), "a ZIP archive"
        )
    return None


def looks_html(data: bytes) -> bool:
    """Whether a file begins like a web page."""
    head = data[:4096].replace(b"\0", b"")
    return bool(_HTML_START.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe")))


def looks_json(data: bytes) -> bool:
    """Whether bytes are one JSON array, or one object over several lines."""
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not (text.startswith((b"[", b"{")) and text.endswith((b"]", b"}"))):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def looks_json_lines(data: bytes) -> bool:
    """Whether the first line that is not blank is a JSON object."""
    line = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def declared_charset(data: bytes) -> str | None:
    """The encoding that a web page declares in its head."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None
