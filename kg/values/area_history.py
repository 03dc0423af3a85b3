"""Since when area codes hold, and which areas they stood in for: ``resources/zh/areas_history.tsv``.

Codes of GB/T 2260 from 1984 to the table's edition, made by ``training/make_area_history.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.values.areas import load_areas


@dataclass(frozen=True, slots=True, order=True)
class FormerArea:
    """An area under an earlier code or name; ``since`` and ``until`` are the years of the change.

    ``since`` is empty where it was so before the tables begin. ``successor`` is the code that came next,
    empty where that is not known.
    """

    until: str
    code: str
    name: str
    since: str = ""
    successor: str = ""

    @property
    def line(self) -> str:
        """Code, name and years in one text: ``510132 新津县 1983/2020``; ``../2016`` from before 1980."""
        return f"{self.code} {self.name} {self.since or '..'}/{self.until}"


def code_since(code: str) -> str:
    """The year since when a code has stood for what it stands for now; empty where no table tells."""
    return _history()[0].get(code, "")


def former_areas(code: str) -> tuple[FormerArea, ...]:
    """What has become this area, directly or by way of others, the oldest first."""
    return _history()[1].get(code, ())


@cache
def former_names() -> dict[str, tuple[str, ...]]:
    """The names that areas of county level or above had, each with the codes of what they have become."""
    codes: dict[str, set[str]] = {}
    for code, areas in _history()[1].items():
        for area in areas:
            codes.setdefault(area.name, set()).add(code)
    return {name: tuple(sorted(found)) for name, found in codes.items()}


@cache
def _history() -> tuple[dict[str, str], dict[str, tuple[FormerArea, ...]]]:
    since: dict[str, str] = {}
    former: list[FormerArea] = []
    text = (files("kg") / "resources" / "zh" / "areas_history.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, name, begun, until, successor = line.split("\t")
        if until:
            former.append(FormerArea(until, code, name, begun, successor))
        else:
            since[code] = begun
    by_code: dict[str, list[FormerArea]] = {}
    for area in sorted(former):
        by_code.setdefault(area.code, []).append(area)
    now: dict[str, list[FormerArea]] = {}
    for area in sorted(former):
        if code := _today(area, by_code):
            now.setdefault(code, []).append(area)
    return since, {code: tuple(areas) for code, areas in now.items()}


def _today(area: FormerArea, by_code: dict[str, list[FormerArea]]) -> str:
    """The code that holds today for what an area was; empty where the way there is not known."""
    while True:
        code, until = area.successor, area.until
        later = [one for one in by_code.get(code, ()) if one.until > until]
        if not later:
            return code if code in load_areas() else ""
        area = later[0]
