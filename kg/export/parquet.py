"""Tables as Parquet with typed columns. Needs the ``parquet`` extra."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import UsageError
from kg.model import ASSERTED, Records
from kg.tables import STATEMENTS, TABLES, Table, table


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """The statements, one a row; UsageError where pyarrow is missing."""
    arrow, parquet = _libraries()
    parquet.write_table(_table(arrow, table(records, STATEMENTS, status)), file, compression="zstd")


def parts(records: Records, status: str = ASSERTED) -> Iterator[tuple[str, bytes]]:
    """All the tables; UsageError where pyarrow is missing."""
    arrow, parquet = _libraries()
    for name in TABLES:
        file = io.BytesIO()
        parquet.write_table(_table(arrow, table(records, name, status)), file, compression="zstd")
        yield f"{name}.parquet", file.getvalue()


def _table(arrow: Any, found: Table) -> Any:
    kinds = {
        str: arrow.string(),
        float: arrow.float64(),
        bool: arrow.bool_(),
        int: arrow.int64(),
        list: arrow.list_(arrow.string()),
    }
    schema = arrow.schema([(name, kinds[kind]) for name, kind in found.columns.items()])
    return arrow.Table.from_pylist(found.rows, schema=schema)


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError("parquet: needs pyarrow; install it with: pip install 'zhkg[parquet]'") from None
    return pyarrow, pyarrow.parquet
