"""Which body short forms, level words and 该校 mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from language import areas, meant

from kg.lexicon import load_lexicon
from kg.nlp.coreference.deixis import Deixis
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.resolution import Resolution, Rules
from kg.nlp.coreference.same import Same
from kg.nlp.coreference.sections import find_sections
from kg.nlp.reader.labels import SAME
from kg.nlp.spans.mention import DOCUMENT, GPE, ORG, Mention

HEAD = "武侯区人大常委会召开会议。\n"


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        (HEAD + "区人大常委会主任李明到会。", "区人大常委会", "武侯区人大常委会"),
        ("成都市武侯区\n区政府召开会议。\n", "区政府", "武侯区政府"),
        ("成都市武侯区人大开会。", "成都市武侯区人大", "武侯区人大"),
        ("云林县莿桐乡农会庆百年。\n县府农业处长魏明到会。", "县府农业处", "云林县政府农业处"),
        ("普兰店市总工会大事记\n市总工会主席李明慰问职工。", "市总工会", "普兰店市总工会"),  # a city of then
        ("清徐要闻\n太原市安全生产督导组到县检查。县安监局局长李明汇报。", "县安监局", "清徐县安监局"),
        ("监利县召开会议。省委副书记李明到会。", "省委", "湖北省委"),
        ("武山县公安局召开会议。武山县局政治部主任李明到会。", "武山县局政治部", "武山县公安局政治部"),
        ("武山县公安局、武山县林业局开会。武山县局局长李明到会。", "武山县局", "武山县局"),  # of two kinds
        ("宝兴县公安局召开会议。雅安市召开会议，市局要求落实。", "市局", "雅安市公安局"),
        ("东湖区教育基金会成立。该会会长李明到会。", "该会", "东湖区教育基金会"),
        ("东湖区第一中学开学。该校校长李明到会。", "该校", "东湖区第一中学"),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("武山县召开会议。团县委书记李明到会。", "团县委", "共青团武山县委"),
        ("武山团县委很忙。武山县召开会议。团县委书记李明到会。", "团县委", "武山团县委"),  # as it is written
        ("李明到会。县府办发文。", "县府办", "县府办"),  # of no county that is named
    ],
)
def test_bodies_of_an_area_by_their_other_names(text: str, form: str, name: str) -> None:
    at = text.rindex(form)
    mentions = [Mention(at, at + len(form), ORG, form)]
    if "武山县" in text:
        start = text.index("武山县")
        mentions.insert(0, Mention(start, start + 3, GPE, "武山县"))
    lexicon = load_lexicon()
    sections = find_sections(text, mentions, areas(), lambda body: True)
    Resolution(Rules(lexicon), Discourse(text, mentions), sections, Same([])).resolve()
    assert mentions[-1].entity in (name, name.replace("武山团", "武山县团"))


def resolved(text: str, *names: tuple[str, str], pairs: Sequence[Sequence[Any]] = ()) -> list[Mention]:
    """The mentions of a text, given as (form, label) in their order, each with what it stands for."""
    mentions, at = [], 0
    for form, label in names:
        at = text.index(form, at)
        mentions.append(Mention(at, at + len(form), label, form))
        at += len(form)
    Deixis(load_lexicon()).mark(mentions)
    sections = find_sections(text, mentions, areas(), lambda body: True)
    Resolution(Rules(load_lexicon()), Discourse(text, mentions), sections, Same(pairs)).resolve()
    return mentions


@pytest.mark.parametrize(
    ("text", "names", "entity"),
    [
        # the area of the article is told by a text's title alone, or by a name that is spread over a line
        ("《武山县法》发布。\n县水务局到会。", [("武山县法", DOCUMENT), ("县水务局", ORG)], "武山县水务局"),
        ("武 山 县 大事记\n县水务局到会。", [("武 山 县", GPE), ("县水务局", ORG)], "武山县水务局"),
        ("红岭管理区受灾。武山县开会。\n区政府到会。", [("红岭管理区", GPE), ("区政府", ORG)], "区政府"),
        ("武 山 县 水 务 局召开会议。", [("武 山 县 水 务 局", ORG)], "武山县水务局"),
        # a bureau of no area is of the one named before it in its sentence, else of the article's
        ("武山县召开会议。司法局到会。", [("武山县", GPE), ("司法局", ORG)], "武山县司法局"),
        ("甘谷县。武山县的司法局。", [("甘谷县", GPE), ("武山县", GPE), ("司法局", ORG)], "武山县司法局"),
        ("武山县开会。公安局到会。", [("武山县", GPE), ("公安局", ORG)], "武山县公安局"),
        ("武山县开会。国家统计局到会。", [("武山县", GPE), ("国家统计局", ORG)], "国家统计局"),
        ("屯门区开会。教育局到会。", [("屯门区", GPE), ("教育局", ORG)], "教育局"),
        # a county of one character keeps its level before the committee
        ("泸县开会。县委到会。", [("泸县", GPE), ("县委", ORG)], "泸县县委"),
        ("泸县开会。县政协到会。", [("泸县", GPE), ("县政协", ORG)], "泸县政协"),
        # one that calls itself 我校: who signs the letter, or is told in brackets
        ("感谢你们。我校师生很好。\n东湖小学\n校长", [("我校", ORG), ("东湖小学", ORG)], "东湖小学"),
        ("我院很忙。我院（东湖市医院）派人。", [("我院", ORG), ("东湖市医院", ORG)], "东湖市医院"),
        ("我校派出8人。后来东湖小学也到场。", [("我校", ORG), ("东湖小学", ORG)], ""),
    ],
)  # fmt: skip
def test_what_a_body_is_of(text: str, names: list[tuple[str, str]], entity: str) -> None:
    mentions = resolved(text, *names)
    own = [m for m in mentions if m.deictic]
    assert (own or mentions)[-1].entity == entity


@pytest.mark.parametrize(
    ("long", "short", "entity"),
    [
        ("武山县动物疫控中心", "武山县疫控中心", "武山县动物疫控中心"),
        ("武山县疫控中心", "武山县动物疫控中心", "武山县疫控中心"),  # the key is that of the first
        ("武山县动物疫控中心", "武山县教育局", "武山县教育局"),
        ("武山县动物疫控中心", "甘谷县疫控中心", "甘谷县疫控中心"),
    ],
)
def test_a_name_with_an_area_may_be_an_earlier_one_in_short(long: str, short: str, entity: str) -> None:
    text = f"{long}到会。{short}到会。"
    at = text.index(short, len(long))
    said = [[at, at + len(short), 0, len(long), {str(SAME): 0.9}, [1, 0, 0, 0, 0, 0]]]
    assert resolved(text, (long, ORG), (short, ORG), pairs=said)[-1].entity == entity
    assert resolved(text, (long, ORG), (short, ORG))[-1].entity == short
