"""What a sum or a count says of a gift or a sending, by the names of qualifiers."""

from __future__ import annotations

from typing import Any

from kg.nlp.spans.mention import MONEY, Mention


def figures(number: Mention) -> dict[str, Any]:
    """``amount`` and ``currency`` of a sum, else ``quantity`` and ``unit``; whether it is about so many."""
    if number.label == MONEY:
        return {"amount": number.value, "currency": number.currency, "approx": number.approx}
    return {"quantity": number.value, "unit": number.unit, "approx": number.approx}
