"""What the command line says, in the user's language.

The code says it in English; ``resources/messages.toml`` holds the Chinese, by the English with
``{}`` for each part that varies. A `kg.values.phrase.Phrase` knows its template and its parts. Any other
text, such as an error that the library raised, is matched against the templates. What stands at a ``{}`` is
quoted as it is; only a part that the catalogue writes ``{*}`` is itself a message. A text that a template
fits in two ways stays English: better that than a word changed inside a quotation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from kg.errors import KGError
from kg.values.phrase import Phrase

LANGUAGES = ("zh", "en")
_PART = re.compile(r"\{\*?\}")
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


def say(text: str | KGError) -> str:
    """A message or an error in the language in use; in English where no translation is known."""
    if isinstance(text, KGError):
        text = text.args[0] if text.args and isinstance(text.args[0], str) else str(text)
    if _language.get() == LANGUAGES[1]:
        return str(text)
    if not isinstance(text, Phrase):
        return _catalogue().known.get(text) or _matched(text) or text
    parts = [say(part) if isinstance(part, Phrase) else part for part in text.parts]
    if found := _catalogue().known.get(text.template):
        return found.format(*parts)
    marks = [f"\0{number}\0" for number in range(len(parts))]  # nothing inside a part is matched
    said = _matched(text.template.format(*marks))
    if said is None:
        return str(text)
    return re.sub("\0([0-9]+)\0", lambda match: str(parts[int(match[1])]), said)


def kind_of(text: str | KGError) -> str:
    """What tells messages apart that say something else, not the same of another thing."""
    if isinstance(text, KGError):
        text = text.args[0] if text.args and isinstance(text.args[0], str) else str(text)
    if isinstance(text, Phrase):
        if text.template in _catalogue().known:
            return text.template
        text = text.template.format(*["-"] * len(text.parts))
    return _kind(re.sub("[0-9]+", "0", text))


@lru_cache(maxsize=1024)
def _kind(text: str) -> str:
    """The Chinese of the template that fits a text; else what stands behind its place."""
    some = (item for item in _catalogue().templates if re.search(r"\w", _PART.sub("", item.chinese)))
    found = next((item.chinese for item in some if item.early.fullmatch(text)), "")
    return found or text.partition(": ")[2] or text


@dataclass(frozen=True, slots=True)
class _Template:
    """A text with parts: how one is found in it as early, or as late, as can be; which are messages."""

    early: re.Pattern[str]
    late: re.Pattern[str]
    messages: tuple[bool, ...]
    chinese: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """Translations by whole text or by template; and the templates, the one with most fixed text first."""

    known: dict[str, str]
    templates: tuple[_Template, ...]


def _matched(text: str) -> str | None:
    """The translation of a text by the template that fits it, if that fits in one way only."""
    for template in _catalogue().templates:
        found = template.early.fullmatch(text)
        if found is None:
            continue
        late = template.late.fullmatch(text)
        if late is None or late.groups() != found.groups():
            return None
        pairs = zip(found.groups(), template.messages, strict=True)
        return template.chinese.format(*(say(part) if message else part for part, message in pairs))
    return None


@cache
def _catalogue() -> _Catalogue:
    data = tomllib.loads(files("kg").joinpath("resources", "messages.toml").read_text(encoding="utf-8"))
    entries = {text: zh for table in data.values() for text, zh in table.items()}
    templates = sorted(filter(_PART.search, entries), key=lambda text: (-len(_PART.sub("", text)), text))
    return _Catalogue(
        {_PART.sub("{}", text): zh for text, zh in entries.items()},
        tuple(_template(text, entries[text]) for text in templates),
    )


def _template(text: str, chinese: str) -> _Template:
    fixed = list(map(re.escape, _PART.split(text)))
    early, late = (re.compile(part.join(fixed), re.DOTALL) for part in ("(.+?)", "(.+)"))
    return _Template(early, late, tuple(part == "{*}" for part in _PART.findall(text)), chinese)
