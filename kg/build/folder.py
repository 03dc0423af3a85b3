"""The folder of a build: whose files are in it, and how new ones take the place of old ones.

New files are written below ``.zhkg/new``. When all are there, one rename makes it ``.zhkg/ready``: from then
on they count, and are moved into place one by one. Whatever ends the process before that leaves the earlier
build as it was; whatever ends it after, `settle` goes on where it stopped. Files that are not the build's own
are never touched.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.build.files import GRAPHS, PAGE, QUARANTINE
from kg.build.lock import held
from kg.build.names import DECIDED, HIDDEN, PROJECT, STDIN
from kg.errors import OutputError, UsageError
from kg.given import FOLDER as GIVEN
from kg.given import LIST
from kg.given.learned import LEARNED
from kg.values.phrase import phrase
from kg.values.records import ARTICLES, MARKER, MERGES, NODES, SOURCES, STATEMENTS, WATCHED
from kg.values.system import why

NEW, READY, FILES, GONE = "new", "ready", "files", "gone.json"
#: the build's own files beside those in folders
OWN = (STATEMENTS, NODES, ARTICLES, MERGES, QUARANTINE, *GRAPHS, PAGE, DECIDED, WATCHED, MARKER)


@contextmanager
def at_work(out: Path, *, keep: bool) -> Iterator[Path]:
    """The hidden folder of a build, locked; what was broken off there is settled first.

    Unless ``keep``, or it was there before, it is gone at the end, and so is ``out`` where nothing else came
    to be in it. Raises OutputError where somebody else builds there, or it cannot be written.
    """
    hidden = out / HIDDEN
    made = not out.exists()
    try:
        keep = keep or hidden.is_dir()
        hidden.mkdir(parents=True, exist_ok=True)
        with held(out, hidden):
            settle(out)
            shutil.rmtree(hidden / NEW, ignore_errors=True)
            try:
                yield hidden
            finally:
                shutil.rmtree(hidden / NEW, ignore_errors=True)
                if not keep and not (hidden / READY).exists():
                    shutil.rmtree(hidden, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            phrase("{}: cannot be written ({}); name another folder", out, why(error))
        ) from error
    finally:
        for folder in (hidden, out) if made else (hidden,):
            with suppress(OSError):
                folder.rmdir()  # only where it is empty


def staged(hidden: Path) -> Path:
    """An empty folder to write the files of a build to, by their places in it."""
    shutil.rmtree(hidden / NEW, ignore_errors=True)
    folder = hidden / NEW / FILES
    folder.mkdir(parents=True)
    return folder


def commit(out: Path, hidden: Path, stays: Collection[str] = frozenset()) -> None:
    """What is `staged` takes the place of the build's own files in ``out``; all of it or nothing.

    Those own files that ``stays`` names, by their places, stay as they are.
    """
    staging = hidden / NEW / FILES
    new = set(_below(staging))
    own = own_files(out)
    for name in sorted(new):
        target = out / name
        if not target.exists():
            continue
        if target.is_dir() or (name not in own and not name.startswith(HIDDEN)):
            raise OutputError(
                phrase("{}: stands where the build puts a file of its own; move it elsewhere", target)
            )
        if name != MARKER and filecmp.cmp(staging / name, target, shallow=False):
            (staging / name).unlink()
    gone = sorted(own.difference(new, stays, {LEARNED}))
    (hidden / NEW / GONE).write_text(json.dumps(gone, ensure_ascii=False), encoding="utf-8")
    (hidden / NEW).rename(hidden / READY)
    settle(out)


def settle(out: Path) -> None:
    """Finish a build that was broken off while its files were moved into place; else nothing."""
    ready = out / HIDDEN / READY
    if not ready.is_dir():
        return
    names = sorted(_below(ready / FILES), key=lambda name: (name == MARKER, name))
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (ready / FILES / name).replace(out / name)
    with suppress(FileNotFoundError):  # it is the first to go at the end
        for name in json.loads((ready / GONE).read_text(encoding="utf-8")):
            (out / name).unlink(missing_ok=True)
            _prune(out / name, out)
    shutil.rmtree(ready)


def own_files(out: Path) -> set[str]:
    """The files in ``out`` that an earlier build put there, by their places; none where there is no build."""
    if not (out / MARKER).is_file():
        return set()
    names = {*OWN, LEARNED, f"{GIVEN}/{LIST}"}
    names |= {f"{GIVEN}/{name}" for name in _listed(out / GIVEN / LIST)}
    names |= {f"{SOURCES}/{doc}.txt" for doc in _docs(out / ARTICLES)}
    return {name for name in names if (out / name).is_file()}


def is_whole(out: Path, sizes: dict[str, int]) -> bool:
    """Whether the build's files are as they were left: of these ``sizes``, none younger than the marker."""
    try:
        made = (out / MARKER).stat().st_mtime_ns
        states = {name: (out / name).stat() for name in sizes}
    except OSError:
        return False
    return all(
        states[name].st_size == size and states[name].st_mtime_ns <= made for name, size in sizes.items()
    )


def sizes_of(staging: Path) -> dict[str, int]:
    """The size of each file that is `staged`, but for what is hidden and the marker."""
    names = (name for name in sorted(_below(staging)) if not name.startswith(HIDDEN) and name != MARKER)
    return {name: (staging / name).stat().st_size for name in names}


def check_target(out: Path, sources: Iterable[Path]) -> Path:
    """``out`` with links resolved, if a build may be put there."""
    real = Path(os.path.realpath(out))
    if real.exists() and not real.is_dir():
        raise OutputError(phrase("{}: is a file; name a folder for the build", out))
    if (
        real.is_dir()
        and any(real.iterdir())
        and not any((real / n).exists() for n in (MARKER, HIDDEN, PROJECT, STDIN))
    ):
        raise OutputError(phrase("{}: is a folder with something else in it; name an empty or new one", out))
    for source in sources:
        if real.is_relative_to(os.path.realpath(source)):
            raise UsageError(
                phrase(
                    "{}: lies inside the source {}, so the next build would read it; name a folder outside",
                    out,
                    source,
                )
            )
    return real


def _below(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _listed(path: Path) -> Iterator[str]:
    """The files that the list of what was given names."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        for items in json.loads(path.read_text(encoding="utf-8")).values():
            yield from (Path(item["file"]).name for item in items)


def _docs(path: Path) -> Iterator[str]:
    with suppress(OSError, ValueError, KeyError, TypeError), path.open("rb") as file:
        yield from (json.loads(line)["doc"] for line in file)


def _prune(path: Path, out: Path) -> None:
    """Remove the folders above ``path``, up to ``out``, that have become empty."""
    for folder in path.parents:
        if folder == out:
            return
        with suppress(OSError):
            folder.rmdir()
