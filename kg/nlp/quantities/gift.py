"""A gift: what was given, as its words say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.nlp.spans.patterns import any_of


@dataclass(slots=True)
class Gift:
    """One gift, as its words say it; money and worth in units of the currency.

    ``joint`` is set where several gifts have one worth between them, ``total`` of the sum of those before.
    """

    amount: float | None = None
    currency: str = ""
    item: str = ""
    quantity: float | None = None
    unit: str = ""
    worth: float | None = None
    approx: bool = False
    joint: str = ""
    total: bool = False


def giving_verb(lexicon: Lexicon) -> re.Pattern[str]:
    """The verbs of giving: 捐款, 捐赠了, 送去; none within a longer word."""
    forms = lexicon.relations[lexicon.stated_by("gifts")]
    words = forms.lists or {}
    other = rf"(?<![{''.join(words['not_after'])}])(?!{any_of(forms.not_triggers)})"
    return re.compile(rf"{other}{any_of(forms.triggers)}{any_of(words['done'])}?的?")


def qualifiers_of(gift: Gift) -> dict[str, object]:
    """What a gift says, by exchange name."""
    out: dict[str, object] = {"approx": gift.approx}
    if gift.amount is not None or gift.worth is not None:
        out["currency"] = gift.currency
    for name in ("amount", "item", "quantity", "unit", "worth", "joint"):
        value = getattr(gift, name)
        if value:
            out[name] = value
    return out
