"""What a web page says of itself: title, date, site, author, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from kg.cleaning.noise import load_noise
from kg.reading.found import NAMES, Found, found_by

_SUFFIX = re.compile(r"\s*[_|]\s*[^_|]{1,30}$|\s+[-–—]+\s+[^-–—]{1,30}$")


def page_metadata(root: lxml_html.HtmlElement | None) -> Found:
    """What a page states in JSON-LD, ``meta`` elements and its headings."""
    if root is None:
        return Found()
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.strip().lower(), meta.get("content") or "")
    linked = [item for script in root.iter("script") for item in _linked_data(script)]
    titles = [_text(heading) for heading in root.iter("h1")]
    titles += [_SUFFIX.sub("", _text(title)) for title in root.xpath("//head/title")]
    dates = [time.get("datetime") or "" for time in root.iter("time")]
    urls = [link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"]
    nothing: list[str] = []
    elements = dict(zip(NAMES, (titles, dates, nothing, nothing, urls), strict=True))

    def offered(name: str) -> Iterator[str]:
        for item in linked:
            for key in load_noise().names_linked[name]:
                yield _name(item.get(key))
        yield from (metas.get(key, "") for key in load_noise().names_page[name])
        yield from elements[name]

    return found_by(offered)


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
