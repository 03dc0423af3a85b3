"""Names of things in the data: stable, percent-encoded IRIs below a base.

Stable means: made from the article alone, never from the other articles of a build, so that adding
an article does not change what was there.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any
from urllib.parse import quote

from kg.model import Qualifiers, Ref

BASE = "https://w3id.org/zhkg/id/"


def entity_iri(base: str, kind: str, name: str, anchor: str = "") -> str:
    """The IRI of an entity: ``<base><kind>/<name>`` and, with an anchor, 8 hex digits of it.

    ``kind`` is a lower-case word (``person``), ``anchor`` what tells namesakes apart (a body, a
    parent area, an article).
    """
    path = _segment(name)
    if anchor:
        path += "-" + hashlib.sha256(f"{name}\0{anchor}".encode()).hexdigest()[:8]
    return f"{base}{kind}/{path}"


def place_iri(base: str, code: str) -> str:
    """The IRI of a place that is linked to an administrative code."""
    return f"{base}place/{code}"


def former_area_iri(base: str, code: str, until: str) -> str:
    """The IRI of an area under a code that it had until a year."""
    return f"{base}former-area/{code}-{until}"


def article_iri(base: str, sha256: str) -> str:
    """The IRI of an article, from the SHA-256 of its bytes."""
    return f"{base}article/{sha256[:16]}"


def statement_iri(
    base: str,
    article: str,
    predicate: str,
    subject: Ref,
    object: Ref | None,
    qualifiers: Qualifiers,
    number: int = 1,
) -> str:
    """The IRI of a statement: a hash of article, predicate, subject, object and qualifiers.

    ``number`` tells those apart that an article makes more than once and means each: rows alike.
    """
    parts: list[Any] = [
        article,
        predicate,
        subject.id,
        object.id if object else None,
        qualifiers.to_dict(),
    ]
    parts += [number] if number > 1 else []
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return f"{base}statement/{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def status_iri(statement: str, status: str) -> str:
    """The IRI of a statement that its article also makes with another status: asserted, and planned too."""
    return f"{statement}-{status}"


def gift_iri(base: str, sha256: str, key: str) -> str:
    """The IRI of a gift that several share: ``key`` if it is one, else made of its article and ``key``."""
    if key.startswith(base):
        return key
    return f"{base}gift/{hashlib.sha256(f'{sha256} {key}'.encode()).hexdigest()[:20]}"


def collection_iri(base: str, name: str) -> str:
    """The IRI of a collection of articles, by the name that it is pushed under."""
    return f"{base}collection/{_segment(name)}"


def _segment(name: str) -> str:
    """One path segment: NFC, white space to ``_``, all but unreserved characters percent-encoded."""
    name = re.sub(r"\s+", "_", unicodedata.normalize("NFC", name).strip())
    return quote(name, safe="")
