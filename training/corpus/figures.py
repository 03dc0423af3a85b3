"""Whether a number is told by a piece of text, in figures or in words."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {c: i for row in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)}
DIGITS |= {"两": 2, "双": 2, "俩": 2}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
#: a last digit of the next lower step
SHORT = re.compile("([百佰千仟万亿])([一二三四五六七八九])$")
#: what a unit may hide: 公斤 of 吨, 元 of 万元 and 亿元
HIDDEN = (1, 1000, 10**4, 10**8)


def told(number: float, text: str) -> bool:
    """Does the text tell the number? 几, 数 and 半 may tell any, and one is often told by no word."""
    if number in (1, 0.5) or re.search("[半几数]", text):
        return True
    clean = re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", text))
    clean = re.sub(",(?=[0-9]{3})", "", clean).replace("个亿", "亿")
    runs = re.findall(f"[0-9.{''.join((*DIGITS, *SMALL, *LARGE))}]+", clean)
    runs += re.findall("[0-9.]+", clean)
    runs += re.findall(r"(?=([0-9]+(?:\.[0-9]+)?[百千万亿]*))", clean)
    values = [value(run) * hidden for run in runs for hidden in HIDDEN]
    return any(abs(v - number) < 0.005 * max(1, abs(number)) for v in values)


def value(run: str) -> float:
    """The number that a run of figures and numerals writes: 12, 1.4万, 三千二百, 两亿五千万, 一百五 (150)."""
    if (short := SHORT.search(run)) and (step := SMALL.get(short[1]) or LARGE[short[1]]):
        return value(run[:-1]) + DIGITS[short[2]] * step / 10
    total = part = 0.0
    digits = ""
    for c in run:
        if c in DIGITS:
            digits += str(DIGITS[c])
        elif c in SMALL:
            part += _number(digits, 1) * SMALL[c]
            digits = ""
        elif c in LARGE:
            total += (part + _number(digits, 0 if part else 1)) * LARGE[c]
            part, digits = 0.0, ""
        else:
            digits += c
    return total + part + _number(digits, 0)


def _number(digits: str, otherwise: float) -> float:
    return float(digits) if re.fullmatch(r"\d+(\.\d*)?|\.\d+", digits) else otherwise
