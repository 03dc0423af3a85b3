"""The currency of a text: what a bare 元 means."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon
from kg.nlp.quantities.currency import Currency
from kg.nlp.spans.mention import MONEY, Mention


@pytest.fixture(scope="module")
def currency() -> Currency:
    return Currency(load_lexicon())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("获赠500万元（新台币，下同），其中20万元已用。", "TWD"),
        ("获赠500万元（港币，下同）。", "HKD"),
        ("捐款新台币3万元，另有20万元。", "TWD"),
        ("捐款新台币3万元，人民币20万元。", ""),
        ("台北市、新北市各捐款3万元。", "TWD"),
        ("台北市捐款3万元。", ""),
        ("李明捐款3万元。", ""),
        ("氹仔坊众联谊会与路环街坊会捐出3万元。", "MOP"),
        ("屯门的商户与元朗的街坊捐款3万元。", "HKD"),
        ("清水县红石镇收到香港九龙同胞捐款3万元。", ""),
        ("校友捐款3万元，旅居新加坡的王强捐了2万新加坡元，学校党委书记致谢。", ""),
        ("校友捐款3万元，王强捐了2万新加坡元。", ""),
        ("新加坡裕廊的校友捐款3万元。", "SGD"),
    ],
)
def test_told_once(currency: Currency, text: str, code: str) -> None:
    assert currency.of(text) == code


@pytest.mark.parametrize(
    ("said", "own", "counted"),
    [
        ("20万元", "CNY", "TWD"),
        ("20万港元", "HKD", "HKD"),
        ("人民币20万元", "CNY", "CNY"),
        ("20万美元", "USD", "USD"),
        ("20万", "CNY", "TWD"),
        ("20万块钱", "CNY", "CNY"),
    ],
)
def test_only_bare_sums_are_in_it(currency: Currency, said: str, own: str, counted: str) -> None:
    mention = Mention(0, len(said), MONEY, said, currency=own)
    currency.count_in("获赠500万元（新台币，下同）", [mention])
    assert mention.currency == counted
