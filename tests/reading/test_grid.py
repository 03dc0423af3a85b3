"""Tables to lines: headings, units, merged cells, totals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lexicon import load_lexicon
from kg.reading.grid import MOST, Grid, grid_of, has_headings, lines_of


def grid(*rows: str, merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    """Rows with cells set apart by ``|``; ``merged`` holds row, column, rows, columns."""
    sizes = {(row, column): (rows, columns) for row, column, rows, columns in merged}
    cells = [
        (r, c, *sizes.get((r, c), (1, 1)), text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
        if text
    ]
    return grid_of(cells)


def test_a_row_is_a_sentence() -> None:
    found = grid(
        "序号|捐赠单位|金额(万元)|受赠单位", "1|东湖食品 有限公司|5|青山街道", "2|柳林商会||梅园街道"
    )
    assert lines_of(found) == [
        "捐赠单位：东湖食品有限公司，金额(万元)：5，受赠单位：青山街道",
        "捐赠单位：柳林商会，受赠单位：梅园街道",
    ]


def test_the_unit_above_a_table_reaches_its_sums() -> None:
    rows = ("捐赠单位|金额|数量", "柳林商会|5|3")
    want = ["捐赠单位：柳林商会，金额（万元）：5，数量：3"]
    assert lines_of(grid(*rows), "（单位：万元）") == want
    assert lines_of(grid("公示表 单位:万元", *rows, merged=((0, 0, 1, 3),))) == ["公示表 单位:万元", *want]
    assert lines_of(grid("捐赠单位|金额（元）", "柳林商会|5"), "单位：万元") == [
        "捐赠单位：柳林商会，金额（元）：5"
    ]


def test_a_cell_merged_over_rows_holds_for_each() -> None:
    found = grid("捐赠单位|金额|受赠单位", "柳林商会|5|青山街道", "东湖商会|6", merged=((1, 2, 2, 1),))
    assert lines_of(found) == [
        "捐赠单位：柳林商会，金额：5，受赠单位：青山街道",
        "捐赠单位：东湖商会，金额：6，受赠单位：青山街道",
    ]


def test_a_sum_merged_over_donors_is_one_gift_of_them_together() -> None:
    found = grid("序号|捐赠单位|金额", "1|柳林商会|5", "2|东湖商会", merged=((1, 2, 2, 1),))
    assert lines_of(found) == ["捐赠单位：柳林商会、东湖商会，金额：5"]


def test_a_sum_merged_over_items_is_told_once() -> None:
    found = grid("捐赠单位|物资|价值", "柳林商会|棉被|5", "柳林商会|帐篷", merged=((1, 2, 2, 1),))
    assert lines_of(found) == ["捐赠单位：柳林商会，物资：棉被，价值：5", "捐赠单位：柳林商会，物资：帐篷"]


def test_headings_of_two_rows() -> None:
    found = grid(
        "捐赠单位|捐赠情况||受赠单位",
        "|现金（元）|物资",
        "柳林商会|5|棉被|青山街道",
        merged=((0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1)),
    )
    assert lines_of(found) == ["捐赠单位：柳林商会，现金（元）：5，物资：棉被，受赠单位：青山街道"]


def test_totals_notes_and_repeated_headings_are_no_gifts() -> None:
    head = "捐赠单位|金额"
    found = grid("捐赠公示|", head, "柳林商会|5", head, "东湖商会|6", "合计|11", "备注：数据截至今日|")
    assert lines_of(found) == [
        "捐赠公示",
        "捐赠单位：柳林商会，金额：5",
        "捐赠单位：东湖商会，金额：6",
        "合计 11",
        "备注：数据截至今日",
    ]


def test_a_table_of_other_things_keeps_its_rows() -> None:
    found = grid("地区|采样点", "东湖区|22个")
    assert not has_headings(found)
    assert lines_of(found) == ["地区 采样点", "东湖区 22个"]
    assert lines_of(grid_of([])) == []


def test_a_table_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 5000000 cells"):
        grid_of([(0, 0, 1, 1, "a"), (MOST, 1, 1, 1, "b")])


@settings(deadline=None)  # the first example loads the lexicon
@given(
    st.lists(st.tuples(st.sampled_from(["柳林商会", "李明", "a，b：c", ""]), st.text(max_size=5)), max_size=6)
)
def test_every_cell_below_a_heading_stays(rows: list[tuple[str, str]]) -> None:
    cells = [(0, 0, 1, 1, "捐赠单位"), (0, 1, 1, 1, "款物")]
    cells += [(r, c, 1, 1, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row)]
    lines = "\n".join(lines_of(grid_of(cells)))
    for donor, gift in rows:
        assert donor in lines
        assert gift.strip() in load_lexicon().tables.nothing or " ".join(gift.split()) in lines or not donor
