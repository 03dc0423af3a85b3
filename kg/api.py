# long: the public face, most of it documentation
"""The same in Python: ``kg.load(DIR)`` opens a build, ``kg.make(SOURCES, DIR)`` makes one and opens it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from html import escape
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, overload

from kg.build import Progress, Report, build, given_to, read_build
from kg.build.changes import extended
from kg.build.project import find, started
from kg.build.projects import build_project
from kg.errors import SourceError, UsageError
from kg.given import Given, using
from kg.model import ASSERTED, STATUSES, Article, Entity, Merge, Records, Statement
from kg.resolve.names import also_called
from kg.values.iri import BASE
from kg.values.phrase import phrase, unknown, unknown_entity
from kg.values.records import columns, row

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.charts import Chart
    from kg.query import Result, Store


log = logging.getLogger(__name__)


# long: the public face: a short method for each question to a build
@dataclass(frozen=True, repr=False)
class Build:
    """A build folder, read. What is made from it is made once, when first asked for.

    ``given`` is what the user added when it was made: its classes and relations are known here.
    """

    folder: Path
    records: Records
    given: Given = field(default_factory=Given)

    def __repr__(self) -> str:
        counts = f"{len(self.articles):,} articles, {len(self.entities):,} entities"
        return f"<build {str(self.folder)!r}: {counts}, {len(self.statements):,} statements>"

    def _repr_html_(self) -> str:
        """What is in it, for Jupyter: its counts, and how many statements of each relation and status."""
        from kg.words.show import summary

        with using(self.given):
            return f"<p><code>{escape(repr(self))}</code></p>{summary(self.records)}"

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, by ``doc``."""
        return self.records.articles

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities, by IRI."""
        return self.records.entities

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of every status, by IRI."""
        return self.records.statements

    @property
    def merges(self) -> tuple[Merge, ...]:
        """What was held to be one across articles, with reasons."""
        return self.records.merges

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The asserted statements as a networkx graph."""
        from kg.graph import to_graph

        with using(self.given):
            return to_graph(self.records)

    @cached_property
    def _stores(self) -> dict[str, Store]:
        return {}

    def _store(self, status: str) -> Store:
        """Asked many times, made once."""
        from kg.query import Store

        if status not in self._stores:
            with using(self.given):
                self._stores[status] = Store(self.records, status)
        return self._stores[status]

    def find(self, name: str) -> tuple[Entity, ...]:
        """The entities called ``name``: by IRI, by name or, failing those, by alias."""
        for test in (
            lambda entity: name == entity.id,
            lambda entity: name == entity.name,
            lambda entity: name in also_called(entity) or name in entity.traditional,
        ):
            if found := tuple(filter(test, self.entities)):
                return found
        return ()

    def about(self, entity: Entity | str, status: str = ASSERTED) -> tuple[Statement, ...]:
        """The statements that have ``entity`` (one, or its IRI, name or alias) at either end.

        Every status with ``status="all"``. UsageError where nothing has that name, or several have.
        """
        if status not in ("all", *STATUSES):
            raise UsageError(phrase("{}: is no status; choose one of all, {}", status, ", ".join(STATUSES)))
        wanted = self._one(entity) if isinstance(entity, str) else entity.id
        return tuple(
            item
            for item in self.statements
            if status in (item.status, "all")
            and wanted in (item.subject.id, item.object.id if item.object else None)
        )

    def _one(self, name: str) -> str:
        found = self.find(name)
        if not found:
            raise UsageError(unknown_entity(name, self.entities))
        if len(found) > 1:
            iris = ", ".join(item.id for item in found)
            raise UsageError(phrase("{} names several entities; give the IRI of one: {}", name, iris))
        return found[0].id

    def query(self, text: str, **parameters: str) -> Result:
        """The answer to a SPARQL query, or to a named one with its parameters.

        It is asked of what is asserted (of a named query, what it is about); of every status with
        ``status="all"``. Any other ``status`` is a parameter of the named query.
        """
        from kg.query import status_of

        status = status_of(text)
        if parameters.get("status") in ("all", ASSERTED):
            status = parameters.pop("status")
        store = self._store(status)
        with using(self.given):
            return store.ask(text, parameters)

    def to_rdflib(self) -> rdflib.Dataset:
        """The asserted statements as RDF, in the named graphs of the TriG export; queries see their union."""
        import rdflib

        from kg.export.rdf.quads import named_graphs

        dataset = rdflib.Dataset(default_union=True)
        with using(self.given):
            graphs = list(named_graphs(self.records))
        for name, triples in graphs:
            lines = "".join(f"{' '.join(triple)} .\n" for triple in triples)
            dataset.graph(rdflib.URIRef(name)).parse(data=lines, format="nt")
        return dataset

    def to_pandas(self) -> pd.DataFrame:
        """One row a statement of any status, with the columns of the table ``statements`` that
        ``kg export --to csv`` writes: ends, qualifiers, ``quote``. Needs the ``pandas`` extra."""
        try:
            import pandas as pd
        except ImportError:
            raise UsageError(
                "to_pandas() needs pandas; install it with: pip install 'zhkg[pandas]'"
            ) from None
        return pd.DataFrame([row(statement) for statement in self.statements], columns=list(columns()))

    def export(self, form: str, status: str = ASSERTED) -> bytes:
        """The build in a format of ``kg export``."""
        from kg.export import export

        file = io.BytesIO()
        with using(self.given):
            export(self.records, form, file, status)
        return file.getvalue()

    def chart(
        self,
        name: str,
        *,
        of: str | None = None,
        top: int | None = None,
        currency: str | None = None,
        language: str = "zh",
    ) -> Chart:
        """A chart of ``kg chart`` (``--list`` names them); a notebook shows it, ``.save(path)`` writes it.

        ``of`` is a name or IRI: what has it at either end; ``top`` how many bars. Needs the ``charts`` extra.
        """
        from kg.charts import TOP, chart

        with using(self.given):
            return chart(self.records, name, of=of, top=top or TOP, currency=currency, language=language)

    @overload
    def view(
        self, path: None = None, *, focus: str | None = None, top: int | None = None, language: str = "zh"
    ) -> Inline: ...

    @overload
    def view(
        self, path: str | Path, *, focus: str | None = None, top: int | None = None, language: str = "zh"
    ) -> Path: ...

    def view(
        self,
        path: str | Path | None = None,
        *,
        focus: str | None = None,
        top: int | None = None,
        language: str = "zh",
    ) -> Inline | Path:
        """The interactive page, around ``focus`` (a name) or of the ``top`` entities, in ``language``.

        Without ``path`` it is for a notebook, which shows it below the cell; else it is written to
        ``path``, which is given back. An earlier file there stays where the page cannot be made.
        """
        from kg.export.html import write_page

        file = io.BytesIO()
        with using(self.given):
            write_page(self.records, file, focus=focus, top=top, language=language)
        if path is None:
            return Inline(file.getvalue().decode())
        path = Path(path)
        path.write_bytes(file.getvalue())
        return path


@dataclass(frozen=True)
class Inline:
    """A page that Jupyter shows below the cell: in a frame that cannot reach the notebook."""

    html: str

    def _repr_html_(self) -> str:
        rights = "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox"
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="{rights}" loading="eager" '
            'width="100%" height="720" style="border:0"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters: a notebook shows it, view(path) writes it>"


def load(folder: str | Path) -> Build:
    """Open a build folder; raises BuildError where it is missing or damaged."""
    return Build(Path(folder), read_build(folder), given_to(folder))


Paths = str | Path | Iterable[str | Path]


def make(
    sources: Paths,
    out: str | Path,
    *,
    base: str | None = None,
    model: str | None = None,
    min_confidence: float | None = None,
    progress: Progress | None = None,
    jobs: int = 0,
    given: Given | None = None,
    **files: Paths,
) -> Build:
    """Build ``sources`` (a path, or several) into ``out`` and open it; options as for `kg.build.build`.

    ``ontology``, ``lexicon``, ``names``, ``merges``, ``decisions`` and ``learned`` are a file or several. As
    with ``kg build``, the folder remembers them: they stay in force when it is built again. Raises
    SourceError that names what could not be read; the build of the others is made all the same. Where
    ``given`` says it all (see `kg.build.given_by`), nothing is remembered.
    """
    kinds = [item.name for item in fields(Given)]
    for name in files:
        if name not in kinds:
            known = {*signature(make).parameters, *kinds} - {"sources", "out", "given", "files"}
            raise UsageError(unknown("option", name, sorted(known)))
    if given is not None:
        report = build(
            _paths(sources),
            out,
            base=base or BASE,
            model=model,
            min_confidence=min_confidence,
            progress=progress,
            given=given,
            jobs=jobs,
        )
        return _opened(report, out)
    project, _ = extended(
        find(Path(out)) or started(Path(out)),
        sources=_paths(sources),
        given={kind: _paths(some) for kind, some in files.items()},
        base=base,
        model=model,
        least=min_confidence,
    )
    return _opened(build_project(project, progress=progress, jobs=jobs), out)


def _opened(report: Report, out: str | Path) -> Build:
    for note in (*map(str, report.notes), *report.idle):
        log.warning("%s", note)
    if report.problems:
        problems = "; ".join(map(str, report.problems))
        raise SourceError(report.folder, phrase("is built, but for: {}", problems))
    return load(out if Path(out).resolve() == report.folder.resolve() else report.folder)


def _paths(given: Paths) -> list[str | Path]:
    return [given] if isinstance(given, str | Path) else list(given)
