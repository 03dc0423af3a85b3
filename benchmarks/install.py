"""``python benchmarks/install.py [CHECKOUT]``: the README followed literally, in a fresh clone.

Every command and every piece of Python of it, one after the other, with ``.venv/bin`` on the path after
`make demo`, as the README says; then a table: how it ended, how long it took, what it added to the
folder. ``make test`` and ``make test-all`` are left out (``--tests`` runs the first).
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
#: what a shell of a new user has; no environment that happens to be active here
KEPT = ("HOME", "PATH", "TMPDIR", "PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_CERT", "SSL_CERT_FILE")


def steps(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Kind, command and the output that is shown, of each step of the README."""
    for kind, block in re.findall(r"^```(sh|console|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if kind == "python":
            yield kind, block, re.findall(r"# → (.*)$", block, re.MULTILINE)
        elif kind == "console":
            for step in filter(None, re.split(r"^\$ ", block, flags=re.MULTILINE)):
                command, *shown = step.splitlines()
                yield kind, command, shown
        else:
            for line in block.splitlines():
                if command := line.partition("  #")[0].strip():
                    yield kind, command, []


def size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def as_shown(kind: str, printed: list[str], shown: list[str]) -> bool:
    """Whether everything that the README shows was printed; for a command, nothing else and in this order."""
    if kind == "console" and shown[-1:] != ["…"]:
        return printed == shown
    return set(shown) - {"…"} <= set(printed)


def followed(folder: Path, tests: bool) -> Iterator[str]:
    """The lines of the table."""
    environment = {key: os.environ[key] for key in KEPT if key in os.environ} | {"LC_ALL": "zh_CN.UTF-8"}
    environment["PATH"] = f"{folder}/.venv/bin{os.pathsep}{environment['PATH']}"
    yield "| step | status | as shown | clock, s | processor, s | adds, MB |"
    yield "|---|--:|---|--:|--:|--:|"
    before = size(folder)
    for kind, command, shown in steps((folder / "README.md").read_text(encoding="utf-8")):
        if command.startswith("make test") and not (tests and command == "make test"):
            continue
        line = ["python", "-c", command] if kind == "python" else ["sh", "-c", command]
        begun, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        seconds, now = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        after = size(folder)
        name = "Python: " + command.splitlines()[2] if kind == "python" else command
        printed = [row.rstrip() for row in done.stdout.splitlines()]
        same = ("yes" if as_shown(kind, printed, shown) else "no") if shown else ""
        cells = (f"`{name}`".replace("|", "\\|"), done.returncode, same, f"{seconds:.1f}", f"{processor:.1f}")
        yield "| " + " | ".join(map(str, (*cells, f"{(after - before) / 1e6:.1f}"))) + " |"
        if done.returncode or same == "no":
            print("\n".join(printed[-15:]), file=sys.stderr)
        before = after


if __name__ == "__main__":
    given = [item for item in sys.argv[1:] if not item.startswith("-")]
    with tempfile.TemporaryDirectory() as temporary:
        clone = Path(temporary) / "zhkg"
        subprocess.run(["git", "clone", "--quiet", given[0] if given else CHECKOUT, clone], check=True)
        for row in followed(clone, "--tests" in sys.argv):
            print(row, flush=True)
