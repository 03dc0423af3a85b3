"""The catalogue on the shelf is that of the build in the folder, also after it is made again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from records import records

from kg.build import write_build
from kg.server.shelf import Shelf
from kg.values.records import MARKER


def test_a_build_made_again_is_opened_again(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_build(records(), out)
    shelf = Shelf(out)

    async def looked() -> None:
        first = await shelf.catalogue()
        assert await shelf.catalogue() is first
        marker = out / MARKER
        kept = marker.read_bytes()
        marker.unlink()
        assert await shelf.catalogue() is first  # a build is being put in place
        marker.write_bytes(kept)
        write_build(replace(records(), merges=()), out)
        one, two = await asyncio.gather(shelf.catalogue(), shelf.catalogue())
        assert one is two is not first
        one.close()

    asyncio.run(looked())
