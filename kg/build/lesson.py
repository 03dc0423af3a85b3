"""The wiring of `kg learn`: a build and its decisions in, a learned layer out.

The articles of the build are read once more, since what their statements were weighed by is not kept. What an
accepted statement teaches is that it is right; a rejected or corrected one, that it is wrong; and what it was
corrected to is right where the pipeline considered that, too. What was not decided teaches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build import Progress, check_build, given_to, read_build, read_decided
from kg.errors import BuildError, OutputError
from kg.given import using
from kg.given.learned import ENOUGH, LEARNED, Layer, read_layer, write_layer
from kg.model import Article, Records, Statement
from kg.review import ACCEPT, CORRECT, Outcome
from kg.values.records import MARKER, least_of
from kg.values.system import why

if TYPE_CHECKING:
    from kg.nlp.reader.learning import Candidate, Example


def learn(folder: str | Path, *, model: str | None = None, progress: Progress | None = None) -> Layer:
    """Learn from the decisions that a build was made with; the layer, kept in it if it is `Layer.better`.

    ``model`` reads the articles (None: the one that the build was made with); ``progress`` as for `build`.
    BuildError where there are too few decisions, or all are of one article; nothing changes then.
    """
    from kg.nlp import weights_name
    from kg.nlp.reader.learning import learn as fitted
    from kg.nlp.reader.learning import usable
    from kg.nlp.reader.settings import shipped

    folder = Path(folder)
    records = read_build(folder, doubtful=True)
    model = model or _model_of(folder)
    decided = [outcome for outcome in read_decided(folder) if outcome.found]
    _check_enough(folder, len(decided))
    with using(replace(given_to(folder), learned=())):
        found = _considered(records, decided, model, progress)
        examples = usable(examples_of(found, decided, records))
        _check_enough(folder, len(examples), len({example.article for example in examples}))
        pipeline = weights_name(model)
        layer = fitted(examples, pipeline, shipped(pipeline), least_of(folder))
    if layer.better:
        _write(folder, write_layer(layer))
    return layer


def read_learned(folder: str | Path) -> Layer:
    """The layer that lies in a build; BuildError where there is none."""
    path = _learned(Path(folder))
    return read_layer(path.read_text(encoding="utf-8", errors="replace"), str(path))


def changes(layer: Layer) -> list[tuple[str, float | None, float]]:
    """Name, shipped value and learned value of each weight of a layer, those that changed most first.

    The shipped ones are None where this version has others than the layer was learned over.
    """
    from kg.nlp.reader.settings import misfit, shipped

    fits = not misfit(layer, layer.pipeline)
    before = shipped(layer.pipeline)
    rows = [(name, before.get(name, 0.0) if fits else None, now) for name, now in layer.weights.items()]
    return sorted(rows, key=lambda row: (-abs(row[2] - (row[1] or 0.0)), row[0]))


def forget(folder: str | Path) -> None:
    """Take the layer out of a build; BuildError where there is none. The graph stays until the next build."""
    path = _learned(Path(folder))
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(f"{path}: cannot be removed ({why(error)}); check its permissions") from None


def examples_of(
    found: Mapping[str, Candidate], decided: Iterable[Outcome], records: Records
) -> list[Example]:
    """What decisions say of the candidates ``found``, by id; ``records`` are those of the build."""
    from kg.nlp.reader.learning import Example

    right: dict[str, bool] = {}
    wanted = set()
    statements = {statement.id: statement for statement in records.statements}
    for outcome in decided:
        right[str(outcome.found)] = outcome.decision.verb == ACCEPT
        if outcome.decision.verb == CORRECT and outcome.became in statements:
            wanted.add(_said(statements[str(outcome.became)], {}))
    moved = {merge.replaced: merge.kept for merge in records.merges}
    for id_, candidate in found.items():
        if id_ not in right and _said(candidate.statement, moved) in wanted:
            right[id_] = True
    return [
        Example(candidate.article, candidate.statement.predicate, candidate.row, right[id_])
        for id_, candidate in sorted(found.items())
        if id_ in right
    ]


def _said(statement: Statement, moved: Mapping[str, str]) -> tuple[Any, ...]:
    """What a statement says, of entities as they are once merged."""
    ends = (ref and moved.get(ref.id, ref.id) for ref in (statement.subject, statement.object))
    return (statement.doc, statement.predicate, *ends, statement.qualifiers, statement.status)


def _considered(
    records: Records, decided: Sequence[Outcome], model: str | None, progress: Progress | None
) -> dict[str, Candidate]:
    """The candidates of the articles that were decided on, by id.

    Which these are the rows of the table say; a table of ids alone needs all articles.
    """
    from kg.cleaning import clean
    from kg.nlp import load_nlp
    from kg.nlp.reader.learning import candidates

    nlp = load_nlp(model)
    named = {outcome.decision.cells.get("doc", "") for outcome in decided}
    found: dict[str, Candidate] = {}
    for chosen in (True, False):
        articles = [article for article in records.articles if (article.doc in named) == chosen]
        pairs = map(clean, _counted(articles, progress))
        found |= {candidate.statement.id: candidate for candidate in candidates(pairs, nlp, records.base)}
        if all(outcome.found in found for outcome in decided):
            break
    return found


def _counted(articles: Sequence[Article], progress: Progress | None) -> Iterator[Article]:
    for number, article in enumerate(articles, 1):
        yield article
        if progress is not None:
            progress(number, len(articles), article.doc)


def _check_enough(folder: Path, decisions: int, articles: int = 2) -> None:
    if decisions < ENOUGH:
        raise BuildError(
            f"{folder}: has {decisions} decisions to learn from, {ENOUGH} are needed; "
            f"make some with: kg review {folder} --order doubt -o FILE"
        )
    if articles < 2:
        raise BuildError(f"{folder}: has decisions on one article only; decide on some of another one")


def _model_of(folder: Path) -> str | None:
    """The pipeline that a build was made with."""
    model = json.loads((folder / MARKER).read_text(encoding="utf-8")).get("model")
    return None if model is None else str(model)


def _learned(folder: Path) -> Path:
    check_build(folder)
    if not (folder / LEARNED).is_file():
        raise BuildError(
            f"{folder}: nothing is learned in it; learn from its decisions with: kg learn {folder}"
        )
    return folder / LEARNED


def _write(folder: Path, text: str) -> None:
    part = folder / f"{LEARNED}.part"
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(folder / LEARNED)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({why(error)})") from None
