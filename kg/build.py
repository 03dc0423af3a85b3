"""The wiring: sources in, a build folder out; and a build folder back into Records.

The rooms are imported where they are used, so that opening a build loads no language model.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import BuildError, KGError, OutputError, SourceError, UsageError
from kg.given import File, Given, current, read_given, use, using, write_given
from kg.iri import BASE
from kg.learned import LEARNED, read_layer
from kg.model import ASSERTED, Article, Extraction, Records, SourceNote, Text
from kg.records import MARKER

if TYPE_CHECKING:
    from kg.explanation import Explanation
    from kg.quarantine import Rejected
    from kg.review import Outcome

log = logging.getLogger(__name__)
FORMAT = 1
GRAPHS = {"graph.ttl": "turtle", "graph.trig": "trig"}
PAGE = "graph.html"
QUARANTINE = "quarantine.jsonl"
DECIDED = "decided.jsonl"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: its folder, how much is in it, and what went wrong on the way.

    ``statements`` counts every status, ``asserted`` those of the graph, ``doubtful`` those that are less
    certain than the graph's ``min_confidence`` and stand in neither; ``problems`` are the sources
    that were left out, ``silent`` the paths of articles that gave no statement; ``quarantined``
    counts the statements that do not fit the ontology and stand in `QUARANTINE` alone; ``idle`` says of
    each of the user's own lines that had no effect which it is, and why; ``notes`` what of the sources
    was not understood.
    """

    folder: Path
    articles: int
    entities: int
    statements: int
    asserted: int
    problems: tuple[KGError, ...]
    silent: tuple[str, ...]
    quarantined: int = 0
    idle: tuple[str, ...] = ()
    doubtful: int = 0
    min_confidence: float = 0.0
    notes: tuple[SourceNote, ...] = ()


def build(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    base: str = BASE,
    model: str | None = None,
    progress: Progress | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
) -> Report:
    """Build the graph of ``sources`` (files and folders) into the folder ``out``.

    ``out`` appears whole or not at all: it is made beside its place and put there at the end, and an
    earlier build stays until then. A source that cannot be read goes into the report, the others go
    on. ``progress(done, total, doc)`` is called after each article. ``given`` (see `given_by`) is what
    the user adds; the build keeps it. Statements with less than ``min_confidence`` (0 to 1; None: what the
    pipeline was measured with) are kept, but are no part of the graph. Raises SourceError where no source can
    be read, OutputError where ``out`` cannot be written or is no build, UsageError or a DataError where what
    is given is wrong.
    """
    with using(given or Given()):
        return _build(sources, out, base, model, progress, given or Given(), min_confidence)


def _build(
    sources: Sequence[str | Path],
    out: str | Path,
    base: str,
    model: str | None,
    progress: Progress | None,
    given: Given,
    min_confidence: float | None,
) -> Report:
    from kg.nlp import least_confidence
    from kg.quarantine import split
    from kg.reading import read_sources
    from kg.review import idle as lapsed
    from kg.review import write_outcomes

    out = _check_target(Path(out), [Path(source) for source in sources])
    _check_base(base)
    least = least_confidence(model) if min_confidence is None else min_confidence
    problems: list[KGError] = []
    notes: list[SourceNote] = []
    pairs = _clean_all(read_sources(sources), problems, notes)
    if not pairs:
        raise _nothing(sources, problems)
    log.info("%s articles read, %s sources left out", len(pairs), len(problems))
    with _beside(out) as folder:
        records, idle = _extract(pairs, base, model, progress)
        records, outcomes = _decide(records)
        idle += lapsed(outcomes) + _unused_layers(model)
        records, rejected = split(records)
        _write(records, rejected, folder, current(), least, model)
        _take_along(out, folder)
        if given.decisions:
            (folder / DECIDED).write_text(write_outcomes(outcomes), encoding="utf-8", newline="")
        _swap(folder, out)
    log.info("%s: written", out)
    sure = [statement for statement in records.statements if statement.confidence >= least]
    speaking = {statement.doc for statement in records.statements}
    return Report(
        folder=out,
        articles=len(records.articles),
        entities=len(records.entities),
        statements=len(sure),
        asserted=sum(statement.status == ASSERTED for statement in sure),
        problems=tuple(problems),
        silent=tuple(article.path for article in records.articles if article.doc not in speaking),
        quarantined=len(rejected),
        idle=tuple(idle),
        doubtful=len(records.statements) - len(sure),
        min_confidence=least,
        notes=tuple(notes),
    )


def write_build(records: Records, out: str | Path) -> None:
    """Write records that were made elsewhere as the build folder ``out``, whole or not at all."""
    from kg.quarantine import split

    out = _check_target(Path(out), ())
    with _beside(out) as folder:
        _write(*split(records), folder, Given(), 0.0, None)
        _swap(folder, out)


def extract_stream(
    data: bytes,
    *,
    base: str = BASE,
    model: str | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
) -> Records:
    """The records of one stream of bytes (doc ``stdin``), nothing written.

    ``min_confidence`` as of `build`.
    """
    from kg.cleaning import clean
    from kg.reading import read_stream

    pairs = [clean(article) for article in read_stream(data)]
    with using(given or Given()):
        return _sure(_extract(pairs, base, model, None)[0], model, min_confidence)


def extract_sources(
    sources: Sequence[str | Path],
    *,
    base: str = BASE,
    model: str | None = None,
    given: Given | None = None,
    min_confidence: float | None = None,
) -> Records:
    """The records of ``sources``, nothing written; raises SourceError where one cannot be read.

    ``min_confidence`` as of `build`.
    """
    from kg.reading import read_sources

    problems: list[KGError] = []
    pairs = _clean_all(read_sources(sources), problems, [])
    if problems or not pairs:
        raise _nothing(sources, problems)
    with using(given or Given()):
        return _sure(_extract(pairs, base, model, None)[0], model, min_confidence)


def _sure(records: Records, model: str | None, least: float | None) -> Records:
    """The records without what is less certain than ``least``, or than the pipeline's own."""
    from kg.nlp import least_confidence

    bar = least_confidence(model) if least is None else least
    return replace(records, statements=tuple(s for s in records.statements if s.confidence >= bar))


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


def given_to(folder: str | Path) -> Given:
    """What the user added to a build folder when it was made; put it in force to read its terms."""
    check_build(Path(folder))
    return read_given(Path(folder))


def _file(path: str | Path) -> File:
    from kg.reading.encoding import decode

    try:
        return File(Path(path).name, decode(Path(path).read_bytes()))
    except OSError as error:
        raise SourceError(
            path, f"cannot be read ({error.strerror}); check the path and its permissions"
        ) from None
    except ValueError as error:
        raise SourceError(path, str(error)) from None


def explain_text(
    text: str, *, relation: str | None = None, model: str | None = None, min_confidence: float | None = None
) -> list[Explanation]:
    """Why each sentence of a text states what it does; with what is given in force (`kg.given`).

    What has less than ``min_confidence`` (None: as for `build`) is told apart, as a runner-up.
    """
    from kg.cleaning import normalise
    from kg.nlp import least_confidence, load_nlp
    from kg.nlp.explain import explain
    from kg.nlp.terms import terms_of

    nlp = load_nlp(model)
    use(terms_of(nlp))  # who shows the explanations needs them too
    least = least_confidence(model) if min_confidence is None else min_confidence
    return explain(normalise(text), nlp, relation, least)


def broken_examples(given: Given, model: str | None = None) -> list[str]:
    """What the examples in the lexicons of ``given`` promise and its forms do not keep; one line each."""
    import tomllib

    from kg.lexicon import load_lexicon
    from kg.nlp import load_nlp
    from kg.nlp.examples import broken

    with using(given):
        relations, nlp = load_lexicon().relations, load_nlp(model)
        return [
            f"{file.name}: {line}"
            for file in given.lexicon
            for name in tomllib.loads(file.text).get("relations", ())
            for line in broken(name, relations[name], nlp)
        ]


def read_build(folder: str | Path, *, doubtful: bool = False) -> Records:
    """The records of a build folder; raises BuildError where it is missing or damaged.

    ``doubtful`` also gives the statements that were too uncertain for its graph.
    """
    from kg.records import read_records

    folder = Path(folder)
    check_build(folder)
    return read_records(folder, doubtful=doubtful)


def check_build(folder: Path) -> None:
    """Raises BuildError where ``folder`` is no build that this version reads."""
    if not folder.exists():
        raise BuildError(f"{folder}: no such folder; make it with: kg build SOURCE -o {folder}")
    if not (folder / MARKER).is_file():
        raise BuildError(f"{folder}: is no build (it has no {MARKER}); make one with: kg build SOURCE -o DIR")
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        form = marker["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(f"{folder / MARKER}: is damaged; build again") from None
    if form != FORMAT:
        raise BuildError(f"{folder}: was built in format {form}, this version reads {FORMAT}; build again")


def _clean_all(
    found: Iterable[Article | SourceError | SourceNote], problems: list[KGError], notes: list[SourceNote]
) -> list[tuple[Article, Text]]:
    from kg.cleaning import clean

    pairs = []
    for article in found:
        if isinstance(article, SourceError):
            problems.append(article)
            continue
        if isinstance(article, SourceNote):
            notes.append(article)
            continue
        try:
            pairs.append(clean(article))
        except KGError as error:
            problems.append(error)
    return pairs


def _extract(
    pairs: list[tuple[Article, Text]], base: str, model: str | None, progress: Progress | None
) -> tuple[Records, list[str]]:
    """The records, and what of the given files had no effect; then the terms of ``model`` are in force."""
    from kg.nlp import extract_many, load_nlp
    from kg.nlp.terms import terms_of
    from kg.resolve import resolve
    from kg.resolve.rulings import idle, read_rulings

    rulings = [item for file in current().merges for item in read_rulings(file.text, file.name)]
    nlp = load_nlp(model)
    use(terms_of(nlp))  # a saved pipeline may bring some
    extractions = list(_counted(extract_many(pairs, nlp, base), len(pairs), progress))
    records = resolve(extractions, base, rulings)
    log.info("%s entities of several articles joined", len(records.merges))
    return records, [
        f"--merges: line {item.line} has no effect: there is no {lost} in these articles"
        for item, lost in idle(rulings, extractions).items()
    ]


def _decide(records: Records) -> tuple[Records, list[Outcome]]:
    """The records as the reader wants them: after all that the machine says, before the ontology's check."""
    from kg.review import decide, read_decisions

    decisions = [item for file in current().decisions for item in read_decisions(file.text, file.name)]
    return decide(records, decisions)


def read_decided(folder: str | Path) -> list[Outcome]:
    """What became of the decisions that a build was made with; BuildError where that is damaged."""
    from kg.review import read_outcomes

    path = Path(folder) / DECIDED
    if not path.is_file():
        return []
    try:
        return list(read_outcomes(path.read_bytes().decode("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise BuildError(f"{path}: is damaged; build again") from None


def _counted(
    extractions: Iterator[Extraction], total: int, progress: Progress | None
) -> Iterator[Extraction]:
    for done, extraction in enumerate(extractions, 1):
        log.debug("%s: %s entities, %s statements", *_counts(extraction))
        if progress is not None:
            progress(done, total, extraction.article.doc)
        yield extraction


def _counts(extraction: Extraction) -> tuple[str, int, int]:
    return extraction.article.doc, len(extraction.entities), len(extraction.statements)


def _write(
    records: Records,
    rejected: Sequence[Rejected],
    folder: Path,
    given: Given,
    least: float,
    model: str | None,
) -> None:
    from kg.export import export
    from kg.export.html import write_page
    from kg.records import write_records

    write_records(records, folder)
    records = replace(records, statements=tuple(s for s in records.statements if s.confidence >= least))
    with (folder / QUARANTINE).open("wb") as file:
        for item in rejected:
            row = {"reason": item.reason, **item.statement.to_dict()}
            file.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
    for name, form in GRAPHS.items():
        with (folder / name).open("wb") as file:
            export(records, form, file, ASSERTED)
    with (folder / PAGE).open("wb") as file:
        write_page(records, file)
    write_given(given, folder)
    marker: dict[str, object] = {
        "format": FORMAT,
        "generator": f"zhkg {kg.__version__}",
        "base": records.base,
    }
    marker |= {"min_confidence": least}
    if model is not None:
        marker |= {"model": Path(model).name}  # no path of this machine
    (folder / MARKER).write_text(json.dumps(marker, indent=1) + "\n", encoding="utf-8")


def _unused_layers(model: str | None) -> list[str]:
    """One line for each learned layer that changes nothing of what ``model`` says."""
    from kg.nlp import weights_name
    from kg.nlp.reader.settings import misfit

    layers = {file.name: read_layer(file.text, file.name) for file in current().learned}
    reasons = {name: misfit(layer, weights_name(model)) for name, layer in layers.items()}
    return [f"--learned: {name} has no effect: {why}" for name, why in reasons.items() if why]


def _take_along(out: Path, folder: Path) -> None:
    """What was learned lies in the build that uses it; else that of the build which is replaced stays."""
    if files := current().learned:
        (folder / LEARNED).write_text(files[-1].text, encoding="utf-8", newline="")
    elif (out / LEARNED).is_file():
        shutil.copyfile(out / LEARNED, folder / LEARNED)


def _check_target(out: Path, sources: Iterable[Path]) -> Path:
    """``out`` with links resolved, if it may be replaced."""
    real = out.resolve()
    if real.exists() and not real.is_dir():
        raise OutputError(f"{out}: is a file; name a folder for the build")
    if real.is_dir() and any(real.iterdir()) and not (real / MARKER).is_file():
        raise OutputError(f"{out}: is a folder with something else in it; name an empty or new one")
    if Path.cwd().is_relative_to(real):
        raise OutputError(f"{out}: is where you stand and cannot be replaced; name a folder below it")
    for source in sources:
        if real.is_relative_to(source.resolve()):
            raise UsageError(
                f"{out}: lies inside the source {source}, so the next build would read it; "
                "name a folder outside"
            )
    return real


def _check_base(base: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]", base):
        raise UsageError(f"{base}: is no base of IRIs; it starts like https: and ends with / or #")


def _nothing(sources: Sequence[str | Path], problems: list[KGError]) -> KGError:
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


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """An empty folder on the file system of ``out``, gone at the end."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name[:40]}.", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); name another folder") from None
    try:
        folder = work / "new"
        folder.mkdir()
        yield folder
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror})") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(folder: Path, out: Path) -> None:
    """Put ``folder`` in the place of ``out``; whatever interrupts it, one of the two stands there."""
    old = folder.with_name("old")
    if out.exists():
        out.rename(old)
    try:
        folder.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
