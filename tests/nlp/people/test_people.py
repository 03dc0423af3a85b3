"""People and their titles, from words and tags by hand."""

from __future__ import annotations

import pytest
from language import names


def people(tagged: str) -> list[str]:
    return [text for text, label in names(tagged) if label == "PERSON"]


def titles(tagged: str) -> list[str]:
    return [text for text, label in names(tagged) if label == "TITLE"]


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("李明/PER 到会/v", ["李明"]),
        ("欧阳文轩/PER 到会/v", ["欧阳文轩"]),
        ("古丽巴哈尔/PER ·/w 艾山/PER 到会/v", ["古丽巴哈尔·艾山"]),
        ("胡组长/PER 到会/v", ["胡"]),
        ("董事长/n 田洪湖/n 捐款/v", ["田洪湖"]),  # missed by the tagger, after a title
        ("平安/PER 到会/v", []),  # no name
        ("希特勒/PER 到会/v", ["希特勒"]),
        ("泽田俊郎/PER 到会/v", ["泽田俊郎"]),
        ("臧晓东边/PER 走/v", ["臧晓东"]),  # a name and what LAC glued to it
        ("台风/n “/w 杜苏芮/PER ”/w", []),
    ],
)
def test_people(tagged: str, found: list[str]) -> None:
    assert people(tagged) == found


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("区人大常委会/ORG 副主任/n 李明/PER", ["副主任"]),
        ("区人大常委会/ORG 主任/n 会议/n", []),  # nobody's
        ("区/n 人大代表/n 李明/PER", ["代表"]),
        ("李明/PER 代表/n 发言/v", ["代表"]),
        ("常务/a 副区长/n 李明/PER", ["常务副区长"]),
    ],
)
def test_titles(tagged: str, found: list[str]) -> None:
    assert titles(tagged) == found
