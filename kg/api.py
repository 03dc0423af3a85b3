"""The same in Python: ``kg.load(DIR)`` opens a build, ``kg.make(SOURCES, DIR)`` makes one and opens it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kg.build import Progress, Report, build, given_to, read_build
from kg.build.changes import extended
from kg.build.project import find, started
from kg.build.projects import build_project
from kg.errors import SourceError, UsageError
from kg.given import Given, using
from kg.iri import BASE
from kg.model import ASSERTED, Article, Entity, Merge, Records, Statement

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.query import Result, Store


@dataclass(frozen=True)
class Build:
    """A build folder, read. What is made from it is made once, when first asked for.

    ``given`` is what the user added when it was made: its classes and relations are known here.
    """

    folder: Path
    records: Records
    given: Given = field(default_factory=Given)

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
    def _store(self) -> Store:
        from kg.query import Store

        with using(self.given):
            return Store(self.records)

    def find(self, name: str) -> tuple[Entity, ...]:
        """The entities called ``name``: by IRI, by name or, failing those, by alias."""
        for test in (
            lambda entity: name == entity.id,
            lambda entity: name == entity.name,
            lambda entity: name in entity.aliases or name in entity.traditional,
        ):
            if found := tuple(filter(test, self.entities)):
                return found
        return ()

    def about(self, entity: Entity, status: str = ASSERTED) -> tuple[Statement, ...]:
        """The statements that have ``entity`` at either end; every status with ``status="all"``."""
        return tuple(
            item
            for item in self.statements
            if status in (item.status, "all")
            and entity.id in (item.subject.id, item.object.id if item.object else None)
        )

    def query(self, text: str, **parameters: str) -> Result:
        """The answer to a SPARQL query, or to a named one with its parameters."""
        store = self._store
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
        """One row a statement of any status, qualifiers as columns. Needs the ``pandas`` extra."""
        try:
            import pandas as pd
        except ImportError:
            raise UsageError(
                "to_pandas() needs pandas; install it with: pip install 'zhkg[pandas]'"
            ) from None
        return pd.DataFrame([_row(statement) for statement in self.statements])

    def export(self, form: str, status: str = ASSERTED) -> bytes:
        """The build in a format of ``kg export``."""
        from kg.export import export

        file = io.BytesIO()
        with using(self.given):
            export(self.records, form, file, status)
        return file.getvalue()

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


def make(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    base: str | None = None,
    model: str | None = None,
    min_confidence: float | None = None,
    progress: Progress | None = None,
    jobs: int = 0,
    given: Given | None = None,
    **files: Sequence[str | Path],
) -> Build:
    """Build ``sources`` into ``out`` (options as for `kg.build.build`) and open it.

    ``ontology``, ``lexicon``, ``names``, ``merges``, ``decisions`` and ``learned`` are lists of files. As
    with ``kg build``, the folder remembers them: they stay in force when it is built again. Raises the first
    problem that a source gave; the build of the others is made all the same. Where ``given`` says it all
    (see `kg.build.given_by`), nothing is remembered.
    """
    kinds = {item.name for item in fields(Given)}
    if unknown := sorted(set(files) - kinds):
        raise TypeError(f"make() got an unexpected keyword argument {unknown[0]!r}")
    if given is not None:
        report = build(
            sources,
            out,
            base=base or BASE,
            model=model,
            min_confidence=min_confidence,
            progress=progress,
            given=given,
            jobs=jobs,
        )
        return _opened(report)
    project, _ = extended(
        find(Path(out)) or started(Path(out)),
        sources=sources,
        given=files,
        base=base,
        model=model,
        least=min_confidence,
    )
    return _opened(build_project(project, progress=progress, jobs=jobs))


def _opened(report: Report) -> Build:
    if report.problems:
        raise SourceError(report.folder, f"is built, but for: {'; '.join(map(str, report.problems))}")
    return load(report.folder)


def _row(statement: Statement) -> dict[str, Any]:
    """A statement as one flat row, with the names of exchanged files."""
    row: dict[str, Any] = {}
    for key, value in statement.to_dict().items():
        if key in ("subject", "object"):
            ref = getattr(statement, key)
            row |= {key: ref and ref.name, f"{key}_type": ref and ref.type, f"{key}_id": ref and ref.id}
        elif isinstance(value, dict):
            row |= value
        elif isinstance(value, list):
            row["quotation"] = statement.evidence[0].quote if statement.evidence else None
        else:
            row[key] = value
    return row
