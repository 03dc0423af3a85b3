"""FollowTheMoney there and back: ``ftm.py FOLDER…`` prints a row of ``ftm.md`` for each build folder.

The export goes through ``ftm validate`` of the package followthemoney, and what that writes is compared with
the build: every name, post and date. Needs the package, which needs PyICU.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.build import read_build
from kg.export import FORMATS, export
from kg.model import Records
from kg.values.dates import days

LINKS = ("Occupancy", "Membership", "Payment", "UnknownLink", "Event")
DATES = {"date": "date", "startDate": "valid_from", "endDate": "valid_until"}


def main(folders: list[Path]) -> None:
    print("| build | articles | entities | not valid | statements left out | names | posts | dates |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in folders:
        records = read_build(folder)
        lines, problems = validated(records)
        compared = [sent_and_back(pairs(records, lines)) for pairs in (names, posts, dates)]
        cells = [
            folder.name,
            len(records.articles),
            len(lines),
            problems,
            FORMATS["ftm"].left_out(records, "all"),
        ]
        print(f"| {' | '.join(map(str, (*cells, *compared)))} |")


def validated(records: Records) -> tuple[list[dict[str, Any]], int]:
    """What ``ftm validate`` writes of an export of every status, and how many lines it complains in."""
    tool = Path(sys.executable).with_name("ftm")
    with subprocess.Popen([tool, "validate"], stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin is not None
        out, said = process.communicate(_exported(records))
        complaints = len(said.splitlines()) + bool(process.returncode)
    return [json.loads(line) for line in out.splitlines()], complaints


def _exported(records: Records) -> bytes:
    file = io.BytesIO()
    export(records, "ftm", file, "all")
    return file.getvalue()


def sent_and_back(pairs: Iterator[tuple[object, object]]) -> str:
    found = list(pairs)
    return f"{sum(sent == back for sent, back in found)} of {len(found)}"


def names(records: Records, lines: list[dict[str, Any]]) -> Iterator[tuple[object, object]]:
    """The name and the other names of each entity."""
    back = {
        properties["notes"][0]: {*properties.get("name", ()), *properties.get("alias", ())}
        for properties in (line["properties"] for line in lines if line["schema"] not in (*LINKS, "Position"))
        if "notes" in properties
    }
    for entity in records.entities:
        yield {entity.name, *entity.aliases, *entity.traditional}, back.get(entity.id)


def posts(records: Records, lines: list[dict[str, Any]]) -> Iterator[tuple[object, object]]:
    """Who holds which post, by the statement that says so."""
    named = {line["id"]: line["properties"].get("name", [""])[0] for line in lines}
    back = {
        line["properties"]["recordId"][0]: (
            named[line["properties"]["holder"][0]],
            named[line["properties"]["post"][0]],
        )
        for line in lines
        if line["schema"] == "Occupancy"
    }
    known = {entity.id: entity for entity in records.entities}
    for statement in records.statements:
        title, body = statement.qualifiers.title, statement.object
        if statement.predicate == "holdsPosition" and statement.id in back and title and body:
            person = known.get(statement.subject.id)
            place = known.get(body.id)
            called = f"{place.name if place else body.name}{title}"
            yield (person.name if person else statement.subject.name, called), back[statement.id]
        elif statement.predicate == "holdsPosition" and title and statement.status in ("asserted", "ended"):
            yield statement.id, None


def dates(records: Records, lines: list[dict[str, Any]]) -> Iterator[tuple[object, object]]:
    """The dates of each statement, and the days of the articles."""
    back = {
        line["properties"]["recordId"][0]: line["properties"] for line in lines if line["schema"] in LINKS
    }
    for statement in records.statements:
        for name, field in DATES.items():
            sent = getattr(statement.qualifiers, field)
            if sent and days(sent) and statement.id in back:
                yield [sent], back[statement.id].get(name)
    published = sorted(article.date for article in records.articles if article.date and days(article.date))
    told = sorted(date for line in lines for date in line["properties"].get("publishedAt", ()))
    yield from zip(published, told, strict=True)


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
