"""Annotated texts: a split of the corpus by name, a file of it, or a folder of articles and gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.model import Article
from kg.reading import read_sources

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "training" / "corpus"), str(ROOT / "tests" / "data")]
import corpus  # noqa: E402
import notation  # noqa: E402
import score as score  # noqa: E402
from split import SPLITS  # noqa: E402

Text = tuple[str, str, dict[str, Any]]


def annotated(names: Iterable[str]) -> Iterator[Text]:
    """Name, raw text and gold of the texts of splits, files, or folders with articles and gold."""
    for name in names:
        if name in SPLITS:
            split = corpus.splits()
            yield from (text for file in corpus.first() for text in _file(file) if split[text[0]] == name)
        elif Path(name).is_file():
            yield from _file(Path(name))
        else:
            yield from _folder(Path(name))


def _file(file: Path) -> Iterator[Text]:
    for name, raw, _, gold in notation.read(file):
        yield name, raw, gold


def _folder(folder: Path) -> Iterator[Text]:
    for article in read_sources([folder / "articles"]):
        file = folder / "gold" / f"{getattr(article, 'doc', '')}.json"
        if isinstance(article, Article) and file.is_file():
            gold = json.loads(file.read_text(encoding="utf-8"))
            yield article.doc, article.raw, {"genre": "", "claims": [], **gold, "id": article.doc}
