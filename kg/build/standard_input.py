"""Articles from standard input, kept as a file of the project, so that it can be built again."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.build.names import STDIN
from kg.errors import OutputError, UsageError
from kg.reading.files import JSON, LINES
from kg.reading.kind import looks_json_lines
from kg.values.phrase import phrase
from kg.values.system import why

_PIECE = 1 << 20


def kept_input(stream: BinaryIO, project: Path) -> Path:
    """The file in ``project`` that has all of ``stream``; the same bytes have the same file.

    UsageError where there is nothing in it, OutputError where it cannot be written.
    """
    folder = project / STDIN
    part = folder / ".part"
    made = not project.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with part.open("wb") as file:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                file.write(piece)
        if not part.stat().st_size:
            raise UsageError("nothing to read; name a file, or send text to standard input")
        return part.replace(folder / f"{digest.hexdigest()[:12]}{_suffix(part)}")
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", folder, why(error))
        ) from None
    finally:
        part.unlink(missing_ok=True)
        for place in (folder, project) if made else (folder,):
            with suppress(OSError):
                place.rmdir()  # only where it is empty


def _suffix(path: Path) -> str:
    """What a file's first line that is not blank says of its kind; other kinds tell themselves."""
    with path.open("rb") as file:
        line = next((line for line in file if line.strip()), b"")
    if looks_json_lines(line):
        return min(LINES)
    return min(JSON) if line.lstrip(b"\xef\xbb\xbf \t").startswith((b"[", b"{")) else ".txt"
