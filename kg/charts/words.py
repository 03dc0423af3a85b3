"""What the charts are, and what stands on them, from ``resources/charts.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kg.graph.network import currencies

LANGUAGES = ("zh", "en")


def charts() -> dict[str, dict[str, Any]]:
    """The charts by name: ``kind``, ``title`` and ``about`` in both languages, and what they take."""
    found: dict[str, dict[str, Any]] = _resource()["charts"]
    return found


def said(key: str, language: str, *parts: object) -> str:
    """A word or a line of a chart."""
    return str(_resource()["words"][key][LANGUAGES.index(language)]).format(*parts)


def currency(code: str, language: str) -> str:
    """A currency as people call it."""
    return str(currencies().get(code, code)) if language == LANGUAGES[0] else code


def scale(most: float, language: str) -> tuple[float, str]:
    """What figures of up to ``most`` are divided by on an axis, and what that is called."""
    steps = _resource()["scales"][language]
    return next(((float(size), str(name)) for size, name in steps if most >= size), (1.0, ""))


def money(amount: float, code: str, language: str) -> str:
    """A sum as a line of text says it: ``37.8万元``, ``CNY 378,000``."""
    if language != LANGUAGES[0]:
        return f"{code} {amount:,.0f}"
    size, name = scale(amount, language)
    return f"{amount / size:,.6g}{name}{currency(code, language)}"


@cache
def _resource() -> dict[str, Any]:
    return tomllib.loads((files("kg") / "resources" / "charts.toml").read_text(encoding="utf-8"))
