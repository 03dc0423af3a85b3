"""A web page to plain text: main text, tables and list items as lines. Nothing is run or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from kg.cleaning.noise import load_noise
from kg.reading.grid import Grid, grid_of, has_headings, lines_of
from kg.reading.main_part import Block, main_part

_DROPPED = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template iframe svg math canvas object embed head nav aside footer button "
        "select option textarea input audio video",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote body br center dd details dialog div dl dt fieldset figcaption figure h1 "
        "h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul "
        "caption",
    )
)
_CELLS = frozenset(("td", "th"))
_HEADING = "h1"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
#: so many blocks above and below the beginning of the text may tell date and outlet
HEAD = 15
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text (one block a line) and its parsed tree, for the metadata; ``head`` is what stands
    around the beginning of its text: the first lines, then those above, the nearest first."""

    text: str
    root: lxml_html.HtmlElement | None
    head: tuple[str, ...] = ()


def read_page(source: str, notes: list[str] | None = None) -> Page:
    """The text of a page; empty where it has none. What was not understood of tables goes to ``notes``."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(_DECLARATION.sub("", source.replace("\0", "")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Page("", None)
    body = next(root.iter("body"), root)
    kept: list[str] = []
    blocks, ranges = _blocks(body, kept, _comments(body))
    if not any(block.is_prose for block in blocks):  # all of it was taken for comments
        kept.clear()
        blocks, ranges = _blocks(body, kept, frozenset())
    if notes is not None:
        notes += kept
    title = "".join(next((list(map(str, item.itertext())) for item in root.iter("title")), []))
    first, last = main_part(blocks, ranges, title)
    lines = [
        block.text
        for block in blocks[first:last]
        if block.linked < 0.7 * len(block.text) or block.tag == _HEADING
    ]
    near = [*blocks[first : first + HEAD], *reversed(blocks[max(0, first - HEAD) : first])]
    head = tuple(block.text for block in near)
    return Page("\n".join(lines), root, head)


# long: one walk through the tree, whose state all its cases share
def _blocks(
    body: lxml_html.HtmlElement, notes: list[str], passed: frozenset[lxml_html.HtmlElement]
) -> tuple[list[Block], dict[int, tuple[int, int]]]:
    """The visible blocks in order, and for each element (by order of visit) the range of its blocks.

    Elements in ``passed`` are left out.
    """
    blocks: list[Block] = []
    ranges: dict[int, tuple[int, int]] = {}
    entered: list[tuple[int, int]] = []
    cells: list[bool] = []  # of the open table cells: whether each is one of a table of data
    parts: list[str] = []
    linked = depth = order = dropped = headed = 0
    tag = ""

    def add(text: str | None) -> None:
        nonlocal linked
        if text and not dropped:
            parts.append(text)
            linked += len(_SPACE.sub("", text)) if depth else 0

    def flush() -> None:
        nonlocal linked
        text = _SPACE.sub(" ", "".join(parts)).strip()
        if text:
            blocks.append(Block(text, linked, tag))
        parts.clear()
        linked = 0

    def boundary(name: str) -> None:
        if cells and cells[-1]:
            parts.append(" ")
        elif name == "br" and headed:
            parts.append("")  # a heading that was broken to look well is one line
        elif name in _BLOCKS:
            flush()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            order += 1
            if dropped or name in _DROPPED or not name or element in passed or _hidden(element):
                dropped += 1
                continue
            grid = _grid(element) if name == "table" else None
            if grid is not None:
                flush()
                captions = [_SPACE.sub(" ", _visible(child)).strip() for child in element.iter("caption")]
                blocks += [Block(line, 0, "caption") for line in captions if line]
                before = blocks[-1].text if blocks else ""
                blocks += [Block(line, 0, "tr") for line in lines_of(grid, before, notes)]
                dropped += 1
                continue
            if name in _CELLS:
                cells.append(_of_data(element))
            if name in _BLOCKS:
                boundary(name)
                tag = name
            depth += name == "a"
            headed += _is_headed(element)
            entered.append((order, len(blocks)))
            add(element.text)
            continue
        if dropped:
            dropped -= 1
        else:
            if name in _BLOCKS:
                boundary(name)
            if name in _CELLS:
                cells.pop()
            depth -= name == "a"
            headed -= _is_headed(element)
            number, first = entered.pop()
            ranges[number] = (first, len(blocks))
        if element is not body:
            add(element.tail)
    flush()
    return blocks, ranges


def _hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_headed(element: lxml_html.HtmlElement) -> bool:
    """Whether an element is set like a heading: one, or a centered paragraph."""
    if element.tag in _HEADINGS:
        return True
    centered = element.get("align") == "center" or bool(_CENTERED.search(element.get("style") or ""))
    return centered and element.tag == "p"


def _comments(body: lxml_html.HtmlElement) -> frozenset[lxml_html.HtmlElement]:
    """The elements whose class or id says that readers' comments are in them, none with a headline."""
    words = load_noise().page_comments
    found = []
    for element in body.iterdescendants("div", "section", "ul", "ol", "dl"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
        if any(words & set(_WORD.findall(name)[:1] + _WORD.findall(name)[-1:]) for name in names) and (
            next(element.iterdescendants("h1", "article"), None) is None
        ):
            found.append(element)
    return frozenset(found)


def _of_data(cell: lxml_html.HtmlElement) -> bool:
    """Whether a table cell is one of a table of data, whose rows are lines, not of a layout."""
    return len(list(islice(cell.iter("p", "div", "table", "li", "br"), 4))) <= 3


def _grid(table: lxml_html.HtmlElement) -> Grid | None:
    """The table, where its headings are known and no other table or paragraphs of prose are inside."""
    rows = list(table.iter("tr"))
    if len(rows) < 2 or next(table.iterdescendants("table"), None) is not None:
        return None
    cells = []
    free: dict[int, int] = {}  # column → the first row that no cell from above reaches
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while free.get(column, 0) > number:
                column += 1
            height = min(_span(cell, "rowspan"), len(rows) - number)
            width = _span(cell, "colspan")
            cells.append((number, column, height, width, _visible(cell)))
            free |= dict.fromkeys(range(column, column + width), number + height)
            column += width
    try:
        grid = grid_of(cells)
    except ValueError:
        return None
    return grid if has_headings(grid) else None


def _visible(cell: lxml_html.HtmlElement) -> str:
    """The text of a cell, a space for each block and line break inside it."""
    parts: list[str] = []
    dropped = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            dropped += bool(dropped) or name in _DROPPED or not name or _hidden(element)
            parts.append("" if dropped else (" " if name in _BLOCKS else "") + (element.text or ""))
        else:
            outside = not dropped or dropped == 1
            dropped -= bool(dropped)
            if element is not cell and outside and not dropped:
                parts.append((" " if name in _BLOCKS else "") + (element.tail or ""))
    return "".join(parts)


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), 1000) if value.isdecimal() and int(value) else 1
