"""The user's word on merges and on names, a line each, in files that ``kg build`` takes."""

from __future__ import annotations

from pathlib import Path

from kg.resolve.rulings import APART, JOIN, Ruling, read_rulings
from kg.review.shared import read_text, sole, write_whole
from kg.tables.spreadsheet import read_sheet, write_sheet

_HEAD = ("name", "type", "aliases")


class Rulings:
    """A file for ``--merges``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, iri: str) -> list[Ruling]:
        """The rulings about an entity; UsageError names a line that is none."""
        found = read_rulings(read_text(self.path), self.path.name)
        return [item for item in found if iri in (item.left, item.right)]

    def put(self, verb: str, left: str, right: str, note: str = "") -> None:
        """Say that two IRIs are one (`JOIN`) or two (`APART`), in place of what was said of them."""
        assert verb in (JOIN, APART)
        comment = "  # " + " ".join(note.split()) if note.split() else ""
        self._change(left, right, f"{verb} {left} {right}{comment}")

    def withdraw(self, left: str, right: str) -> None:
        """Say nothing of the two."""
        self._change(left, right, None)

    def _change(self, left: str, right: str, line: str | None) -> None:
        with sole(self.path):
            lines = read_text(self.path).splitlines()
            said = read_rulings("\n".join(lines), self.path.name)
            gone = {item.line for item in said if item.right and {item.left, item.right} == {left, right}}
            kept = [text for number, text in enumerate(lines, 1) if number not in gone]
            kept += [line] if line else []
            write_whole(self.path, "".join(f"{text}\n" for text in kept).encode())


class Names:
    """A file for ``--names``: name, type and aliases, these with ``|`` between them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, type_: str, alias: str) -> None:
        """Say that ``name`` of an exchanged type is also called ``alias``; one that is there stays."""
        with sole(self.path):
            rows = [list(cells) for _, cells in read_sheet(read_text(self.path))] or [list(_HEAD)]
            for row in rows[1:]:
                row += [""] * (3 - len(row))
                if row[:2] == [name, type_]:
                    row[2] = "|".join(dict.fromkeys(filter(None, [*row[2].split("|"), alias])))
                    break
            else:
                rows.append([name, type_, alias])
            write_whole(self.path, write_sheet(rows))
