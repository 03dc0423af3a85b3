"""What a web page says of itself: title, date, site, author, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html as lxml_html

from kg.cleaning import normalise
from kg.cleaning.metadata import date_beside, is_site, outlets_of
from kg.cleaning.noise import load_noise
from kg.reading.found import NAMES, Found, found_by
from kg.reading.html import Page
from kg.reading.main_part import compact

_SPLIT = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|\s*(?:--|——)\s*|-(?=[^-]{2,12}$)")
_WORDS = re.compile(r"[、，,;；/\s]+")
_HAN_NAME = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}(?:·[㐀-鿿]{1,8})+")
_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z.]+){1,3}")
#: in addresses: /2021/06/08/, /20210608/, t20210608_123.html, /2021-06/08/
_DATED = re.compile(r"(?<!\d)(20[0-3]\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")
#: the address of a site's front page
_FRONT = re.compile(r"(?:https?:)?//[^/?#]+/?|/|(?:/?index\.\w{3,5})")
#: a title is at most so long, a heading that stands in one at least
_LONGEST, _SHORTEST = 100, 6


# long: one kind of statement of a page after the other, the surest first
def page_metadata(page: Page) -> Found:
    """What a page states in JSON-LD, ``meta`` elements, its headings and the lines around its beginning."""
    root = page.root
    if root is None:
        return Found()
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.strip().lower(), meta.get("content") or "")
    linked = [item for script in root.iter("script") for item in _linked_data(script)]
    urls = [link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"]
    lines = [line for text in page.head if (line := normalise(text).replace("\n", " "))]

    def stated(name: str) -> Iterator[str]:
        for item in linked:
            for key in load_noise().names_linked[name]:
                yield _name(item.get(key))
        yield from (metas.get(key, "") for key in load_noise().names_page[name])

    def offered(name: str) -> Iterator[str]:
        if name == "title":
            yield from _titles(root, lines, list(stated(name)))
        elif name == "publisher":
            yield from (metas.get(key, "") for key in load_noise().names_source)
            yield from outlets_of(lines)
            yield from (
                _text(e) for id_ in load_noise().names_element for e in root.xpath("//*[@id=$i]", i=id_)
            )
            yield from stated(name)
            yield from (part for part in _title_parts(root)[1:] if is_site(part))
        elif name == "author":
            yield from filter(None, map(_writer, stated(name)))
        elif name == "date":
            yield from stated(name)
            yield from filter(None, map(date_beside, lines))
            yield from (time.get("datetime") or "" for time in root.iter("time"))
            yield from _of_scripts(root)
            addresses = filter(None, map(_DATED.search, [*stated("url"), *urls]))
            yield from ("-".join(found.groups()) for found in addresses)
        else:
            yield from stated(name)
            yield from urls

    assert set(NAMES) == {"title", "date", "publisher", "author", "url"}
    return found_by(offered)


def _titles(root: lxml_html.HtmlElement, lines: list[str], stated: Iterable[str]) -> Iterator[str]:
    """What may be the headline, best first: what a heading or the page calls itself and its text shows.

    A line that only begins like it is taken whole, since quotation marks cut the attributes of some pages.
    """
    parts = _title_parts(root)
    whole = compact(" ".join(parts))
    headings = [text for heading in root.iter("h1") if not _is_logo(heading) and (text := _text(heading))]
    headings.sort(key=lambda text: compact(text) not in whole)
    offered = [text for text in (*(h for h in headings if not is_site(h)), *stated, *parts[:1]) if text]
    head = [line for line in lines if len(line) <= _LONGEST and not line.endswith(("。", "；"))]
    for text in offered:
        words = compact(normalise(text))
        if text.strip().lower() in load_noise().metadata_not_titles:
            continue
        shown = next((line for line in head if compact(line) == words), "")
        shown = shown or next((line for line in head if _cut(words, compact(line))), "")
        if shown and len(words) >= 2:
            yield shown if compact(shown) != words else text
    known = [text for text in offered if text.strip().lower() not in load_noise().metadata_not_titles]
    name = normalise(known[0]) if known else ""
    ending = next((line for line in head if name and line.endswith(name) and len(line) > len(name)), "")
    yield ending
    yield from (text for text in known if len(compact(text)) >= _SHORTEST and not is_site(text))


def _is_logo(heading: lxml_html.HtmlElement) -> bool:
    """Whether a heading is the name of the site, as a link to its front page."""
    links = [link for link in heading.iter("a") if _text(link) == _text(heading)]
    return any(_FRONT.fullmatch(link.get("href") or "") for link in links)


def _cut(words: str, line: str) -> bool:
    """Whether one of a title and a line is the other cut short, or with the site's name behind."""
    shorter, longer = sorted((words, line), key=len)
    return len(shorter) >= 5 and longer.startswith(shorter) and len(longer) <= 4 * len(shorter)


def _title_parts(root: lxml_html.HtmlElement) -> list[str]:
    """The title of the page, and the names of column and site that stand behind it."""
    title = next((_text(item) for item in root.iter("title")), "")
    parts = [part.strip() for part in _SPLIT.split(title) if part.strip()]
    return parts or [""]


def _writer(text: str) -> str:
    """The names of people in what a page gives as its author; empty where there are none."""
    noise = load_noise()
    if "@" in text:
        return ""
    if _LATIN_NAME.fullmatch(text.strip()):
        return text.strip()
    names = [
        name
        for name in _WORDS.split(text)
        if _HAN_NAME.fullmatch(name)
        and name not in noise.metadata_nobody
        and not name.endswith(noise.metadata_not_writers)
    ]
    return "、".join(dict.fromkeys(names))


def _of_scripts(root: lxml_html.HtmlElement) -> Iterator[str]:
    """The dates that variables of the page's scripts hold, under names that say when it appeared."""
    names = "|".join(map(re.escape, load_noise().names_script))
    pattern = re.compile(
        rf"(?<![A-Za-z_])(?:{names})[\"']?\s*[:=]\s*[\"']?((?:20\d\d-\d\d?-\d\d?|1\d{{9}})(?!\d))"
    )
    for script in root.iter("script"):
        yield from (match[1] for match in pattern.finditer(script.text or ""))


def _linked_data(script: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    if (script.get("type") or "").strip().lower() == "application/ld+json":
        yield from _objects(_parsed(script.text or ""))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # other people's scripts are often broken; they only add
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from (item,) if isinstance(item, dict) else ()
    elif isinstance(value, dict):
        yield value
        yield from (item for item in value.get("@graph") or () if isinstance(item, dict))


def _name(value: Any) -> str:
    """A text, the name of an object, or the names of a list of them."""
    if isinstance(value, list):
        return "、".join(filter(None, map(_name, value[:20])))
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


def _text(element: lxml_html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
