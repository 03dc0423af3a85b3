"""A build into another system: a triple store over HTTP, or a graph database by its own protocol.

Doing it again changes nothing, several collections in one store leave each other alone, and a push that
failed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from kg.errors import UsageError
from kg.model import ASSERTED, Records
from kg.push.note import Note, Progress, Pushed
from kg.values.characters import sayable
from kg.values.garbage import uncollected
from kg.values.phrase import phrase

__all__ = ["COLLECTION", "Note", "Progress", "Pushed", "push"]

COLLECTION = "kg"  # where none is named

#: scheme of the address → the module that speaks it
_HOMES: Mapping[str, str] = {
    **dict.fromkeys(("http", "https"), "http"),
    **dict.fromkeys(("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"), "bolt"),
    **dict.fromkeys(("redis", "rediss"), "falkordb"),
    "ladybug": "ladybug",
}


def push(
    records: Records,
    url: str,
    *,
    collection: str = COLLECTION,
    replace: bool = False,
    update: bool = False,
    queries: str | None = None,
    note: Path | None = None,
    status: str = ASSERTED,
    progress: Progress | None = None,
) -> Pushed:
    """Load ``records`` into what ``url`` names.

    ``http://…`` is a triple store's Graph Store Protocol (graphs are named by ``?graph=``), or its SPARQL
    Update with ``update``, which asks for what is there at ``queries`` (else at the address that goes with
    ``url``); ``bolt://host:7687/DATABASE`` and ``neo4j://…`` are Neo4j and what speaks Bolt,
    ``redis://host:6379/GRAPH`` is FalkorDB, ``ladybug:PATH`` an embedded Ladybug database.

    What is loaded belongs to ``collection``; what other collections loaded stays, also where both have it.
    With ``replace`` what this collection loaded earlier and has no more is removed; UsageError where not one
    of its articles would stay. ``note`` is a file that remembers which graphs arrived, by content; what the
    store still has of them is not sent again. Graph databases are asked instead. Credentials come from the
    environment (KG_USER, KG_PASSWORD) or a netrc, never from ``url`` (UsageError). OutputError says what the
    other side refused; what came before is there.
    """
    scheme = url.partition(":")[0].lower()
    if scheme not in _HOMES or ":" not in url:
        known = "http, https, bolt, neo4j, redis, ladybug"
        raise UsageError(
            phrase("--to {}: is no address; it begins with one of: {}", url.rpartition("@")[2], known)
        )
    web = _HOMES[scheme] == "http"
    if update and not web:
        raise UsageError("--update: is for addresses with http; leave it out")
    if queries and not update:
        raise UsageError("--queries: goes with --update only; leave it out")
    if not collection.strip():
        raise UsageError("--collection: is empty; give the collection a name")
    send = cast(Callable[..., Pushed], import_module(f"kg.push.{_HOMES[scheme]}").push)
    more = {"note": Note(note, url), "update": update, "queries": queries} if web else {}
    with uncollected():
        return send(records, url, status, sayable(collection), replace, progress or _silent, **more)


def _silent(done: int, total: int, name: str) -> None:
    """Nobody looks."""
