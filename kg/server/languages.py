"""The language of a reader."""

from __future__ import annotations

from starlette.requests import Request

from kg.portrait import LANGUAGES


def language_of(request: Request) -> str:
    """zh or en: that of the address (``lang``), else whichever Accept-Language names first, else zh."""
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "").lower()
    places = {name: wanted.find(name) for name in LANGUAGES}
    named = {name: place for name, place in places.items() if place >= 0}
    return min(named, key=lambda name: named[name]) if named else LANGUAGES[0]
