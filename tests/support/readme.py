"""The README's transcript, run.

``python tests/support/readme.py`` writes what its commands print now into it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from paths import ROOT

README = ROOT / "README.md"
REST = "…"  # as the last line of an output: the rest is left out


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def make_checkout(folder: Path) -> Path:
    """A folder that looks like the checkout, to write into."""
    (folder / "tests").symlink_to(README.parent / "tests", target_is_directory=True)
    return folder


def run_console(block: str, checkout: Path) -> str:
    """The block with what its commands print now, for a user whose locale is Chinese."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "LC_ALL": "zh_CN.UTF-8"}
    out = []
    for step in filter(None, re.split(r"^\$ ", block, flags=re.MULTILINE)):
        command, *shown = step.splitlines()
        done = subprocess.run(
            command, shell=True, cwd=checkout, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        printed = [line.rstrip() for line in done.stdout.decode().splitlines()]
        if shown and shown[-1] == REST:
            printed = [*printed[: len(shown) - 1], REST]
        out += [f"$ {command}", *printed]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = make_checkout(Path(temporary))
        text = README.read_text(encoding="utf-8")
        for block in blocks(text, "console"):
            text = text.replace(block, run_console(block, place))
        README.write_text(text, encoding="utf-8")
