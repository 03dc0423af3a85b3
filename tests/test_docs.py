"""The documents in both languages: the same commands, which are run and print what the documents say.

``python tests/test_docs.py`` writes what they print now into them.
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

import pytest
from test_readme import blocks

from kg.cli import main

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.mark.parametrize("language", LOCALES)
def test_transcripts(language: str) -> None:
    with place(language):
        for name in PAGES:
            text = page(language, name).read_text(encoding="utf-8")
            assert "$ kg " in text
            assert run(text) == text, f"{language}/{name}.md: run python tests/test_docs.py"


def test_its_python() -> None:
    """In one folder, one after the other; the two languages have the same code."""
    with place("en"):
        run(page("en", "tutorial").read_text(encoding="utf-8"))
        run(page("en", "databases").read_text(encoding="utf-8"))
        for name in ("notebook", "databases", "own-terms"):
            for code in blocks(page("en", name).read_text(encoding="utf-8"), "python"):
                done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
                assert done.returncode == 0, done.stderr
                assert set(re.findall(r"# → (.*)$", code, re.MULTILINE)) <= set(done.stdout.splitlines()), (
                    code
                )


def test_both_languages_have_the_same_pages_and_commands() -> None:
    names = {
        language: {path.name for path in (DOCS / language).glob("*.md") if "reference-" not in path.name}
        for language in LOCALES
    }
    assert names["zh"] == names["en"] >= {f"{name}.md" for name in PAGES}
    for name in names["zh"]:
        zh, en = ((DOCS / language / name).read_text(encoding="utf-8") for language in LOCALES)
        assert COMMAND.findall(zh) == COMMAND.findall(en), name
        assert blocks(zh, "python") == blocks(en, "python"), name
        assert blocks(zh, "sh") == blocks(en, "sh"), name
        assert zh.count("\n## ") == en.count("\n## "), name


@pytest.mark.parametrize("path", sorted(DOCS.glob("**/*.md")), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists() or target.startswith("reference-"), target


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "--nitpicky"]
    done = subprocess.run(
        [*command, "--builder", "html", str(DOCS), str(tmp_path / "site")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    cli = (tmp_path / "site/zh/reference-cli.html").read_text(encoding="utf-8")
    assert "用法：kg build" in cli
    assert "about" in (tmp_path / "site/python.html").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="https?://(?!(github|w3id|www\.w3|pypi|pradyunsg|www\.sphinx))', cli)


if __name__ == "__main__":
    for locale in LOCALES:
        with place(locale):
            for item in PAGES:
                file = page(locale, item)
                file.write_text(run(file.read_text(encoding="utf-8")), encoding="utf-8")
