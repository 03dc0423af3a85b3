"""A review table that grows by a row for each decision; who writes at the same time waits for the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.review.decision import Decision
from kg.review.shared import read_text, sole, write_whole
from kg.review.table import read_decisions
from kg.review.words import LANGUAGES, meant, said, words
from kg.tables.spreadsheet import read_sheet, write_sheet


class Ledger:
    """The table of the file ``path``; a new one has headings in ``language`` (zh or en)."""

    def __init__(self, path: Path, language: str) -> None:
        self.path, self._language = path, language

    def decisions(self) -> dict[str, Decision]:
        """The decisions by id, the last on each; UsageError names a line that cannot be understood."""
        return {item.id: item for item in read_decisions(read_text(self.path), self.path.name)}

    def put(self, verb: str, cells: Mapping[str, Any]) -> None:
        """Add a row that decides; ``cells`` by column. What stood there stays."""
        with sole(self.path):
            head, rows = self._table()
            row = dict(cells) | {"decision": said("decisions", verb, self._language)}
            for name in row:
                if name not in head and row[name] not in (None, ""):
                    head.append(name)
            rows.append([row.get(name) for name in head])
            self._write(head, rows)

    def withdraw(self, key: str) -> bool:
        """Take the last row on the statement ``key`` away; whether there was one."""
        with sole(self.path):
            head, rows = self._table()
            at = head.index("id") if "id" in head else -1
            decided = head.index("decision") if "decision" in head else -1
            for place in range(len(rows) - 1, -1, -1):
                row = [*rows[place], *[""] * len(head)]
                if at >= 0 and row[at] == key and row[decided]:
                    del rows[place]
                    self._write(head, rows)
                    return True
        return False

    def _table(self) -> tuple[list[str], list[list[Any]]]:
        """The columns by name (one that is nobody's by its heading), and the rows."""
        found = [cells for _, cells in read_sheet(read_text(self.path))]
        if not found:
            return list(words()["columns"]), []
        return [meant("columns", cell) or cell for cell in found[0]], [list(row) for row in found[1:]]

    def _write(self, head: list[str], rows: list[list[Any]]) -> None:
        names = words()["columns"]
        place = LANGUAGES.index(self._language)
        heading = [names[name][place] if name in names else name for name in head]
        write_whole(self.path, write_sheet([heading, *rows]))
