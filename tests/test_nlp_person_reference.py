"""Whom surnames and pronouns mean."""

from __future__ import annotations

import pytest
from language import meant


@pytest.mark.parametrize(
    ("text", "form", "entity"),
    [
        ("李明到青山街道。他检查了防汛物资。", "他", "李明"),
        ("李明、王强到会。他们发言。", "他们", ""),
        ("李明、王强到会。\n他检查了防汛物资。", "他", "李明"),  # first in the paragraph before
        ("李明到会。王强发言。他检查了防汛物资。", "他", "王强"),
        ("副主任胡俊到会。胡主任说，要防汛。", "胡", "胡俊"),
        ("胡主任说，要防汛。", "胡", ""),
    ],
)
def test_meanings(text: str, form: str, entity: str) -> None:
    assert meant(text, form) == entity
