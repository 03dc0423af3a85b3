"""The noise lists: which lines go, which stay, and that the lists are strict about what they hold."""

from __future__ import annotations

import pytest

from kg.cleaning import clean
from kg.cleaning.noise import FILE, load_noise, parse_noise
from kg.errors import LexiconError
from kg.model import Article

#: a line of the page, between two of the article
GONE = (
    "首页 > 资讯 > 正文",
    "您现在的位置：首页 > 新闻中心 > 要闻",
    "设为主页 | 加入收藏",
    "小字号 大字号",
    "IMG_0211.jpg",
    "责编：- -   [打印] [收藏]",
    "某ICP备18021130号-2",
    "Copyright 1997-2020 某某网 版权所有",
    "甲市| 乙市| 丙县| 丁县| 戊县| 己县|",
    "上一页[1][2][3]下一页",
    "浏览次数：1024次",
    "友情链接：某某网",
    "投稿邮箱：news@example.com",
    "点击下载东湖新闻客户端",
    "打开APP阅读全文",
    "下载“东湖发布”APP，看更多精彩",
    "转载请注明来源：东湖发布",
    "未经授权，禁止转载",
    "长按二维码关注我们",
    "扫描上方二维码，关注“东湖发布”！",
    "我要评论",
    "登录后参与评论",
    "写下你的评论",
    "举报/反馈",
    "扫描二维码分享到微信",
    "扫码分享到朋友圈！",
    "用微信扫描下方二维码，分享至好友和朋友圈",
    "本文转自微信公众号“青山发布”",
    "（本文转载自“青山发布”微信公众号）",
)
#: a line that looks like one of the page, but is the article's
STAYS = (
    "成都市武侯区",
    "县人大代表张三捐款。",
    "李明说，首页的设计要让老人看得懂。",
    "县市场监管局为企业办理许可证120件，提醒两家网站补办ICP备案，"
    "对照片版权所有的纠纷也作了调解，一周里共走访企业四十余家。",  # a long sentence is none of the page
    "来源：某某日报 作者：高琦",
    "（责编：罗一、高二）",
    "王强：首页要换成防汛的消息。",
    "下载注册“国家反诈中心”APP",  # a task of a list
    "李明要求，转载通告请注明来源，未经授权不得转载。",
    "王强说，登录后参与评论的居民有300人。",
    "扫描二维码的志愿者王强关注着进出的车辆，每天登记两百多人。",
    "扫描二维码分享到微信的居民有300人",
    "青山街道设立扫描二维码分享到微信的服务台",
    "本文转自微信公众号“青山发布”，作者李明是青山街道党工委书记",
    "青山街道通过微信公众号“青山发布”发布《通告》",
)


def lines_of(line: str) -> list[str]:
    raw = f"李明到青山街道督导。\n{line}\n王强到柳林镇走访。\n"
    return clean(Article("a", "a.txt", raw, "0" * 64))[1].clean.split("\n")


@pytest.mark.parametrize("line", GONE)
def test_a_line_of_the_page_goes(line: str) -> None:
    assert lines_of(line) == ["李明到青山街道督导。", "王强到柳林镇走访。"]


@pytest.mark.parametrize("line", STAYS)
def test_a_line_of_the_article_stays(line: str) -> None:
    assert lines_of(line)[1] == line


def test_the_file_is_sound_and_read_once() -> None:
    assert load_noise() is load_noise()
    assert parse_noise(FILE.read_text("utf-8"), FILE.name) == load_noise()
    assert len(load_noise().common) > 600


def test_all_problems_are_told_at_once() -> None:
    text = FILE.read_text("utf-8")
    text = text.replace("[pinyin]", "[pinyin]\nspelling = 1", 1).replace("once = 3", 'once = "three"', 1)
    text = text.replace("[lines.drop]", "[lines.drop]\nbroken = '('", 1) + "\n[surprise]\nx = 1\n"
    with pytest.raises(LexiconError) as caught:
        parse_noise(text, "noise.toml")
    problems = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    for entry in ("[pinyin] has no key 'spelling'", "[repeats] once", "[lines] drop: broken", "'surprise'"):
        assert entry in problems
    assert all(problem.startswith("noise.toml: ") for problem in caught.value.problems)


def test_what_is_not_toml_and_what_is_missing() -> None:
    with pytest.raises(LexiconError, match=r"^noise\.toml: "):
        parse_noise("[", "noise.toml")
    with pytest.raises(LexiconError, match=r"\[masked\] words is missing"):
        parse_noise("", "noise.toml")
