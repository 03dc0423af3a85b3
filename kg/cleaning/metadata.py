"""Title, date, outlet and author as a page's own lines state them. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kg.cleaning.noise import load_noise
from kg.model import Article

HEAD, TAIL = 15, 8
LONGEST = 120
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-年./](\d{1,2})[-月./](\d{1,2})(?!\d)日?")
# 2020-06-05 20:35 县融媒体中心 张小雨; 中国网 2019-11-25 10:37:31; 发表于2014-08-24 21:30| 1164次阅读
_BESIDE = re.compile(
    r"(?P<before>[^\d，。：]{0,12}?) ?(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日? ?"
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[ |]*(?P<after>[^ ，。：|\d]{0,20})(?:[ |,：].*)?)?[^。]{0,2}"
)
LONGEST_STAMP = 80
_TIME = re.compile(r"^ ?(?:\d{1,2}:\d{2}(?::\d{2})?)? ?")
_LINK_MARKS = " |>»›[]【】◀▶↑+-"
_BETWEEN_LINKS = re.compile(rf"[{re.escape(_LINK_MARKS)}]+")
_BYLINE_NAME = re.compile(r"[㐀-鿿·]{2,8}")


def filled(article: Article, lines: Sequence[str], kept: Sequence[str]) -> Article:
    """The article with what it lacks filled from the cleaned ``lines`` of its page.

    ``kept`` are the lines that belong to the article.
    """
    if article.title and article.date and article.publisher and article.author and article.url:
        return article
    edge = [line for line in (*lines[:HEAD], *lines[max(HEAD, len(lines) - TAIL) :]) if len(line) <= LONGEST]
    return replace(
        article,
        title=article.title or title_of(kept),
        date=article.date or next(_dates(edge), None),
        publisher=article.publisher or next(outlets_of(edge), None),
        author=article.author or next(_writers([*(line[:40] for line in lines[:HEAD]), *edge]), None),
        url=article.url or next((m[1] for line in edge if (m := _labels().address.search(line))), None),
    )


def title_of(kept: Sequence[str]) -> str | None:
    """The headline: the first line of its length before the first sentence that is no stamp or site name."""
    head: list[str] = []
    for line in kept[:HEAD]:
        if line.endswith(("。", "；", "，")) or len(line) > 100:
            break
        if _is_stamp(line) or _is_menu(line):
            continue
        if not line.endswith(load_noise().metadata_sites) and not line.endswith("："):
            head.append(line)
    if len(head) == len(kept):
        return None
    return next((line for line in head if len(line) >= 8), head[0] if head else None)


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links, or the way from the first page to this one."""
    parts = _BETWEEN_LINKS.split(line.strip(_LINK_MARKS))
    links = max(map(len, parts[1:]), default=0)  # before them stands the name of the site, however long
    if len(parts) > 2 and links <= (4 if len(parts) == 3 else 7):
        return True
    longest = max(links, len(parts[0]))
    return longest <= 8 and (">" in line or ("|" in line and links <= 4))


def is_site(text: str) -> bool:
    """Whether a text names a site or a paper."""
    return text.strip().endswith(load_noise().metadata_sites)


def outlets_of(lines: Sequence[str]) -> Iterator[str]:
    """The outlets that the cleaned lines around the beginning of an article name, best first."""
    yield from _outlets(lines)
    for line in lines:
        found = _beside(line)
        if found is not None:
            names = [*(found["before"] or "").split()[-1:], found["after"] or ""]
            yield from (name for name in names if is_site(name))


def date_beside(line: str) -> str | None:
    """The date of a line that tells when an article appeared, with a clock or a name beside it."""
    found = _beside(line)
    return iso_date(line) if found is not None or _is_stamp(line) else None


def _beside(line: str) -> re.Match[str] | None:
    return _BESIDE.fullmatch(line) if len(line) <= LONGEST_STAMP else None


def iso_date(text: str) -> str | None:
    """The first calendar date in a text, ISO 8601, if it is one."""
    for match in _DATE.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            continue
    return None


def _is_stamp(line: str) -> bool:
    """Whether a line tells when or where its page appeared."""
    labels = _labels()
    if line.endswith(("。", "！", "？", "；")):
        return False
    return bool(labels.outlet.search(line) or labels.stamp.search(line) or _is_masthead(line))


def _is_masthead(line: str) -> bool:
    """A date alone, with a time, beside a bar, or with the day of the week and the page of a paper."""
    match = _DATE.search(line)
    if match is None:
        return False
    rest = _TIME.sub("", line[match.end() :])
    if match.start() == 0 and (not rest or rest.startswith("|")):
        return True
    return bool(_labels().weekday.match(rest)) or _beside(line) is not None


def _dates(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if _is_stamp(line):
            found = iso_date(line)
            if found:
                yield found


def _outlets(lines: Sequence[str]) -> Iterator[str]:
    for line in filter(_is_stamp, lines):
        for match in _labels().outlet.finditer(line):
            name = _first_name(_DATE.split(match[1])[0])
            if name and name not in load_noise().metadata_nobody:
                yield name


def _first_name(text: str) -> str:
    """Up to the first space, but not between single characters (``综 合``)."""
    words = text.strip(" -").split(" ")
    length = next((i for i, word in enumerate(words) if len(word) > 1), len(words))
    return "".join(words[:length]) or words[0]


def _writers(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        names: list[str] = []
        for match in _labels().writer.finditer(line):
            names += _names(match[1])
        if names:
            yield "、".join(dict.fromkeys(names))


def _names(text: str) -> Iterator[str]:
    """Names set apart by spaces or marks; single characters belong together (``高 琦``)."""
    single = ""
    for word in re.split(r"[ 、，/]+", text):
        if len(word) == 1:
            single += word
            continue
        yield from _checked(single)
        single = ""
        yield from _checked(word)
    yield from _checked(single)


def _checked(name: str) -> Iterator[str]:
    noise = load_noise()
    nobody = name in noise.metadata_nobody or name.endswith(noise.metadata_not_writers)
    if _BYLINE_NAME.fullmatch(name) and not nobody:
        yield name


@dataclass(frozen=True, slots=True)
class _Labels:
    outlet: re.Pattern[str]
    writer: re.Pattern[str]
    stamp: re.Pattern[str]
    address: re.Pattern[str]
    weekday: re.Pattern[str]


@cache
def _labels() -> _Labels:
    noise = load_noise()

    def any_of(words: Sequence[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    others = any_of((*noise.metadata_outlet, *noise.metadata_writer, *noise.metadata_stamp))
    return _Labels(
        outlet=re.compile(
            rf"(?:{any_of(noise.metadata_outlet)})：((?:(?!{others}|[：；。，|()（）\[\]【】<>]).){{1,40}})"
        ),
        writer=re.compile(
            rf"(?:{any_of(noise.metadata_writer)})((?:(?!{others}|[：；。|()（）\[\]【】<>\d]).){{1,60}})"
        ),
        address=re.compile(rf"(?:{any_of(noise.metadata_address)})：(https?://[^\s）)，。]+)"),
        stamp=re.compile(rf"(?:{any_of(noise.metadata_stamp)})："),
        weekday=re.compile(rf"(?:{noise.metadata_weekday})"),
    )
