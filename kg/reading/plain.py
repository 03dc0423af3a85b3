"""Plain text and Markdown: front matter, tables, and the marks that a reader of the page would not see.

| 捐赠单位 | 金额（元） |        捐赠单位：东湖食品有限公司，金额（元）：500
|---|---|
| 东湖食品有限公司 | 500 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.cleaning.noise import load_noise
from kg.reading.delimited import DELIMITERS, split_rows
from kg.reading.found import Found, found_by
from kg.reading.grid import grid_of_rows, is_head, lines_of
from kg.reading.html import read_page

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_ENTRY = re.compile(r"^(?P<name>[\w.-]{1,40})\s*[:=]\s*(?P<value>.*)$")
_TABLE = re.compile(r"\s{0,3}<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
#: a table in tags is at most so many lines
_MOST = 100_000
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
#: a heading row in text is at most so long, and so many rows below it are looked at
_HEAD, _SAMPLE = 200, 20
#: lines of front matter
_LONGEST = 200
_MARKS = (
    (re.compile(r"^ {0,3}(?:#{1,6}[ \t]+|>[ \t]?)+"), ""),
    (re.compile(r"^ {0,3}(?:={3,}|-{3,}|\*{3,}|`{3,}\w*|~{3,}\w*)[ \t]*$"), ""),
    (re.compile(r"^\s{0,8}[-*+][ \t]+"), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|``|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
)


def read_plain(text: str, notes: list[str], *, markdown: bool = False) -> tuple[str, Found]:
    """Text and metadata: tables to lines, and of Markdown no marks; other text stays as it is."""
    entries, text = _front_matter(text)
    lines = text.splitlines(keepends=True)
    title = ""
    if markdown:
        title = next((line.strip("# \r\n") for line in lines if line.startswith("# ")), "")
    text = "".join(_with_tables(lines, notes, markdown=markdown))
    names = load_noise().names_record

    def offered(name: str) -> Iterator[str]:
        yield from (entries[key] for key in names[name] if key in entries)
        if name == "title":
            yield title

    return text, found_by(offered)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The ``name: value`` lines between two fences at the head of a text, and the text below them."""
    lines = text.splitlines(keepends=True)
    ends = _FENCES.get(lines[0].strip(), ()) if lines else ()
    last = next((n for n, line in enumerate(lines[1:_LONGEST], 1) if line.strip() in ends), 0)
    entries: dict[str, str] = {}
    name = ""
    for line in lines[1:last]:
        entry = _ENTRY.match(line)
        if entry:
            name = entry["name"]
            entries[name] = _value(entry["value"])
        elif name and line.strip().startswith("- "):  # a list below its name
            entries[name] = "、".join(filter(None, (entries[name], _value(line.strip()[2:]))))
        elif line.strip() and not line.lstrip().startswith("#") and not line[0].isspace():
            return {}, text  # a rule across the page, no front matter
    if not entries:
        return {}, text
    return entries, "".join(lines[last + 1 :])


def _value(text: str) -> str:
    """A value without its quotation marks; the members of ``[a, b]`` in one."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return "、".join(_value(part) for part in text[1:-1].split(",") if part.strip())
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _with_tables(lines: Sequence[str], notes: list[str], *, markdown: bool) -> Iterator[str]:
    """The lines with those of tables put in words."""
    at = 0
    before = ""
    while at < len(lines):
        end = _end_of_markup(lines, at) if markdown else at
        if end > at:
            page = read_page("".join(lines[at:end]), notes)
            yield f"{page.text}\n" if page.text else ""
            before, at = "", end
            continue
        rows, after = _table(lines, at)
        if rows:
            yield "".join(f"{line}\n" for line in lines_of(grid_of_rows(rows), before, notes))
            before, at = "", after
            continue
        before = lines[at].strip() or before
        yield _unmarked(lines[at]) if markdown else lines[at]
        at += 1


def _end_of_markup(lines: Sequence[str], at: int) -> int:
    """Where a table in the tags of HTML ends that begins at a line; ``at`` where none does."""
    if not _TABLE.match(lines[at]):
        return at
    for end in range(at, min(at + _MOST, len(lines))):
        if _TABLE_END.search(lines[end]):
            return end + 1
    return at


def _table(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """The rows of a table that begins at a line, and where it ends; none where it is no table."""
    if "|" in lines[at] and at + 1 < len(lines) and _RULE.match(lines[at + 1]):
        end = _end(lines, at, "|")
        return [_cells(line) for line in lines[at:end] if not _RULE.match(line)], end
    head = lines[at].strip("\r\n ")
    if len(head) > _HEAD or "。" in head:
        return [], at
    for delimiter in DELIMITERS:
        names = head.split(delimiter)
        if len(names) > 1 and is_head(names):
            end = _end(lines, at, delimiter)
            rows = split_rows("".join(lines[at:end]), delimiter)
            if len(rows) > 1 and all(len(row) == len(names) for row in rows[:_SAMPLE]):
                return rows, end
    return [], at


def _end(lines: Sequence[str], at: int, delimiter: str) -> int:
    """Where the lines with a delimiter that begin at one end."""
    end = at
    while end < len(lines) and lines[end].strip() and delimiter in lines[end].strip("\r\n "):
        end += 1
    return end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_unmarked(cell.replace("\\|", "|").strip()) for cell in _BAR.split(inner)]


def _unmarked(line: str) -> str:
    """A line without headings' hashes, emphasis, pictures and the addresses of links."""
    body = line.rstrip("\r\n")
    for pattern, new in _MARKS:
        body = pattern.sub(new, body)
    return body + line[len(line.rstrip("\r\n")) :]
