"""Which body short forms, level words and 该校 mean."""

from __future__ import annotations

import pytest
from language import areas, meant

from kg.lexicon import load_lexicon
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.resolution import Resolution, Rules
from kg.nlp.coreference.same import Same
from kg.nlp.coreference.sections import find_sections
from kg.nlp.spans.mention import GPE, ORG, Mention

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
