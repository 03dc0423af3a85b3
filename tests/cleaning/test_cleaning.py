"""Article to Text: what is undone, what stays, and that every character knows where it came from."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alignment import check, put_back
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ARTICLES

from kg.cleaning import clean, normalise
from kg.errors import SourceError
from kg.model import Article, Text
from kg.reading import read_sources

PIECE = re.compile(r"[^。！？；]+[。！？；]*[”’）》]*")
NOISY = st.text(
    st.sampled_from("党员共产习近平著看長發干(),.;:*?! 　\u200b\r\n(（yán)le（），。“”1a>|首页、-….\t一《》"),
    max_size=80,
)


def article(raw: str) -> Article:
    return Article("doc", "doc.txt", raw, "0" * 64)


def cleaned(raw: str) -> str:
    return clean(article(raw))[1].clean


def pieces(text: Text) -> Iterator[tuple[int, int]]:
    """The sentences of a cleaned text, without spaces at their ends."""
    at = 0
    for line in text.clean.split("\n"):
        for match in PIECE.finditer(line):
            piece = match[0]
            start = at + match.start() + len(piece) - len(piece.lstrip(" "))
            end = at + match.end() - (len(piece) - len(piece.rstrip(" ")))
            if start < end:
                yield start, end
        at += len(line) + 1


def real(folder: Path) -> list[Article]:
    found = list(read_sources([folder]))
    assert not [item for item in found if isinstance(item, SourceError)]
    return [item for item in found if isinstance(item, Article)]


def check_sentences(source: Article) -> None:
    """Each sentence, cut out of the raw text and cleaned by itself, is as it is in the whole."""
    _, text = clean(source)
    check(source.raw, text)
    spans = list(pieces(text))
    assert len(spans) > 5
    mended = put_back(source.raw)
    assert len(mended) < 60
    for start, end in spans:
        span = text.to_raw(start, end)
        if mended & set(range(span.start, span.end)):
            continue
        assert normalise(source.raw[span.start : span.end]) == text.clean[start:end]
        assert text.to_clean(span.start, span.end).start == start


def check_stable(source: Article) -> None:
    """Cleaning what is clean changes nothing."""
    _, text = clean(source)
    assert normalise(text.clean) == text.clean
    assert cleaned(text.clean) == text.clean


def check_quiet(source: Article) -> None:
    """No noise is left."""
    _, text = clean(source)
    for pattern in (
        r"[㐀-鿿]\*|\*[㐀-鿿]",
        r"ICP|蜘蛛池|许可证 ",
        r"\.jpg",
        "首[页頁]",
        r"[　\xa0\u200b\r\t]|  ",
    ):
        assert not re.search(pattern, text.clean)
    assert not re.search(r"[㐀-鿿][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[)）]", text.clean)


def check_quotes(source: Article, gold: Path) -> None:
    """The evidence of a gold file, quoted by people who saw through the noise, is there."""
    half = str.maketrans("，；：？！（）", ",;:?!()", "\n ")
    text = clean(source)[1].clean.translate(half)
    quotes = [fact["evidence"].translate(half) for fact in json.loads(gold.read_text("utf-8"))["facts"]]
    assert quotes
    assert [quote for quote in quotes if quote not in text] == []


@pytest.mark.parametrize("source", real(ARTICLES), ids=lambda item: item.doc)
def test_articles_of_the_project(source: Article) -> None:
    check_sentences(source)
    check_stable(source)
    check_quiet(source)
    check_quotes(source, ARTICLES.parent / "gold" / f"{source.doc}.json")


def test_the_seeds(seeds: Path) -> None:
    for source in real(seeds):
        check_sentences(source)
        check_stable(source)
        check_quotes(source, seeds.parent / "gold" / f"seed-{source.doc[:3]}.json")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("嚴(yán)峻、長（zhǎng）、了(le)、安全(ɑ̄n)", "严峻、长、了、安全"),
        ("蓝光(SOFA)社区，下载(app)", "蓝光（SOFA）社区，下载（app）"),
        ("*党**组织、机关*党**建", "党组织、机关党建"),
        ("一名*产党共**员，习*平近**总书记", "一名共产党员，习近平总书记"),
        ("共產黨*黨**員捐*款、口*罩，**重点**", "共产党党员捐款、口罩，重点"),
        ("5*3=15，患者张*，王**说", "5*3=15，患者张*，王**说"),
        ("聽著，看著他，她站著說話", "听着，看着他，她站着说话"),
        ("滙豐、羣眾、衞生、瞭解、甚麼", "汇丰、群众、卫生、了解、甚么"),
        ("魏徵、編著、乾淨、乾杯", "魏徵、编著、干净、干杯"),
        ("共2000套,N95口罩;他说:去?好!", "共2000套，N95口罩；他说：去？好！"),
        ("1,290套,8.25疫情,2:30开始,3.5万", "1,290套，8.25疫情，2:30开始，3.5万"),
        ("督导疫情防控工作.", "督导疫情防控工作。"),
        ("交通防控......在", "交通防控……在"),
        ("１２３ＡＢＣ％，３．５", "123ABC%，3.5"),
        ("「他說」﹔『好』", "“他说”；‘好’"),
        ("高\u3000琦\xa0\xa0 刘曾珍\u200b", "高 琦 刘曾珍"),
        ("第16届(2019)，(综合)消息 。", "第16届（2019），（综合）消息。"),
        ("http://a.cn/b?x=1,y", "http://a.cn/b?x=1,y"),
        ("⼈⼤代表到⻘⼭街道", "人大代表到青山街道"),
        ("显身手?h人大", "显身手。县人大"),
    ],
)
def test_what_is_undone_inside_a_line(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "他的著作很著名，成效显著，土著居民，编著者，鲁迅著《呐喊》",
        "乾隆年间，张乾、毕昇、甯小明在乾县",
        "皇后以后在后里，面粉和面条，公里里程，覆盖，批准准备，沈阳，余华，范围，干部干净，只有一只",
        "云南人云，子曰诗云，斗争，丑时，松树，台风，郁郁葱葱，叶圣陶，姜子牙，谷雨，征收，系统，复杂",
    ],
)
def test_simplified_text_is_left_alone(text: str) -> None:
    assert normalise(text) == text


def test_lines_of_the_article_stay_and_the_furniture_goes() -> None:
    raw = """首页 > 资讯 > 正文
设为主页 | 加入收藏
某某新闻网>>县区频道
小字号
来源:某某日报 作者:高 琦 刘珍 发布时间:2022-01-02 字号:大 中 小
成都市武侯区
金堂县
县人大代表张三捐款。
IMG_0211.jpg
***
(责编:罗一、高二)
( 编辑:冯三   签发:徐四 )
责编:- -   [打印] [收藏]
某ICP备18021130号-2
Copyright 1997-2020
甲市| 乙市| 丙县| 丁县| 戊县| 己县|
返回顶部
分享到:
1/2页
"""
    assert cleaned(raw).split("\n") == [
        "来源：某某日报 作者：高 琦 刘珍 发布时间：2022-01-02",
        "成都市武侯区",
        "金堂县",
        "县人大代表张三捐款。",
        "（责编：罗一、高二）",
        "（编辑：冯三 签发：徐四）",
    ]


def test_lines_that_a_page_repeats() -> None:
    caption, alt = "卡口管控。某县供图", "凝心聚力人大代表在行动,同心守堤"
    raw = "\n\n".join([f"{caption}\n{caption}", *[f"{alt}\n\n张{n}到街道督导。" for n in "一二三四五六"]])
    assert cleaned(raw).split("\n") == ["卡口管控。某县供图", *[f"张{n}到街道督导。" for n in "一二三四五六"]]
    title = "三名代表送来口罩"
    assert cleaned(f"{title}\n甲。\n{title}\n乙。\n{title}\n") == f"{title}\n甲。\n乙。"
    assert cleaned("甲\n代表\n乙\n代表\n丙\n代表\n代表") == "甲\n代表\n乙\n代表\n丙\n代表"


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("sample-01", ("守在堤上的人大代表 （常德市防汛见闻）", None, None, None)),
        ("sample-02", ("开学第一周 茶乡来了“护学队”", "2023-09-04", "安康乡音网-县区频道", None)),
        ("sample-03", ("把卡口当家的人：秭归归州镇战疫小记", "2021-08-19", "归州镇人民政府", "向东、谭秀珍")),
        ("sample-04", ("云溪区：用数字说话的一个月", "2022-04-29", None, "彭志远、邹敏")),
        ("dev-01", ("【长宁】人大工作研究会成员就地转为志愿者", "2022-04-20", None, None)),
        ("dev-12", ("745册图书送到新林初级中学", None, None, None)),
        ("sample-06", ("爱心如潮涌 八方助舒兰", "2023-08-11", "舒兰发布", None)),
    ],
)
def test_metadata_from_the_page(doc: str, expected: tuple[str | None, ...]) -> None:
    (source,) = (item for item in real(ARTICLES) if item.doc == doc)
    found, _ = clean(source)
    assert (found.title, found.date, found.publisher, found.author) == expected


@pytest.mark.parametrize(
    "menu",
    [
        "上一版  下一版    [放大] [缩小] [默认]",
        "[首页] [协会动态] [行业资讯] [会员单位] [政策法规]",
        "舒兰新闻网   新闻   政务   民生   专题   视频",
        "首页 > 政务要闻 > 正文",
        "弥渡人大 > 代表风采",
        "固原政协 | 委员风采 | 正文",
    ],
)
def test_navigation_is_no_title(menu: str) -> None:
    found, _ = clean(article(f"{menu}\n三支救援队连夜驰援涿州\n\n昨天，他们从县城出发。\n"))
    assert found.title == "三支救援队连夜驰援涿州"


@pytest.mark.parametrize(
    "title",
    [
        "爱心如潮涌 八方助舒兰",
        "同心抗疫 人大担当|把代表身份亮在核酸点上",
        "安徽人大 | 抗洪抢险 人大代表在行动（综合篇）",
        "战疫一线看代表 | 田阳：钱物不论多少，心往一处使",
    ],
)
def test_a_title_of_several_parts_is_one(title: str) -> None:
    found, _ = clean(article(f"{title}\n\n昨天，他们从县城出发。\n"))
    assert found.title is not None
    assert found.title.replace(" ", "") == title.replace(" ", "")


def test_metadata_that_reading_found_stays() -> None:
    source = replace(
        article("標題一行\n来源:甲报 时间:2020-01-01\n正文。"),
        title="滙豐",
        date="2021-02-03",
        url="https://a.cn",
    )
    found, _ = clean(source)
    assert (found.title, found.date, found.publisher, found.url) == (
        "汇丰",
        "2021-02-03",
        "甲报",
        "https://a.cn",
    )


def test_nothing_is_made_up() -> None:
    raw = "发布时间:2020-13-45 来源:综 合 作者:未知\n2023年3月10日下午，他来了。来源：水库。\n"
    found, _ = clean(article(raw))
    assert (found.title, found.date, found.publisher, found.author) == (None, None, None, None)


@settings(deadline=None)
@given(NOISY | st.text(max_size=80))
def test_any_text_keeps_its_alignment(raw: str) -> None:
    _, text = clean(article(raw))
    check(raw, text)
    assert "\n\n" not in text.clean
    assert text.clean == text.clean.strip(" \n")


@settings(deadline=None)
@given(NOISY)
def test_normalise_is_stable(raw: str) -> None:
    once = normalise(raw)
    assert normalise(normalise(once)) == normalise(once)


@pytest.mark.parametrize(
    "unit",
    [
        "面對(duì)突如其來的嚴(yán)峻疫情,",
        "*党**",
        "(中",
        "> ",
        "大中小",
        "来源：",
        "“一二三四五六七八九十”，\n",
        "。",
        "著",
    ],
)
def test_long_texts_are_quick(unit: str) -> None:
    raw = unit * (100_000 // len(unit))
    cleaned(unit)
    start = time.perf_counter()
    _, text = clean(article(raw))
    assert time.perf_counter() - start < 10
    check(raw, text)


@pytest.mark.parametrize(
    ("raw", "clean_"),
    [
        ("2021 年 3 月 4 日，商会捐款 3 万元", "2021年3月4日，商会捐款 3万元"),
        ("捐款1\u00a0200\u00a0000元", "捐款1200000元"),
        ("捐款 1 200 000 元", "捐款 1200000元"),
        ("捐款 5 000 元", "捐款5000元"),
        ("捐款1，200，000元", "捐款1200000元"),
        ("共 2.5 亿 元", "共 2.5亿元"),
        ("王强 12 500元", "王强 12 500元"),
        ("1，2，3元", "1，2，3元"),
    ],
)
def test_spaces_inside_figures(raw: str, clean_: str) -> None:
    _, text = clean(Article("a", "a", raw, "0" * 64))
    assert text.clean == clean_ == normalise(raw)
    at = text.clean.index("元") if "元" in text.clean else 0
    assert raw[text.to_raw(at, at + 1).start] == text.clean[at]
