"""SPARQL 1.1 Protocol, the part that reads: what a request asks, and in which form it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.server.answers import ALSO, ALSO_TRIPLES, ROWS, TRIPLES

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
_READ_ONLY = "update: is refused; this endpoint only reads"


class ProtocolError(Exception):
    """A request that the protocol does not allow; ``status`` is the HTTP status to answer with."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the graphs that it is asked of; None where the request holds no query at all."""

    query: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]


def parse_request(method: str, query_string: str, media: str, body: bytes) -> Question:
    """What a request asks; ``media`` is its Content-Type. ProtocolError for a wrong one."""
    pairs = _pairs(query_string)
    kind, _, options = media.partition(";")
    kind = kind.strip().lower()
    if method == "POST" and kind == UPDATE:
        raise ProtocolError(403, _READ_ONLY)
    if method == "POST" and kind == DIRECT:
        if any(name == "query" for name, _ in pairs):
            raise ProtocolError(400, "query: stands in the body and in the address; send one")
        pairs.append(("query", _decoded(body, options)))
    elif method == "POST" and kind == FORM:
        pairs += _pairs(_decoded(body, options))
    elif method == "POST":
        raise ProtocolError(415, f"Content-Type {kind or '(none)'}: is unknown; send {FORM} or {DIRECT}")
    names = [name for name, _ in pairs]
    if "update" in names or "using-graph-uri" in names or "using-named-graph-uri" in names:
        raise ProtocolError(403, _READ_ONLY)
    if names.count("query") > 1:
        raise ProtocolError(400, "query: is given more than once; send one")
    if method == "POST" and "query" not in names:
        raise ProtocolError(400, "query: is missing")
    found = {name: tuple(value for key, value in pairs if key == name) for name in set(names)}
    return Question(
        next(iter(found.get("query", ())), None),
        found.get("default-graph-uri", ()),
        found.get("named-graph-uri", ()),
    )


def forms(accept: str) -> dict[str, str]:
    """The media type for rows and the one for triples that ``accept`` allows; empty where none."""
    return {
        "rows": negotiate(accept, [*ROWS, *ALSO], ALSO),
        "triples": negotiate(accept, [*TRIPLES, *ALSO_TRIPLES], ALSO_TRIPLES),
    }


def negotiate(accept: str, offered: Sequence[str], same: Mapping[str, str] | None = None) -> str:
    """The offered media type that ``accept`` likes best, the first among equals; empty for none."""
    wanted = list(_ranges(accept)) or [("*/*", 1.0)]
    best, best_quality = "", 0.0
    for media in offered:
        matches = [(_precision(pattern, media), quality) for pattern, quality in wanted]
        precision, quality = max(matches)
        if precision and quality > best_quality:
            best, best_quality = media, quality
    return (same or {}).get(best, best)


def _precision(pattern: str, media: str) -> int:
    """How exactly a range names a media type: 3 itself, 2 its kind, 1 anything, 0 not at all."""
    if pattern == media:
        return 3
    if pattern.endswith("/*") and media.startswith(pattern[:-1]):
        return 2
    return int(pattern == "*/*")


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        media, *options = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for option in options:
            name, _, value = option.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        if media:
            yield media.lower(), quality


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise ProtocolError(400, "request: is not encoded as UTF-8, or has too many fields") from None


def _decoded(body: bytes, options: str) -> str:
    charset = options.partition("charset=")[2].split(";")[0].strip().strip('"').lower() or "utf-8"
    if charset not in ("utf-8", "utf8"):
        raise ProtocolError(415, f"charset {charset}: is not taken; send UTF-8")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "request: is not UTF-8") from None
