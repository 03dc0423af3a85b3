"""``kg_entities``: names, titles, dates, money and counts, as ``doc.ents`` and ``doc._.kg_mentions``.

9月1日，主任李明向柳林镇捐款10万元      a date, a title, a person, a place and a sum
该镇干部说，李明还到过全县各地         该镇 and 全县 may stand for an entity, but name none
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.errors import UsageError
from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.extensions import register_extensions, text_of
from kg.nlp.mentions.bylines import Bylines
from kg.nlp.mentions.names import NameGrammar
from kg.nlp.mentions.teams import Teams
from kg.nlp.mentions.things import Things
from kg.nlp.places.areas import Areas
from kg.nlp.quantities.currency import Currency
from kg.nlp.quantities.numbers import NumberReader, Quantity
from kg.nlp.quantities.unit_notes import UnitNotes
from kg.nlp.spans.mention import (
    DATE,
    GPE,
    MONEY,
    NAMES,
    ORG,
    PERSON,
    PLACES,
    QUANTITY,
    TITLE,
    Mention,
    apart,
    overlaps,
)
from kg.nlp.spans.patterns import HAN, Names, Suffixes, any_of
from kg.nlp.tables.rows import Rows
from kg.nlp.terms import terms_of
from kg.nlp.tokens.words import Word


class Entities:
    """Finds mentions sentence by sentence, then looks for the names found in the rest of the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._areas = Areas.of(lexicon)
        self._tags: dict[int, str] = {}  # by spaCy's hash of a tag, what it means to LAC
        self._grammar = NameGrammar(lexicon, self._areas)
        self._head = re.compile(rf"[【\[]?([{HAN}]{{2,7}})(?=[】\] ：:\n]|$)")
        self._numbers = NumberReader(lexicon.numbers)
        self._notes = UnitNotes(lexicon, self._numbers)
        self._rows = Rows(lexicon)
        self._things = Things(lexicon)
        self._currency = Currency(lexicon)
        self._bylines = Bylines(lexicon)
        self._teams = Teams(lexicon)
        names = lexicon.names
        parts = names.organization.parts
        bare = parts.bare
        self._common = bare - parts.known
        self._bare = Suffixes(b for b in bare if len(b) > 2)
        self._pronouns = frozenset({*names.person.pronouns, *names.person.pair_pronouns})
        levels = "|".join(sorted((s for s in names.place.levels if len(s) < 3), key=lambda s: (-len(s), s)))
        sites = names.place.sites
        deictic = rf"(?!{any_of(sites.not_deictics)}){any_of(sites.deictics)}"
        self._whole_area = re.compile(rf"{deictic}(?:{levels})(?!{levels})")
        self._levels = frozenset(s for s in names.place.levels if len(s) < 3)
        ends = names.organization.parts.called
        side = rf"{any_of(e for e in ends if len(e) == 1)}{any_of(parts.sides)}(?!{any_of(parts.not_sides)})"
        self._that_body = re.compile(rf"{any_of(parts.deictics)}{any_of(ends)}|{side}")
        self._homographs = parts.homographs
        self._trailing = names.person.trailing

    def __call__(self, doc: Doc) -> Doc:
        _check(doc)
        mentions: list[Mention] = []
        whole = text_of(doc)
        columns = doc.to_array(["IDX", "LENGTH", "TAG", "ENT_TYPE"]).T.tolist()
        for sentence in doc.sents:
            base = sentence.start_char
            words = self._words(sentence, [c[sentence.start : sentence.end] for c in columns], whole)
            for mention in self._sentence(whole[base : sentence.end_char], words):
                mention.start += base
                mention.end += base
                mentions.append(mention)
        for quantity in self._notes.read(whole):
            _add(mentions, _counted(quantity, whole))
        self._currency.count_in(whole, mentions)
        mentions = self._things.named(whole, self._known_names(whole, mentions))
        mentions = self._rows.named(whole, mentions)
        set_names(doc, mentions, [m for m in mentions if not self._names_nothing(m)])
        return doc

    def _names_nothing(self, mention: Mention) -> bool:
        """他, 银行: a mention that may stand for an entity, but is no name; 区委 is one."""
        common = mention.label == ORG and mention.text in self._common and mention.text[0] not in self._levels
        return mention.deictic or common

    def _words(self, sentence: Span, columns: list[list[int]], whole: str) -> list[Word]:
        """The words of a sentence, by offsets into it; the tokens of another pipeline's name are one word.

        ``columns`` are the offsets, lengths, tags and entity labels of its tokens.
        """
        words: list[Word] = []
        base, tags, strings = sentence.start_char, self._tags, sentence.vocab.strings
        for i, (offset, length, tag, label) in enumerate(zip(*columns, strict=True)):
            start, text = offset - base, whole[offset : offset + length]
            if label:
                named = strings[label]
                if words and sentence[i].ent_iob_ == "I" and named in self._lexicon.entities:
                    begun = words[-1]
                    gap = " " * (start - begun.end)
                    words[-1] = Word(begun.start, start + length, begun.text + gap + text, begun.tag)
                    continue
                meant = self._lexicon.entities.get(named, strings[tag])
            else:
                meant = tags.get(tag) or self._meant(tag, sentence, i)
            if not text.isspace():
                words.append(Word(start, start + length, text, meant))
        return words

    def _meant(self, tag: int, sentence: Span, i: int) -> str:
        """LAC's tag, or what another pipeline's tag means there, and without one the part of speech."""
        if not tag:
            return self._lexicon.tags.get(sentence[i].pos_, "n")
        name = sentence.vocab.strings[tag]
        self._tags[tag] = self._lexicon.tags.get(name) or name
        return self._tags[tag]

    def _sentence(self, text: str, words: Sequence[Word]) -> list[Mention]:
        found = self._things.ended(text, words, self._grammar.find(text, words))
        for date in self._numbers.dates(text):
            mention = Mention(date.start, date.end, DATE, text[date.start : date.end], norm=date.iso() or "")
            mention.value = float((date.month or 0) * 100 + (date.day or 0))
            _add(found, mention)
        for quantity in self._numbers.quantities(text):
            inside = (word.tag for word in words if quantity.start <= word.start < quantity.end)
            if not (text[quantity.start].isascii() or quantity.formal) and "m" not in inside:
                continue  # 统一部署, 一起
            _add(found, _counted(quantity, text))
        for word in words:
            if word.tag == "r" and word.text in self._pronouns:
                _add(found, Mention(word.start, word.end, PERSON, word.text, deictic=True))
        head = self._head.match(text)
        if head and (head[1] in self._areas.codes or head[1] in self._areas.short):  # 【临朐】
            _add(found, Mention(head.start(1), head.end(1), GPE, head[1]))
        found = self._teams.named(text, self._bylines.named(text, found))
        titles = {m.start for m in found if m.label == TITLE}
        for word in words:
            if word.text in self._levels and word.end in titles:  # 村党总支书记
                _add(found, Mention(word.start, word.end, GPE, word.text, deictic=True))
        for mention in found:
            if mention.label == ORG and self._that_body.fullmatch(mention.text):
                mention.deictic = True
        for label, pattern in ((GPE, self._whole_area), (ORG, self._that_body)):
            for match in pattern.finditer(text):
                _add(found, Mention(match.start(), match.end(), label, match.group(), deictic=True))
        return sorted(found, key=lambda m: m.start)

    def _known_names(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """Further mentions of the names found: what the tagger saw once is seen everywhere."""
        people = {m.text for m in mentions if m.label == PERSON and not m.deictic and m.kind != "surname"}
        for mention in mentions:
            if mention.label in PLACES and mention.text in people and mention.text not in self._areas.short:
                mention.label, mention.kind = PERSON, ""  # 董事长黄铁山 is no mountain
        for mention in mentions:  # 李军来 | 到, where the text has 李军 as well
            short, glued = mention.text[:2], mention.text[2:] in self._trailing
            if mention.label == PERSON and glued and short in people:
                mention.end, mention.text = mention.start + len(short), short
        known: dict[str, Mention] = {}
        for mention in mentions:
            long = len(mention.text) >= (2 if mention.label == PERSON else 4)
            if (
                mention.label in NAMES - {"WORK_OF_ART"}
                and long
                and not mention.deictic
                and mention.kind != "surname"
            ):
                known.setdefault(mention.text, mention)
            if mention.label == ORG and not mention.deictic:
                bare = self._bare.longest(mention.text[1:])
                bare = bare or next((h for h in self._homographs if mention.text.endswith(h)), "")
                if bare:  # 基金会 of 教育基金会, where the tagger read 基金 | 会
                    known.setdefault(bare, Mention(0, 0, ORG, bare, kind=mention.kind))
        if not known:
            return apart(mentions)
        longer = _by_ending(known)
        out = [_lengthened(mention, known, longer, text) for mention in mentions]
        taken = bytearray(len(text) + 1)
        for mention in out:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        for start, name in Names(known).finditer(text):
            if taken.find(1, start, start + len(name)) < 0:
                like = known[name]
                out.append(Mention(start, start + len(name), like.label, name, like.norm, like.kind))
        return apart(out)


@Language.factory(
    "kg_entities", requires=["token.tag", "token.is_sent_start"], assigns=["doc.ents", "doc._.kg_mentions"]
)
def create(nlp: Language, name: str) -> Entities:
    register_extensions()
    with using(terms_of(nlp)):
        return Entities(load_lexicon())


def _check(doc: Doc) -> None:
    """UsageError where the pipeline so far says too little of the text for names to be found in it."""
    if not any(map(doc.has_annotation, ("TAG", "POS", "ENT_IOB"))):
        raise UsageError(
            "kg_entities: this pipeline has neither tags nor entities; give it the tokenizer "
            "kg.LacTokenizer.v1, or a tagger before kg_entities, or use kg.load_nlp()"
        )
    if not doc.has_annotation("SENT_START"):
        raise UsageError("kg_entities: needs kg_sentences before it; write nlp.add_pipe('kg_sentences')")


def set_names(doc: Doc, mentions: Sequence[Mention], named: Sequence[Mention] | None = None) -> None:
    """Leave mentions on a Doc, whose tokens are split at their edges; ``named`` become its ents."""
    _split_tokens(doc, mentions)
    doc.ents = _spans(doc, [m for m in mentions if not m.deictic] if named is None else named)
    doc._.kg_mentions = [mention.to_dict() for mention in mentions]


def _by_ending(known: Mapping[str, Mention]) -> dict[str, list[Mention]]:
    """The known places by each ending of their names."""
    longer: dict[str, list[Mention]] = {}
    for name, mention in known.items():
        for start in range(1, len(name)) if mention.label in PLACES else ():
            longer.setdefault(name[start:], []).append(mention)
    return longer


def _lengthened(
    mention: Mention, known: Mapping[str, Mention], longer: Mapping[str, Sequence[Mention]], text: str
) -> Mention:
    """A mention that the tagger cut short, by the name known from elsewhere: 脚盆 | 田社区, 袁秉 | 和."""
    if mention.label == PERSON and len(mention.text) == 2:
        name = text[mention.start : mention.end + 1]
        if len(name) == 3 and name in known and known[name].label == PERSON:
            return Mention(mention.start, mention.end + 1, PERSON, name)
    for like in longer.get(mention.text, ()) if mention.label in PLACES else ():
        if text.endswith(like.text, 0, mention.end):
            start = mention.end - len(like.text)
            return Mention(start, mention.end, like.label, like.text, like.norm, like.kind)
    return mention


def _counted(quantity: Quantity, text: str) -> Mention:
    return Mention(
        quantity.start,
        quantity.end,
        MONEY if quantity.currency else QUANTITY,
        text[quantity.start : quantity.end],
        value=quantity.value,
        unit=quantity.unit,
        approx=quantity.approx,
        currency=quantity.currency or "",
    )


def _add(found: list[Mention], mention: Mention) -> None:
    """Add a mention unless one is there already."""
    if not any(overlaps(mention, other) for other in found):
        found.append(mention)


def _split_tokens(doc: Doc, mentions: Sequence[Mention]) -> None:
    """Split tokens where a mention begins or ends inside them: 西河街道千禧 → 西河街道 | 千禧."""
    cuts = sorted({offset for mention in mentions for offset in (mention.start, mention.end)})
    places = doc.to_array(["IDX", "LENGTH", "SENT_START"]).astype(np.int64).reshape(-1, 3)
    first = np.searchsorted(cuts, places[:, 0], side="right")
    after = np.searchsorted(cuts, places[:, :2].sum(axis=1), side="left")
    split = np.flatnonzero(first < after).tolist()
    if not split:
        return
    with doc.retokenize() as retokenizer:
        for i in split:
            token = doc[i]
            inside = [cut - token.idx for cut in cuts[first[i] : after[i]]]
            edges = [0, *inside, len(token.text)]
            orths = [token.text[a:b] for a, b in itertools.pairwise(edges)]
            last = len(orths) - 1  # the others hang on it; it hangs where the token did
            own = token.head if token.head.i != token.i else (token, last)
            heads: list[Token | tuple[Token, int]] = [*[(token, last)] * last, own]
            retokenizer.split(token, orths, heads=heads, attrs={"TAG": [token.tag_] * len(orths)})
    begins = places[places[:, 2] == 1, 0]  # the second half has what the next token had in spaCy 3.8
    values: Any = np.where(np.isin(doc.to_array("IDX"), begins), 1, -1).view(np.uint64)
    doc.from_array(["SENT_START"], values)


def _spans(doc: Doc, mentions: Sequence[Mention]) -> list[Span]:
    """The mentions as spans; their edges are edges of tokens by now."""
    places = doc.to_array(["IDX", "LENGTH"]).astype(np.int64).reshape(-1, 2)
    starts = {start: i for i, start in enumerate(places[:, 0].tolist())}
    ends = {end: i + 1 for i, end in enumerate(places.sum(axis=1).tolist())}
    return [
        Span(doc, starts[m.start], ends[m.end], label=m.label)
        for m in mentions
        if m.start in starts and m.end in ends
    ]
