"""The search and the pages of entities: ``search.py [ARTICLES]`` prints the table of ``search.md``.

The second number of a measure is how many of its milliseconds (or seconds) were on a processor.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from generate import BODIES, ITEMS, SURNAMES, generate

from kg.catalogue import Filters, opened, search
from kg.model import Article, Records
from kg.portrait import Addresses, portray, render
from kg.values.records import write_records

WORDS = ("疫情", "督导", "人大常委会", "捐赠 口罩", "王", "378万元", "没有这样的词")
NARROW = (
    Filters(q="督导", relation="supervises", since="2021", until="2022"),
    Filters(relation="donates", least="0.9", show="statements"),
    Filters(q="主任", type="Person", status="asserted"),
    Filters(relation="donates", since="2030"),
    Filters(place="石家庄市", relation="supervises"),
    Filters(q="捐赠", outlet="没有这样的报"),
)


def main(articles: int) -> None:
    print("| measure | value |\n|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "build"
        place.mkdir()
        write_records(lengthened(generate(articles)), place)  # the catalogue needs no more of a build
        begin, before = time.perf_counter(), time.process_time()
        catalogue = opened(place)
        row("articles, entities, statements", ", ".join(f"{count:,}" for count in catalogue.counts()))
        spent = time.process_time() - before
        row("catalogue made", f"{time.perf_counter() - begin:.1f} s, {spent:.1f}")
        row("its file", f"{(place / 'search.sqlite').stat().st_size / 1e6:.0f} MB")
        catalogue.close()
        row("opened again", f"{timed(lambda: opened(place).close())[0] * 1000:.0f} ms")
        catalogue = opened(place)
        for asked in (*(Filters(q=word) for word in WORDS), *NARROW):
            found = search(catalogue, asked).counts
            clock, busy = min(timed(lambda asked=asked: search(catalogue, asked)) for _ in range(3))
            words = " ".join(f"{name}={value}" for name, value in asdict(asked).items() if value)
            row(
                f"`{words}`: {', '.join(map(str, found.values()))}",
                f"{clock * 1000:.0f} ms, {busy * 1000:.0f}",
            )
        order = "SELECT n FROM entity ORDER BY weight DESC LIMIT 200"
        numbers = [number for (number,) in catalogue.rows(order)]
        entities = [entity for entity, _ in catalogue.numbered_entities(numbers)]
        times = sorted(
            timed(lambda entity=entity: page(catalogue, entity.id))
            for entity in entities[:1] + entities[100:]
        )
        busy = sorted(spent for _, spent in times)
        row(
            "page of an entity, half and the slowest of 101",
            f"{times[50][0] * 1000:.0f}, {times[-1][0] * 1000:.0f} ms,"
            f" {busy[50] * 1000:.0f}, {busy[-1] * 1000:.0f}",
        )
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


def lengthened(records: Records, seed: int = 1) -> Records:
    """Articles of some 1,500 characters: what they say, then sentences that say nothing."""
    draw = random.Random(seed)
    parts = [
        *BODIES,
        *(item for item, _ in ITEMS),
        *SURNAMES,
        "疫情防控工作",
        "会议指出",
        "认真落实",
        "群众",
        "社区",
    ]

    def more(article: Article) -> Article:
        rest = "".join("".join(draw.choices(parts, k=8)) + "。\n" for _ in range(50))
        return replace(article, raw=article.raw + "\n" + rest)

    return replace(records, articles=tuple(map(more, records.articles)))


def page(catalogue, iri: str) -> None:  # type: ignore[no-untyped-def]
    render("entity.html", "zh", Addresses(catalogue.base), portrait=portray(catalogue, iri))


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and those of them on a processor."""
    begin, busy = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - begin, time.process_time() - busy


def row(name: str, value: str) -> None:
    print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
