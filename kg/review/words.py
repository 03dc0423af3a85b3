"""The words of the table, in English and Chinese: ``resources/review.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The tables of the file."""
    return tomllib.loads((files("kg") / "resources" / "review.toml").read_text(encoding="utf-8"))


def said(table: str, key: str, language: str) -> str:
    """The word for ``key`` in a language."""
    return words()[table][key][LANGUAGES.index(language)]


def meant(table: str, word: str) -> str | None:
    """What a word of either language means; None where it is none of them."""
    return next(
        (key for key, forms in words()[table].items() if word.strip().lower() in [f.lower() for f in forms]),
        None,
    )
