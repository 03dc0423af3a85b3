"""Tables as Parquet with typed columns. Needs the ``parquet`` extra."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import UsageError
from kg.export.tables import Table, statements, tables
from kg.model import ASSERTED, Records


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The statements, one a row; UsageError where pyarrow is missing."""
    arrow, parquet = _libraries()
    parquet.write_table(_table(arrow, statements(records, status)), file, compression="zstd")


def parts(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
    """All the tables; UsageError where pyarrow is missing."""
    arrow, parquet = _libraries()
    for table in tables(records, status):
        file = io.BytesIO()
        parquet.write_table(_table(arrow, table), file, compression="zstd")
        yield f"{table.name}.parquet", file.getvalue()


def _table(arrow: Any, found: Table) -> Any:
    kinds = {
        str: arrow.string(),
        float: arrow.float64(),
        bool: arrow.bool_(),
        int: arrow.int64(),
        list: arrow.list_(arrow.string()),
    }
    values = zip(*found.rows, strict=True) if found.rows else ([] for _ in found.columns)
    arrays = [
        arrow.array(column, kinds[kind]) for column, kind in zip(values, found.columns.values(), strict=True)
    ]
    return arrow.Table.from_arrays(arrays, names=list(found.columns))


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError("parquet: needs pyarrow; install it with: pip install 'zhkg[parquet]'") from None
    return pyarrow, pyarrow.parquet
