"""The lines of the build that is there, with those of some articles taken out and others put in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.build.files import QUARANTINE, rejected_line
from kg.ontology.quarantine import Rejected
from kg.values.records import STATEMENTS

#: how a line of statements begins
_ID, _DOC, _NEXT = b'{"id": "', b'", "doc": "', b'", "predicate": '


def patch_statements(old: Path | None, new: Path, docs: Collection[str], more: Iterable[bytes]) -> None:
    """The statements of ``old`` that are not of ``docs``, and the lines ``more``, by their ids, into ``new``.

    Both are build folders, and ``more`` is sorted; ValueError where a line of ``old`` is none.
    """
    out = {json.dumps(doc, ensure_ascii=False)[1:-1].encode() for doc in docs}
    with (new / STATEMENTS).open("wb") as made:
        if old is None:
            made.writelines(more)
        else:
            with (old / STATEMENTS).open("rb") as file:
                made.writelines(_merged(file, out, iter(more)))


def id_of(line: bytes) -> bytes:
    """The id of a line of statements."""
    return line[len(_ID) : line.index(_DOC, len(_ID))]


def _merged(lines: Iterable[bytes], out: Collection[bytes], more: Iterator[bytes]) -> Iterator[bytes]:
    put = next(more, b"")
    before = id_of(put) if put else b""
    for line in lines:
        end = line.index(_DOC, len(_ID))
        start = end + len(_DOC)
        if line[start : line.index(_NEXT, start)] in out:
            continue
        if put:
            key = line[len(_ID) : end]
            while put and before < key:
                yield put
                put = next(more, b"")
                before = id_of(put) if put else b""
        yield line
    if put:
        yield put
        yield from more


def patch_quarantine(
    old: Path | None, new: Path, docs: Collection[str], rejected: Iterable[Rejected]
) -> None:
    """As `patch_statements`, of those that do not fit the ontology."""
    found: list[tuple[str, bytes]] = []
    if old is not None:
        with (old / QUARANTINE).open("rb") as file:
            for line in file:
                row = json.loads(line)
                if row["doc"] not in docs:
                    found.append((row["id"], line))
    found += [(item.statement.id, rejected_line(item)) for item in rejected]
    with (new / QUARANTINE).open("wb") as made:
        made.writelines(line for _, line in sorted(found))
