"""What the user names, read: articles, and files of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import KGError, SourceError
from kg.given import File, Given
from kg.phrase import phrase


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


def _file(path: str | Path) -> File:
    from kg.reading.encoding import decode

    try:
        return File(Path(path).name, decode(Path(path).read_bytes()))
    except OSError as error:
        raise SourceError(
            path, phrase("cannot be read ({}); check the path and its permissions", error.strerror)
        ) from None
    except ValueError as error:
        raise SourceError(path, str(error)) from None
