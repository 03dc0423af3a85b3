"""What comes of sheets of donations: gifts, what they add up to, and what is said to be left out.

.venv/bin/python benchmarks/sheets.py FILE…      tables in any format, each read as a build of its own
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kg.cleaning import clean
from kg.export.rdf.counting import Gift, count, gift_of
from kg.model import Article
from kg.nlp import extract_many, load_nlp
from kg.reading import read_sources
from kg.values.iri import BASE


def main(paths: list[str]) -> None:
    nlp = load_nlp("fast")
    for path in paths:
        gifts: list[Gift] = []
        for article in read_sources([Path(path)]):
            if not isinstance(article, Article):
                print(f"  {article}")
                continue
            article, text = clean(article)
            for extraction in extract_many([(article, text)], nlp, BASE):
                gifts += filter(None, (gift_of(item, article) for item in extraction.statements))
        counted = count(gifts)
        sums: Counter[str] = Counter()
        for gift in gifts:
            sums[gift.currency] += counted[gift.id].amount or 0
            sums[f"{gift.currency} worth"] += counted[gift.id].worth or 0
        told = ", ".join(f"{name} {total:,.2f}" for name, total in sorted(sums.items()) if total)
        print(f"{Path(path).name}: {len(gifts)} gifts, {told or 'no sum'}")


if __name__ == "__main__":
    main(sys.argv[1:])
