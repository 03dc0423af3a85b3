"""``kg_sentences``: a sentence ends at 。！？ (with the closing quotes after it) and at a line's end."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

HALF = frozenset("!?")
ENDS = frozenset("。！？") | HALF
CLOSERS = frozenset('”』」）)】’"')
#: a sentence longer than LONG characters is cut at a comma, one of LONGEST anywhere (tables, lists)
LONG, LONGEST = 800, 1200
COMMAS = frozenset("，；、,;")
#: what goes on with a sentence that has ended: ！？ and 。”
MORE = CLOSERS | ENDS


class Sentences:
    """Sets ``token.is_sent_start`` of every token; a line break belongs to the sentence before it."""

    def __call__(self, doc: Doc) -> Doc:
        ended = broken = True  # the sentence may end here; it must, at a line's end
        began = 0
        for token in doc:
            ended = ended or _overlong(token, began)
            newline = "\n" in token.text
            closing = ended and not broken and token.text in MORE
            starts = (ended and not closing and not newline) or token.i == 0
            token.is_sent_start = starts
            began = token.idx if starts else began
            if closing:
                continue
            ended = _ends(doc, token) or newline or (ended and not starts)
            broken = newline or (broken and not starts)
        return doc


def _overlong(token: Token, began: int) -> bool:
    """Whether a sentence is too long to be one, so that it is cut after a comma, or anywhere."""
    length = token.idx - began
    return length > LONGEST or (length > LONG and token.nbor(-1).text[-1] in COMMAS)


def _ends(doc: Doc, token: Token) -> bool:
    """Whether a token ends a sentence; a ? right before a letter is a byte that got lost."""
    last = token.i + 1 == len(doc) or token.whitespace_
    lost = (
        token.text[-1] in HALF and not last and token.nbor().text[0].isalpha() and token.nbor().text[0] < "㐀"
    )
    return token.text[-1] in ENDS and not lost


@Language.factory("kg_sentences", assigns=["token.is_sent_start", "doc.sents"])
def create(nlp: Language, name: str) -> Sentences:
    return Sentences()
