"""Every notebook runs from top to bottom, and prints what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from notebooks import NOTEBOOKS, run


def printed(book: dict[str, Any]) -> list[str]:
    """What the cells print; how a table is drawn is its library's affair and changes with it."""
    outputs = [output for cell in book["cells"] for output in cell.get("outputs", ())]
    return ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_prints_what_it_shows(path: Path) -> None:
    book = json.loads(path.read_text(encoding="utf-8"))
    assert book["nbformat"] == 4
    assert printed(run(path)) == printed(book), "run: make notebooks"
    assert any(cell.get("outputs") for cell in book["cells"])


def test_there_are_four() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"quickstart", "answers", "network", "own_relation"}
