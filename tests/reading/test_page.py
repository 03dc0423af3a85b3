"""Web pages: the article apart from what stands around it, and what a page says of itself."""

from __future__ import annotations

import pytest

from kg.cleaning import clean
from kg.model import Article
from kg.reading import read_stream

HEAD = "<html><head><meta charset='utf-8'><title>{}</title>{}</head><body>{}</body></html>"
BODY = "<p>昨日，区长李明到柳林镇督导防汛，要求落实责任。</p><p>柳林商会捐款3万元，用于修渠。</p>"
TEXT = ["昨日，区长李明到柳林镇督导防汛，要求落实责任。", "柳林商会捐款3万元，用于修渠。"]


def page(body: str, title: str = "区长李明到柳林镇督导防汛", metas: str = "") -> Article:
    (article,) = read_stream(HEAD.format(title, metas, body).encode())
    return clean(article)[0]


def lines(body: str, title: str = "区长李明到柳林镇督导防汛") -> list[str]:
    (article,) = read_stream(HEAD.format(title, "", body).encode())
    return clean(article)[1].clean.split("\n")


COMMENT = "<li><p>我看区长王大海应该来，说了多少次，没有人管，走个过场而已。</p><span>1小时前</span></li>"


@pytest.mark.parametrize(
    "comments",
    [
        f"<div class='comment-list'>{COMMENT * 20}</div>",
        f"<section id='pinglun'><ul>{COMMENT * 20}</ul></section>",
        f"<div><h3>网友评论 20条</h3><ul>{COMMENT * 20}</ul></div>",
        f"<div><div>全部评论（20）</div>{COMMENT * 20}</div>",
    ],
)
def test_readers_comments_are_no_article(comments: str) -> None:
    assert lines(f"<h1>区长李明到柳林镇督导防汛</h1><div>{BODY}</div>{comments}") == [
        "区长李明到柳林镇督导防汛",
        *TEXT,
    ]


def test_comments_alone_stay() -> None:
    assert lines(f"<div class='comments'>{BODY}</div>") == TEXT


def test_a_page_that_is_a_list() -> None:
    members = [
        "组长：李明",
        "副组长：王强",
        *(f"成员{n}（区{n}局）" for n in ["教育", "民政", "财政", "审计", "商务", "科技"]),
    ]
    items = "".join(f"<li>{member}</li>" for member in members)
    links = "".join(f"<li><a href='/{n}'>栏目导航链接{n}</a></li>" for n in range(9))
    body = (
        f"<div class='nav'><ul>{links}</ul></div><p align='center'>东湖区关于成立<br>防汛领导小组的通知</p>"
        f"<div><ul>{items}<li>领导小组下设办公室，由王强兼任主任。</li></ul></div>"
    )
    assert lines(body, "通知") == [
        "东湖区关于成立防汛领导小组的通知",
        *members,
        "领导小组下设办公室，由王强兼任主任。",
    ]
    assert page(body, "通知").title == "东湖区关于成立防汛领导小组的通知"


def test_a_page_inside_a_form() -> None:
    assert lines(f"<form action='x.aspx'><div>{BODY}<input value='x'></div></form>") == TEXT


@pytest.mark.parametrize(
    ("title", "metas", "heading", "want"),
    [
        ("新闻动态--东湖区政府网", "", "<div>区长李明到柳林镇督导防汛</div>", "区长李明到柳林镇督导防汛"),
        ('李明谈"新柳林"建设_柳林新闻网', '<meta property="og:title" content="李明谈"新柳林"建设">',
         '<h1>李明谈"新柳林"建设</h1>', '李明谈"新柳林"建设'),
        ("柳林镇修渠", "", "<h1>东湖新闻网</h1><h2>柳林镇修渠</h2>", "柳林镇修渠"),
        (
            "柳林镇修渠_东湖新闻网",
            "",
            "<h1><a href='http://news.example.org/'><b>东湖观察</b></a></h1><h2>柳林镇修渠</h2>",
            "柳林镇修渠",
        ),
        ("柳林镇修渠", "", "<h1><a href='/2021/1.html'>柳林镇修渠</a></h1>", "柳林镇修渠"),
        ("Untitled Document", "", "<h1>柳林镇修渠</h1>", "柳林镇修渠"),
        ("柳林镇修渠 - 东湖区人民政府门户网站", "", "<h2>柳林镇修渠</h2>", "柳林镇修渠"),
    ],
)  # fmt: skip
def test_the_title_is_what_the_page_shows(title: str, metas: str, heading: str, want: str) -> None:
    assert page(heading + BODY, title, metas).title == want


@pytest.mark.parametrize(
    ("line", "date", "publisher"),
    [
        ("2020-06-05 20:35 柳林融媒体中心 张小雨", "2020-06-05", "柳林融媒体中心"),
        ("2019年11月25日 18:57 柳林日报", "2019-11-25", "柳林日报"),
        ("原创 东湖晚报 2019-09-09 16:01:46", "2019-09-09", "东湖晚报"),
        ("2019-09-26 12:11来源：东湖时报作者：李山", "2019-09-26", "东湖时报"),
        ("发表于2014-08-24 21:30| 1164次阅读", "2014-08-24", None),
        ("发布日期：2021年1月5日 信息来源：区民政局", "2021-01-05", "区民政局"),
    ],
)
def test_date_and_outlet_beside_the_headline(line: str, date: str, publisher: str | None) -> None:
    today = "<div>今天是2023年1月1日 星期日</div>"
    article = page(f"{today}<h1>区长李明到柳林镇督导防汛</h1><div>{line}</div>{BODY}")
    assert (article.date, article.publisher) == (date, publisher)


def test_the_address_may_tell_the_date() -> None:
    link = "<link rel='canonical' href='http://www.example.org/xw/202106/t20210608_12.html'>"
    assert page(BODY, metas=link).date == "2021-06-08"


@pytest.mark.parametrize(
    "name", ["author,email address", "104363", "网易", "admin", "name, email@gmail.com", "柳林日报"]
)
def test_what_is_no_writer(name: str) -> None:
    assert page(BODY, metas=f"<meta name='author' content='{name}'>").author is None


def test_a_writer() -> None:
    assert page(BODY, metas="<meta name='author' content='王强 李明'>").author == "王强、李明"


def test_variables_of_scripts_may_tell_the_date() -> None:
    script = '<script>var svr_time = "1700000000"; var ct = "1581517074";</script>'
    body = '<strong><a id="js_name"> 柳林发布 </a></strong>' + BODY
    article = page(body, metas=script)
    assert (article.date, article.publisher) == ("2020-02-12", "柳林发布")
