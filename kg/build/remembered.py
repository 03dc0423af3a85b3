"""A project's file, written: what people wrote in it beside the entries stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

import tomlkit
from tomlkit.items import Array

from kg.build.names import PROJECT
from kg.build.project import LISTS, Project
from kg.errors import KGError, OutputError, UsageError
from kg.values.phrase import phrase
from kg.values.system import why


@contextmanager
def remembered(project: Project) -> Iterator[None]:
    """The project's file says what ``project`` does; as before where the build within fails."""
    path = project.folder / PROJECT
    made = not project.folder.exists()
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else None
    after = _written(project, before)
    for name in filter(_odd, (item for items in project.lists.values() for item in items)):
        shown = name.encode("utf-8", "backslashreplace").decode()
        raise UsageError(phrase("{}: the name of the file is not UTF-8; rename it", shown))
    try:
        if after != before:
            project.folder.mkdir(parents=True, exist_ok=True)
            _replace(path, after)
        yield
    except KGError:
        if before is None:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                if made:
                    project.folder.rmdir()
        elif after != before:
            _replace(path, before)
        raise


def _odd(name: str) -> bool:
    """Whether a name of the file system is not in UTF-8, so that no text can hold it."""
    return name.encode("utf-8", "surrogateescape") != name.encode("utf-8", "replace")


def _written(project: Project, before: str | None) -> str:
    """The text of the file; what people wrote beside the entries stays."""
    template = (files("kg") / "resources" / "zh" / PROJECT).read_text(encoding="utf-8")
    document = tomlkit.parse(template if before is None else before)
    for name in LISTS:
        wanted = list(project.lists.get(name, ()))
        if name not in document and wanted:
            document[name] = tomlkit.array()
        if name in document:
            array = document[name]
            assert isinstance(array, Array)
            _make(array, wanted)
    scalars = {"output": project.output, "model": project.model, "base": project.base}
    for name, value in (scalars | {"min-confidence": project.least}).items():
        if value is not None and document.get(name, "." if name == "output" else None) != value:
            document[name] = value
    if document.get("fields", {}) != dict(project.fields):
        document["fields"] = tomlkit.inline_table()
        for name, column in project.fields.items():
            document["fields"][name] = column
    return tomlkit.dumps(document)


def _make(array: Array, wanted: list[str]) -> None:
    """Make an array hold what is wanted, and leave alone what it holds of it already."""
    for at in range(len(array) - 1, -1, -1):
        if array[at] not in wanted:
            del array[at]
    if list(array) != [item for item in wanted if item in array]:
        array.clear()
    for item in wanted:
        if item not in array:
            array.append(item)
    if len(", ".join(wanted)) > 80:
        array.multiline(True)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", path, why(error))
        ) from None
    finally:
        with suppress(OSError):
            part.unlink()
