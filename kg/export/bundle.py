"""Several files as one zip, the same bytes for the same files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

Parts = Iterable[tuple[str, bytes]]  # names with their contents


def write_zip(parts: Parts, file: BinaryIO) -> None:
    """Pack ``parts``; ``file`` need not be seekable."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name)  # dated 1980
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
