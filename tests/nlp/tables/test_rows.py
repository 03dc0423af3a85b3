"""Rows of donor tables: what each heading says of its cell."""

from __future__ import annotations

import pytest
from language import extraction, line, mentions, said

from kg.lexicon import load_lexicon
from kg.nlp.tables.rows import Rows
from kg.reading import read_stream
from kg.resolve import resolve
from kg.values.iri import BASE


@pytest.mark.parametrize(
    ("row", "gifts"),
    [
        (
            "捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道，日期：2022-09-01",
            ["东湖食品有限公司 > 青山街道 | amount=50000 currency=CNY date=2022-09-01"],
        ),
        ("姓名：李明，捐款金额（元）：1,000.50", ["李明 | amount=1000.5 currency=CNY"]),
        ("捐款人：赵铁柱，金额：5万港元", ["赵铁柱 | amount=50000 currency=HKD"]),
        ("捐款人：赵铁柱，金额：两千", ["赵铁柱 | amount=2000 currency=CNY"]),
        (
            "捐赠人：赵铁柱，捐赠物资：棉被，数量：300床，价值（元）：3000",
            ["赵铁柱 | currency=CNY item=棉被 quantity=300 unit=床 worth=3000"],
        ),
        (
            "捐赠单位：华泰，品名：消毒液，数量：20，单位：桶，金额（万元）：0.2",
            ["华泰 | currency=CNY item=消毒液 quantity=20 unit=桶 worth=2000"],
        ),
        ("捐赠单位：华泰，物资：口罩，数量（个）：2000", ["华泰 | item=口罩 quantity=2000 unit=个"]),
        (
            "捐赠单位：盛达隆，物资：棉被300床、方便面200箱，受赠单位：东湖区红十字会",
            [
                "盛达隆 > 东湖区红十字会 | item=棉被 quantity=300 unit=床",
                "盛达隆 > 东湖区红十字会 | item=方便面 quantity=200 unit=箱",
            ],
        ),
        (
            "捐赠方：盛达隆，捐赠内容：口罩1000个、现金5万元",
            ["盛达隆 | item=口罩 quantity=1000 unit=个", "盛达隆 | amount=50000 currency=CNY"],
        ),
        (
            "捐赠单位：华泰，捐款金额：3万元，物资：棉被",
            ["华泰 | item=棉被", "华泰 | amount=30000 currency=CNY"],
        ),
        ("捐赠单位：华泰（区人大代表企业），金额（元）：9", ["华泰 | amount=9 currency=CNY"]),
        ("捐赠人：匿名，金额（元）：100", []),
        ("捐赠单位：华泰，备注：已到账", []),
        ("捐赠单位：华泰，金额（元）：待定", []),
    ],
)
def test_what_a_row_states(row: str, gifts: list[str]) -> None:
    assert said(f"东湖区捐赠公示\n{row}\n", "donates") == gifts


def test_donors_of_one_sum_share_it() -> None:
    found = extraction("捐赠单位：柳林商会、东湖区工商联，金额（万元）：3.5\n捐赠人：王强，金额（元）：8\n")
    first, second, third = found.statements
    assert first.qualifiers.joint == second.qualifiers.joint is not None
    assert third.qualifiers.joint is None
    assert [line(s) for s in (first, second)] == [
        "柳林商会 | amount=35000 currency=CNY",
        "东湖区工商联 | amount=35000 currency=CNY",
    ]


def test_the_evidence_is_the_row() -> None:
    raw = "公示如下。\n捐赠单位：東湖食品有限公司，金額（萬元）：5\n"
    (statement,) = extraction(raw).statements
    (evidence,) = statement.evidence
    assert raw[evidence.span.start : evidence.span.end] == raw.split("\n")[1]
    assert evidence.subject is not None
    assert raw[evidence.subject.start : evidence.subject.end] == "東湖食品有限公司"
    assert statement.rule == "row"


def test_a_row_with_a_full_stop_inside_is_one_row() -> None:
    text = "捐赠单位：华泰，捐赠内容：口罩1000个。已签收。，受赠单位：青山街道\n"
    assert said(text, "donates") == ["华泰 > 青山街道 | item=口罩 quantity=1000 unit=个"]


def test_posts_of_a_table() -> None:
    text = "姓名：李明，工作单位：东湖区教育局，职务：党委书记、局长，捐款金额（元）：100\n"
    assert said(text, "holdsPosition") == [
        "李明 > 东湖区教育局 | title=党委书记",
        "李明 > 东湖区教育局 | title=局长",
    ]
    assert said(text, "donates") == ["李明 | amount=100 currency=CNY"]


def test_headings_are_no_names() -> None:
    text = "捐赠单位：盛达隆，受赠单位：青山街道，金额（元）：5\n"
    assert [m.text for m in mentions(text) if m.label in ("ORG", "GPE", "PERSON")] == ["盛达隆", "青山街道"]


@pytest.mark.parametrize(
    "text", ["组长：李明，副组长：王强", "李明说：捐赠单位：华泰", "捐赠单位：华泰。", "", "："]
)
def test_other_lines_are_no_rows(text: str) -> None:
    assert Rows(load_lexicon()).find(text) == []


PAGE = """<html><body><h1>捐赠公示</h1><p>近日，社会各界踊跃捐赠，现将情况公示如下。</p>
<table><caption>捐赠明细（单位：万元）</caption>
<tr><th>序号</th><th>捐赠单位</th><th>金额</th><th>受赠单位</th></tr>
<tr><td>1</td><td>东湖食品<br>有限公司</td><td>5</td><td rowspan="2">青山街道</td></tr>
<tr><td>2</td><td>柳林商会<script>x</script></td><td>3.5</td></tr>
<tr><td colspan="2">合计</td><td>8.5</td></tr></table><p>特此公示。</p></body></html>"""


def test_a_table_of_a_web_page_in_its_article() -> None:
    (article,) = read_stream(PAGE.encode())
    assert article.raw.split("\n")[2:6] == [
        "捐赠明细（单位：万元）",
        "捐赠单位：东湖食品有限公司，金额（万元）：5，受赠单位：青山街道",
        "捐赠单位：柳林商会，金额（万元）：3.5，受赠单位：青山街道",
        "合计 8.5",
    ]
    assert said(article.raw, "donates") == [
        "东湖食品有限公司 > 青山街道 | amount=50000 currency=CNY",
        "柳林商会 > 青山街道 | amount=35000 currency=CNY",
    ]


def test_a_table_that_lays_a_page_out_is_none() -> None:
    page = PAGE.replace("<body>", "<body><table><tr><td>").replace("</body>", "</td></tr></table></body>")
    assert "金额（万元）：3.5" in read_stream(page.encode())[0].raw


@pytest.mark.parametrize(
    ("row", "gifts"),
    [
        (
            "捐赠方：盛达隆药业公司，品名：退热贴（6片装）2.5万盒，折算金额（万元）：30，流向：东湖区红十字会",
            [
                "盛达隆药业公司 > 东湖区红十字会 | "
                "currency=CNY item=退热贴（6片装） quantity=25000 unit=盒 worth=300000"
            ],
        ),
        (
            "捐赠方：王强，物资：手套（丁腈型300盒、乳胶手套2万副）",
            [
                "王强 | item=手套（丁腈型） quantity=300 unit=盒",
                "王强 | item=乳胶手套 quantity=20000 unit=副",
            ],
        ),
        (
            "捐赠人：王强，捐款金额：0.3万元、大米20袋",
            ["王强 | amount=3000 currency=CNY", "王强 | item=大米 quantity=20 unit=袋"],
        ),
        (
            "捐赠人：王强，物资：大米、食用油，数量：20袋、30桶",
            ["王强 | item=大米 quantity=20 unit=袋", "王强 | item=食用油 quantity=30 unit=桶"],
        ),
        (
            "捐赠人：王强，雨衣（件）：50，雨靴（双）：60",
            ["王强 | item=雨衣 quantity=50 unit=件", "王强 | item=雨靴 quantity=60 unit=双"],
        ),
        ("捐赠人：王强，金额（亿元）：1.2", ["王强 | amount=120000000 currency=CNY"]),
        ("捐赠人：王强，金额（亿）：1.2", ["王强 | amount=120000000 currency=CNY"]),
        ("捐赠人：王强，金额（万元）：5万", ["王强 | amount=50000 currency=CNY"]),
        ("捐赠人：王强，金额：￥3,000.50", ["王强 | amount=3000.5 currency=CNY"]),
        ("捐赠人：王强，金额：人民币叁仟元整", ["王强 | amount=3000 currency=CNY"]),
        ("捐赠人：王强，物资：现金，数量：5000，单位：元", ["王强 | amount=5000 currency=CNY"]),
        ("捐赠单位：爱心企业，物资：手套，数量：3", []),
        ("捐款人：王强转来陈芳捐款，金额（元）：300", ["陈芳 | amount=300 currency=CNY"]),
        ("日期：2020-02-03，人数：20，捐款金额（元）：300，累计收到捐款：500", []),
        ("捐款人：王强，金额（元）：300，日期：20200122", ["王强 | amount=300 currency=CNY date=2020-01-22"]),
        ("捐款人：王强，金额（元）：300，日期：43852", ["王强 | amount=300 currency=CNY date=2020-01-22"]),
        ("捐赠单位：福建林女士，金额（元）：300", ["福建林女士 | amount=300 currency=CNY"]),
        ("捐赠单位（个人）：华泰，捐赠额（元）：300", ["华泰 | amount=300 currency=CNY"]),
        ("赞助者：陈芳，赞助金额：50 (微信)", ["陈芳 | amount=50 currency=CNY"]),
        ("昵称：陈芳，捐助金额：￥14.5+￥50", ["陈芳 | amount=64.5 currency=CNY"]),
        ("donor：陈芳，amount：30", ["陈芳 | amount=30 currency=CNY"]),
        ("捐赠者：帆，捐赠金额：120", ["帆 | amount=120 currency=CNY"]),
        ("捐赠者：帆、，捐赠金额：120", ["帆、 | amount=120 currency=CNY"]),
        ("捐款人：刘家镇，金额（元）：300", ["刘家镇 | amount=300 currency=CNY"]),
        (
            "物资：消毒液1400瓶，折算金额（万元）：4.9，来源：华泰",
            ["华泰 | currency=CNY item=消毒液 quantity=1400 unit=瓶 worth=49000"],
        ),
    ],
)
def test_what_cells_of_goods_and_money_say(row: str, gifts: list[str]) -> None:
    assert said(f"东湖区捐赠公示\n{row}\n", "donates") == gifts


def test_rows_alike_are_gifts_each() -> None:
    rows = ["捐赠人：王强，金额（元）：200"] * 3 + [
        "捐赠人：陈芳，金额（元）：50",
        "捐赠人：王强，金额（元）：200",
    ]
    found = [s for s in extraction("\n".join(rows)).statements if s.predicate == "donates"]
    assert sum(s.qualifiers.amount or 0 for s in found) == 850
    assert len({s.id for s in found}) == 5
    assert len({s.evidence[0].span for s in found}) == 5


def test_what_several_goods_are_worth_counts_once() -> None:
    first, second = extraction("捐赠人：王强，物资：口罩100只、手套20双，价值（元）：500\n").statements
    assert first.qualifiers.worth == second.qualifiers.worth == 500
    assert first.qualifiers.joint == second.qualifiers.joint is not None


def test_posts_that_were_left_or_are_proposed() -> None:
    text = (
        "姓名：李明，单位：东湖区教育局，职务：局长，任免：任\n"
        "姓名：王强，单位：东湖区教育局，职务：局长，任免：免\n"
        "姓名：陈芳，现任职务：东湖区教育局副局长，拟任职务：东湖区财政局局长\n"
    )
    assert said(text, "holdsPosition") == [
        "李明 > 东湖区教育局 | title=局长",
        "陈芳 > 东湖区教育局 | title=副局长",
    ]
    assert said(text, "holdsPosition", "ended") == ["王强 > 东湖区教育局 | title=局长"]
    assert said(text, "holdsPosition", "planned") == ["陈芳 > 东湖区财政局 | title=局长"]


def test_a_long_table_says_what_a_short_one_does() -> None:
    names = ["东湖食品有限公司", "李明", "区红十字会", "柳林商会", "王强"]
    rows = [
        f"捐赠单位或个人：{names[n % 5]}，金额（元）：{n + 1}，受赠单位：{('青山街道', '县医院')[n % 2]}，"
        f"日期：2022-0{n % 9 + 1}-01"
        for n in range(300)
    ]
    head = "东湖区捐赠公示。\n"
    found = extraction(head + "\n".join(rows))
    gifts = {(s.subject.name, s.qualifiers.amount): s for s in found.statements if s.predicate == "donates"}
    assert len(gifts) == 300
    for start in range(0, 300, 30):  # the same rows with the first ones, which name all that lean on them
        part = extraction(head + "\n".join(rows[:10] + rows[start : start + 30]))
        for one in part.statements:
            if one.predicate == "donates":
                other = gifts[one.subject.name, one.qualifiers.amount]
                assert (other.subject, other.object, other.qualifiers) == (
                    one.subject,
                    one.object,
                    one.qualifiers,
                )
    raw = head + "\n".join(rows)
    last = gifts["王强", 300.0]
    (evidence,) = last.evidence
    assert raw[evidence.span.start : evidence.span.end] == rows[299]
    assert evidence.subject is not None
    assert raw[evidence.subject.start : evidence.subject.end] == "王强"


def test_rows_alike_stay_apart_when_articles_are_joined() -> None:
    raw = "捐赠人：王强，金额（元）：200\n" * 3
    records = resolve([extraction(raw, "a"), extraction("柳林商会捐款3万元。", "b")], BASE)
    gifts = [s for s in records.statements if s.subject.name == "王强"]
    assert len(gifts) == 3


@pytest.mark.parametrize("name", ["*晓平", "**立", "张**"])
def test_masked_names_are_of_people(name: str) -> None:
    (gift,) = extraction(f"捐款人：{name}，金额（元）：300").statements
    assert (gift.subject.name, gift.subject.type, gift.qualifiers.amount) == (name, "Person", 300)


def test_what_is_handed_on_is_no_gift_of_who_hands_it() -> None:
    assert said("东湖区红十字会已拨付定向捐赠款25万元至青山医院。", "donates") == []
    assert said("东湖区慈善总会发放捐赠款5万元。", "donates") == []
