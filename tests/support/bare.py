"""``python tests/support/bare.py dist``: wheel and sdist, each in an environment with nothing else.

Tells the time, the size, and what a sentence gives. With ``UV`` set to a uv, once for each Python in
``PYTHONS`` (``3.11 3.13``); otherwise for the Python that runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCE = "1月28日,武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。"


def tried(package: Path, version: str) -> str:
    """One line on an install of ``package``; CalledProcessError where anything fails."""
    with tempfile.TemporaryDirectory() as folder:
        python = f"{folder}/venv/bin/python"
        begun = time.monotonic()
        if uv := os.environ.get("UV"):
            subprocess.run([uv, "venv", "--quiet", "--python", version, f"{folder}/venv"], check=True)
            install = [uv, "pip", "install", "--quiet", "--python", python, str(package)]
        else:
            subprocess.run([sys.executable, "-m", "venv", f"{folder}/venv"], check=True)
            install = [python, "-m", "pip", "install", "--quiet", str(package)]
        subprocess.run(install, check=True)
        seconds = time.monotonic() - begun
        command = [f"{folder}/venv/bin/kg", "extract", "-"]
        done = subprocess.run(command, input=SENTENCE.encode(), capture_output=True, cwd=folder, check=True)
        found = {json.loads(line)["predicate"] for line in done.stdout.splitlines()}
        assert "supervises" in found, found
        size = sum(path.lstat().st_size for path in Path(folder, "venv").rglob("*") if path.is_file())
        said = subprocess.run(
            [python, "--version"], capture_output=True, check=True, text=True
        ).stdout.strip()
        return f"{package.name} on {said}: {seconds:.0f} s, {size / 1e6:.0f} MB, finds {sorted(found)}"


if __name__ == "__main__":
    for version in os.environ.get("PYTHONS", "").split() or [""]:
        for package in sorted(Path(sys.argv[1]).absolute().iterdir()):
            print(tried(package, version), flush=True)
