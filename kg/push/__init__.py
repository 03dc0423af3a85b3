"""A build into another system: a triple store over HTTP, or a graph database by its own protocol.

Doing it again changes nothing, and a note of what arrived lets a push that failed go on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from kg.errors import UsageError
from kg.garbage import uncollected
from kg.model import ASSERTED, Records
from kg.phrase import phrase
from kg.push.note import Note, Progress, Pushed

__all__ = ["Note", "Progress", "Pushed", "push"]

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
    update: bool = False,
    note: Path | None = None,
    status: str = ASSERTED,
    progress: Progress | None = None,
) -> Pushed:
    """Load ``records`` into what ``url`` names.

    ``http://…`` is a triple store's Graph Store Protocol (graphs are named by ``?graph=``), or its SPARQL
    Update with ``update``; ``bolt://host:7687/DATABASE`` and ``neo4j://…`` are Neo4j and what speaks Bolt,
    ``redis://host:6379/GRAPH`` is FalkorDB, ``ladybug:PATH`` an embedded Ladybug database. ``note`` is a
    file that remembers what arrived, by content; what it holds is not sent again. Credentials come from
    the environment (KG_USER, KG_PASSWORD) or a netrc, never from ``url`` (UsageError). OutputError says
    what the other side refused; the note holds what came before.
    """
    scheme = url.partition(":")[0].lower()
    if scheme not in _HOMES or ":" not in url:
        known = "http, https, bolt, neo4j, redis, ladybug"
        raise UsageError(
            phrase("--to {}: is no address; it begins with one of: {}", url.rpartition("@")[2], known)
        )
    if update and _HOMES[scheme] != "http":
        raise UsageError("--update: is for addresses with http; leave it out")
    send = cast(Callable[..., Pushed], import_module(f"kg.push.{_HOMES[scheme]}").push)
    more = {"update": True} if update else {}
    with uncollected():
        return send(records, url, status, Note(note, url), progress or _silent, **more)


def _silent(done: int, total: int, name: str) -> None:
    """Nobody looks."""
