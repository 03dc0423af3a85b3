"""What a reader wrote into a table and no build has yet: it is not to be written over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.review.decision import ADD, Outcome
from kg.review.words import meant
from kg.tables.spreadsheet import read_sheet

#: columns that no reader's word stands in
_OURS = frozenset(("decision", "confidence", "rule"))


def unsaved(text: str, data: bytes, decided: Iterable[Outcome]) -> int | None:
    """The first line of a table ``text`` in which somebody wrote what is neither in the table ``data``, which
    is to take its place, nor among the decisions of the build; None where there is none.

    Of what is no such table, its first line.
    """
    known = {_said(row) for _, row in _written(data.decode("utf-8-sig"))}
    known |= {_said(item.decision.cells) for item in decided}
    return next((line for line, row in _written(text) if _said(row) not in known), None)


def _written(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that somebody filled in, by column; what stands in a column of their own goes by ``""``."""
    columns: list[str] = []
    for line, cells in read_sheet(text):
        if not columns:
            columns = [meant("columns", cell) or "" for cell in cells]
            if "decision" not in columns:
                yield line, {"": "\0".join(cells)}
            continue
        own = "\0".join(cell for name, cell in zip(columns, cells, strict=False) if cell and not name)
        row = dict(zip(columns, cells, strict=False)) | {"": own}
        if row.get("decision") or row.get("note") or own:
            yield line, row


def _said(row: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """What a row says; an added one may get its id later."""
    verb = meant("decisions", row.get("decision", "")) or row.get("decision", "")
    ours = _OURS | {"id"} if verb == ADD else _OURS
    return frozenset({("decision", verb), *((k, v) for k, v in row.items() if v and k not in ours)})
