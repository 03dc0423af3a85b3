"""Numbers: whatever value, in whatever notation, reads back; what counts nothing is left out."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import load_lexicon
from kg.nlp.quantities.numbers import NumberReader, Quantity

NUMBERS = st.integers(0, 10**12)
DIGITS = "零一二三四五六七八九"


@pytest.fixture(scope="module")
def reader() -> NumberReader:
    return NumberReader(load_lexicon().numbers)


def han(number: int) -> str:
    """A number in Chinese numerals: 10305 is 一万零三百零五."""
    if number == 0:
        return "零"
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        if number >= value:
            high, low = divmod(number, value)
            gap = "零" if low and low < value // 10 else ""
            return han(high) + unit + (gap + han(low) if low else "")
    out, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
        gap = digit == 0
    return out


def only(reader: NumberReader, text: str) -> Quantity:
    (found,) = reader.quantities(text)
    return found


def test_numerals_as_the_tests_write_them() -> None:
    assert [han(n) for n in (0, 10, 305, 10305, 10**8 + 10**4, 10**12)] == [
        "零",
        "一十",
        "三百零五",
        "一万零三百零五",
        "一亿零一万",
        "一万亿",
    ]


@given(NUMBERS)
def test_arabic_numbers_read_back(reader: NumberReader, number: int) -> None:
    for text in (f"{number}", f"{number:,}"):
        found = only(reader, f"走访群众{text}户。")
        assert (found.value, found.unit, found.approx, found.currency) == (number, "户", False, None)
        assert (found.start, found.end) == (4, 4 + len(text) + 1)


@given(st.integers(0, 10**9))
def test_tenths_of_ten_thousand_and_of_a_hundred_million_read_back(reader: NumberReader, tenths: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}"
    assert only(reader, f"捐款{text}万元").value == tenths * 1000
    assert only(reader, f"捐款{text}亿元").value == pytest.approx(tenths * 10**7)


@given(NUMBERS)
def test_chinese_numerals_read_back(reader: NumberReader, number: int) -> None:
    assert reader.value(han(number)) == number
    found = only(reader, f"捐款{han(number)}元")
    assert (found.value, found.currency) == (number, "CNY")


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十五", 15), ("两千", 2000), ("二〇二二", 2022), ("百", 100), ("万", 10000)],
)
def test_numerals_as_people_write_them(reader: NumberReader, text: str, value: int) -> None:
    assert reader.value(text) == value


@given(st.text("abc元人，。李", max_size=6))
def test_what_is_no_number_has_no_value(reader: NumberReader, text: str) -> None:
    assert reader.value(text) is None


@pytest.mark.parametrize(("word", "code"), sorted(load_lexicon().numbers.currencies.items()))
def test_currencies(reader: NumberReader, word: str, code: str) -> None:
    found = only(reader, f"捐款5000{word}")
    assert (found.value, found.currency) == (5000, code)


@pytest.mark.parametrize(
    ("text", "value"),
    [("人民币3万元", 30000), ("4.2万余元", 42000), ("近18万元", 180000), ("1万元以上", 10000)],
)
def test_money(reader: NumberReader, text: str, value: int) -> None:
    found = only(reader, f"捐款{text}。")
    assert (found.value, found.currency) == (value, "CNY")


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("倒出一百七十三元二角", 173.2, "CNY"),
        ("老板打来二十万，", 200000, "CNY"),
        ("出钱修的，28万。", 280000, "CNY"),
        ("掏出三千块给学校", 3000, "CNY"),
        ("把卖猪的4800块掏给了小学", 4800, "CNY"),
        ("塞给老人300块，转身走了", 300, "CNY"),
        ("捐款新台币3万元，周丽华五万，", 50000, "CNY"),
        ("澳门元五万", 50000, "MOP"),
        ("交来2万5000令吉", 25000, "MYR"),
    ],
)
def test_sums_in_speech(reader: NumberReader, text: str, value: float, code: str) -> None:
    found = reader.quantities(text)[-1]
    assert (found.value, found.currency) == (value, code)


@pytest.mark.parametrize("text", ["买砖三千块", "全市人口20万，", "这三千块砖", "塞给他三块饼干"])
def test_no_sums(reader: NumberReader, text: str) -> None:
    assert all(found.currency is None for found in reader.quantities(text))


def test_what_is_sent_up_is_no_ordinal(reader: NumberReader) -> None:
    assert [q.value for q in reader.quantities("给四户各送上800元")] == [4, 800]
    assert reader.quantities("上800人") == []


def test_a_space_in_thousands(reader: NumberReader) -> None:
    assert only(reader, "协助采样19 600人次").value == 19600
    assert only(reader, "1 500元").value == 500  # the first line of a list


@pytest.mark.parametrize("word", load_lexicon().numbers.approx_before)
def test_approximations_before(reader: NumberReader, word: str) -> None:
    found = only(reader, f"转移{word}300人")
    assert (found.value, found.approx) == (300, True)


@pytest.mark.parametrize(
    "text", [f"300{w}人" for w in load_lexicon().numbers.approx_after] + ["300人以上", "300人左右"]
)
def test_approximations_after(reader: NumberReader, text: str) -> None:
    found = only(reader, f"转移{text}")
    assert (found.value, found.unit, found.approx) == (300, "人", True)


@pytest.mark.parametrize(
    "text",
    [
        "3小时",
        "20分钟",
        "5天",
        "3年",
        "60岁",
        "百分之五",
        "37.5℃",
        "80%",
        "第3名",
        "每5人",
        "K3人",
        "12层",
        "",
    ],
)
def test_time_length_and_ordinals_count_nothing(reader: NumberReader, text: str) -> None:
    assert reader.quantities(text) == []


@given(st.text("0123456789,.万亿元人名第约余年月日零一二十百千，。 ", max_size=30))
def test_any_text(reader: NumberReader, text: str) -> None:
    found = reader.quantities(text)
    assert all(0 <= q.start < q.end <= len(text) and (q.unit or q.currency) for q in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_read_back(reader: NumberReader, day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        (found,) = reader.dates(f"（{text}）")
        assert found.iso() == day.isoformat()


def test_parts_of_dates(reader: NumberReader) -> None:
    (day,) = reader.dates("9月3日下午")
    assert (day.iso(), day.iso(2022)) == (None, "2022-09-03")
    (month,) = reader.dates("2022年9月，")
    assert month.iso() == "2022-09"
    (year,) = reader.dates("2022年以来")
    assert year.iso() == "2022"
    assert reader.dates("3月份来的5人，第9次") == []


@pytest.mark.parametrize(
    ("text", "value", "approx"),
    [
        ("人民币壹拾贰万元整", 120000, False),
        ("捐款叁仟伍佰元", 3500, False),
        ("捐款两万五", 25000, False),
        ("捐款两万五元", 25000, False),
        ("捐了五百块", 500, False),
        ("捐款四十万", 400000, False),
        ("投入3.5个亿", 350000000, False),
        ("￥3,000.50", 3000.5, False),
        ("RMB 800", 800, False),
        ("捐款15-20万元", 150000, True),
        ("捐款15万—20万元", 150000, True),
        ("捐款15万元至20万元", 150000, True),
        ("捐款两三千元", 2000, True),
        ("捐款六七十万元", 600000, True),
        ("捐款十几万元", 100000, True),
        ("捐款数百万元", 1000000, True),
        ("捐款不低于8万元", 80000, True),
        ("捐款8万元上下", 80000, True),
    ],
)
def test_sums_as_people_say_them(reader: NumberReader, text: str, value: float, approx: bool) -> None:
    found = only(reader, text)
    assert (found.value, found.approx, found.currency) == (value, approx, "CNY")


@pytest.mark.parametrize(
    ("text", "value"), [("3吨半", 3.5), ("半吨", 0.5), ("两箱半", 2.5), ("七八箱", 7), ("2至3箱", 2)]
)
def test_halves_and_guesses_of_goods(reader: NumberReader, text: str, value: float) -> None:
    assert only(reader, f"大米{text}").value == value


@pytest.mark.parametrize(
    "text",
    [
        "全市唯一一所医院", "设立9处理站", "下降2.5个百分点", "四期工程", "第5期", "第 5 期", "第三至五名",
        "7支持", "8位数", "香皂半成品", "第十二期",
    ],
)  # fmt: skip
def test_figures_that_count_nothing(reader: NumberReader, text: str) -> None:
    assert reader.quantities(text) == []
