"""SPARQL over a build: any query, or a competency question by its name."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Records
from kg.query.named import NamedQuery, Parameter, named_queries, status_of
from kg.query.result import Result
from kg.query.store import Store

__all__ = ["NamedQuery", "Parameter", "Result", "Store", "named_queries", "query", "status_of"]


def query(records: Records, text: str, parameters: Mapping[str, str] | None = None) -> Result:
    """Ask ``records`` once: SPARQL, or the name of a query with its parameters."""
    return Store(records, status_of(text)).ask(text, parameters)
