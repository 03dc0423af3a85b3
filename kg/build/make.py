# long: the one place that knows in which order a build is made
"""Sources in, a build folder out; what an earlier build extracted is not extracted again.

Rooms are imported where they are used, so that opening a build loads no language model.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.files import write_files, write_marker
from kg.build.folder import FILES, NEW, at_work, check_target, commit, is_whole, sizes_of, staged
from kg.build.names import DECIDED, HIDDEN
from kg.build.report import Progress, Report
from kg.build.sources import decisions_of, nothing, rulings_of
from kg.build.unheeded import no_longer_given, unused_layers
from kg.build.watching import news_of, watch_on, write_news
from kg.errors import UsageError
from kg.given import Given, current, read_given, use, using
from kg.given.learned import LEARNED
from kg.model import Records
from kg.values.garbage import uncollected
from kg.values.iri import BASE
from kg.values.phrase import phrase
from kg.values.records import MARKER, SOURCES

if TYPE_CHECKING:
    from kg.build.after import After
    from kg.build.extraction import Extractor
    from kg.build.gather import Gathered, Place
    from kg.build.memory import Memory
    from kg.resolve.rulings import Ruling
    from kg.review import Decision

log = logging.getLogger(__name__)
#: what a build was made of, and how it came out
STATE = "state.json"
#: what is sorted on its way into a build, beside the build's files
RUNS = "runs"
#: fields of a report that are found anew each time
_FOUND = frozenset(("folder", "problems", "notes", "extracted", "unchanged", "news"))


def build(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    base: str = BASE,
    model: str | None = None,
    progress: Progress | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
    jobs: int = 0,
    keep: bool = False,
    left_out: Iterable[str | Path] = (),
    retry: bool = False,
    limit: float | None = None,
    fields: Mapping[str, str] | None = None,
    only: str | None = None,
    watch: Iterable[str] = (),
    master: str | None = None,
) -> Report:
    """Build the graph of ``sources`` (files and folders) into the folder ``out``.

    The files of a build appear together or not at all, and an earlier build stays until then; files that are
    not its own stay untouched. A source that cannot be read goes into the report, the others go on.
    ``progress(done, total, doc)`` is called after each article. ``given`` (see `given_by`) is what
    the user adds; the build keeps it. Statements with less than ``min_confidence`` (0 to 1; None: what the
    pipeline was measured with) are kept, but are no part of the graph. ``left_out`` is not read: paths,
    patterns, ``FILE#DOC``. ``fields`` says by which names JSON Lines, CSV and Parquet have the text, id,
    title, date, publisher, author and url of an article, beside the usual ones.

    ``jobs`` worker processes extract (0: this one does); an article that takes one longer than ``limit``
    seconds, or breaks it, is set aside, and tried again with ``retry``. ``keep`` keeps in ``out`` what was
    extracted, for the next build. ``only`` `LINES` writes neither RDF nor page, and takes away those that are
    there: of an earlier build that was kept, it opens those articles alone that come out otherwise now.

    With ``master`` (``spark://HOST:PORT``, ``yarn``, ``local[2]``) a Spark cluster extracts, and ``jobs`` and
    ``limit`` mean nothing (extra ``spark``).

    ``watch`` are names (or IRIs) of which the report tells what is new since the build that ``out`` has.
    Raises SourceError where no source can be read, OutputError where ``out``
    cannot be written, is no build, or is being built by another process, UsageError or a DataError where
    what is given is wrong.
    """
    from kg.build.prints import print_of_reading
    from kg.nlp import least_confidence
    from kg.nlp.terms import terms_for
    from kg.reading.columns import using_fields

    check_base(base)
    target = check_target(Path(out), [Path(source) for source in sources])
    with using(given or Given()), using_fields(fields or {}):
        use(terms_for(model))  # a saved pipeline may bring some
        least = least_confidence(model) if min_confidence is None else min_confidence
        made_by = print_of_reading(model, base, current())
        rulings, decisions = rulings_of(current()), decisions_of(current())
        names = tuple(dict.fromkeys(watch))
        options = _Options(base, model, least, made_by, rulings, decisions, only, names)
        with at_work(target, keep=keep) as hidden:
            work = _Work(target, hidden, options, jobs, limit, retry, master)
            return work.build(sources, list(left_out), progress)


def write_build(records: Records, out: str | Path) -> None:
    """Write records that were made elsewhere as the build folder ``out``, whole or not at all."""
    from kg.ontology.quarantine import split

    target = check_target(Path(out), ())
    with at_work(target, keep=False) as hidden:
        write_files(*split(records), staged(hidden), Given(), 0.0, None)
        commit(target, hidden)


@dataclass(frozen=True, slots=True)
class _Options:
    base: str
    model: str | None
    least: float
    made_by: str
    rulings: list[Ruling]
    decisions: list[Decision]
    only: str | None
    watch: tuple[str, ...]


# long: one build in its folder, from what was kept to what is committed, step by step
class _Work:
    """One build in a folder that is locked."""

    def __init__(
        self,
        out: Path,
        hidden: Path,
        options: _Options,
        jobs: int,
        limit: float | None,
        retry: bool,
        master: str | None,
    ) -> None:
        from kg.build.cache import Cache
        from kg.build.gather import Aside

        self._out, self._hidden, self._options = out, hidden, options
        self._jobs, self._limit, self._master = jobs, limit, master
        self._cache = Cache(hidden)
        self._aside = Aside(hidden, retry=retry)

    def build(
        self, sources: Sequence[str | Path], left_out: list[str | Path], progress: Progress | None
    ) -> Report:
        from kg.build.gather import gather
        from kg.build.memory import Memory
        from kg.reading.left_out import LeftOut

        after = None
        fresh = 0
        while after is None:  # once, unless something kept turns out to be damaged
            memory = Memory(self._hidden, self._options.made_by, self._cache)
            found = gather(
                sources, memory, self._cache, self._extractor(), self._aside, LeftOut(left_out), progress
            )
            if not found.places:
                raise nothing(sources, found.problems)
            fresh += found.fresh
            options = self._options
            stamp = stamp_of(found.places, current(), options.least, options.model, options.only)
            state = self._state()
            if earlier := self._earlier(stamp, state):
                watch_on(options.watch, self._out)
                report = Report(**earlier, folder=self._out, problems=(), notes=())
                return self._said(replace(report, unchanged=not fresh), found, fresh)
            folder = staged(self._hidden)
            with uncollected():
                after = self._settled(found.places, state, folder)
        lost = no_longer_given(read_given(self._out), current()) if (self._out / MARKER).is_file() else []
        log.info("%s entities of several articles joined", after.merges)
        report = self._report(after)
        self._write(after, report, stamp, memory, [place.doc for place in found.places])
        self._cache.sweep({place.key for place in found.places})
        return self._said(replace(report, idle=(*lost, *report.idle)), found, fresh)

    def _extractor(self) -> Extractor:
        from kg.build.extraction import here
        from kg.build.pool import pool

        options = self._options
        if self._master is not None:
            from kg.build.spark import spark
            from kg.build.spark_worker import terms

            return spark(self._cache, terms(options.model, options.base, options.made_by), self._master)
        if not self._jobs:
            return here(self._cache, options.model, options.base)
        return pool(self._hidden, options.model, options.base, current(), self._jobs, self._limit)

    def _settled(self, places: list[Place], state: dict[str, Any], folder: Path) -> After | None:
        """What the articles say; where nothing but lines is wanted, they are in ``folder`` already.

        None where something that was kept is damaged. What is known of the last build may be so, too; then
        all is made anew.
        """
        import errno
        from sqlite3 import Error

        from kg.build.index import FILE

        old = self._hidden / FILE
        known = self._is_whole(state) and state.get("index") == _size(old)
        if known:
            try:
                return self._told(places, folder, old)
            except (Error, ValueError):
                log.info("what was known of the last build is damaged: all is made anew")
                folder = staged(self._hidden)
        try:
            return self._told(places, folder, None)
        except Error as error:
            raise OSError(errno.EIO, str(error)) from error

    def _told(self, places: list[Place], folder: Path, old: Path | None) -> After | None:
        from kg.build.after import Settling
        from kg.build.index import FILE, Index
        from kg.build.lines import Lines

        options = self._options
        with Index(folder / HIDDEN / FILE, self._kind(), old) as index:
            settling = Settling(
                self._cache, index, options.base, options.least, options.rulings, options.decisions
            )
            if options.only is None or options.decisions:
                return settling.all(places)
            before = None if index.is_new else self._out
            return settling.lines(places, Lines(folder, folder.parent / RUNS, before), options.watch)

    def _kind(self) -> str:
        """What tells builds apart whose articles come out differently, whichever they are."""
        from kg.build.prints import print_of_build

        options = self._options
        return f"{options.made_by} {print_of_build(current(), options.least, options.model)}"

    def _report(self, after: After) -> Report:
        told, counts = after.told, after.told.counts
        return Report(
            folder=self._out,
            articles=told.articles,
            entities=told.entities,
            statements=counts.sure,
            asserted=counts.asserted,
            problems=(),
            silent=told.silent,
            quarantined=counts.quarantined,
            idle=(*after.idle, *self._lapsed(after)),
            doubtful=counts.doubtful,
            min_confidence=self._options.least,
            decisions=len(after.outcomes),
            decided=sum(outcome.took_effect for outcome in after.outcomes),
            independent=told.independent,
            news=news_of(self._options.watch, after.records, self._options.least, self._out),
        )

    def _lapsed(self, after: After) -> list[str]:
        from kg.review import idle

        return [*idle(after.outcomes), *unused_layers(self._options.model)]

    def _said(self, report: Report, found: Gathered, fresh: int) -> Report:
        return replace(report, problems=tuple(found.problems), notes=tuple(found.notes), extracted=fresh)

    def _write(self, after: After, report: Report, stamp: str, memory: Memory, docs: list[str]) -> None:
        from kg.build.index import FILE
        from kg.review import write_outcomes

        given, options, folder = current(), self._options, self._hidden / NEW / FILES
        stays: frozenset[str] = frozenset()
        if after.docs is None:
            write_files(
                after.records, after.rejected, folder, given, options.least, options.model, options.only
            )
        else:
            stays = frozenset(f"{SOURCES}/{doc}.txt" for doc in docs if doc not in after.docs)
            write_marker(options.base, folder, given, options.least, options.model)
            log.info("%s articles say something else than before", len(after.docs))
        if given.decisions:
            (folder / DECIDED).write_text(write_outcomes(after.outcomes), encoding="utf-8", newline="")
        if given.learned:  # else that of the build which is replaced stays
            (folder / LEARNED).write_text(given.learned[-1].text, encoding="utf-8", newline="")
        told = {name: value for name, value in asdict(report).items() if name not in _FOUND}
        sizes = {name: size for name, size in self._sizes(self._state()).items() if name in stays}
        state = {
            "stamp": stamp,
            "sizes": sizes | sizes_of(folder),
            "report": told,
            "index": _size(folder / HIDDEN / FILE),
        }
        write_news(report.news, folder)
        memory.write(folder / HIDDEN)
        (folder / HIDDEN / STATE).write_text(json.dumps(state, ensure_ascii=False) + "\n", encoding="utf-8")
        commit(self._out, self._hidden, stays)
        log.info("%s: written", self._out)

    def _state(self) -> dict[str, Any]:
        """What the build that is there was made of, and how it came out; nothing where that is damaged."""
        try:
            state = json.loads((self._hidden / STATE).read_text(encoding="utf-8"))
            return state if isinstance(state, dict) else {}
        except (OSError, ValueError):
            return {}

    def _sizes(self, state: dict[str, Any]) -> dict[str, int]:
        sizes = state.get("sizes")
        return sizes if isinstance(sizes, dict) else {}

    def _is_whole(self, state: dict[str, Any]) -> bool:
        """Whether the build that is there is as it was left."""
        sizes = self._sizes(state)
        try:
            return bool(sizes) and is_whole(self._out, sizes)
        except (TypeError, ValueError):
            return False

    def _earlier(self, stamp: str, state: dict[str, Any]) -> dict[str, Any] | None:
        """What the build of this ``stamp`` said, where it is still there as it was left."""
        report = state.get("report")
        if state.get("stamp") != stamp or not isinstance(report, dict) or not self._is_whole(state):
            return None
        return {k: tuple(v) if isinstance(v, list) else v for k, v in report.items()}


def stamp_of(
    places: Iterable[Place], given: Given, least: float, model: str | None, only: str | None = None
) -> str:
    """What tells builds apart that come out differently."""
    from kg.build.prints import print_of_build

    total = hashlib.sha256(f"{print_of_build(given, least, model)} {only or ''}".encode())
    for place in places:
        total.update(f"{place.doc}\0{place.path}\0{place.key}\n".encode())
    return total.hexdigest()


def _size(path: Path) -> int:
    """How large a file is; 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


def check_base(base: str) -> None:
    """Raises UsageError where ``base`` is no base of IRIs."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]", base):
        raise UsageError(phrase("{}: is no base of IRIs; it starts like https: and ends with / or #", base))
