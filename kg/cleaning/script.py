"""Traditional characters to simplified ones, one for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kg.cleaning.noise import load_noise

PARTICLE, SIMPLE_PARTICLE = "著", "着"
_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")


def simplified(text: str) -> str:
    """The same text in simplified characters; the length never changes.

    Each run of Chinese characters is judged by itself, so that a part of a text gives the same as
    the whole. A run without any exclusively traditional character is taken for simplified, and only
    a few words in it change (``看著``, ``由於``).
    """
    return _RUN.sub(lambda match: _run(match[0]), text)


def plain(character: str) -> str:
    """The simplified form of a single character, or the character (or nothing, for nothing)."""
    return _singles()(character) if character > "~" else character


def _run(run: str) -> str:
    noise = load_noise()
    if any(map(_is_traditional, run)):
        result = _converter("tw2s")(run)
        if len(result) != len(run):  # a phrase changed its length: fall back to single characters
            result = "".join(map(plain, run))
    else:
        result = _any_of(tuple(noise.script_words)).sub(lambda m: noise.script_words[m[0]], _particles(run))
    for match in _any_of(tuple(noise.script_keep)).finditer(run):
        result = result[: match.start()] + noise.script_keep[match[0]] + result[match.end() :]
    return result


@cache
def _is_traditional(character: str) -> bool:
    return plain(character) != character and character not in load_noise().script_shared


def _particles(run: str) -> str:
    """``看著`` to ``看着`` in a run that has no other traditional character."""
    if PARTICLE not in run:
        return run
    before = load_noise().script_particle
    return "".join(
        SIMPLE_PARTICLE if c == PARTICLE and i and run[i - 1] in before else c for i, c in enumerate(run)
    )


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _singles() -> Callable[[str], str]:
    convert = _converter("t2s")

    @cache
    def single(character: str) -> str:
        result = convert(character)
        return result if len(result) == 1 else character

    return single


@cache
def _converter(config: str) -> Callable[[str], str]:
    from opencc import OpenCC  # its dictionaries are read here, not at import

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert
