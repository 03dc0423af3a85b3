"""Administrative areas by their codes: ``resources/zh/areas.tsv`` (GB/T 2260, county and above)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from importlib.resources import files


@cache
def load_areas() -> dict[str, str]:
    """Area names by six-digit code."""
    text = (files("kg") / "resources" / "zh" / "areas.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def ancestors(code: str) -> list[str]:
    """The codes that may lie above ``code``, nearest first: township, county, prefecture, province."""
    levels = (code[:9], code[:6], code[:4] + "00", code[:2] + "0000")
    return [level for level in dict.fromkeys(levels) if level != code and len(level) <= len(code)]


def parent(code: str, known: Container[str]) -> str | None:
    """The nearest area above ``code`` that is ``known``; None at the top."""
    return next((level for level in ancestors(code) if level in known), None)


def lattice(codes: Iterable[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What stands above these areas: the names of those not among them, and each one's next above."""
    known, table = set(codes), load_areas()
    places = {**table, **dict.fromkeys(known, "")}
    above: dict[str, str] = {}
    steps: list[tuple[str, str]] = []
    queue = sorted(known)
    while queue:
        code = queue.pop()
        if (higher := parent(code, places)) is None:
            continue
        steps.append((code, higher))
        if higher not in known and higher not in above:
            above[higher] = table[higher]
            queue.append(higher)
    return above, sorted(steps)
