"""Words put together where the tagger cut one name into several."""

from __future__ import annotations

import pytest
from language import words

from kg.lexicon import load_lexicon
from kg.nlp.tokens.joiner import WordJoiner

JOINER = WordJoiner(load_lexicon())


def shape(found: list[tuple[int, int, str, str]]) -> str:
    return " ".join(f"{text}/{tag}" for _, _, text, tag in found)


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("古丽巴哈尔/PER ·/w 艾山/PER 捐款/v", "古丽巴哈尔·艾山/PER 捐款/v"),
        ("阿不都/PER 热合曼·吐尔逊/nz 到会/v", "阿不都热合曼·吐尔逊/PER 到会/v"),
        ("李明/PER 到会/v", "李明/PER 到会/v"),
    ],
)
def test_names_with_a_mark(tagged: str, expected: str) -> None:
    assert shape(JOINER.marked(words(tagged)[1])) == expected


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        (
            "南粤置业/ORG （/w 澳门/LOC ）/w 有限公司/n 捐款/v",
            "南粤置业（澳门）有限公司/ORG 捐款/v",
        ),
        ("南粤置业/ORG （/w 暂名/n ）/w 有限公司/n", "南粤置业/ORG （/w 暂名/n ）/w 有限公司/n"),
        ("民盟/ORG 第四/m 支部/n 捐款/v", "民盟/ORG 第四支部/n 捐款/v"),
        ("民盟/ORG 四/m 支/q 部/n", "民盟/ORG 四支部/n"),
        ("朝阳社区人大/ORG 代表/n 联络/v 站/n 开放/v", "朝阳社区人大/ORG 代表联络站/ORG 开放/v"),
        ("王府街道/LOC 人大/n 代表/n 联络站/n", "王府街道/LOC 人大代表联络站/ORG"),
        ("区人大/ORG 代表/n 到/v 站/n", "区人大/ORG 代表/n 到/v 站/n"),
        ("", ""),
    ],
)
def test_companies_branches_and_stations(tagged: str, expected: str) -> None:
    assert shape(JOINER.joined(words(tagged)[1])) == expected
