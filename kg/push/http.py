"""Into a triple store, a named graph at a time, as several collections in it may.

An article's graph is put whole, so that doing it again changes nothing; where two collections have the
article, it is as the last push left it, and stays until neither has it. The graphs of descriptions are put
together from what each collection says (`kg.push.descriptions`). What a collection pushed stands in its own
graph, ``…/collection/NAME/build``; ``graph/collections`` lists the collections.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rdflib.namespace import DCTERMS

from kg.errors import OutputError
from kg.export.rdf.descriptions import build_triples
from kg.export.rdf.quads import BuildKey, Triple, named_graphs
from kg.export.rdf.terms import iri
from kg.model import ASSERTED, Records
from kg.push.descriptions import Share, packed, renewed, united, unpacked
from kg.push.note import Note, Progress, Pushed, check_shared
from kg.push.triplestore import ByGraph, ByUpdate, Triplestore
from kg.values.iri import collection_iri
from kg.values.phrase import phrase

_BUILD, _ARTICLES, _COLLECTIONS = "build", "article/", "collections"
_PART = iri(str(DCTERMS.hasPart))


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
        self._graphs, self._node = f"{records.base}graph/", collection_iri(records.base, collection)
        self._sent = self._known = 0
        self._prepared: list[Triple] = []  # the collection's own graph, as it is while the others change

    def run(self) -> Pushed:
        own, others = f"{self._node}/{_BUILD}", self._others()
        facts, new = self._facts()
        old = self._store.parts(own)
        articles = {name for name in old if name.startswith(f"{self._graphs}{_ARTICLES}")}
        if self._replace:
            check_shared(self._collection, len(articles), bool(articles & new))
        gone = sorted(old - new) if self._replace else []
        # first what there will be: whatever stops this, no graph is there that none knows of
        if new - old:
            self._store.insert(own, self._parts(new - old))
        share: Share = {}
        for name, triples in named_graphs(self._records, self._status):
            kind = name.removeprefix(self._graphs)
            if kind.startswith(_ARTICLES):
                self._arrive(name, triples)
            elif kind != _BUILD:
                share[kind] = set(triples)
        share = self._describe(own, share, [self._share(node) for node in others], facts, old | new)
        kept = {name for node in others for name in self._store.parts(f"{node}/{_BUILD}")}
        for name in gone:
            if name not in kept:
                self._store.drop(name)
        parts = self._parts(new if self._replace else old | new)
        own_triples = sorted({*facts, *parts, *packed(self._node, share)})
        if own_triples == self._prepared:
            self._keep(own, own_triples)
        else:
            self._arrive(own, own_triples)
        return Pushed(self._sent, self._known, removed=len(gone))

    def _others(self) -> list[str]:
        """The other collections in the store, by IRI; this one is listed from now on."""
        registry = f"{self._graphs}{_COLLECTIONS}"
        there = self._store.parts(registry)
        if self._node not in there:
            self._store.insert(registry, [(iri(registry), _PART, iri(self._node))])
        return sorted(there - {self._node})

    def _facts(self) -> tuple[list[Triple], set[str]]:
        """The build, and the graphs of articles that it made."""
        key, unasserted = BuildKey(self._records), set()
        for item in self._records.statements:
            key.add(item)
            if self._status in ("all", item.status) and item.status != ASSERTED:
                unasserted.add(item.doc)
        node = iri(f"{self._records.base}build/{key.digest()}")
        names = {item.doc: f"{self._graphs}{_ARTICLES}{item.key}" for item in self._records.articles}
        graphs = {*names.values(), *(f"{names[doc]}/unasserted" for doc in unasserted)}
        return list(build_triples(self._records, node, unasserted)), graphs

    def _parts(self, graphs: set[str]) -> list[Triple]:
        return [(iri(self._node), _PART, iri(name)) for name in sorted(graphs)]

    def _share(self, node: str) -> Share:
        """What a collection says in the shared graphs."""
        name = f"{node}/{_BUILD}"
        try:
            return unpacked(node, self._store.texts(name))
        except ValueError as error:
            raise OutputError(
                phrase("{}: is damaged ({}); push that collection again", name, error)
            ) from None

    def _describe(
        self, own: str, share: Share, others: list[Share], facts: list[Triple], parts: set[str]
    ) -> Share:
        """Brings the shared graphs up to date; gives what this collection then says in them."""
        before = self._share(self._node)
        after = share if self._replace else {k: renewed(before.get(k, set()), v) for k, v in share.items()}
        both = {kind: before.get(kind, set()) | after[kind] for kind in after}
        if before != after:  # both, so that what a break leaves behind is known to somebody
            self._prepared = sorted({*facts, *self._parts(parts), *packed(self._node, both)})
            self._store.put(own, self._prepared)
        there: set[Triple] = set()
        for kind in sorted(after, reverse=True):  # an area that somebody names is described as an entity
            name = f"{self._graphs}{kind}"
            new = united([*others, after], kind) - there
            there |= new
            if self._is_known(name, new):
                self._known += 1
            else:
                self._store.change(name, united([*others, both], kind), new)
                self._keep(name, new)
        return after

    def _arrive(self, name: str, triples: Sequence[Triple]) -> None:
        if self._is_known(name, triples):
            self._known += 1
            self._progress(self._sent + self._known, 0, name)
        else:
            self._store.put(name, triples)
            self._keep(name, triples)

    def _is_known(self, name: str, triples: Collection[Triple]) -> bool:
        """Whether the note has it, and the store as much of it: somebody may have emptied that."""
        return self._note.knows(name, _content(triples)) and self._store.size(name) == len(triples)

    def _keep(self, name: str, triples: Collection[Triple]) -> None:
        self._note.keep(name, _content(triples))
        self._sent += 1
        self._progress(self._sent + self._known, 0, name)


def _content(triples: Iterable[Triple]) -> str:
    return "".join(" ".join(triple) + " .\n" for triple in sorted(triples))
