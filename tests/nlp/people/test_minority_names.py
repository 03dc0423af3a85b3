"""Names of Uyghurs, Kazakhs, Tibetans and Mongols, whole."""

from __future__ import annotations

import pytest
from language import mentions, said

from kg.nlp.spans.mention import PERSON


def people(text: str) -> list[str]:
    return [m.text for m in mentions(text) if m.label == PERSON]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("买买提·艾合买提任和田县县长。", ["买买提·艾合买提"]),
        ("古丽娜尔·阿不都热依木向疏勒县一中捐款2万元。", ["古丽娜尔·阿不都热依木"]),
        ("喀什市市长努尔兰·阿不都满金主持会议。", ["努尔兰·阿不都满金"]),
        ("董事长阿迪力·吐尔逊捐款5万元，员工买买提·依明加入服务队。", ["阿迪力·吐尔逊", "买买提·依明"]),
        ("阿依古丽·买买提、巴合提·努尔兰因病缺席。", ["阿依古丽·买买提", "巴合提·努尔兰"]),
        ("县人大代表买买提吐尔逊·热合曼到会。", ["买买提吐尔逊·热合曼"]),
        ("护士阿依努尔·艾山江来到疏附县。", ["阿依努尔·艾山江"]),
    ],
)
def test_names_with_a_mark(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("玛曲县副县长才让东珠到尼玛镇调研。", ["才让东珠"]),
        ("共和县委书记扎西多杰、县长索南才让到恰卜恰镇检查防汛工作。", ["扎西多杰", "索南才让"]),
        ("乌拉特中旗副旗长斯琴高娃到海流图镇走访慰问。", ["斯琴高娃"]),
        ("6月29日，那日苏到达茂旗调研。", ["那日苏"]),
        ("乌兰察布市副市长乌力吉到集宁区检查。", ["乌力吉"]),
        ("巴图湾镇党委书记巴图孟克到巴图湾水库查看。", ["巴图孟克"]),
    ],
)
def test_names_without_one(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    ["调研组来到尼玛镇。", "演出队在扎西草原演出。", "巴音郭楞公司向乌兰浩特捐款1万元。", "格桑花开了。"],
)
def test_places_and_things_of_such_words_are_nobody(text: str) -> None:
    assert people(text) == []


def test_a_banner_is_known_by_its_short_name_and_not_cut() -> None:
    assert said("6月29日，那日苏到达茂旗调研。", "supervises") == ["那日苏 > 达茂旗"]
    assert said("县委书记巴特尔到察右前旗调研。", "supervises") == ["巴特尔 > 察右前旗"]
