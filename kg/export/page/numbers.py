"""The numbers of a statement in the words of its quotation: 3780000 stands there as 378万."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from kg.model import Span, Statement


def as_written(statement: Statement, fields: dict[str, Any]) -> dict[str, str]:
    """The numbers of a statement as its quotation writes them: ``{"amount": "378万元"}``."""
    wanted = {k: float(v) for k, v in fields.items() if type(v) in (int, float) and abs(float(v)) >= 10_000}
    found: dict[str, str] = {}
    for item in statement.evidence if wanted else ():
        for value, span in numbers_in(item.quote):
            for key, number in wanted.items():
                if key not in found and abs(value - number) < 0.5:
                    tail = re.match(r"\w", item.quote[span.end : span.end + 1])
                    found[key] = item.quote[span.start : span.end] + (tail.group() if tail else "")
    return found


def numbers_in(text: str) -> list[tuple[float, Span]]:
    """The numbers in a text, in digits, hanzi or both (``10余万``), with their spans."""
    kinds = "".join("n" if _numeric(char) is not None or char in ".," else "x" for char in text)
    result = []
    for match in re.finditer(r"n+(?:xn+)?", kinds):
        start, end = match.span()
        head = match.group().find("x")
        if head >= 0 and (_numeric(text[start + head + 1]) or 0) < 10_000:
            end = start + head
        value = _value(text[start:end])
        if value is not None:
            result.append((value, Span(start, end)))
    return result


def _numeric(char: str) -> float | None:
    return unicodedata.numeric(char, None)


def _value(text: str) -> float | None:
    total = section = 0.0
    number: float | None = None
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|.", text):
        if part[0].isdecimal():
            number = float(part.replace(",", ""))
            continue
        step = _numeric(part)
        if step is None:
            continue
        if step >= 10_000:
            total, section, number = total + (section + (number or 0) or 1) * step, 0.0, None
        elif step >= 10:
            section, number = section + (1 if number is None else number) * step, None
        else:
            number = (number or 0) * 10 + step
    value = total + section + (number or 0)
    return value if value else None
