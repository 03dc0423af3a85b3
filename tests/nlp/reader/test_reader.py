"""The learned reader: pieces, windows, spans, pairs, and what is made of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import load_lexicon
from kg.nlp.reader import labels, views
from kg.nlp.reader.candidates import pairs_of
from kg.nlp.reader.judge import features, join
from kg.nlp.reader.merged import Merger, repeated
from kg.nlp.reader.pieces import UNKNOWN, Cutter, Pieces
from kg.nlp.reader.proposal import Names, Proposal
from kg.nlp.reader.proposals import Proposer
from kg.nlp.reader.reading import Pair
from kg.nlp.reader.spans import Found, spans, viterbi
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import GPE, MONEY, ORG, PERSON, QUANTITY, Mention

CUTTER = Cutter(
    {
        "▁": (4, -3.0),
        "李": (5, -5.0),
        "明": (6, -5.0),
        "街": (7, -6.0),
        "道": (8, -6.0),
        "街道": (9, -7.0),
        "3": (10, -4.0),
    },
    {"３": "3"},
)
ASSERTED = [0.9, 0.02, 0.02, 0.02, 0.02, 0.02]


def test_the_likeliest_cut_is_taken() -> None:
    pieces = CUTTER.cut("李明街道")
    assert pieces.ids == [5, 6, 9]
    assert list(zip(pieces.starts, pieces.ends, strict=True)) == [(0, 1), (1, 2), (2, 4)]


def test_what_the_vocabulary_lacks_is_one_unknown_piece_a_character() -> None:
    pieces = CUTTER.cut("李燎 ３")
    assert pieces.ids == [5, UNKNOWN, 4, 10]
    assert pieces.starts == [0, 1, 2, 3]


@given(st.text(alphabet="李明街道３x \n", max_size=40))
def test_pieces_cover_the_text_in_order(text: str) -> None:
    pieces = CUTTER.cut(text)
    assert all(a < b for a, b in zip(pieces.starts, pieces.ends, strict=True))
    assert all(a <= b for a, b in zip(pieces.ends, pieces.starts[1:], strict=False))
    covered = {i for a, b in zip(pieces.starts, pieces.ends, strict=True) for i in range(a, b)}
    assert {i for i, char in enumerate(text) if not char.isspace()} <= covered


def line(size: int) -> Pieces:
    """So many pieces of one character."""
    return Pieces([5] * size, list(range(size)), list(range(1, size + 1)))


@given(st.integers(0, 2000), st.lists(st.integers(1, 1999), max_size=60))
def test_windows_hold_each_piece_and_are_no_longer_than_they_may(size: int, breaks: list[int]) -> None:
    found = list(views.windows(line(size), sorted({0, *(b for b in breaks if b < size)})))
    assert [w.new for w in found[1:]] == [w.after for w in found[:-1]]
    assert all(w.first <= w.new < w.after and w.after - w.first <= views.WINDOW for w in found)
    assert (found[-1].after if found else 0) == size


def test_a_window_begins_and_ends_with_a_sentence_where_one_is_near() -> None:
    first, second = views.windows(line(views.WINDOW + 100), [0, 300, views.WINDOW - 20])
    assert (first.after, second.new) == (views.WINDOW - 20, views.WINDOW - 20)
    assert second.first == views.WINDOW - 20 or second.first in (300, views.WINDOW - 20 - views.BACK)


def test_characters_know_their_piece_and_where_in_it_they_stand() -> None:
    pieces = Pieces([5, 9, 6], [0, 1, 4], [1, 3, 5])  # 李 街道 _ 明
    owner, place = views.of_characters(pieces, views.Window(0, 3, 0), (0, 5))
    assert owner == [0, 1, 1, 1, 2]
    assert place[:3] == [views.ALONE, views.FIRST, views.LAST]


def test_the_rules_view_of_a_text_tells_begin_and_inside() -> None:
    row = views.ruled(5, [Mention(1, 3, PERSON, "李明"), Mention(4, 5, PERSON, "他", deictic=True)])
    assert row[0] == row[3] == 0
    assert (row[1], row[2]) == (1, 2)
    assert row[4] == 1 + 2 * len(views.LABELS)


def test_tags_become_spans_and_none_begins_in_the_midst() -> None:
    follow = np.zeros((views.TAGS, views.TAGS), np.float32)
    for begin in range(1, views.TAGS, 2):
        follow[:, begin + 1] = -1e4
        follow[begin, begin + 1] = follow[begin + 1, begin + 1] = 0
    scores = np.zeros((4, views.TAGS), np.float32)
    scores[0, 2] = 9  # inside of a person's name: cannot begin a text
    scores[0, 1] = 5
    scores[1, 2] = scores[2, 0] = scores[3, 3] = 9
    assert viterbi(scores, follow).tolist() == [1, 2, 0, 3]
    found = spans(scores, follow, 10)
    assert [(s.start, s.end, s.kind) for s in found] == [(10, 12, views.PEOPLE), (13, 14, views.BODIES)]


def test_pairs_join_what_a_label_may_join_and_what_is_near() -> None:
    mentions = [(0, 2, views.PEOPLE), (3, 5, views.TITLES), (900, 902, views.BODIES), (6, 8, views.SUMS)]
    found = pairs_of(mentions)
    assert (0, 1) in found  # a person and a title
    assert (1, 0) not in found
    assert (0, 2) not in found  # too far
    assert (0, 3) in found


def test_a_name_that_is_sure_is_found_wherever_it_stands() -> None:
    text = "会长叶惠来到场。叶惠来说，叶惠来捐款。"
    found = [Found(2, 5, views.PEOPLE, 0.95), Found(8, 10, views.PEOPLE, 0.6)]
    assert [(n.start, n.end) for n in repeated(text, found)] == [(2, 5), (8, 11), (13, 16)]


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("李大白婆婆寄来一千元", Found(0, 5, views.PEOPLE, 0.9), "李大白"),
        ("梁婆婆寄来一千元", Found(0, 3, views.PEOPLE, 0.9), "梁婆婆"),
        ("拿督李大白寄来一千元", Found(0, 5, views.PEOPLE, 0.9), "李大白"),
        ("李大白老师寄来一千元", Found(0, 5, views.PEOPLE, 0.9), "李大白"),
        ("李大到青山街道", Found(0, 3, views.PEOPLE, 0.9), "李大"),
        ("王大白副委员长到会", Found(0, 4, views.PEOPLE, 0.9), "王大白"),
        ("王大白副委员长到会", Found(0, 7, views.PEOPLE, 0.9), "王大白"),
        ("王老师寄来一千元", Found(0, 3, views.PEOPLE, 0.9), "王老师"),
        ("“安步当车”护老队去年组建", Found(1, 9, views.BODIES, 0.9), "“安步当车”护老队"),
        ("我县委已经部署", Found(0, 3, views.BODIES, 0.9), "县委"),
    ],
)
def test_names_lose_what_is_no_part_of_them_and_keep_both_quotes(text: str, found: Found, name: str) -> None:
    [mention] = Merger(load_lexicon()).merge(text, [], [found])
    assert mention.text == name


def test_what_the_rules_know_as_standing_for_a_place_names_none() -> None:
    whole = Mention(0, 2, GPE, "全镇", deictic=True)
    assert Merger(load_lexicon()).merge("全镇出动", [whole], [Found(0, 2, views.AREAS, 0.9)]) == [whole]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("防控卡点前", []),
        ("检测点前", []),
        ("联系村前", []),
        ("新县前", ["新县"]),
        ("玉林卡点前", ["玉林卡点"]),
    ],
)
def test_a_place_with_a_kind_alone_is_no_name(text: str, names: list[str]) -> None:
    merged = Merger(load_lexicon()).merge(text, [], [Found(0, len(text) - 1, views.AREAS, 0.9)])
    assert [m.text for m in merged] == names


TEXT = "区教育局局长李明向青山小学捐赠图书300册，王强捐款5万元。"
BODY = Mention(0, 4, ORG, "区教育局", entity="武侯区教育局")
WHO, SCHOOL = Mention(6, 8, PERSON, "李明", entity="李明"), Mention(9, 13, ORG, "青山小学", entity="青山小学")
BOOKS = Mention(17, 21, QUANTITY, "300册", value=300.0, unit="册")
OTHER, MONEY_ = (
    Mention(22, 24, PERSON, "王强", entity="王强"),
    Mention(26, 29, MONEY, "5万元", value=50000.0, currency="CNY"),
)
TITLE, GOODS = (4, 6), (15, 17)
NAMES = Names("holdsPosition", "donates", "measure", "dispatches")


DELEGATES = load_lexicon().titles.delegates


def pair(a: tuple[int, int], b: tuple[int, int], status: list[float] = ASSERTED, **said: float) -> Pair:
    names = {name.upper(): getattr(labels, name.upper(), None) for name in said}
    numbers = {k: labels.relations().get(k, names[k.upper()]) for k in said}
    return Pair(a, b, {int(str(numbers[k])): v for k, v in said.items()}, status)


def span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def proposals(*pairs: Pair) -> list[Proposal]:
    mentions = [BODY, WHO, SCHOOL, BOOKS, OTHER, MONEY_]
    return Proposer(
        TEXT, pairs, mentions, NAMES, lambda m: ("捐赠图书", m.unit), DELEGATES, ["各"]
    ).proposals()


def test_a_post_is_a_person_a_title_and_a_body() -> None:
    alone, post = proposals(
        pair(span(WHO), span(BODY), holdsPosition=0.8),
        pair(span(WHO), TITLE, title=0.9),
        pair(TITLE, span(BODY), title_of=0.9),
    )
    assert (post.relation, post.subject, post.object, post.qualifiers) == (
        "holdsPosition", "李明", "武侯区教育局", {"title": "局长"},
    )  # fmt: skip
    assert post.probability == pytest.approx((0.8 * 0.9 * 0.9) ** (1 / 3))
    assert post.rival == 0
    assert (alone.object, alone.probability, alone.rival) == (None, 0.9, post.probability)


@pytest.mark.parametrize(
    ("text", "body", "place", "title"),
    [
        ("区人大代表李明到场", (0, 3), (3, 5), "人大代表"),
        ("区政协委员李明到场", (0, 3), (3, 5), "政协委员"),
        ("县委宣传部长李明到场", (0, 5), (5, 6), "部长"),
        ("青山乡长李明到场", (0, 3), (3, 4), "乡长"),
        ("区协会代表李明到场", (0, 3), (3, 5), "代表"),
    ],
)
def test_titles_in_full(text: str, body: tuple[int, int], place: tuple[int, int], title: str) -> None:
    at = text.index("李明")
    who = Mention(at, at + 2, PERSON, "李明", entity="李明")
    of = Mention(*body, ORG, text[slice(*body)], entity="某")
    pairs = (
        pair(span(who), body, holdsPosition=0.8),
        pair(span(who), place, title=0.9),
        pair(place, body, title_of=0.9),
    )
    made = Proposer(text, pairs, [of, who], NAMES, lambda m: ("", ""), DELEGATES, ["各"]).proposals()
    assert [p.qualifiers for p in made if p.object] == [{"title": title}]


def test_a_gift_has_its_goods_their_number_and_who_receives_it() -> None:
    gift, money = proposals(
        pair(span(WHO), GOODS, gives=0.9),
        pair(GOODS, span(BOOKS), counted=0.9),
        pair(GOODS, span(SCHOOL), to=0.8),
        pair(span(WHO), span(SCHOOL), donates=0.7),
        pair(span(OTHER), span(MONEY_), gives=0.6),
    )
    assert (gift.subject, gift.object) == ("李明", "青山小学")
    assert gift.qualifiers == {"item": "图书", "quantity": 300.0, "unit": "册", "approx": False}
    assert (money.subject, money.object, money.qualifiers["amount"]) == ("王强", None, 50000.0)


def test_a_gift_may_go_to_several_and_is_told_of_each() -> None:
    gifts = proposals(
        pair(span(WHO), GOODS, gives=0.9),
        pair(GOODS, span(SCHOOL), to=0.9),
        pair(GOODS, span(BODY), to=0.85),
        pair(span(WHO), span(SCHOOL), donates=0.7),
        pair(span(WHO), span(BODY), donates=0.6),
    )
    assert [(g.object, g.qualifiers["joint"]) for g in gifts] == [
        ("武侯区教育局", "shared"),
        ("青山小学", "shared"),
    ]


def test_a_claim_that_is_likelier_planned_is_planned() -> None:
    [visit] = proposals(pair(span(WHO), span(SCHOOL), [0.2, 0.1, 0.6, 0.05, 0.03, 0.02], supervises=0.9))
    assert visit.said == "planned"


def test_rules_and_network_make_one_statement() -> None:
    claim = Claim("donates", "李明", None, (0, 30), span(WHO), qualifiers={"quantity": 300.0, "unit": "册"})
    [gift] = proposals(
        pair(span(WHO), GOODS, gives=0.9),
        pair(GOODS, span(BOOKS), counted=0.9),
        pair(GOODS, span(SCHOOL), to=0.8),
    )
    [(joined, proposal, by_rule)] = join([claim], [gift], [(0, 30)])
    assert by_rule
    assert proposal is gift
    assert joined.object == "青山小学"
    assert joined.qualifiers["item"] == "图书"


def test_what_speaks_for_a_statement() -> None:
    claim = Claim("supervises", "李明", "青山小学", (10, 30), (0, 2), (20, 24), rule="go-visit")
    found = features(claim, None, True, [(0, 10), (10, 30)])
    assert found["borrowed subject"] == 1
    assert found["source rule"] == 1
    assert found["form go-visit"] == 1
    assert found["network"] < -6
    assert "borrowed object" not in found


def test_a_title_is_told_without_the_spaces_of_its_line() -> None:
    text = "指 挥 长：李明"
    who = Mention(6, 8, PERSON, "李明", entity="李明")
    of = Mention(0, 1, ORG, "指", entity="某")
    pairs = (pair(span(who), (0, 5), title=0.9), pair((0, 5), (0, 1), title_of=0.9))
    made = Proposer(text, pairs, [of, who], NAMES, lambda m: ("", ""), DELEGATES, ["各"]).proposals()
    assert {p.qualifiers["title"] for p in made} == {"指挥长"}


@pytest.mark.parametrize(
    ("title", "place", "joins"),
    [
        ("副县长", (0, 3), True),
        ("党委书记", (0, 4), False),  # that may be of whatever body
        ("副县长", (9, 12), False),  # a mention tells the county
    ],
)
def test_a_post_that_its_title_alone_tells_is_weighed_by_the_title(
    title: str, place: tuple[int, int], *, joins: bool
) -> None:
    at = (0, len(title))
    who = Mention(at[1], at[1] + 2, PERSON, "李明", entity="李明")
    said = Proposer(
        f"{title}李明到场。武山县", [pair(span(who), at, title=0.9)], [who], NAMES,
        lambda m: ("", ""), DELEGATES, ["各"],
    ).proposals()  # fmt: skip
    claim = Claim("holdsPosition", "李明", "武山县", (0, 9), span(who), place, at, {"title": title})
    [(_, proposal, by_rule)] = join([claim], said, [(0, 9)])  # and nothing of no body is said
    assert by_rule
    assert (proposal is not None) == joins


def test_how_many_were_sent_is_what_counts_people() -> None:
    claim = Claim("dispatches", "李明", "青山小学", (0, 30), qualifiers={"quantity": 2.0, "unit": "批"})
    same = Claim("dispatches", "李明", "青山小学", (0, 30), qualifiers={"quantity": 2.0, "unit": "册"})
    for sent, quantity in ((claim, 300.0), (same, 2.0)):
        [sending] = proposals(
            pair(span(WHO), span(SCHOOL), dispatches=0.9), pair(span(SCHOOL), span(BOOKS), sent=0.9)
        )
        [(joined, _, _)] = join([sent], [sending], [(0, 30)])
        assert joined.qualifiers["quantity"] == quantity
