"""Places, from words and tags by hand."""

from __future__ import annotations

import pytest
from language import names


def places(tagged: str) -> list[tuple[str, str]]:
    return [(text, label) for text, label in names(tagged) if label in ("GPE", "FAC")]


@pytest.mark.parametrize(
    ("tagged", "found"),
    [
        ("到/v 青山街道/LOC 督导/v", [("青山街道", "GPE")]),
        ("成都市武侯区玉林街道/LOC", [("成都市", "GPE"), ("武侯区", "GPE"), ("玉林街道", "GPE")]),
        ("西河街道千禧/LOC 小区/n", [("西河街道", "GPE"), ("千禧小区", "FAC")]),
        ("到/v 体育场/n 督查/v", [("体育场", "FAC")]),
        ("高风险区/LOC", []),
        ("街道/n 社区/n", []),
        ("奔赴/v 一线/LOC", []),
    ],
)
def test_places(tagged: str, found: list[tuple[str, str]]) -> None:
    assert places(tagged) == found
