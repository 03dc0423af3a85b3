"""The batches of a property graph, sent one after the other; a note knows those that arrived."""

from __future__ import annotations

import json
from collections.abc import Callable

from kg.cypher import Rows, batches
from kg.property_graph import PropertyGraph
from kg.push.note import Note, Progress, Pushed


def send_batches(
    graph: PropertyGraph,
    size: int,
    write: Callable[[str, Rows], None],
    note: Note,
    progress: Progress,
) -> Pushed:
    """``write`` runs each query of the batches that the note does not know."""
    total = len(graph.nodes) + len(graph.edges)
    sent = known = 0
    for batch in batches(graph, size):
        content = json.dumps(batch.rows, ensure_ascii=False)
        if note.knows(batch.name, content):
            known += len(batch.rows)
        else:
            for query, rows in batch.steps:
                write(query, rows)
            note.keep(batch.name, content)
            sent += len(batch.rows)
        progress(sent + known, total, batch.name)
    return Pushed(sent, known, "nodes and edges")
