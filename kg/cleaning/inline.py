"""What is undone inside a line. Each step looks at its near neighbours only: a sentence cut out of a
line becomes the same text as within it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from kg.cleaning.lost import lost_bytes
from kg.cleaning.noise import load_noise
from kg.cleaning.script import simplified
from kg.cleaning.strand import Edit, Strand

HAN = "㐀-鿿豈-﫿\U00020000-\U0003ffff〇"
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f"
                     "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
                     "\U000e0000-\U000e0fff]")  # fmt: skip
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếề"
_READING = re.compile(f"(?<=[{HAN}])[(（]([a-zêüɑɡ{_TONES}\u0300-\u030c]{{1,8}})[)）]")
_TONE = re.compile(f"[{_TONES}\u0300\u0301\u0304\u030c]")
# spaces that PDFs and pages set into figures, sums and dates: 3 万元, 2020 年 2 月, 1 000 000 元
_IN_FIGURE = re.compile(
    r"(?<=\d) (?=[万亿千百十元年月日号])|(?<=[万亿千百十]) (?=[万亿元])|(?<=[年月]) (?=\d{1,2} ?[月日号])"
    r"|(?<=\d[年月]) (?=\d)|(?<=[(（]) (?=\d+ ?[年月日])"
)
_GROUPS = re.compile(r"(?<![\d,.])\d{1,3}(?:[\u00a0\u2007\u2009\u202f]\d{3})+(?!\d)")
_PLAIN_GROUPS = re.compile(r"(?<![\d,.] )(?<![\d,.])\d{1,3}(?: \d{3}){2,}(?! ?\d)(?=(?:\.\d+)? ?[万亿]?元)")
_ONE_GROUP = re.compile(r"(?<=[款资金币计达约共额￥¥]) ?\d{1,3} \d{3}(?! ?\d)(?=(?:\.\d+)? ?[万亿]?元)")
_WIDE_GROUPS = re.compile(r"(?<![\d，])\d{1,3}(?:，\d{3})+(?=(?:\.\d+)?[万亿]?元)")
_SPACES = re.compile(r" {2,}")
_LOOSE = re.compile(r" +(?=[，。；：！？、）》】”’])|(?<=[，。；：！？、（《【“‘”’]) +")
_DOTS = re.compile(rf"(?<=[{HAN}”）》])(?:\.{{3,}}|。{{3,}})")
_STOP = re.compile(rf"(?<=[{HAN}”）》])\.(?![\w.])")
_HAN = re.compile(f"[{HAN}]")
_PAIR = re.compile(r"\([^()。！？；;!?]{0,60}\)")
_BRACKET = re.compile(r"[()]")
_MARK = re.compile(r"[,;:]|[?!](?![A-Za-zÀ-ǿ])")  # a letter after ? or !: bytes were lost there
_CLOCK = re.compile(r"(?<=\d)：(?=\d)")
_BEFORE = re.compile(rf"[{HAN}《》、”’（）】]")
_AFTER = re.compile(rf"[{HAN}《》、“”‘’（【…—]")


def neat(strand: Strand) -> Strand:
    """A line (or a part of one) with all steps done and no space at its ends."""
    for step in STEPS:
        strand = step(strand)
    start = len(strand.text) - len(strand.text.lstrip(" "))
    return strand.cut(start, max(start, len(strand.text.rstrip(" "))))


def characters(strand: Strand) -> Strand:
    """Invisible characters dropped; spaces, full-width letters and digits, variant marks one for one."""
    strand = strand.edited(Edit(m.start(), m.end()) for m in _UNSEEN.finditer(strand.text))
    strand = strand.edited(_gaps(_GROUPS, strand.text))
    return strand.retold("".join(map(_shown, strand.text)))


def readings(strand: Strand) -> Strand:
    """Pinyin in parentheses after a character: ``嚴(yán)峻``."""
    return strand.edited(_readings(strand.text))


def masks(strand: Strand) -> Strand:
    """Asterisks set into words, and words shuffled by them: ``*党**组织``, ``习*平近**``."""
    return strand.edited(_masks(strand.text))


def bytes_(strand: Strand) -> Strand:
    """Runs that a lost byte made unreadable: ``情況!笆欠癫轵炞C明``."""
    mended = strand.edited(lost_bytes(strand.text))
    return strand if mended is strand else readings(mended)  # and the pinyin behind them


def script(strand: Strand) -> Strand:
    """Traditional characters."""
    return strand.retold(simplified(strand.text))


def marks(strand: Strand) -> Strand:
    """Half-width marks beside Chinese characters to full-width; numbers keep theirs."""
    strand = strand.retold(_CLOCK.sub(":", strand.text))
    strand = strand.edited(Edit(m.start(), m.end(), "……") for m in _DOTS.finditer(strand.text))
    strand = strand.retold(_STOP.sub("。", strand.text))
    while (wider := _widened(strand, _brackets)) is not strand:  # one that is wide widens its neighbours
        strand = wider
    return _widened(strand, _wide)


def blanks(strand: Strand) -> Strand:
    """Runs of spaces to one."""
    return strand.edited(Edit(m.start(), m.end(), " ") for m in _SPACES.finditer(strand.text))


def figures(strand: Strand) -> Strand:
    """No space, and no full-width comma, inside a figure, a sum or a date."""
    strand = strand.edited(_gaps(_PLAIN_GROUPS, strand.text))
    strand = strand.edited(_gaps(_ONE_GROUP, strand.text))
    strand = strand.edited(_gaps(_WIDE_GROUPS, strand.text))
    return strand.edited(Edit(m.start(), m.end()) for m in _IN_FIGURE.finditer(strand.text))


def loose(strand: Strand) -> Strand:
    """No space beside a full-width mark."""
    return strand.edited(Edit(m.start(), m.end()) for m in _LOOSE.finditer(strand.text))


STEPS: tuple[Callable[[Strand], Strand], ...] = (
    characters,
    readings,
    masks,
    bytes_,
    script,
    blanks,
    figures,
    marks,
    loose,
)


def _gaps(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    """What stands between the digits of each figure that fits."""
    for match in pattern.finditer(text):
        yield from (
            Edit(match.start() + at, match.start() + at + 1)
            for at, char in enumerate(match[0])
            if not char.isdigit()
        )


def _widened(strand: Strand, places: Callable[[str], Iterator[int]]) -> Strand:
    wide = load_noise().characters_wide
    text = list(strand.text)
    for at in places(strand.text):
        text[at] = wide.get(text[at], text[at])
    return strand.retold("".join(text))


@cache
def _shown(character: str) -> str:
    return load_noise().characters_map.get(character) or _narrow(character)


def _narrow(character: str) -> str:
    if unicodedata.category(character) == "Zs" or character == "\t":
        return " "
    if "０" <= character <= "ｚ" and unicodedata.category(character) in ("Nd", "Lu", "Ll"):
        return chr(ord(character) - 0xFEE0)
    if "豈" <= character <= "﫿" or "\u2f00" <= character <= "\u2fd5":  # Kangxi radicals, from PDFs
        return unicodedata.normalize("NFKC", character)
    return character


def _readings(text: str) -> Iterator[Edit]:
    toneless = load_noise().pinyin_toneless
    for match in _READING.finditer(text):
        if _TONE.search(match[1]) or match[1] in toneless.get(text[match.start() - 1], ()):
            yield Edit(match.start(), match.end())


def _masks(text: str) -> Iterator[Edit]:
    if "*" not in text:
        return
    words = {"".join(sorted(word)): word for word in load_noise().masked_words}
    for match in _masked().finditer(text):
        inner = match[0].replace("*", "")
        if match.lastgroup == "single":
            yield Edit(match.start(), match.end())
        else:
            yield Edit(match.start(), match.end(), words.get("".join(sorted(inner)), inner))


@cache
def _masked() -> re.Pattern[str]:
    words = sorted(set(load_noise().masked_words))
    shuffled = "|".join(r"\*?" + r"\*?".join([f"[{word}]"] * len(word)) + r"\*\*" for word in words)
    return re.compile(
        rf"(?P<word>{shuffled})|(?P<bold>\*\*[{HAN}]{{1,40}}\*\*)|(?P<group>\*[{HAN}]{{1,6}}\*\*)"
        rf"|(?P<single>(?<=[{HAN}])\*(?=[{HAN}]))"
    )


def _brackets(text: str) -> Iterator[int]:
    """Where half-width parentheses stand beside or around Chinese characters, pairs together."""
    for match in _PAIR.finditer(text):
        around = (
            text[max(0, match.start() - 1) : match.start()] + match[0] + text[match.end() : match.end() + 1]
        )
        if _HAN.search(around):
            yield match.start()
            yield match.end() - 1
    for match in _BRACKET.finditer(text):
        if _beside(text, match.start()):
            yield match.start()


def _wide(text: str) -> Iterator[int]:
    """Where other half-width marks stand beside Chinese characters; ``2:30`` and ``1,290`` stay."""
    for match in _MARK.finditer(text):
        at = match.start()
        between_digits = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if not between_digits and _beside(text, at):
            yield at


def _beside(text: str, at: int) -> bool:
    """Whether the neighbour on either side, over one space, is Chinese."""
    before, after = text[max(0, at - 2) : at].rstrip(" ")[-1:], text[at + 1 : at + 3].lstrip(" ")[:1]
    return bool(_BEFORE.match(before) or _AFTER.match(after))
