"""Which kind of body is meant where a name tells an area and only the end of a kind."""

from __future__ import annotations

import pytest
from language import areas

from kg.lexicon import load_lexicon
from kg.nlp.coreference.body_words import BodyWords
from kg.nlp.coreference.discourse import Discourse
from kg.nlp.coreference.kinds import Kinds
from kg.nlp.spans.mention import ORG, Mention


@pytest.mark.parametrize(
    ("named", "name", "full"),
    [
        (["武山县公安局"], "武山县局政治部", "武山县公安局政治部"),
        (["武山县公安局交警大队"], "武山县局", "武山县公安局"),
        (["武山县公安局", "怀化市林业局"], "怀化市局", "怀化市林业局"),  # of its own area first
        (["武山县公安局", "武山县林业局"], "武山县局", "武山县局"),  # of two
        (["沧州市烟草专卖局（公司）"], "沧州市局", "沧州市烟草专卖局（公司）"),
        (["河北省检察院"], "河北省院公诉二处", "河北省检察院公诉二处"),
        (["河北省检察院"], "河北省院士工作站", "河北省院士工作站"),
        (["武山县公安局"], "武山县林业局", "武山县林业局"),
        ([], "武山县局", "武山县局"),
    ],
)
def test_kinds(named: list[str], name: str, full: str) -> None:
    mentions = [Mention(0, len(text), ORG, text) for text in named]
    kinds = Kinds(BodyWords(load_lexicon()), areas(), Discourse("", mentions))
    assert kinds.in_full(name) == full
