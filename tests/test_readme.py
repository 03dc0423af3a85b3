"""The README's transcript and its Python are run, and print what the README says they print.

``python tests/test_readme.py`` writes what they print now into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
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


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout after the README's transcript, which it must have printed as the README says."""
    folder = make_checkout(tmp_path_factory.mktemp("checkout"))
    text = README.read_text(encoding="utf-8")
    transcripts = blocks(text, "console")
    assert transcripts
    assert "".join(transcripts).count("$ kg ") >= 4
    for block in transcripts:
        assert run_console(block, folder) == block
    return folder


def test_its_transcript(checkout: Path) -> None:
    assert (checkout / "outputs/demo/graph.html").is_file()


@pytest.mark.parametrize("number", range(len(blocks(README.read_text(encoding="utf-8"), "python"))))
def test_its_python(checkout: Path, number: int) -> None:
    code = blocks(README.read_text(encoding="utf-8"), "python")[number]
    ran = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    promised = re.findall(r"# → (.*)$", code, re.MULTILINE)
    assert set(promised) <= set(ran.stdout.splitlines())


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target).exists(), target


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = make_checkout(Path(temporary))
        text = README.read_text(encoding="utf-8")
        for block in blocks(text, "console"):
            text = text.replace(block, run_console(block, place))
        README.write_text(text, encoding="utf-8")
