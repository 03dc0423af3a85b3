"""The README's transcript and its Python are run, and print what the README says they print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from readme import README, blocks, make_checkout, run_console


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
