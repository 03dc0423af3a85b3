"""Triples sorted with few of them in memory at once: runs in temporary files, merged while they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from tempfile import TemporaryFile

from rdflib import RDF

from kg.export.rdf.terms import Triple, iri

#: triples of a run, which are in memory at once
RUN = 400_000
_TYPE = iri(str(RDF.type))


def in_order(triples: Iterable[Triple], run: int = RUN) -> Iterator[Triple]:
    """Each triple once: by subject, its class first, then by property and value.

    No term has control characters in it (`kg.export.rdf.terms`), so lines of bytes sort as terms do.
    """
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        lines: set[bytes] = set()
        for subject, verb, value in triples:
            lines.add(f"{subject[:-1]}\0{int(verb != _TYPE)}{verb}\0{value}\n".encode())
            if len(lines) >= run:
                file = files.enter_context(TemporaryFile())
                file.writelines(sorted(lines))
                file.seek(0)
                runs.append(file)
                lines = set()
        runs.append(sorted(lines))
        del lines
        last = b""
        for line in merge(*runs) if len(runs) > 1 else runs[0]:
            if line != last:
                last = line
                subject, verb, value = line[:-1].decode().split("\0")
                yield f"{subject}>", verb[1:], value
