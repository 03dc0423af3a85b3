"""RDF terms as N-Triples writes them: plain strings, quick to make, to sort and to compare."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from kg.values.characters import sayable
from kg.values.dates import days

Triple = tuple[str, str, str]
XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BACK = {escaped: plain for plain, escaped in _ESCAPES.items()}
_ESCAPED = re.compile(r'\\[\\"nrt]')
_SPECIAL = re.compile(r'[\\"\n\r\t]')
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\[\]\"{}|\\^`\x7f-\U0010ffff]|%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=8192)
def iri(text: str) -> str:
    """An IRI; whatever may not stand in one is percent-encoded."""
    return f"<{safe_iri(text)}>"


def safe_iri(text: str) -> str:
    """``text`` with all that may not stand in an IRI percent-encoded."""
    head, mark, fragment = _NOT_IN_IRI.sub(
        lambda match: quote(match[0], safe="", errors="replace"), text
    ).partition("#")
    return head + mark + fragment.replace("#", "%23")  # one fragment, no more


def string(text: str, language: str = "") -> str:
    """A plain string, or one of a language. A character that XML lacks becomes U+FFFD."""
    if not text.isalnum():  # plain words need no look
        text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], sayable(text))
    return f'"{text}"@{language}' if language else f'"{text}"'


def parts(term: str) -> tuple[str, str, str]:
    """The value, the language and the datatype's IRI of a term; all but the value may be empty."""
    if term[0] == "<":
        return term[1:-1], "", ""
    body, _, end = term.rpartition('"')
    text = _ESCAPED.sub(lambda match: _BACK[match[0]], body[1:])
    return text, end[1:] if end.startswith("@") else "", end[3:-1] if end.startswith("^^") else ""


def typed(text: str, datatype: str) -> str:
    """A literal of an XSD datatype, by its local name; ``text`` is valid for it."""
    return f'"{text}"^^<{XSD}{datatype}>'


@lru_cache(maxsize=1024)
def decimal(number: float) -> str | None:
    """An xsd:decimal without exponent; None for what is no number."""
    if not math.isfinite(number):
        return None
    number = number or 0  # no -0
    text = format(Decimal(repr(number)) if isinstance(number, float) else Decimal(number), "f")
    return typed(text.rstrip("0").rstrip(".") if "." in text else text, "decimal")


def day(text: str) -> str | None:
    """A date as precise as ``text`` is: date, gYearMonth or gYear; None for any other text (``9月1日``)."""
    if days(text) is None:
        return None
    return typed(text, {10: "date", 7: "gYearMonth", 4: "gYear"}[len(text)])
