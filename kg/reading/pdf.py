"""A PDF to text: its lines joined into paragraphs, since a line's end would end a sentence.

pdfminer.six, because it knows the character maps that Chinese fonts without a table of their own
need (GBK-EUC-H, UniGB-UCS2-H).
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lexicon import load_lexicon
from kg.reading.archive import needs
from kg.reading.found import Found, found_by

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

#: pages, and bytes that a stream may unpack to
PAGES, MOST = 1000, 100_000_000
#: the share of a page above and below which heads and page numbers stand
MARGIN = 0.08
#: characters of a font that does not say what they are
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_NUMBER = re.compile(r"[-—–·\s第]*\d{1,4}[-—–·\s页]*(?:[/／共]\s*\d{1,4}\s*页?)?")
_STREAM = re.compile(rb"stream\r?\n")
_GAPS = re.compile(r"(?<=[一-鿿，。；：、（）《》“”]) +(?=[一-鿿，。；：、（）《》“”])")
_ASCII_END = re.compile(r"[A-Za-z0-9,.;:]$")


class _TooManyError(Exception):
    """A PDF of more than `PAGES` pages."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: where it begins and ends, its height; ``edge``: it stands in a margin.

    ``words`` are what gaps set apart, which are closed in ``text``.
    """

    text: str
    left: float
    right: float
    height: float
    edge: bool
    words: tuple[str, ...] = ()


def read_pdf(data: bytes, notes: list[str]) -> tuple[str, Found]:
    """Text and metadata; ValueError says what is wrong."""
    try:
        import pdfminer.pdfdocument as pdf
        from pdfminer.pdfparser import PDFParser
    except ImportError:
        raise needs("pdfminer.six") from None
    _check_streams(data)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = pdf.PDFDocument(PDFParser(io.BytesIO(data)))
        pages, pictures = _pages(document)
        known = _information(document)
    except pdf.PDFPasswordIncorrect:
        raise ValueError("is locked with a password; save it without one") from None
    except pdf.PDFEncryptionError:
        raise ValueError("is encrypted in a way that cannot be read; save it without a password") from None
    except _TooManyError:
        raise ValueError(f"has more than {PAGES} pages; split it") from None
    except Exception:  # pdfminer raises whatever the file makes it stumble over
        raise ValueError("is a damaged PDF; save it again or fetch it again") from None
    text = "\n".join(line for page in _without_furniture(pages) for line in _paragraphs(page))
    if not text.strip():
        if pictures:
            raise ValueError(
                "is a scan: pictures of pages without text; run text recognition (OCR) on it first"
            )
        raise ValueError("is a PDF without text; save its text as a .txt file")
    notes += _tables(pages)
    unknown = _UNKNOWN.findall(text)
    if 2 * len(unknown) > len(_UNKNOWN.sub("", text).replace("\n", "")):
        raise ValueError(
            "has fonts that do not say what their characters are; run text recognition (OCR) on it"
        )
    return _UNKNOWN.sub("", text), found_by(lambda name: [known.get(name, "")])


def _check_streams(data: bytes) -> None:
    """Raises ValueError where a packed stream, or one packed again inside it, unpacks to too much."""
    total = 0
    for match in _STREAM.finditer(data):
        packed = data[match.end() :]
        for _ in range(4):
            if packed[:1] != b"\x78":  # no zlib stream
                break
            try:
                packed = zlib.decompressobj().decompress(packed, MOST)
            except zlib.error:
                break
            total += len(packed)
            if total > 4 * MOST or len(packed) >= MOST:
                raise ValueError(f"unpacks to more than {MOST // 1_000_000} MB; save its text as a .txt file")


def _pages(document: object) -> tuple[list[list[_Line]], bool]:
    """The lines of each page, and whether there are pictures."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTFigure, LTImage
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    assert isinstance(document, PDFDocument)
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=LAParams())
    interpreter = PDFPageInterpreter(manager, device)
    pages = []
    pictures = False
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number == PAGES:
            raise _TooManyError
        interpreter.process_page(page)
        layout = device.get_result()
        pages.append(list(_lines(layout)))
        pictures = pictures or any(isinstance(item, LTFigure | LTImage) for item in layout)
    return pages, pictures


def _lines(layout: LTPage) -> Iterator[_Line]:
    from pdfminer.layout import LTTextBox, LTTextLine

    for box in layout:
        if isinstance(box, LTTextBox):
            for line in box:
                shown = line.get_text().strip() if isinstance(line, LTTextLine) else ""
                text = _GAPS.sub("", shown)
                if text:
                    edge = not MARGIN < line.y0 / layout.height < 1 - MARGIN
                    yield _Line(text, line.x0, line.x1, line.height, edge, tuple(shown.split()))


def _tables(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """A line on the pages where headings of a table stand: its cells are read, its rows are lost."""
    tables = load_lexicon().tables
    found = [
        number
        for number, page in enumerate(pages, 1)
        if len({tables.word(word) for line in page for word in line.words} & tables.known) > 1
    ]
    if found:
        shown = ", ".join(map(str, found[:10])) + (", …" if len(found) > 10 else "")
        yield f"holds a table (page {shown}) whose rows are not kept in a PDF; give it as xlsx, docx or csv"


def _without_furniture(pages: Sequence[Sequence[_Line]]) -> Iterator[list[_Line]]:
    """The lines without page numbers and heads: what stands in the margin of most pages."""
    edges = Counter(text for page in pages for text in {line.text for line in page if line.edge})
    for page in pages:
        yield [
            line
            for line in page
            if not line.edge
            or not (_NUMBER.fullmatch(line.text) or (len(pages) > 2 and 2 * edges[line.text] > len(pages)))
        ]


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Lines joined where the one before runs to the edge and the next one is not indented."""
    left, right = _column(lines)
    paragraph = ""
    before: _Line | None = None
    for line in lines:
        if before is not None:
            full = before.right > right - 2 * before.height
            indented = line.left > left + line.height and before.left <= left + before.height
            if full and not indented and 0.8 < line.height / max(before.height, 0.1) < 1.25:
                gap = " " if _ASCII_END.search(paragraph) and line.text[0].isascii() else ""
                paragraph += gap + line.text
                before = line
                continue
            yield paragraph
        paragraph, before = line.text, line
    if paragraph:
        yield paragraph


def _column(lines: Sequence[_Line]) -> tuple[float, float]:
    """The edges of the running text: where most lines begin, and where the longest of them end."""
    if not lines:
        return 0.0, 0.0
    starts = Counter(round(line.left) for line in lines)
    left = min(starts, key=lambda x: (-starts[x], x))
    ends = sorted(line.right for line in lines)
    return float(left), ends[-1] if len(ends) < 10 else ends[int(len(ends) * 0.9)]


def _information(document: object) -> dict[str, str]:
    """Title and author as the file states them."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found = {}
    for item in getattr(document, "info", ()):
        for key, name in (("Title", "title"), ("Author", "author")):
            value = resolve1(item.get(key))
            if isinstance(value, bytes) and value:
                found[name] = decode_text(value).replace("\0", "")
    return found
