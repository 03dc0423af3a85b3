"""What the command line says, in the user's language.

The code says it in English; ``resources/messages.toml`` holds the Chinese, by the English with
``{}`` for each part that varies. So an error that the library raised is translated as well, without
the library knowing: its text is matched against the templates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[1])


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a command line: ``--lang``, else the locale's; zh or en."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[place + 1 : place + 2])
            if value in LANGUAGES:
                return value
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return LANGUAGES[not environment[name].startswith("zh")]
    return LANGUAGES[1]


def set_language(language: str) -> None:
    """Say everything in ``language`` from now on."""
    _language.set(language)


def get_language() -> str:
    """The language in use."""
    return _language.get()


def say(text: str) -> str:
    """``text`` (English, whole) in the language in use; as it is where no translation is known."""
    if _language.get() == LANGUAGES[1]:
        return text
    known, patterns = _catalogue()
    if text in known:
        return known[text]
    for pattern, translation in patterns:
        if found := pattern.fullmatch(text):
            return translation.format(*map(say, found.groups()))
    return text


def unknown(what: str, name: str, names: Sequence[str], near: Sequence[str] = ()) -> str:
    """The line for a name that is not there: with those that are near it, else with all of a few."""
    near = near or get_close_matches(name, names, 3, 0.6)
    if near:
        return f"no {what} {name!r}; did you mean {', '.join(near)}?"
    if len(names) <= 30:
        return f"no {what} {name!r}; there are {', '.join(names)}"
    return f"no {what} {name!r}"


@cache
def _catalogue() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Whole texts, and templates with the longest fixed part first, so that the closest one wins."""
    data = tomllib.loads(files("kg").joinpath("resources", "messages.toml").read_text(encoding="utf-8"))
    known = {text: zh for table in data.values() for text, zh in table.items() if "{}" not in text}
    templates = [(text, zh) for table in data.values() for text, zh in table.items() if "{}" in text]
    templates.sort(key=lambda pair: (-len(pair[0].replace("{}", "")), pair[0]))
    return known, tuple((_pattern(text), zh) for text, zh in templates)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL)
