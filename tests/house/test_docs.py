"""The documents in both languages: the same commands, which are run and print what the documents say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from documents import COMMAND, DOCS, LOCALES, PAGES, page, place, run
from paths import ROOT
from readme import blocks


@pytest.mark.parametrize("language", LOCALES)
def test_transcripts(language: str) -> None:
    with place(language):
        for name in PAGES:
            text = page(language, name).read_text(encoding="utf-8")
            assert "$ kg " in text
            assert run(text) == text, f"{language}/{name}.md: run python tests/support/documents.py"


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


def test_the_site_needs_no_locale_of_the_machine() -> None:
    [recipe] = [line for line in (ROOT / "Makefile").read_text().splitlines() if "-m sphinx" in line]
    name, _, value = recipe.strip("\t@").split()[0].partition("=")
    begins = [sys.executable, "-c", "import locale; locale.setlocale(locale.LC_ALL, '')"]  # as Sphinx does
    missing = {key: text for key, text in os.environ.items() if not key.startswith("LC_")}
    missing["LANG"] = "xx_XX.UTF-8"
    assert subprocess.run(begins, env=missing, capture_output=True).returncode != 0
    assert subprocess.run(begins, env={**missing, name: value}).returncode == 0
