"""What a collection says of the things that others may describe, too: kept as text beside what it pushed.

The graphs of descriptions are shared, each triple in them once, since a store that does not make the union of
its graphs a set would count it twice. So each collection's own share is kept, packed, in its graph of
what it pushed; the shared graphs are put together from all of these.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping

from rdflib import RDF
from rdflib.namespace import DCTERMS

from kg.export.rdf.quads import Triple
from kg.export.rdf.terms import iri, string

_PIECE = 2000  # characters of a literal
_VALUE, _REPLACED = iri(str(RDF.value)), iri(str(DCTERMS.isReplacedBy))
Share = dict[str, set[Triple]]  # by the kind of graph


def packed(node: str, share: Mapping[str, Iterable[Triple]]) -> list[Triple]:
    """The triples that hold a share; ``node`` is the collection's IRI."""
    found = []
    for kind, triples in sorted(share.items()):
        lines = "\n".join(" ".join(triple) for triple in sorted(triples))
        text = base64.b64encode(zlib.compress(lines.encode(), 9)).decode()
        for number, start in enumerate(range(0, len(text), _PIECE)):
            name = iri(f"{node}/{kind}/{number:08d}")
            found.append((name, _VALUE, string(text[start : start + _PIECE])))
    return found


def unpacked(node: str, texts: Mapping[str, str]) -> Share:
    """The share that `packed` wrote; ValueError where a piece is damaged."""
    pieces: dict[str, list[str]] = {}
    for name in sorted(texts):
        kind = name.removeprefix(f"{node}/").partition("/")[0]
        pieces.setdefault(kind, []).append(texts[name])
    share: Share = {}
    for kind, some in pieces.items():
        try:
            lines = zlib.decompress(base64.b64decode("".join(some))).decode()
        except zlib.error as error:
            raise ValueError(str(error)) from None
        rows = (line.split(" ", 2) for line in lines.split("\n") if line)
        share[kind] = {(row[0], row[1], row[2]) for row in rows}
    return share


def renewed(old: set[Triple], new: set[Triple]) -> set[Triple]:
    """``new``, and of ``old`` what is said of things that ``new`` does not describe."""
    described = {subject for subject, verb, _ in new if verb != _REPLACED}
    return new | {triple for triple in old if triple[0] not in described}


def united(shares: Iterable[Share], kind: str) -> set[Triple]:
    """What all of them say."""
    return {triple for share in shares for triple in share.get(kind, ())}
