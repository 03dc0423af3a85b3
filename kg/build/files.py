"""The files of a build folder, written from Records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.build.names import FORMAT
from kg.given import Given, write_given
from kg.model import ASSERTED, Records
from kg.values.records import MARKER, line_of

if TYPE_CHECKING:
    from kg.ontology.quarantine import Rejected

GRAPHS = {"graph.ttl": "turtle", "graph.trig": "trig"}
PAGE = "graph.html"
QUARANTINE = "quarantine.jsonl"


#: what ``only`` may name: the JSON lines and the texts, without RDF and page
LINES = "statements"


def write_files(
    records: Records,
    rejected: Sequence[Rejected],
    folder: Path,
    given: Given,
    least: float,
    model: str | None,
    only: str | None = None,
) -> None:
    """Write the files of a build of ``records`` into ``folder``; ``rejected`` go into `QUARANTINE` alone.

    What is less certain than ``least`` stands in the tables, but not in the graph and the page. ``only``
    `LINES`: neither RDF nor page.
    """
    from kg.values.records import write_records

    write_records(records, folder)
    with (folder / QUARANTINE).open("wb") as file:
        file.writelines(map(rejected_line, rejected))
    if only is None:
        sure = tuple(item for item in records.statements if item.confidence >= least)
        _write_graphs(replace(records, statements=sure), folder)
    write_marker(records.base, folder, given, least, model)


def rejected_line(item: Rejected) -> bytes:
    """A line of `QUARANTINE`."""
    return line_of({"reason": item.reason, **item.statement.to_dict()})


def write_marker(base: str, folder: Path, given: Given, least: float, model: str | None) -> None:
    """Write what was given to a build, and the file that makes it one."""
    write_given(given, folder)
    marker: dict[str, object] = {"format": FORMAT, "generator": f"zhkg {kg.__version__}", "base": base}
    marker |= {"min_confidence": least}
    if model is not None:
        marker |= {"model": Path(model).name}  # no path of this machine
    (folder / MARKER).write_text(json.dumps(marker, indent=1) + "\n", encoding="utf-8")


def _write_graphs(records: Records, folder: Path) -> None:
    from kg.export import export
    from kg.export.html import write_page

    for name, form in GRAPHS.items():
        with (folder / name).open("wb") as file:
            export(records, form, file, ASSERTED)
    with (folder / PAGE).open("wb") as file:
        write_page(records, file)
