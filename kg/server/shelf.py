"""The catalogue of the build that is served, opened again when the build is made again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from kg.catalogue import Catalogue, opened
from kg.values.records import MARKER


class Shelf:
    """One build folder and its catalogue."""

    def __init__(self, folder: Path, told: Callable[[], None] = lambda: None) -> None:
        """``told`` is called before a catalogue is made for the first time, which may take a while."""
        self.folder = folder
        self._held = self._stamp()
        self._catalogue = opened(folder, told)
        self._opening = asyncio.Lock()

    async def catalogue(self) -> Catalogue:
        """The catalogue of what is in the folder now."""
        if self._held == self._stamp():
            return self._catalogue
        async with self._opening:
            stamp = self._stamp()
            if self._held != stamp:
                before = self._catalogue
                self._catalogue = await asyncio.to_thread(opened, self.folder)
                self._held = stamp
                before.close()
        return self._catalogue

    def _stamp(self) -> tuple[int, int] | None:
        """None while a build is being put in place."""
        try:
            found = (self.folder / MARKER).stat()
        except OSError:
            return getattr(self, "_held", None)
        return found.st_ino, found.st_mtime_ns
