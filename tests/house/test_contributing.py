"""What CONTRIBUTING names is there: files, folders, rooms, targets, commands, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT

from kg.cli import cli

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LINES = [line for line in re.sub(r"^```.*?^```$", "", PAGE, flags=re.M | re.S).splitlines() if "`" in line]
ENDING = re.compile(r"\.(py|toml|ttl|rq|cypher|md)$")
#: where a line starts from that names no folder
BASES = (ROOT, ROOT / "kg" / "nlp")


def named(line: str) -> list[str]:
    """The paths between the backticks of a line; those that a newcomer is to make as their folders."""
    words = [word for quoted in re.findall(r"`([^`]+)`", line) for word in quoted.split()]
    paths = [word for word in words if ENDING.search(word) or re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", word)]
    return [
        str(Path(path).parent) if "yours" in path.lower() else path
        for path in paths
        if not re.search(r"_X|^\.venv", path)
    ]


def missing(line: str) -> Iterator[str]:
    """The paths of a line that are nowhere, from the root or from a folder that the line names as well."""
    paths = [path for path in named(line) if "ROOM" not in path]
    near = [ROOT / path for path in paths]
    bases = [*BASES, *near, *(path.parent for path in near)]
    for path in paths:
        if not any(list(base.glob(path)) for base in bases if base.is_dir()):
            yield path


@pytest.mark.parametrize("line", LINES, ids=range(1, len(LINES) + 1))
def test_every_path_is_there(line: str) -> None:
    assert list(missing(line)) == []


def test_what_is_not_there_is_found() -> None:
    assert list(missing("`kg/nlp/nothing.py`, `names.toml`, `kg/export/yours.py` and `csv.py`")) == [
        "kg/nlp/nothing.py",
        "names.toml",
    ]
    assert list(missing("`names.toml` in `kg/resources/zh`, then `python -m pytest tests/test_no.py`")) == [
        "tests/test_no.py"
    ]


def test_every_room_is_on_the_map() -> None:
    drawing = PAGE.split("```")[1]
    rooms = {path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")}
    rooms |= {path.parent.name for path in (ROOT / "kg" / "nlp").glob("*/__init__.py")} - {"reasons"}
    assert rooms - set(re.findall(r"\w+", drawing)) == set()


def test_the_tests_have_the_rooms_of_the_code() -> None:
    """And three more: the house itself, what made the models, and what tests share."""
    ours = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("*.py")}
    ours = {folder for folder in ours if folder.parts[:1] != ("data",)}
    rooms = {folder for folder in ours if (ROOT / "kg" / folder / "__init__.py").is_file()}
    assert ours - rooms == {Path(name) for name in ("house", "training", "support")}


def test_targets_and_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([\w-]+)`", PAGE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for command in re.findall(r"`kg ([a-z]+)", PAGE):
        assert command in cli.commands, command


def test_terms_and_names_in_files() -> None:
    turtle = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    for term in re.findall(r"`(kg:\w+)`", PAGE):
        assert re.search(rf"\b{term}\b", turtle), term
    for line in LINES:
        files = [ROOT / path for path in named(line) if path.startswith("tests/") and path.endswith(".py")]
        for name in re.findall(r"`([A-Z]{4,})`", line):
            assert any(name in file.read_text(encoding="utf-8") for file in files), name
    assert "go-visit" in (ROOT / "kg/resources/zh/relations.toml").read_text(encoding="utf-8")
