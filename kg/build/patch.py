"""The lines of the build that is there, with those of some articles taken out and others put in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.build.files import QUARANTINE, rejected_line
from kg.model import Statement
from kg.ontology.quarantine import Rejected
from kg.values.records import STATEMENTS, line_of

#: how a line of statements begins
_ID, _DOC, _NEXT = b'{"id": "', b'", "doc": "', b'", "predicate": '


def patch_statements(old: Path, new: Path, docs: Collection[str], statements: Iterable[Statement]) -> None:
    """The statements of ``old`` that are not of ``docs``, and these, by their ids, into ``new``.

    Both are build folders; ValueError where a line of ``old`` is none.
    """
    out = {json.dumps(doc, ensure_ascii=False)[1:-1].encode() for doc in docs}
    more = sorted(((item.id.encode(), line_of(item.to_dict())) for item in statements), reverse=True)
    with (old / STATEMENTS).open("rb") as file, (new / STATEMENTS).open("wb") as made:
        made.writelines(_merged(file, out, more))


def _merged(
    lines: Iterable[bytes], out: Collection[bytes], more: list[tuple[bytes, bytes]]
) -> Iterator[bytes]:
    """``more`` is sorted, the last first."""
    for line in lines:
        end = line.index(_DOC, len(_ID))
        start = end + len(_DOC)
        if line[start : line.index(_NEXT, start)] in out:
            continue
        key = line[len(_ID) : end]
        while more and more[-1][0] < key:
            yield more.pop()[1]
        yield line
    while more:
        yield more.pop()[1]


def patch_quarantine(old: Path, new: Path, docs: Collection[str], rejected: Iterable[Rejected]) -> None:
    """As `patch_statements`, of those that do not fit the ontology."""
    found: list[tuple[str, bytes]] = []
    with (old / QUARANTINE).open("rb") as file:
        for line in file:
            row = json.loads(line)
            if row["doc"] not in docs:
                found.append((row["id"], line))
    found += [(item.statement.id, rejected_line(item)) for item in rejected]
    with (new / QUARANTINE).open("wb") as made:
        made.writelines(line for _, line in sorted(found))
