"""Gifts: one statement a donor, an item and a recipient; sums are never guessed."""

from __future__ import annotations

import pytest
from language import extraction, said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("李明捐款10万元。", ["李明 | amount=100000 currency=CNY"]),
        ("李明、王强各捐款5000元。", ["李明 | amount=5000 currency=CNY", "王强 | amount=5000 currency=CNY"]),
        ("李明捐款5000港元。", ["李明 | amount=5000 currency=HKD"]),
        ("李明捐款3万余元。", ["李明 | amount=30000 currency=CNY approx=True"]),
        (
            "东湖食品有限公司向青山街道捐赠棉被300床、方便面200箱。",
            [
                "东湖食品有限公司 > 青山街道 | item=棉被 quantity=300 unit=床",
                "东湖食品有限公司 > 青山街道 | item=方便面 quantity=200 unit=箱",
            ],
        ),
        ("李明向柳林镇捐赠价值2万元的口罩。", ["李明 > 柳林镇 | currency=CNY item=口罩 worth=20000"]),
        ("李明捐款。", ["李明"]),
        ("李明捐款1万元、口罩由王强转交300个。", ["李明 | amount=10000 currency=CNY"]),
        ("李明投资10万元。", []),
        ("捐赠仪式在青山街道举行。", []),
        ("李明的收入是10万元。", []),
    ],
)
def test_gifts(text: str, found: list[str]) -> None:
    assert sorted(said(text, "donates")) == sorted(found)


def test_what_several_give_together_has_one_key() -> None:
    gifts = [s for s in extraction("李明、王强捐款10万元。").statements if s.predicate == "donates"]
    assert sorted(gift.subject.name for gift in gifts) == ["李明", "王强"]
    assert len({gift.qualifiers.joint for gift in gifts}) == 1
    assert gifts[0].qualifiers.joint is not None


def test_what_each_gives_has_none() -> None:
    gifts = [s for s in extraction("李明、王强各捐款10万元。").statements if s.predicate == "donates"]
    assert [gift.qualifiers.joint for gift in gifts] == [None, None]
