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
from dataclasses import fields as fields_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.files import write_files
from kg.build.folder import at_work, check_target, commit, is_whole, sizes_of, staged
from kg.build.names import DECIDED, HIDDEN
from kg.build.report import Progress, Report
from kg.build.sources import decisions_of, nothing, rulings_of
from kg.build.watching import news_of, watch_on, write_news
from kg.errors import UsageError
from kg.given import Given, current, read_given, use, using
from kg.given.learned import LEARNED, read_layer
from kg.model import ASSERTED, Article, Extraction, Records
from kg.values.iri import BASE
from kg.values.phrase import phrase
from kg.values.records import MARKER

if TYPE_CHECKING:
    from kg.build.extraction import Extractor
    from kg.build.gather import Gathered, Place
    from kg.build.memory import Memory
    from kg.ontology.quarantine import Rejected
    from kg.resolve.rulings import Ruling
    from kg.review import Decision, Outcome

log = logging.getLogger(__name__)
#: what a build was made of, and how it came out
STATE = "state.json"
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
    watch: Iterable[str] = (),
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
    extracted, for the next build. ``watch`` are names (or IRIs) of which the report tells what is new since
    the build that ``out`` has. Raises SourceError where no source can be read, OutputError where ``out``
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
        options = _Options(base, model, least, made_by, rulings, decisions, tuple(dict.fromkeys(watch)))
        with at_work(target, keep=keep) as hidden:
            work = _Work(target, hidden, options, jobs, limit, retry)
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
    watch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """What is written, and what is said of it."""

    records: Records
    rejected: tuple[Rejected, ...]
    outcomes: list[Outcome]
    idle: list[str]


class _Work:
    """One build in a folder that is locked."""

    def __init__(
        self, out: Path, hidden: Path, options: _Options, jobs: int, limit: float | None, retry: bool
    ) -> None:
        from kg.build.cache import Cache
        from kg.build.gather import Aside

        self._out, self._hidden, self._options = out, hidden, options
        self._jobs, self._limit = jobs, limit
        self._cache = Cache(hidden)
        self._aside = Aside(hidden, retry=retry)

    def build(
        self, sources: Sequence[str | Path], left_out: list[str | Path], progress: Progress | None
    ) -> Report:
        from kg.build.gather import gather
        from kg.build.memory import Memory
        from kg.reading.left_out import LeftOut

        kept = None
        fresh = 0
        while kept is None:  # once, unless something kept turns out to be damaged
            memory = Memory(self._hidden, self._options.made_by, self._cache)
            found = gather(
                sources, memory, self._cache, self._extractor(), self._aside, LeftOut(left_out), progress
            )
            if not found.places:
                raise nothing(sources, found.problems)
            fresh += found.fresh
            stamp = stamp_of(found.places, current(), self._options.least, self._options.model)
            if earlier := self._earlier(stamp):
                watch_on(self._options.watch, self._out)
                report = Report(**earlier, folder=self._out, problems=(), notes=())
                return self._said(replace(report, unchanged=not fresh), found, fresh)
            kept = found.load(self._cache)
        lost = _no_longer_given(read_given(self._out), current()) if (self._out / MARKER).is_file() else []
        made = self._made([item.extraction for item in kept], _reprints(kept))
        report = self._report(made)
        self._write(made, report, stamp, memory)
        self._cache.sweep({place.key for place in found.places})
        return self._said(replace(report, idle=(*lost, *report.idle)), found, fresh)

    def _extractor(self) -> Extractor:
        from kg.build.extraction import here
        from kg.build.pool import pool

        options = self._options
        if not self._jobs:
            return here(self._cache, options.model, options.base)
        return pool(self._hidden, options.model, options.base, current(), self._jobs, self._limit)

    def _made(self, extractions: list[Extraction], reprints: dict[str, str]) -> _Made:
        """All that comes after extraction: one entity of many names, the reader's word, the ontology's."""
        from kg.ontology.quarantine import split
        from kg.resolve import resolve
        from kg.resolve.rulings import idle
        from kg.review import decide
        from kg.review import idle as lapsed

        rulings = self._options.rulings
        extractions = [_marked(item, reprints) for item in extractions]
        records = resolve(extractions, self._options.base, rulings)
        log.info("%s entities of several articles joined", len(records.merges))
        records, outcomes = decide(records, self._options.decisions)
        lines: list[str] = [
            phrase("--merges: line {} has no effect: there is no {} in these articles", item.line, lost)
            for item, lost in idle(rulings, extractions).items()
        ]
        lines += lapsed(outcomes) + _unused_layers(self._options.model)
        return _Made(*split(records), outcomes, lines)

    def _report(self, made: _Made) -> Report:
        records, least = made.records, self._options.least
        sure = [statement for statement in records.statements if statement.confidence >= least]
        speaking = {statement.doc for statement in records.statements}
        return Report(
            folder=self._out,
            articles=len(records.articles),
            entities=len(records.entities),
            statements=len(sure),
            asserted=sum(statement.status == ASSERTED for statement in sure),
            problems=(),
            silent=tuple(article.path for article in records.articles if article.doc not in speaking),
            quarantined=len(made.rejected),
            idle=tuple(made.idle),
            doubtful=len(records.statements) - len(sure),
            min_confidence=least,
            decisions=len(made.outcomes),
            decided=sum(outcome.found is not None for outcome in made.outcomes),
            independent=sum(article.reprint_of is None for article in records.articles),
            news=news_of(self._options.watch, records, least, self._out),
        )

    def _said(self, report: Report, found: Gathered, fresh: int) -> Report:
        return replace(report, problems=tuple(found.problems), notes=tuple(found.notes), extracted=fresh)

    def _write(self, made: _Made, report: Report, stamp: str, memory: Memory) -> None:
        from kg.review import write_outcomes

        given = current()
        folder = staged(self._hidden)
        write_files(made.records, made.rejected, folder, given, self._options.least, self._options.model)
        if given.decisions:
            (folder / DECIDED).write_text(write_outcomes(made.outcomes), encoding="utf-8", newline="")
        if given.learned:  # else that of the build which is replaced stays
            (folder / LEARNED).write_text(given.learned[-1].text, encoding="utf-8", newline="")
        told = {name: value for name, value in asdict(report).items() if name not in _FOUND}
        state = {"stamp": stamp, "sizes": sizes_of(folder), "report": told}
        write_news(report.news, folder)
        memory.write(folder / HIDDEN)
        (folder / HIDDEN / STATE).write_text(json.dumps(state, ensure_ascii=False) + "\n", encoding="utf-8")
        commit(self._out, self._hidden)
        log.info("%s: written", self._out)

    def _earlier(self, stamp: str) -> dict[str, Any] | None:
        """What the build of this ``stamp`` said, where it is still there as it was left."""
        try:
            state = json.loads((self._hidden / STATE).read_text(encoding="utf-8"))
            if state["stamp"] != stamp or not is_whole(self._out, state["sizes"]):
                return None
            return {k: tuple(v) if isinstance(v, list) else v for k, v in state["report"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def stamp_of(places: Iterable[Place], given: Given, least: float, model: str | None) -> str:
    """What tells builds apart that come out differently."""
    from kg.build.prints import print_of_build

    total = hashlib.sha256(print_of_build(given, least, model).encode())
    for place in places:
        total.update(f"{place.doc}\0{place.path}\0{place.key}\n".encode())
    return total.hexdigest()


def check_base(base: str) -> None:
    """Raises UsageError where ``base`` is no base of IRIs."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]", base):
        raise UsageError(phrase("{}: is no base of IRIs; it starts like https: and ends with / or #", base))


def _reprints(kept: Sequence[Any]) -> dict[str, str]:
    """The docs that are reprints, each with that of the earliest article which they are one of."""
    from kg.build.reprints import reprints

    articles: list[Article] = sorted(
        (item.extraction.article for item in kept), key=lambda article: (article.date or "9999", article.doc)
    )
    sketches = {item.extraction.article.doc: item.sketch for item in kept}
    return reprints(sketches, [article.doc for article in articles])


def _marked(extraction: Extraction, reprints: dict[str, str]) -> Extraction:
    first = reprints.get(extraction.article.doc)
    return (
        extraction
        if first is None
        else replace(extraction, article=replace(extraction.article, reprint_of=first))
    )


def _no_longer_given(before: Given, now: Given) -> list[str]:
    """One line for each file that the build which is replaced was made with, and this one is not."""
    lines: list[str] = []
    for kind in fields_of(Given):
        names = {file.name for file in getattr(now, kind.name)}
        for file in getattr(before, kind.name):
            if file.name not in names:
                text = "--{}: the earlier build was made with {}, this one is not"
                lines.append(phrase(text, kind.name, file.name))
    return lines


def _unused_layers(model: str | None) -> list[str]:
    """One line for each learned layer that changes nothing of what ``model`` says."""
    from kg.nlp import weights_name
    from kg.nlp.reader.settings import misfit

    layers = {file.name: read_layer(file.text, file.name) for file in current().learned}
    reasons = {name: misfit(layer, weights_name(model)) for name, layer in layers.items()}
    return [f"--learned: {name} has no effect: {why}" for name, why in reasons.items() if why]
