"""All that comes after extraction, and one article more: ``after.py FOLDER [ARTICLES…]`` (1000 10000 100000).

For each number, an archive (archive.py) below FOLDER, which should be on a disk with room: 100,000 articles
take some 30 GB. What FOLDER has already is not made again. Figures: collection.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from archive import MODEL, Archive, fill, patterns


def run(label: str, *arguments: object) -> None:
    """Run ``kg build`` and print its seconds on the clock and of processor time, and its largest memory."""
    command = [sys.executable, "-m", "kg", "--verbose", "build", *map(str, arguments), "--model", MODEL]
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, _, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    cpu = used.ru_utime + used.ru_stime
    print(f"{label:<44}{wall:8.1f} s{cpu:8.1f} s{used.ru_maxrss / 1024:8.0f} MB", flush=True)


def main(folder: Path, counts: list[int]) -> None:
    archive = Archive(list(patterns(folder / "patterns")))
    print(f"{'':<44}{'clock':>10}{'CPU time':>10}{'memory':>11}")
    for count in counts:
        place = folder / str(count)
        if not place.is_dir():
            fill(place, archive, range(count))
        out = ("-o", place / "out", "--jobs", 1)
        run(f"{count} articles, --only statements", place / "in", *out, "--only", "statements")
        fill(place, archive, [count])
        run("one article more, --only statements", place / "in", *out, "--only", "statements")
        run("the same with RDF and page", place / "in", *out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(item) for item in sys.argv[2:]] or [1000, 10_000, 100_000])
