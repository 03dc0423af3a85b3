"""Into Neo4j, or whatever speaks Bolt, by the official driver. Needs the ``neo4j`` extra.

Constraints come first; then batches of rows, each query in one transaction that the driver tries again
after a transient error. Rows are merged by ``id``, so a batch that arrived twice changes nothing.
"""

from __future__ import annotations

import logging
from typing import Any

from kg.errors import OutputError, UsageError
from kg.graph.cypher import Rows, constraints
from kg.graph.property_graph import property_graph
from kg.model import Records
from kg.push.address import address, credentials, unreached
from kg.push.batches import send_batches
from kg.push.note import Progress, Pushed
from kg.values.phrase import Phrase, phrase

_ROWS = 2000
_SECONDS = 10  # until somebody has answered


# long: one connection from its opening to its end, with what may fail of it
def push(
    records: Records, url: str, status: str, collection: str, replace: bool, progress: Progress
) -> Pushed:
    """Merge the property graph into the database that the path of ``url`` names, else the default one."""
    try:
        import neo4j
        from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable
    except ImportError:
        raise UsageError("bolt: needs the driver; install it with: pip install 'zhkg[neo4j]'") from None
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else what it logs goes to the terminal
    parts = address(url)
    query = f"?{parts.query}" if parts.query else ""
    found = credentials(parts.hostname or "")
    try:
        with (
            neo4j.GraphDatabase.driver(
                f"{parts.scheme}://{parts.netloc}{query}",
                auth=found,
                connection_timeout=_SECONDS,
                connection_acquisition_timeout=_SECONDS,
            ) as driver,
            driver.session(database=parts.path.strip("/") or None) as session,
        ):
            driver.verify_connectivity()  # at once, where retrying would wait

            def write(query: str, rows: Rows | None = None) -> None:
                session.execute_write(lambda work: work.run(query, rows=rows).consume())

            def ask(query: str, values: dict[str, Any]) -> list[list[Any]]:
                return session.execute_read(lambda work: [row.values() for row in work.run(query, values)])

            for constraint in constraints():
                write(constraint)
            graph = property_graph(records, status)
            return send_batches(graph, collection, _ROWS, ask, write, progress, replace=replace)
    except AuthError:
        raise OutputError(
            phrase("{}: refused the credentials; check KG_USER and KG_PASSWORD", parts.netloc)
        ) from None
    except Neo4jError as error:
        raise OutputError(
            phrase("{}: the database refused it ({}: {})", parts.netloc, error.code, error.message)
        ) from None
    except (DriverError, OSError, ValueError) as error:
        why = unreached(error, _SECONDS)
        if isinstance(error, ServiceUnavailable) and not isinstance(why, Phrase):  # the driver's insides
            why = phrase("nobody there answers in Bolt")
        raise OutputError(
            phrase("{}: cannot be reached ({}); check --to and try again", parts.netloc, why)
        ) from None
