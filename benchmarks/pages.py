"""What is found on saved web pages: date, outlet, text; beside htmldate and trafilatura where installed.

.venv/bin/python benchmarks/pages.py FOLDER      a folder of saved pages, in any encoding
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kg.cleaning import clean
from kg.model import Article
from kg.reading import read_sources


def others() -> tuple[Callable[[str], str | None], Callable[[str], tuple[str | None, str]]] | None:
    """What htmldate says of a page's date, and trafilatura of its site and text; None without them."""
    try:
        import trafilatura
        from htmldate import find_date
    except ImportError:
        return None

    def read(page: str) -> tuple[str | None, str]:
        found = trafilatura.extract_metadata(page)
        return (found.sitename if found else None), trafilatura.extract(page) or ""

    return find_date, read


def runs(text: str) -> Counter[str]:
    """The sequences of eight Chinese characters of a text."""
    han = re.sub(r"[^一-鿿]", "", text)
    return Counter(han[at : at + 8] for at in range(len(han) - 7))


def main(folder: Path) -> None:
    tools = others()
    count: Counter[str] = Counter()
    for path in sorted(folder.glob("*.htm*")):
        article = next(iter(read_sources([path])))
        if not isinstance(article, Article):
            print(article)
            continue
        article, text = clean(article)
        count["pages"] += 1
        count["date"] += article.date is not None
        count["outlet"] += article.publisher is not None
        count["title"] += article.title is not None
        if tools is None:
            continue
        page = path.read_bytes().decode("utf-8", "replace")
        try:
            date, (site, other) = tools[0](page), tools[1](page)
        except ValueError as error:
            print(f"{path.name}: {error}")
            continue
        count["htmldate: date"] += date is not None
        count["the same date"] += date is not None and date == article.date
        if article.date and date and date != article.date:
            print(f"{path.name}: date {article.date}, htmldate {date}")
        count["trafilatura: site"] += site is not None
        ours, theirs = runs(text.clean), runs(other)
        shared = sum((ours & theirs).values())
        count["text: 0.8 of trafilatura's"] += shared >= 0.8 * sum(theirs.values())
    for name, number in count.items():
        print(f"{name}: {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
