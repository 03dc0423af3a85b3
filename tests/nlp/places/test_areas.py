"""Areas: the table, and how names fall into areas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language import areas

from kg.lexicon import load_lexicon


def split(name: str, *, believe: bool = True) -> list[str]:
    return [part.name for part in areas().split(name, believe=believe)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("成都市武侯区玉林街道", ["成都市", "武侯区", "玉林街道"]),
        ("四川省成都市", ["四川省", "成都市"]),
        ("内江市市中区", ["内江市", "市中区"]),
        ("武侯区人大常委会", ["武侯区"]),
        ("东湖区政府", ["东湖区"]),
        ("人大常委会", []),
        ("", []),
    ],
)
def test_split(name: str, parts: list[str]) -> None:
    assert split(name) == parts


def test_an_unknown_county_is_believed_only_if_asked() -> None:
    assert split("齐聚区政府") == ["齐聚区"]
    assert split("齐聚区政府", believe=False) == []
    assert split("武侯区政府", believe=False) == ["武侯区"]


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("四川省", 1),
        ("成都市", 2),
        ("武侯区", 3),
        ("青山街道", 4),
        ("柳林镇", 4),
        ("安康社区", 5),
        ("李明", None),
    ],
)
def test_rank(name: str, rank: int | None) -> None:
    assert areas().rank(name) == rank


def test_stem_and_suffix() -> None:
    assert (areas().stem("柳林镇"), areas().suffix("柳林镇")) == ("柳林", "镇")
    assert (areas().stem("柳林民族乡"), areas().suffix("柳林民族乡")) == ("柳林", "民族乡")
    assert (areas().stem("李明"), areas().suffix("李明")) == ("李明", "")


def test_short_names_stand_for_the_highest_or_the_near() -> None:
    assert areas().full("成都") == "成都市"
    several = next(
        s for s, codes in sorted(areas().short.items()) if len({areas().names[c] for c in codes}) > 1
    )
    options = {areas().names[code] for code in areas().short[several]}
    assert all(areas().full(several, [name]) == name for name in options)


@given(st.sampled_from(sorted(load_lexicon().areas)))
def test_the_table_is_a_tree(code: str) -> None:
    up = areas().parent(code)
    if code.endswith("0000"):
        assert up is None
    else:
        assert up is not None
        assert int(up) < int(code)
        assert len(up.rstrip("0")) < len(code.rstrip("0"))
        assert (areas().rank(areas().names[up]) or 9) <= (areas().rank(areas().names[code]) or 0)


@given(st.sampled_from(sorted(set(load_lexicon().areas.values()))), st.sampled_from(["", "政府", "人大"]))
def test_every_area_of_the_table_is_found(name: str, body: str) -> None:
    parts = areas().split(name + body)
    assert parts
    assert parts[-1].end == len(name)


@given(st.text("成都市武侯区玉林街道办事处人大县镇村", max_size=12))
def test_parts_are_in_order_and_of_falling_rank(name: str) -> None:
    parts = areas().split(name)
    ends = [0, *(part.end for part in parts)]
    assert [part.start for part in parts] == ends[:-1]
    ranks = [areas().rank(part.name) or 0 for part in parts]
    assert ranks == sorted(ranks)
