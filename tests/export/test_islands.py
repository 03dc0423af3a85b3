"""The overview's islands: the county of each piece, and pieces of one county together."""

from __future__ import annotations

from records import records

from kg.export.layout import components, positions
from kg.export.page import tables
from kg.export.page.islands import LARGE, islands
from kg.export.page.parts import most_important


def test_a_piece_belongs_to_the_county_of_its_places_or_of_its_articles() -> None:
    codes = ["510107003", None, None, None, "370602", None]
    docs = [["a"], ["a"], ["a"], ["b"], ["b"], ["c"]]
    numbers, names, own = islands(codes, docs, [[0, 1], [2], [3], [4], [5]])
    assert numbers == [0, 0, 0, 1, 1, -1]
    assert names == ["武侯区", "芝罘区"]
    assert own == [0, -1, -1, -1, 1, -1]


def test_a_place_of_another_county_joins_two_islands() -> None:
    codes = ["510107003", "370602", "510107", "370602", None]
    docs = [["a"], ["a"], ["a"], ["b"], ["b"]]
    numbers, names, own = islands(codes, docs, [[0, 1, 2], [3, 4]])
    assert names == ["武侯区", "芝罘区"]
    assert numbers == [0, 0, 0, 1, 1]
    assert own == [0, 1, 0, 1, -1]


def test_two_counties_of_one_name_are_told_apart() -> None:
    codes = ["110105", "220104", "320506"]  # 朝阳区 twice
    _, names, _ = islands(codes, [["a"], ["b"], ["c"]], [[0], [1], [2]])
    assert names == ["北京市朝阳区", "长春市朝阳区", "吴中区"]


def test_a_piece_that_is_all_over_the_country_is_no_island() -> None:
    count = LARGE + 1
    numbers, names, _ = islands(["510107"] * count, [["a"]] * count, [list(range(count))])
    assert set(numbers) == {-1}
    assert names == []


def test_pieces_of_an_island_stand_together() -> None:
    edges = [(number, number + 1) for number in range(0, 80, 2)]
    groups = [(number // 2) % 4 for number in range(80)]
    placed = positions(80, edges, groups)
    assert placed == positions(80, edges[::-1], groups)
    boxes = []
    for group in range(4):
        mine = [point for point, number in zip(placed, groups, strict=True) if number == group]
        boxes.append((*map(min, zip(*mine, strict=True)), *map(max, zip(*mine, strict=True))))
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other_left, other_top, other_right, other_bottom in boxes[:at]:
            assert left > other_right or right < other_left or top > other_bottom or bottom < other_top
    assert positions(80, edges) == positions(80, edges, [-1] * 80)
    assert len(components(80, edges)) == 40


def test_the_page_has_them() -> None:
    page = tables(records(), most_important(records(), None, None), language="zh")
    assert page.meta["islands"][0] == "武侯区"
    at = {node["label"]: node.get("i", -1) for node in page.nodes}
    assert at["玉林街道"] == at["李燎"] == 0
