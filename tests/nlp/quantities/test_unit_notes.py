"""Figures below a note that tells their unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import load_lexicon
from kg.nlp.quantities.numbers import NumberReader
from kg.nlp.quantities.unit_notes import UnitNotes

LEXICON = load_lexicon()
NOTES = UnitNotes(LEXICON, NumberReader(LEXICON.numbers))


def sums(text: str) -> list[tuple[str, float, str | None]]:
    return [(text[q.start : q.end], q.value, q.currency) for q in NOTES.read(text)]


def test_figures_of_a_list() -> None:
    text = "一、捐款（单位：元）\n1. 青山商会      100,000\n2. 李明　5000 \n\n合计见公示。\n3. 王强 300\n"
    assert sums(text) == [("100,000", 100000, "CNY"), ("5000", 5000, "CNY")]


@pytest.mark.parametrize(
    ("note", "value", "currency"),
    [("单位：万元", 120000, "CNY"), ("金额：港元", 12, "HKD"), ("单位: 亿元", 1200000000, "CNY")],
)
def test_unit_of_the_note(note: str, value: float, currency: str) -> None:
    assert sums(f"捐款（{note}）\n李明  12\n") == [("12", value, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "捐款名单\n李明  5000\n",  # no note
        "工作单位：东湖区教育局\n编号  5000\n",  # a note of another kind
        "（单位：元）\n李明 5000元\n",  # the unit stands there
        "（单位：元）\n活动于2020\n",  # nothing apart from the line's words
    ],
)
def test_nothing(text: str) -> None:
    assert sums(text) == []


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
def test_every_line_is_read(values: list[int]) -> None:
    text = "捐款（单位：元）\n" + "".join(f"李明　{value}\n" for value in values)
    assert [value for _, value, _ in sums(text)] == values


def test_several_names_a_line() -> None:
    text = "青山村修桥功德榜（单位：元）\n张建国 500 李小明 300\n王芳200、赵刚100\n"
    assert [value for _, value, _ in sums(text)] == [500, 300, 200, 100]


@pytest.mark.parametrize("heading", ["爱心捐款名单（元）：", "捐款公示 (万元)"])
def test_a_heading_with_its_unit_alone(heading: str) -> None:
    assert len(sums(f"{heading}\n李明  12\n王强：13\n")) == 2


@pytest.mark.parametrize("text", ["道路改造（元）\n李明 12\n", "会议于2020 李明 12 出席\n"])
def test_no_heading_of_a_list(text: str) -> None:
    assert sums(text) == []


def test_a_column_that_says_its_unit() -> None:
    text = "序号 姓名 金额（元） 备注\n1 柯长青 50000 菲律宾\n2 青山石材有限公司 20000\n3 许大水 大米60包\n"
    assert [value for _, value, _ in sums(text)] == [50000, 20000]


def test_a_list_of_givers_without_a_unit() -> None:
    text = "爱心捐款芳名\n李明（温州鞋业） 20000\n青山村党支部 3700\n| 王强 | 388.00 |\n谢谢大家。\n"
    assert [value for _, value, _ in sums(text)] == [20000, 3700, 388]
    assert sums(text.replace("捐款", "名单").replace("爱心", "")) == []  # nothing says that it is money
    assert sums("捐款芳名\n李明 20000\n王强 3700\n谢谢。\n") == []  # two are no list
