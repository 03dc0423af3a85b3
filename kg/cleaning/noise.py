"""``resources/zh/noise.toml`` as a frozen value: what pages carry besides their text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import LexiconError

FILE = Path(__file__).resolve().parent.parent / "resources" / "zh" / "noise.toml"


@dataclass(frozen=True, slots=True)
class Noise:
    """The word lists and patterns of the cleaning; each step says which it uses."""

    common: frozenset[str]
    script_shared: frozenset[str]
    script_keep: Mapping[str, str]
    script_particle: frozenset[str]
    script_words: Mapping[str, str]
    characters_map: Mapping[str, str]
    characters_wide: Mapping[str, str]
    pinyin_toneless: Mapping[str, frozenset[str]]
    masked_words: tuple[str, ...]
    lines_widgets: frozenset[str]
    lines_tails: tuple[re.Pattern[str], ...]
    lines_drop: Mapping[str, re.Pattern[str]]
    repeats_once: int
    repeats_never: int
    repeats_length: int
    metadata_outlet: tuple[str, ...]
    metadata_writer: tuple[str, ...]
    metadata_address: tuple[str, ...]
    metadata_stamp: tuple[str, ...]
    metadata_weekday: str
    metadata_nobody: frozenset[str]
    metadata_sites: tuple[str, ...]
    metadata_not_writers: tuple[str, ...]
    metadata_not_titles: frozenset[str]
    page_comments: frozenset[str]
    page_comments_heading: re.Pattern[str]
    names_record: Mapping[str, tuple[str, ...]]
    names_source: tuple[str, ...]
    names_script: tuple[str, ...]
    names_element: tuple[str, ...]
    names_page: Mapping[str, tuple[str, ...]]
    names_linked: Mapping[str, tuple[str, ...]]


@cache
def load_noise() -> Noise:
    """Read ``noise.toml``; raises LexiconError that lists every problem."""
    return parse_noise(FILE.read_text(encoding="utf-8"), FILE.name)


def parse_noise(text: str, file: str) -> Noise:
    """The value of a TOML text; ``file`` names it in problems."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError([f"{file}: {error}"]) from None
    problems: list[str] = []
    values: dict[str, Any] = {}
    seen = set()
    for name, (section, key, kind) in _ENTRIES.items():
        entry = f"[{section}] {key}" if section else key
        table: Any = data.get(section, {}) if section else data
        seen.add((section, key))
        if not isinstance(table, dict) or key not in table:
            problems.append(f"{file}: {entry} is missing")
            continue
        try:
            values[name] = kind(table[key])
        except (ValueError, re.error) as error:
            problems.append(f"{file}: {entry}: {error}")
    sections = {section for section, _ in seen}
    for key, value in data.items():
        if key in sections and isinstance(value, dict):
            problems += [f"{file}: [{key}] has no key {k!r}" for k in value if (key, k) not in seen]
        elif ("", key) not in seen:
            problems.append(f"{file}: unknown entry {key!r}")
    if problems:
        raise LexiconError(problems)
    return Noise(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"expected a string that is not empty, found {value!r}")
    return value


def _characters(value: Any) -> frozenset[str]:
    return frozenset(_text(value)) - set(" \n")


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list of strings")
    words = tuple(_text(item) for item in value)
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ValueError(f"twice: {'、'.join(twice)}")
    return words


def _set(value: Any) -> frozenset[str]:
    return frozenset(_words(value))


def _table(item: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("expected a table")
        result = {}
        for key, entry in value.items():
            try:
                result[key] = item(entry)
            except (ValueError, re.error) as error:
                raise ValueError(f"{key}: {error}") from None
        return result

    return read


def _same_length(value: Any) -> dict[str, str]:
    table = _table(_text)(value)
    for old, new in table.items():
        if len(old) != len(new):
            raise ValueError(f"{old!r} and {new!r} differ in length")
    return table


def _pattern(value: Any) -> re.Pattern[str]:
    return re.compile(_text(value))


def _patterns(value: Any) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _words(value)))


def _count(value: Any) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"expected a whole number above 0, found {value!r}")
    return value


_ENTRIES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "common": ("", "common", _characters),
    "script_shared": ("script", "shared", _characters),
    "script_keep": ("script", "keep", _same_length),
    "script_particle": ("script", "particle", _characters),
    "script_words": ("script", "words", _same_length),
    "characters_map": ("characters", "map", _same_length),
    "characters_wide": ("characters", "wide", _same_length),
    "pinyin_toneless": ("pinyin", "toneless", _table(_set)),
    "masked_words": ("masked", "words", _words),
    "lines_widgets": ("lines", "widgets", _set),
    "lines_tails": ("lines", "tails", _patterns),
    "lines_drop": ("lines", "drop", _table(_pattern)),
    "repeats_once": ("repeats", "once", _count),
    "repeats_never": ("repeats", "never", _count),
    "repeats_length": ("repeats", "length", _count),
    "metadata_outlet": ("metadata", "outlet", _words),
    "metadata_writer": ("metadata", "writer", _words),
    "metadata_address": ("metadata", "address", _words),
    "metadata_stamp": ("metadata", "stamp", _words),
    "metadata_weekday": ("metadata", "weekday", _text),
    "metadata_nobody": ("metadata", "nobody", _set),
    "metadata_sites": ("metadata", "sites", _words),
    "metadata_not_writers": ("metadata", "not_writers", _words),
    "metadata_not_titles": ("metadata", "not_titles", _set),
    "page_comments": ("page", "comments", _set),
    "page_comments_heading": ("page", "comments_heading", _pattern),
    "names_record": ("names", "record", _table(_words)),
    "names_source": ("names", "source", _words),
    "names_script": ("names", "script", _words),
    "names_element": ("names", "element", _words),
    "names_page": ("names", "page", _table(_words)),
    "names_linked": ("names", "linked", _table(_words)),
}
