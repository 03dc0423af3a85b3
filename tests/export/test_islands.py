"""The overview's islands: the county of each piece, and pieces of one county together."""

from __future__ import annotations

from records import records

from kg.export.layout import components, positions
from kg.export.page import tables
from kg.export.page.islands import LARGE, MANY, islands
from kg.export.page.parts import most_important
from kg.values.areas import load_areas


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


def test_a_piece_that_is_all_over_the_country_is_cut() -> None:
    half = LARGE // 2 + 1
    codes = [*["510107"] * half, *["370602"] * half, None, None, None]
    docs = [*[["a"]] * half, *[["b"]] * half, ["b"], [], []]
    count = len(codes)
    edges = [(number, number + 1) for number in range(count - 2)]
    numbers, names, _ = islands(codes, docs, [list(range(count - 1)), [count - 1]], edges)
    assert names == ["芝罘区", "武侯区"]
    assert numbers == [*[1] * half, *[0] * (half + 2), -1]  # its article tells of one, a neighbour of another


def test_where_counties_are_too_many_their_cities_stand_for_them() -> None:
    counties = sorted(code for code in load_areas() if not code.endswith("00"))[: MANY + 1]
    numbers, names, own = islands(
        counties, [[code] for code in counties], [[at] for at in range(len(counties))]
    )
    assert len(names) <= MANY
    assert own == numbers
    assert names[numbers[counties.index("130102")]] == "石家庄市"
    assert names[numbers[counties.index("110105")]] == "北京市"


def test_an_edge_between_islands_moves_nothing() -> None:
    inside = [(number, number + 1) for number in range(9)] + [
        (number, number + 1) for number in range(10, 19)
    ]
    groups = [0] * 10 + [1] * 10
    assert positions(20, [*inside, (3, 15)], groups) == positions(20, inside, groups)


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
