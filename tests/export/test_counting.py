"""Which gifts a plain sum may take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import article, entity, statement

from kg.export.rdf.counting import Counted, Gift, count, gift_of
from kg.model import Span


def gift(name: str, amount: float | None = None, **more) -> Gift:
    values = {
        "id": name,
        "doc": "a",
        "start": 0,
        "donor": "甲",
        "name": more.get("donor", "甲"),
        "recipient": None,
        "item": None,
        "quantity": None,
        "amount": amount,
        "worth": None,
        "currency": "CNY",
        "joint": None,
        "part_of": None,
        "when": None,
        "told": None,
        "running": False,
    }
    return Gift(**{**values, **more})


def total(*gifts: Gift) -> float:
    return sum(found.amount or 0 for found in count(gifts).values())


def test_single_gifts_add_up() -> None:
    assert total(gift("1", 10), gift("2", 20), gift("3", 10)) == 40


def test_a_joint_gift_counts_once_for_the_donor_named_first() -> None:
    found = count([gift("1", 10, joint="x", start=5), gift("2", 10, joint="x", start=2, donor="乙")])
    assert found["2"] == Counted(10, None, "乙、甲", ("乙", "甲"))
    assert found["1"] == Counted(elsewhere=("2",))


def test_the_joint_gifts_of_two_articles_are_two() -> None:
    assert total(gift("1", 10, joint="x"), gift("2", 11, joint="x", doc="b")) == 21


def test_a_total_counts_where_its_parts_are_not_given() -> None:
    found = count([gift("1", 100), gift("2", 60, part_of="1"), gift("3", 30, part_of="1")])
    assert found["1"].elsewhere == ("2", "3")
    assert total(gift("1", 100), gift("2", 60, part_of="1"), gift("3", 30, part_of="1")) == 90
    assert total(gift("1", 100), gift("2", 60, part_of="not there")) == 160


def test_a_part_of_a_joint_total_is_counted_instead_of_it() -> None:
    gifts = [
        gift("1", 100, joint="x"),
        gift("2", 100, joint="x", donor="乙"),
        gift("3", 60, part_of="2"),
    ]
    assert total(*gifts) == 60


@pytest.mark.parametrize(
    ("other", "retold"),
    [
        ({}, True),
        ({"recipient": "y"}, True),
        ({"doc": "a"}, False),  # rows alike are two gifts
        ({"donor": "乙"}, False),
        ({"amount": 11}, False),
        ({"currency": "HKD"}, False),
        ({"item": "米"}, True),
        ({"when": "2022-09-02"}, True),
        ({"when": "2022-10-20"}, False),
        ({"told": "2022-12-01"}, False),
        ({"told": "2022-09-20"}, True),
        ({"told": None}, True),
    ],
)
def test_a_gift_that_another_article_tells_again(other: dict, retold: bool) -> None:
    first = gift("1", 10, told="2022-09-01")
    again = gift("2", other.pop("amount", 10), **{"doc": "b", "told": "2022-09-03", **other})
    found = count([first, again])
    named = {key: item.retells for key, item in found.items() if item.retells}
    if retold:
        first, later = ("1", "2") if again.told else ("2", "1")
        assert named == {later: first}
        assert sum(item.amount or 0 for item in found.values()) == 10
    else:
        assert named == {}


def test_what_differs_is_not_retold() -> None:
    pairs = [
        (gift("1", 10, recipient="x"), gift("2", 10, recipient="y", doc="b")),
        (gift("1", 10, item="米"), gift("2", 10, item="面", doc="b")),
        (gift("1", 10, when="2022-09-01"), gift("2", 10, when="2022-09-02", doc="b")),
    ]
    for one, other in pairs:
        assert total(one, other) == 20
    assert total(gift("1", 10, when="2022-09-01"), gift("2", 10, when="2022-09", doc="b")) == 10


def test_a_running_total_takes_the_place_of_what_it_holds() -> None:
    singles = [gift("1", 10), gift("2", 20)]
    assert total(*singles, gift("3", 50, running=True)) == 50
    found = count([*singles, gift("3", 50, running=True)])
    assert found["1"].elsewhere == found["2"].elsewhere == ("3",)
    assert found["3"].running


def test_a_running_total_below_the_single_gifts_does_not_count() -> None:
    found = count([gift("1", 10), gift("2", 20), gift("3", 25, running=True)])
    assert found["3"].elsewhere == ("1", "2")
    assert sum(item.amount or 0 for item in found.values()) == 30


def test_of_running_totals_the_highest_counts() -> None:
    assert total(gift("1", 50, running=True), gift("2", 80, running=True, doc="b")) == 80


def test_a_running_total_does_not_hold_what_came_later_or_went_elsewhere() -> None:
    until = gift("1", 50, running=True, when="2022-09-10", recipient="x")
    assert total(until, gift("2", 10, when="2022-09-11")) == 60
    assert total(until, gift("2", 10, recipient="y")) == 60
    assert total(until, gift("2", 10, when="2022-09-09")) == 50


def test_a_running_total_holds_what_went_to_one_of_several() -> None:
    until = gift("1", 50, running=True, recipient="x")
    shared = [gift("2", 20, joint="j", recipient="y"), gift("3", 20, joint="j", recipient="x")]
    assert total(until, *shared) == 50
    assert total(gift("1", 50, running=True, recipient="z"), *shared) == 70


def test_a_running_total_does_not_hold_what_its_article_tells_after_it_as_one_more() -> None:
    until = gift("1", 50, running=True, start=3)
    assert total(until, gift("2", 5, start=9, further=True)) == 55
    assert total(until, gift("2", 5, start=9)) == 50
    assert total(until, gift("2", 5, start=0, further=True)) == 50
    assert total(until, gift("2", 5, start=9, further=True, doc="b")) == 50


def test_the_running_total_of_others_holds_nothing() -> None:
    assert total(gift("1", 50, running=True, donor="乙"), gift("2", 5)) == 55
    both = [gift("1", 50, running=True, joint="j"), gift("2", 50, running=True, joint="j", donor="乙")]
    assert total(*both, gift("3", 5)) == 55


def test_what_is_told_within_a_joint_gift_is_in_its_figure_alone() -> None:
    found = count([gift("1", 10, joint="j", start=0, donor="乙"), gift("2", 3, joint="j", start=0)])
    assert found["1"] == Counted(10, None, "乙", ("乙",))
    assert found["2"] == Counted(elsewhere=("1",))


def test_money_and_worth_of_one_figure_are_one() -> None:
    one = gift("1", 10, joint="j", sure=0.4)
    found = count([one, gift("2", None, worth=10, joint="j", sure=0.9), gift("3", 4, joint="j")])
    assert (found["2"].amount, found["2"].worth) == (None, 10)
    assert found["1"].elsewhere == found["3"].elsewhere == ("2",)


def test_of_joint_statements_the_surest_counts() -> None:
    found = count([gift("1", 10, joint="j", sure=0.5), gift("2", 10, joint="j", sure=0.9)])
    assert found["1"].elsewhere == ("2",)


def test_money_and_worth_are_apart() -> None:
    found = count([gift("1", 10), gift("2", None, worth=30, running=True)])
    assert (found["1"].amount, found["2"].worth) == (10, 30)


numbers = st.sampled_from([1.0, 2.0, 5.0, 10.0])
gifts = st.lists(
    st.builds(
        lambda amount, **more: gift("", amount, **more),
        amount=numbers,
        doc=st.sampled_from("abc"),
        start=st.integers(0, 5),
        donor=st.sampled_from("甲乙"),
        recipient=st.sampled_from([None, "x", "y"]),
        joint=st.sampled_from([None, None, "j"]),
        told=st.sampled_from([None, "2022-09-01", "2022-12-01"]),
        running=st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(gifts, st.randoms())
def test_nothing_is_lost_and_the_order_does_not_matter(found: list[Gift], random) -> None:
    named = [replace(item, id=str(number)) for number, item in enumerate(found)]
    counted = count(named)
    assert set(counted) == {item.id for item in named}
    for item in counted.values():  # each is counted, or something that says so is
        assert (item.amount is not None) != bool(item.elsewhere)
    for id_ in counted:  # and following that leads to what is counted
        reached, seen = id_, set()
        while counted[reached].elsewhere and reached not in seen:
            seen.add(reached)
            reached = counted[reached].elsewhere[0]
        assert counted[reached].amount is not None
    assert sum(item.amount or 0 for item in counted.values()) <= sum(item.amount or 0 for item in named)
    random.shuffle(named)
    assert count(named) == counted


def test_a_statement_as_a_gift() -> None:
    source = article("a", "今年来，会员累计捐款10万元，其中甲捐1万元。", date="2022-09-01")
    one, two = entity("Person", "甲", "a"), entity("Organization", "乙", "a")
    said = statement(source, "donates", one, two, source.raw[:-1], amount=100000.0)
    (piece,) = said.evidence

    def with_trigger(start: int) -> Gift | None:
        return gift_of(replace(said, evidence=(replace(piece, trigger=Span(start, start + 1)),)), source)

    found = with_trigger(source.raw.index("捐款"))
    assert found is not None
    assert (found.running, found.currency, found.told, found.recipient) == (True, "CNY", "2022-09-01", two.id)
    assert with_trigger(source.raw.index("捐1")).running is False
    assert gift_of(replace(said, status="planned"), source) is None
    assert gift_of(statement(source, "donates", one, two, "甲", item="米"), source) is None


def test_a_figure_is_running_by_what_its_sentence_says_before() -> None:
    def read(raw: str, word: str, quote: str = "") -> Gift:
        source, who = article("a", raw, date="2022-09-01"), entity("Person", "甲", "a")
        said = statement(source, "donates", who, None, source.raw, amount=100000.0)
        (piece,) = said.evidence
        start = raw.index(word)
        piece = replace(piece, trigger=Span(start, start + len(word)), quote=quote or piece.quote)
        found = gift_of(replace(said, evidence=(piece,)), source)
        assert found is not None
        return found

    assert read("截至3月5日，甲共捐款10万元。", "捐款").running
    assert not read("截至3月5日，名单已公布。甲共捐款10万元。", "捐款").running
    assert read("甲累計捐款10萬元。", "捐款", "甲累计捐款10万元。").running  # by the quotation in simplified
    assert read("甲捐款1万元，随后又捐款10万元。", "又捐款").further
    assert not read("甲捐款10万元，随后又捐款1万元。", "捐款").further


def test_a_reprint_tells_the_same_gift_however_late() -> None:
    first = {"told": "2020-01-01", "doc": "a", "report": "a"}
    late = {"told": "2021-06-01", "doc": "b"}
    assert total(gift("1", 10, **first), gift("2", 10, **late, report="a")) == 10
    assert total(gift("1", 10, **first), gift("2", 10, **late, report="b")) == 20
    two = [gift("1", 10, **first), gift("2", 10, start=9, **first)]
    again = [gift("3", 10, **late, report="a"), gift("4", 10, start=9, **late, report="a")]
    assert total(*two, *again) == 20
    dated = gift("1", 10, when="2020-01-01", **first), gift("2", 10, when="2020-02-01", **late, report="a")
    assert total(*dated) == 20


def test_what_an_article_is_a_reprint_of_is_heeded() -> None:
    source, person = article("b", "王洁捐款5元。"), entity("Person", "王洁", "b")
    said = statement(source, "donates", person, None, "王洁捐款5元", amount=5.0)
    found = [gift_of(said, item) for item in (source, replace(source, reprint_of="a"))]
    assert [item.report for item in found if item] == ["b", "a"]
