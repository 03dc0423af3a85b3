"""Shops that give are bodies, companies have odd names, and a company's words are no counties."""

from __future__ import annotations

import pytest
from language import said


def donors(text: str) -> list[str]:
    return [line.partition(" > ")[0].partition(" | ")[0] for line in said(text, "donates")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("明珠超市捐赠牛奶300箱。", ["明珠超市"]),
        ("长春市长春药店捐赠口罩500只。", ["长春市长春药店"]),
        ("惠民便利店、老张饭店、王记面馆各捐款500元。", ["惠民便利店", "老张饭店", "王记面馆"]),
        ("绿洲农业公司、天和药房两家企业各捐款1万元。", ["绿洲农业公司", "天和药房"]),
        ("福满楼大酒店为一线人员送去盒饭200份。", ["福满楼大酒店"]),
        ("红星“老字号”食品有限公司捐款5万元。", ["红星“老字号”食品有限公司"]),
        ("百分百100%果汁有限公司捐赠果汁20箱。", ["百分百100%果汁有限公司"]),
        ("临江市“好运来”餐饮管理有限公司捐款2万元。", ["临江市“好运来”餐饮管理有限公司"]),
    ],
)
def test_who_gives(text: str, names: list[str]) -> None:
    assert donors(text) == names


def test_a_shop_where_somebody_else_acts_is_a_place() -> None:
    assert said("副县长李明到明珠超市检查食品安全。", "supervises") == ["李明 > 明珠超市"]
    assert donors("李明在明珠超市捐款500元。") == ["李明"]
    assert donors("县政协委员李明经营着一家超市，他捐款500元。") == ["李明"]


def test_those_who_are_listed_are_no_count() -> None:
    assert said("绿洲公司、宏达公司、永兴运输公司三家企业各捐款1万元。", "measure") == []


@pytest.mark.parametrize(
    "text",
    [
        "东源水务公司向石板镇捐款10万元。",
        "平安保险公司向石桥镇捐款5万元。",
        "泰安纸业有限公司向红石镇捐款2万元。",
        "公安机关到红石镇检查消防安全。",
        "长安农民专业合作社向红石镇捐款2万元。",
    ],
)
def test_the_words_of_a_company_are_no_county(text: str) -> None:
    assert said(text, "locatedIn") == []


def test_an_outlet_is_of_its_area() -> None:
    assert said("兴化日报讯 红石镇商会捐款3万元。", "locatedIn") == ["红石镇 > 兴化市"]


@pytest.mark.parametrize(
    "text",
    [
        "石桥镇敬老院把老人送到县医院体检。",
        "局长张建峰在会上拿出一张图纸展示。",
        "县红十字会发放捐赠物资一览表。",
        "王秀兰把小花送到县城读小学。",
        "县文旅局把品牌送到了全国各地。",
        "县红十字会公布捐赠资金使用情况。",
    ],
)
def test_what_is_no_gift(text: str) -> None:
    assert said(text, "donates") == []


@pytest.mark.parametrize(
    "text", ["安宁药业公司捐款5万元，公司现有员工300人。", "安宁药业公司捐款5万元，企业占地50亩。"]
)
def test_staff_and_land_are_no_goods(text: str) -> None:
    assert said(text, "donates") == ["安宁药业公司 | amount=50000 currency=CNY"]


@pytest.mark.parametrize(
    "text",
    [
        "刘大爷到县人民医院检查身体。",
        "县教育局干部钱文到市中心医院检查，结果一切正常。",
        "王秀兰到红石镇卫生院检查，医生诊断为肺炎。",
    ],
)
def test_a_patients_check_is_no_inspection(text: str) -> None:
    assert said(text, "supervises") == []


@pytest.mark.parametrize(
    "text",
    [
        "市长孙立群在县长王强、副县长李明的陪同下到红石镇调研。",
        "市长孙立群到红石镇调研，县长王强陪同。",
        "市长孙立群到红石镇调研，县委书记李明、县长王强等陪同调研。",
        "县长王强陪同市长孙立群到红石镇调研。",
    ],
)
def test_escorts_inspect_nothing(text: str) -> None:
    assert said(text, "supervises") == ["孙立群 > 红石镇"]
