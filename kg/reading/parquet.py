"""Parquet as a source: each row is an article, or a row of a table as in CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

PARQUET = frozenset((".parquet",))
#: rows that are read at a time
TOGETHER = 500


def read_parquet(file: Path) -> tuple[list[str], Iterator[dict[str, Any]]]:
    """The columns, and the rows by them; ValueError where it is none, or pyarrow is missing."""
    try:
        from pyarrow import ArrowException  # type: ignore[import-untyped]
        from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]
    except ImportError:
        raise ValueError("needs pyarrow; install it with: pip install 'zhkg[parquet]'") from None
    try:
        opened = ParquetFile(file)
        return list(opened.schema_arrow.names), _rows(opened)
    except (ArrowException, OSError):
        raise ValueError("is a damaged Parquet file; write it again or fetch it again") from None


def _rows(opened: Any) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowException

    try:
        for batch in opened.iter_batches(batch_size=TOGETHER):
            for row in batch.to_pylist():
                yield {name: _plain(value) for name, value in row.items()}
    except (ArrowException, OSError):
        raise ValueError("is a damaged Parquet file; write it again or fetch it again") from None
    finally:
        opened.close()


def _plain(value: Any) -> Any:
    """A value as JSON has it: days and times as text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
