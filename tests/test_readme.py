"""The README's transcript and its Python are run, and print what the README says they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def checkout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the checkout, to write into."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "tests").symlink_to(root / "tests", target_is_directory=True)
    return folder


@pytest.mark.parametrize("name", ["README.md"])
def test_what_the_readme_shows(root: Path, checkout: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    steps = [
        step
        for block in blocks(text, "console")
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)
        if step
    ]
    assert len(steps) >= 4
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    for step in steps:
        command, _, expected = step.partition("\n")
        done = subprocess.run(
            command, shell=True, cwd=checkout, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        shown = [line.rstrip() for line in done.stdout.decode().splitlines()]
        wanted = [line.rstrip() for line in expected.rstrip().splitlines()]
        if wanted and wanted[-1] == "…":  # the rest is left out
            wanted.pop()
            shown = shown[: len(wanted)]
        assert shown == wanted, command

    for number, code in enumerate(blocks(text, "python")):
        program = f"import os; os.chdir({str(checkout)!r})\n{code}"
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8"
        )
        assert ran.returncode == 0, f"Python block {number}: {ran.stderr}"
        promised = re.findall(r"# → (.*)$", code, re.MULTILINE)
        assert [line for line in ran.stdout.splitlines() if line] == promised, f"Python block {number}"


def test_links_lead_somewhere(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (root / target).exists(), target
