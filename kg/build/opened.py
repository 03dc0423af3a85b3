"""A build folder read back: Records, what was given, what was decided.

Rooms are imported where they are used, so that opening a build loads no language model.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.folder import READY, settle
from kg.build.lock import held
from kg.build.names import DECIDED, FORMAT, HIDDEN
from kg.errors import BuildError, OutputError
from kg.given import Given, read_given
from kg.model import Records
from kg.values.phrase import phrase
from kg.values.records import MARKER
from kg.values.system import why

if TYPE_CHECKING:
    from kg.review import Outcome

#: seconds to wait for a build that is being moved into place
LONGEST_WAIT = 10.0


def read_build(folder: str | Path, *, doubtful: bool = False) -> Records:
    """The records of a build folder; raises BuildError where it is missing or damaged.

    ``doubtful`` also gives the statements that were too uncertain for its graph.
    """
    from kg.values.records import read_records

    folder = Path(folder)
    check_build(folder)
    return read_records(folder, doubtful=doubtful)


def given_to(folder: str | Path) -> Given:
    """What the user added to a build folder when it was made; put it in force to read its terms."""
    check_build(Path(folder))
    return read_given(Path(folder))


def read_decided(folder: str | Path) -> list[Outcome]:
    """What became of the decisions that a build was made with; BuildError where that is damaged."""
    from kg.review import read_outcomes

    path = Path(folder) / DECIDED
    if not path.is_file():
        return []
    try:
        return list(read_outcomes(path.read_bytes().decode("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(phrase("{}: is damaged; build again", path)) from None


def check_build(folder: Path) -> None:
    """Raises BuildError where ``folder`` is no build that this version reads."""
    if not folder.exists():
        raise BuildError(phrase("{}: no such folder; make it with: kg build SOURCE -o {}", folder, folder))
    _settled(folder)
    if not (folder / MARKER).is_file():
        if (folder / HIDDEN).is_dir():
            raise BuildError(
                phrase("{}: was begun and not finished; go on with: kg build SOURCE -o {}", folder, folder)
            )
        raise BuildError(
            phrase("{}: is no build (it has no {}); make one with: kg build SOURCE -o DIR", folder, MARKER)
        )
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        form = marker["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(phrase("{}: is damaged; build again", folder / MARKER)) from None
    if form != FORMAT:
        raise BuildError(
            phrase("{}: was built in format {}, this version reads {}; build again", folder, form, FORMAT)
        )


def _settled(folder: Path) -> None:
    """Finish what a build that was broken off left half moved, or wait for one that moves its files now."""
    end = time.monotonic() + LONGEST_WAIT
    while (folder / HIDDEN / READY).is_dir():
        try:
            with held(folder, folder / HIDDEN):
                settle(folder)
        except OutputError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        except OSError as error:
            raise BuildError(
                phrase(
                    "{}: a build was broken off there, and cannot be finished ({}); "
                    "check the folder's permissions",
                    folder,
                    why(error),
                )
            ) from None
