"""What the user names, read: articles, and files of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KGError, SourceError, UsageError
from kg.given import File, Given
from kg.values.phrase import phrase
from kg.values.system import why

#: kinds of files in which tables stand that are given as CSV
_SHEETS = frozenset(("xlsx", "xls", "ods"))

if TYPE_CHECKING:
    from kg.resolve.rulings import Ruling
    from kg.review import Decision


def given_by(
    *,
    ontology: Sequence[str | Path] = (),
    lexicon: Sequence[str | Path] = (),
    names: Sequence[str | Path] = (),
    merges: Sequence[str | Path] = (),
    decisions: Sequence[str | Path] = (),
    learned: Sequence[str | Path] = (),
) -> Given:
    """What the user adds, from files in any encoding that articles may have; SourceError names one."""
    kinds = (ontology, lexicon, names, merges, decisions, learned)
    return Given(*(tuple(map(_file, paths)) for paths in kinds))


def nothing(sources: Sequence[str | Path], problems: list[KGError]) -> KGError:
    """The error of a build that found no article: its only problem, or one line with a note for each."""
    if len(problems) == 1:
        return problems[0]
    names = ", ".join(map(str, sources))
    if not problems:
        return SourceError(names, "no article in it; name files or folders that hold text")
    error = SourceError(names, "nothing in it could be read; see each file's problem")
    for problem in problems:
        error.add_note(problem.args[0])
    return error


def rulings_of(given: Given) -> list[Ruling]:
    """The lines of the files of merges; UsageError for one that is none."""
    from kg.resolve.rulings import read_rulings

    return [item for file in given.merges for item in read_rulings(file.text, file.name)]


def decisions_of(given: Given) -> list[Decision]:
    """The rows of the tables of decisions; UsageError for one that is none."""
    from kg.review import read_decisions

    for file in given.decisions:
        if not file.text.strip():
            raise UsageError(phrase("{}: is empty; write it with: kg review DIR -o FILE", file.name))
    return [item for file in given.decisions for item in read_decisions(file.text, file.name)]


def _file(path: str | Path) -> File:
    from kg.reading.encoding import decode
    from kg.reading.kind import office_kind

    try:
        data = Path(path).read_bytes()
        if kind := office_kind(data):
            reason = "is a spreadsheet ({}); save it as CSV" if kind in _SHEETS else "is a {} file, not text"
            raise SourceError(path, phrase(reason, kind))
        return File(Path(path).name, decode(data))
    except OSError as error:
        raise SourceError(
            path, phrase("cannot be read ({}); check the path and its permissions", why(error))
        ) from None
    except ValueError as error:
        raise SourceError(path, str(error)) from None
