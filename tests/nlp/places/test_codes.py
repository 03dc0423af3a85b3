"""The codes that a name may have, and their levels."""

from __future__ import annotations

from functools import cache

from kg.lexicon import load_lexicon
from kg.nlp.places.codes import AreaCodes, is_county, is_high, is_town, is_village


@cache
def codes() -> AreaCodes:
    return AreaCodes(load_lexicon())


def test_names_of_the_tables() -> None:
    assert codes().of("武侯区") == ("510107",)
    assert sorted(codes().of("市中区")) == ["370103", "370402", "511002", "511102"]
    assert codes().of("玉林街道") == ("510107005",)
    assert codes().of("齐聚镇") == ()


def test_a_township_of_a_people_may_be_named_without_it() -> None:
    assert codes().of("亚曼苏乡") == codes().of("亚曼苏柯尔克孜族乡") != ()


def test_short_forms() -> None:
    assert codes().of_short("玉溪") == ("530400",)
    assert codes().of_short("没有") == ()


def test_levels() -> None:
    found = ["510000", "510100", "510107", "510107005", "510107005003"]
    levels = (is_high, is_county, is_town, is_village)
    assert [[level(code) for level in levels].index(True) for code in found] == [0, 0, 1, 2, 3]
