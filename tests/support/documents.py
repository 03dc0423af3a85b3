"""The commands of the documents in both languages, run.

``python tests/support/documents.py`` writes what they print now into them.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from unittest.mock import patch

from paths import ROOT

from kg.cli import main

DOCS = ROOT / "docs"
LOCALES = {"zh": "zh_CN.UTF-8", "en": "C.UTF-8"}
#: in the order in which a reader goes through them: what one makes the next may use
PAGES = ("tutorial", "tables", "own-terms", "review", "databases", "sparql", "teaching", "explanation")
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


@contextmanager
def place(language: str) -> Iterator[Path]:
    """A folder that looks like the checkout, to stand in, with the language's locale."""
    with tempfile.TemporaryDirectory() as name:
        for linked in ("docs", "tests"):
            (Path(name) / linked).symlink_to(ROOT / linked, target_is_directory=True)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = {"LC_ALL": LOCALES[language], "PATH": path, "PYTHONPATH": str(ROOT)}
        with chdir(name), patch.dict(os.environ, env):
            yield Path(name)


def printed(command: str) -> list[str]:
    """What a command prints, standard error among it; one of ours alone runs in this process."""
    words = shlex.split(command)
    if words[0] == "kg" and not {"|", "||", ">"} & set(words):
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with patch.object(sys, "stdout", out), patch.object(sys, "stderr", out):
            main(words[1:])
        data = out.buffer.getvalue()  # type: ignore[attr-defined]
    else:
        done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        data = done.stdout
    return [line.rstrip() for line in data.decode().splitlines()]


def run(text: str) -> str:
    """A page with what its commands print now."""

    def block(match: re.Match[str]) -> str:
        lines = [
            line for command in COMMAND.findall(match[2]) for line in (f"$ {command}", *printed(command))
        ]
        return match[1] + "\n".join(lines) + "\n```"

    return re.sub(r"^(```console\n)(.*?)^```$", block, text, flags=re.MULTILINE | re.DOTALL)


def page(language: str, name: str) -> Path:
    return DOCS / language / f"{name}.md"


if __name__ == "__main__":
    for locale in LOCALES:
        with place(locale):
            for item in PAGES:
                file = page(locale, item)
                file.write_text(run(file.read_text(encoding="utf-8")), encoding="utf-8")
