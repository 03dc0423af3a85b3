"""Dates in a text, normalised: 2019年3月, 2月3日 and 去年 in an article of a known day.

``find`` gives each date with what it means in ISO 8601, as far as it is said: a year, a month or a day. A
date without a year is the latest that is not after the article; in a sentence that has named a year or a
month before, it is of that one (2019年3月至8月). 当日, 次日 and 同年 go back to the date named before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.lexicon import DateWords
from kg.nlp.spans.patterns import any_of

_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_ENDS = re.compile("[。！？\n]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date ``[start, end)`` of a text; ``iso`` is empty where it cannot be told."""

    start: int
    end: int
    iso: str


#: a year, a month and a day, each as far as it is told
Parts = tuple[int | None, int | None, int | None]


class Dates:
    """Finds dates by the words of a lexicon."""

    def __init__(self, words: DateWords) -> None:
        self._words = words
        han = "一二三四五六七八九"
        month = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{han}])月(?!份?来)"
        day = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[{han}]?|十[{han}]?|[{han}])[日号]"
        number = r"(?P<ny>(?:19|20)\d\d)[-./](?P<nm>1[0-2]|0?[1-9])[-./](?P<nd>3[01]|[12]\d|0?[1-9])(?!\d)"
        year = r"(?:(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})年(?!级|度)"
        self._pattern = re.compile(
            rf"(?<!\d)(?:{number}"
            rf"|(?P<era>{any_of(words.eras)})(?P<ey>\d{{1,3}}|[{han}十〇零]{{1,4}})年(?:(?P<em>{month})(?P<ed>{day})?)?"
            rf"|(?P<week>{any_of(words.weeks)})(?P<wd>{any_of(words.weekdays)})"
            rf"|(?:(?P<y>{year})|(?P<ry>{any_of(words.years)})|(?P<sy>{any_of(words.same_years)}))"
            rf"(?:(?P<ym>{month})(?P<yd>{day})?)?"
            rf"|(?:(?P<rm>{any_of(words.months)})|(?P<sm>{any_of(words.same_months)}))(?P<md>{day})?"
            rf"|(?P<m>{month})(?P<d>{day})?"
            rf"|(?P<rd>{any_of(words.days)})|(?P<sd>{any_of(words.same_days)})"
            rf"|(?P<od>(?:3[01]|[12]\d|0?[1-9])日)(?!{any_of(words.not_days)}))"
        )
        self._ahead = re.compile(rf"{any_of(words.ahead)}$")

    def find(self, text: str, published: str | None) -> list[Dated]:
        """The dates of a text, left to right; ``published`` is the article's day (ISO 8601), if known."""
        today = _day(published)
        before: Parts = (None, None, None)
        day: Parts = before
        found = []
        end = 0
        for match in self._pattern.finditer(text):
            same = not _ENDS.search(text, end, match.start())
            if match["m"] and self._ahead.search(text, max(0, match.start() - 8), match.start()):
                parts = (today.year if today else None, _number(match["m"]), _number(match["d"]))
            else:
                parts = self._parts(match, today, day if match["sd"] else before, same)
            found.append(Dated(match.start(), match.end(), _iso(parts)))
            if _iso(parts):
                before, end = parts, match.end()
                day = parts if parts[2] else day
        return found

    def _parts(self, match: re.Match[str], today: date | None, before: Parts, same: bool) -> Parts:
        """What a match means; ``same`` is whether the date before stands in its sentence."""
        now: Parts = (today.year, today.month, today.day) if today else (None, None, None)
        group = match.groupdict()
        if group["era"]:
            own = self._words.eras[group["era"]] + (_number(group["ey"] + "年") or 0)
            return own, _number(group["em"]), _number(group["ed"])
        if group["week"]:
            shift = 7 * self._words.weeks[group["week"]] + self._words.weekdays[group["wd"]]
            return _moved(now, shift - today.weekday()) if today else now
        if group["ny"]:
            return int(group["ny"]), int(group["nm"]), int(group["nd"])
        if group["y"] or group["ry"] or group["sy"]:
            shift = self._words.years.get(group["ry"] or "", 0)
            base = before[0] or now[0] if group["sy"] else now[0]
            year = _number(group["y"]) if group["y"] else base and base + shift
            return year, _number(group["ym"]), _number(group["yd"])
        if group["rm"] or group["sm"]:
            base_parts = before if group["sm"] and before[1] else now
            months = self._words.months.get(group["rm"] or "", 0)
            return *_shifted(base_parts, months), _number(group["md"])
        if group["rd"] or group["sd"]:
            if group["rd"]:
                return _moved(now, self._words.days[group["rd"]])
            return _moved(before if before[2] else now, self._words.same_days[group["sd"]])
        return _latest(
            _number(group["m"]), _number(group["d"] or group["od"]), today, before if same else None
        )


def _latest(month: int | None, day: int | None, today: date | None, before: Parts | None) -> Parts:
    """A date without a year: of the year (and month) that its sentence named, else the last one past."""
    if before and before[0] and (month or before[1]):
        return before[0], month or before[1], day
    if today is None:
        return None, month, day
    if month is None:
        back = 0 if (day or 0) <= today.day else -1
        year, past = _shifted((today.year, today.month, None), back)
        if year and past and (day or 0) > monthrange(year, past)[1]:  # 31日 in an article of 1 March
            year, past = _shifted((today.year, today.month, None), back - 1)
        return year, past, day
    later = (month, day or 0) > (today.month, today.day if day else 31)
    return today.year - later, month, day


def _shifted(parts: Parts, months: int) -> tuple[int | None, int | None]:
    year, month, _ = parts
    if year is None or month is None:
        return None, None
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1


def _moved(parts: Parts, days: int) -> Parts:
    year, month, day = parts
    if not (year and month and day):
        return None, None, None
    moved = date(year, month, day) + timedelta(days)
    return moved.year, moved.month, moved.day


def _iso(parts: Parts) -> str:
    """ISO 8601 as far as told; nothing without a year, or for a day that its month does not have."""
    year, month, day = parts
    if not year or (day and (not month or day > monthrange(year, month)[1])):
        return ""
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _number(text: str | None) -> int | None:
    """The number of 2019年, 二〇一九年, 12月, 十二月, 二十三日."""
    if not text:
        return None
    digits = text[:-1]
    if digits.isascii():
        return int(digits)
    if "十" not in digits:
        return int("".join(_DIGITS[char] for char in digits))
    tens, _, ones = digits.partition("十")
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


class Times:
    """When the statements of an article happened or hold: ``date``, ``from`` and ``until``."""

    def __init__(self, words: DateWords, text: str, published: str | None) -> None:
        self._text = text
        self._dates = Dates(words).find(text, published)
        self._through = re.compile(any_of(words.through))
        self._since = re.compile(any_of(words.since))
        self._since_before = re.compile(f"{any_of(words.since_before)}$")
        self._until = re.compile(any_of(words.until))
        self._enters = re.compile(any_of(words.enters))
        self._holds = re.compile(any_of(words.holds))

    def of_event(self, sentence: tuple[int, int], trigger: int) -> Mapping[str, str]:
        """Of what happened: the date, or since and until when, that stands before its trigger."""
        span, dated = self._last(sentence, trigger)
        return span or ({"date": dated.iso} if dated and dated.iso else {})

    def of_post(self, sentence: tuple[int, int], trigger: int, person: int, ended: bool) -> Mapping[str, str]:
        """Of a post: since when and until when it is held, where the sentence tells."""
        span, dated = self._last(sentence, trigger)
        if dated is None or not dated.iso or "；" in self._text[dated.end : trigger]:
            return {}
        between = self._text[dated.end : trigger]
        if ended and not self._holds.search(between):
            return {"until": dated.iso} if not span else {}
        if self._holds.search(between):
            return span or {"date": dated.iso}
        enters = self._enters.search(self._text, person, trigger) if person < trigger else None
        if not span and enters and "。" not in between:
            return {"from": dated.iso}
        return span if enters or self._enters.search(between) else {}

    def _last(self, sentence: tuple[int, int], trigger: int) -> tuple[Mapping[str, str], Dated | None]:
        """The date named last before a trigger in its part of the sentence, and the time that it bounds."""
        start = max(sentence[0], self._text.rfind("；", 0, trigger) + 1)
        before = [item for item in self._dates if start <= item.start < trigger]
        if not before:
            return {}, None
        last = before[-1]
        first = before[-2] if len(before) > 1 else None
        if first and self._through.fullmatch(self._text, first.end, last.start) and first.iso and last.iso:
            return {"from": first.iso, "until": last.iso}, last
        if last.iso and (
            self._since.match(self._text, last.end)
            or self._since_before.search(self._text[max(start, last.start - 2) : last.start])
        ):
            return {"from": last.iso}, last
        if last.iso and self._until.match(self._text, last.end):
            return {"until": last.iso}, last
        return {}, last
