"""Into a triple store, a named graph at a time, each under the name of its collection.

Graphs of one collection are below ``…/collection/NAME/graph/``, so that several builds in one store never
meet; what each pushed stands in its ``build`` graph. An article's graph is put whole, so that doing it
again changes nothing; of the descriptions, those that are there and are not made anew stay, since graphs
that stay need them.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.namespace import PROV

from kg.export.rdf.quads import BuildKey, Triple, build_triples, named_graphs
from kg.export.rdf.terms import iri
from kg.iri import collection_iri
from kg.model import ASSERTED, Records
from kg.push.note import Note, Progress, Pushed, check_shared
from kg.push.triplestore import ByGraph, ByUpdate, Triplestore

_BUILD = "build"
_DESCRIBING = ("areas", "entities")
_MADE = iri(str(PROV.wasGeneratedBy))


def push(
    records: Records,
    url: str,
    status: str,
    collection: str,
    replace: bool,
    progress: Progress,
    *,
    note: Note,
    update: bool,
    queries: str | None,
) -> Pushed:
    """Put each named graph; with ``update`` by SPARQL Update, else by the Graph Store Protocol.

    ``queries`` is where the store is asked, for ``update``; else that is guessed.
    """
    store: Triplestore = ByUpdate(url, queries) if update else ByGraph(url)
    return _Push(records, status, collection, replace, store, note, progress).run()


class _Push:
    """One push: what goes where, and what has arrived."""

    def __init__(
        self,
        records: Records,
        status: str,
        collection: str,
        replace: bool,
        store: Triplestore,
        note: Note,
        progress: Progress,
    ) -> None:
        self._records, self._status, self._collection = records, status, collection
        self._replace, self._store, self._note, self._progress = replace, store, note, progress
        self._from = f"{records.base}graph/"
        self._to = f"{collection_iri(records.base, collection)}/graph/"
        self._sent = self._known = 0

    def run(self) -> Pushed:
        build, facts = self._to + _BUILD, self._facts()
        gone = self._gone(build, facts) if self._replace else []
        # first what there will be: whatever stops this, no graph is there that none knows of
        self._arrive(build, facts, whole=False)
        for name, triples in named_graphs(self._records, self._status):
            kind = name.removeprefix(self._from)
            if kind != _BUILD:
                self._arrive(self._to + kind, triples, whole=self._replace or kind not in _DESCRIBING)
        for name in gone:
            self._store.drop(name)
        if self._replace:
            self._store.put(build, facts)
        return Pushed(self._sent, self._known, removed=len(gone))

    def _facts(self) -> list[Triple]:
        """The build and the graphs that it made, by the names that they have in the store."""
        key, unasserted = BuildKey(self._records), set()
        for item in self._records.statements:
            key.add(item)
            if item.status != ASSERTED and self._status in ("all", item.status):
                unasserted.add(item.doc)
        node = iri(f"{self._records.base}build/{key.digest()}")
        start, there = f"<{self._from}", f"<{self._to}"
        return sorted(
            (subject.replace(start, there, 1) if subject.startswith(start) else subject, verb, value)
            for subject, verb, value in set(build_triples(self._records, node, unasserted))
        )

    def _gone(self, build: str, facts: Sequence[Triple]) -> list[str]:
        """The graphs that this collection pushed and has no more; UsageError where it seems another's."""
        new = {subject[1:-1] for subject, verb, _ in facts if verb == _MADE}
        old = {name for name in self._store.made(build) if name.startswith(self._to)}
        articles = {name for name in old if name.startswith(f"{self._to}article/")}
        check_shared(self._collection, len(articles), bool(articles & new))
        return sorted(old - new)

    def _arrive(self, name: str, triples: Sequence[Triple], *, whole: bool) -> None:
        content = "".join(" ".join(triple) + " .\n" for triple in triples)
        if self._note.knows(name, content) and self._is_there(name, len(triples), whole):
            self._known += 1
        else:
            (self._store.put if whole else self._store.add)(name, triples)
            self._note.keep(name, content)
            self._sent += 1
        self._progress(self._sent + self._known, 0, name)

    def _is_there(self, name: str, wanted: int, whole: bool) -> bool:
        """Whether the store has as much of the graph as the note says: somebody may have emptied it."""
        size = self._store.size(name)
        return size == wanted if whole else size >= wanted
