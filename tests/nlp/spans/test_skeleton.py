"""The skeleton: a sentence in which names are one character each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.spans.mention import DATE, DOCUMENT, FAC, GPE, MONEY, ORG, PERSON, TITLE, Mention
from kg.nlp.spans.skeleton import KINDS, Skeleton, block, build, is_oblique


def mention(text: str, form: str, label: str, entity: str | None = None, **more: object) -> Mention:
    at = text.index(form)
    return Mention(at, at + len(form), label, form, entity=form if entity is None else entity)


def shape(skeleton: Skeleton) -> str:
    """The string with a letter for each name: P, O, G for any place, D, M, Q, T, X for oblique."""
    letters = {}
    for label, letter in zip(KINDS, "POGGDMQTX", strict=True):
        low, high = block(label)[0], block(label)[2]
        letters |= {chr(c): letter for c in range(ord(low), ord(high) + 1)}
    return "".join(letters.get(char, char) for char in skeleton.string)


def test_names_become_characters_and_point_back() -> None:
    text = "李明到青山街道督导。"
    made = build(text, (0, len(text)), [mention(text, "李明", PERSON), mention(text, "青山街道", GPE)], {})
    assert shape(made) == "P到G督导。"
    assert made.text_range(2, 5) == (3, 9)
    assert [m.text for m in made.mentions(0, 5, {PERSON, GPE})] == ["李明", "青山街道"]
    assert [m.text for m in made.mentions(0, 5, {GPE})] == ["青山街道"]
    assert made.mentions(1, 2, {PERSON, GPE}) == []


def test_posts_belong_to_their_person() -> None:
    text = "区人大主任李明到会"
    body, title = mention(text, "区人大", ORG), mention(text, "主任", TITLE)
    made = build(text, (0, len(text)), [body, title, mention(text, "李明", PERSON)], {2: 0})
    assert shape(made) == "P到会"
    assert made.text_range(0, 1) == (0, 7)


def test_only_the_innermost_of_nested_places() -> None:
    text = "到青山街道的安康社区、柳林镇"
    places = [mention(text, "青山街道", GPE), mention(text, "安康社区", GPE), mention(text, "柳林镇", FAC)]
    made = build(text, (0, len(text)), places, {})
    assert shape(made) == "到G、G"
    assert [m.text for m in made.mentions(0, 4, {GPE, FAC})] == ["安康社区", "柳林镇"]
    assert made.text_range(1, 2) == (1, 10)


def test_documents_take_their_marks_along() -> None:
    text = "印发《防汛手册》。"
    made = build(text, (0, len(text)), [mention(text, "防汛手册", DOCUMENT)], {})
    assert shape(made) == "印发D。"


def test_names_without_an_entity_are_text() -> None:
    text = "他到青山街道，10万元，9月1日"
    names = [
        mention(text, "他", PERSON, ""),
        mention(text, "青山街道", GPE),
        mention(text, "10万元", MONEY, ""),
        mention(text, "9月1日", DATE, ""),
    ]
    assert shape(build(text, (0, len(text)), names, {})) == "他到G，M，T"


def test_oblique_bodies_and_their_lists() -> None:
    text = "李明响应区委、区政府的要求"
    names = [mention(text, "李明", PERSON), mention(text, "区委", ORG), mention(text, "区政府", ORG)]
    made = build(
        text, (0, len(text)), names, {}, oblique=lambda text, start, _: text[:start].endswith("响应")
    )
    assert shape(made) == "P响应X、X的要求"
    assert [is_oblique(char) for char in made.string] == [False] * 3 + [True, False, True] + [False] * 3


def test_the_rest_after_a_match_keeps_its_head() -> None:
    text = "李明到青山街道督导，看柳林镇"
    names = [mention(text, "李明", PERSON), mention(text, "青山街道", GPE), mention(text, "柳林镇", GPE)]
    made = build(text, (0, len(text)), names, {})
    assert shape(made.after(5, made.part(0, 1))) == "P，，看G"


@given(st.integers(0, 700))
def test_more_names_than_characters(count: int) -> None:
    text = "李" * count + "。"
    names = [Mention(i, i + 1, PERSON, "李", entity="李") for i in range(count)]
    assert shape(build(text, (0, len(text)), names, {})) == "P" * count + "。"
