"""What forms state: lists one by one, parts of a sentence, objects of the sentence before."""

from __future__ import annotations

import pytest
from language import said

from kg.lexicon import Form, RelationForms, load_lexicon
from kg.nlp.forms.claims import FormClaims
from kg.nlp.forms.forms import FormSet
from kg.nlp.forms.topic import Topics
from kg.nlp.spans.mention import GPE, ORG, PERSON, Mention
from kg.nlp.spans.skeleton import build


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "李明、王强到青山街道、柳林镇督导。",
            ["李明 > 柳林镇", "李明 > 青山街道", "王强 > 柳林镇", "王强 > 青山街道"],
        ),
        ("李明、王强分别到青山街道、柳林镇督导。", ["李明 > 青山街道", "王强 > 柳林镇"]),
        ("李明到青山街道督导；王强到柳林镇督导。", ["李明 > 青山街道", "王强 > 柳林镇"]),
        ("李明到青山街道督导；到柳林镇督导。", ["李明 > 柳林镇", "李明 > 青山街道"]),
        ("李明到青山街道督导。随后到柳林镇督导。", ["李明 > 柳林镇", "李明 > 青山街道"]),
        ("李明到青山街道督导。王强参加督导。", ["李明 > 青山街道", "王强 > 青山街道"]),
        ("李明到青山街道督导。\n王强参加督导。", ["李明 > 青山街道"]),  # another paragraph
        ("王强参加督导。", []),
    ],
)
def test_claims_of_forms(text: str, found: list[str]) -> None:
    assert sorted(said(text, "supervises")) == found


def test_by_hand() -> None:
    text = "李明看青山街道。随后看青山街道办事处。"
    lexicon = load_lexicon()
    words = RelationForms(triggers=("看",), forms=(Form("sees", "{subject}...{trigger}{object}", 0.9),))
    forms = {"sees": FormSet(words, [PERSON, ORG], [GPE, ORG], lexicon.names.lists)}
    claims = FormClaims(text, forms, Topics(lexicon), ())
    person = Mention(0, 2, PERSON, "李明", entity="李明")
    street = Mention(3, 7, GPE, "青山街道", entity="青山街道")
    office = Mention(11, 18, ORG, "青山街道办事处", entity="青山街道办事处")
    (first,) = claims.read(build(text, (0, 8), [person, street], {}), (0, 8), None)
    assert (first.predicate, first.subject, first.object, first.rule) == ("sees", "李明", "青山街道", "sees")
    assert (first.subject_span, first.object_span, first.trigger) == ((0, 2), (3, 7), (2, 3))
    (second,) = claims.read(build(text, (8, 19), [office], {}), (8, 19), person)
    assert (second.subject, second.object) == ("李明", "青山街道办事处")
    assert second.confidence < first.confidence  # its subject is that of the sentence before
    assert claims.read(build(text, (8, 19), [office], {}), (8, 19), None) == []
