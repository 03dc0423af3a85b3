"""Statements as one Parquet table with typed columns. Needs the ``parquet`` extra."""

from __future__ import annotations

from typing import BinaryIO

from kg.errors import UsageError
from kg.graph import select
from kg.model import ASSERTED, Records
from kg.records import columns, row


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """One statement a row; UsageError where pyarrow is missing."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError("parquet: needs pyarrow; install it with: pip install 'zhkg[parquet]'") from None
    kinds = {str: pa.string(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns().items()])
    rows = [row(statement) for statement in select(records.statements, status)]
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, file, compression="zstd")
