"""The targets of ``fuzzing.py`` take their seeds, and what once crashed one is kept and run."""

from __future__ import annotations

import pytest
from fuzzing import CRASHERS, TARGETS, check, seeds


def test_what_once_crashed() -> None:
    for path in sorted(CRASHERS.glob("*/*")):
        TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", sorted({*TARGETS} - {"readers"}))
def test_seeds(name: str) -> None:
    """Those of the readers are run by ``tests/test_fuzz.py``."""
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("turtle", b"<a> <b> ."),
        ("gexf", b"<gexf>"),
        ("popolo", b"{"),
        ("jsonl", b"{}\n{"),
        ("careers", b"a,b\nc"),
    ],
)
def test_what_is_not_well_formed_is_found(name: str, data: bytes) -> None:
    with pytest.raises((AssertionError, SyntaxError, ValueError)):
        check(name, data)
