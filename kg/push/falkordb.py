"""Into FalkorDB, over its Redis protocol. Needs the ``falkordb`` extra.

Constraints come first; then batches of rows, merged by ``id``, so a batch that arrived twice changes
nothing and may be tried again after a lost connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from kg.errors import OutputError, UsageError
from kg.graph.cypher import ROOTS, Rows
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.push.address import address, credentials, unreached
from kg.push.batches import send_batches
from kg.push.note import Progress, Pushed
from kg.values.phrase import phrase

GRAPH = "kg"  # where the address names none
_ROWS = 1000  # a query's text holds them
_SECONDS = 120
_WAITS = (0.5, 1.0, 2.0, 4.0)  # between attempts


# long: one connection from its opening to its end, with what may fail of it
def push(
    records: Records, url: str, status: str, collection: str, replace: bool, progress: Progress
) -> Pushed:
    """Merge the property graph into the graph that the path of ``url`` names, else into ``kg``."""
    try:
        import redis
        from falkordb import FalkorDB
    except ImportError:
        raise UsageError("redis: needs the client; install it with: pip install 'zhkg[falkordb]'") from None
    parts = address(url)
    user, password = credentials(parts.hostname or "") or (None, None)
    transient = (redis.ConnectionError, redis.TimeoutError)
    refused = (redis.AuthenticationError, redis.exceptions.AuthorizationError)

    def again(act: Callable[[], Any]) -> Any:
        """``act``, tried again after a transient error."""
        for wait in _WAITS:
            try:
                return act()
            except refused:
                raise
            except transient:
                time.sleep(wait)
        return act()

    try:
        server = again(
            lambda: FalkorDB(
                host=parts.hostname,
                port=parts.port or 6379,
                username=user,
                password=password,
                ssl=parts.scheme == "rediss",
                socket_timeout=_SECONDS,
            )
        )
        try:
            graph = server.select_graph(parts.path.strip("/") or GRAPH)
            for root in ROOTS:
                again(partial(_constrain, graph, root))

            def write(query: str, rows: Rows) -> None:
                again(partial(graph.query, query, {"rows": rows}))

            def ask(query: str, values: dict[str, Any]) -> list[list[Any]]:
                return list(again(partial(graph.query, query, values)).result_set)

            made = property_graph(records, status)
            return send_batches(made, collection, _ROWS, ask, write, progress, replace=replace)
        finally:
            server.close()
    except refused:
        raise OutputError(
            phrase("{}: refused the credentials; check KG_USER and KG_PASSWORD", parts.netloc)
        ) from None
    except transient as error:
        raise OutputError(
            phrase(
                "{}: cannot be reached ({}); check --to and try again",
                parts.netloc,
                unreached(error, _SECONDS),
            )
        ) from None
    except redis.RedisError as error:
        said = " ".join(str(error).split())[:300]
        raise OutputError(phrase("{}: the database refused it ({})", parts.netloc, said)) from None


def _constrain(graph: Any, label: str) -> None:
    """``id`` is unique among these nodes; waits until that holds."""
    from redis import ResponseError

    try:
        graph.create_node_unique_constraint(label, "id")
    except ResponseError as error:
        if "already exists" not in str(error):
            raise
    until = time.monotonic() + _SECONDS
    while any(
        item["label"] == label and item["status"] == "UNDER CONSTRUCTION" for item in graph.list_constraints()
    ):
        if time.monotonic() > until:
            raise OutputError(
                phrase("{}: the database does not finish its constraint; try again later", label)
            )
        time.sleep(0.05)
