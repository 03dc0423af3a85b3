"""A spaCy tokenizer over LAC: words, with LAC's tag in ``token.tag_``; 人大 | 代表 are two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from spacy.attrs import LIKE_NUM, LIKE_URL, SHAPE  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from kg.lexicon import load_lexicon
from kg.nlp.tokens.lac import load_lac
from kg.nlp.tokens.stretches import pieces

#: texts of a stream are read so many characters at a time, and one text more
TOGETHER = 4096


class LacTokenizer:
    """Turns text into a Doc whose tokens are LAC's words; white space runs are tokens of their own."""

    def __init__(self, vocab: Vocab, two: Mapping[str, tuple[str, str]] | None = None) -> None:
        """``two`` are words that are always two to us: to split a token later takes spaCy very long."""
        self.vocab = vocab
        self._two = dict(two or {})

    def __call__(self, text: str) -> Doc:
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The Docs of a stream of texts, in its order; short ones are read together, which is faster."""
        for group in _groups(texts):
            parts = [list(pieces(text)) for text in group]
            tagged = iter(load_lac().run([piece for part in parts for piece in part if not piece.isspace()]))
            for part in parts:
                yield self._doc(part, tagged)

    def _doc(self, parts: Iterable[str], tagged: Iterator[list[tuple[str, str]]]) -> Doc:
        """The Doc of white space and stretches between, each of which has its words in ``tagged``."""
        words: list[str] = []
        tags: list[str] = []
        spaces: list[bool] = []
        for piece in parts:
            if piece.isspace():
                if piece[0] == " " and words and not words[-1].isspace():
                    spaces[-1], piece = True, piece[1:]
                pairs = [(piece, "w")] if piece else []
            else:
                pairs = next(tagged)
            for word, tag in pairs:
                for part in self._two.get(word, (word,)):
                    words.append(part)
                    tags.append(tag)
                    spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, tags=tags)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save: the model is in the box."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> LacTokenizer:
        return self

    def to_disk(self, _: str | Path, **__: Any) -> None:
        """Nothing to save: the model is in the box."""

    def from_disk(self, _: str | Path, **__: Any) -> LacTokenizer:
        return self


@registry.tokenizers("kg.LacTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], LacTokenizer]:
    """The factory that ``spacy.load`` finds by entry point."""

    def create(nlp: Language) -> LacTokenizer:
        getters = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
        for attribute, quick in ((LIKE_NUM, _like_num), (LIKE_URL, _like_url), (SHAPE, _shape)):
            getters[attribute] = partial(quick, usual=getters[attribute])
        delegates = load_lexicon().titles.delegates
        return LacTokenizer(nlp.vocab, {d.assembly + d.rest: (d.assembly, d.rest) for d in delegates})

    return create


# a third of the attributes of a new word; of a word of Han alone, spaCy's functions need not be asked


def _like_num(word: str, usual: Callable[[str], bool]) -> bool:
    return (len(word) == 1 or word[0].isnumeric() or not _is_han(word)) and usual(word)


def _like_url(word: str, usual: Callable[[str], bool]) -> bool:
    return not _is_han(word) and usual(word)


def _shape(word: str, usual: Callable[[str], str]) -> str:
    return "x" * min(len(word), 4) if _is_han(word) and len(word) < 100 else usual(word)


def _is_han(word: str) -> bool:
    return min(word) >= "一" and max(word) <= "鿿"


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in order, some TOGETHER characters at a time."""
    group: list[str] = []
    length = 0
    for text in texts:
        group.append(text)
        length += len(text)
        if length >= TOGETHER:
            yield group
            group, length = [], 0
    if group:
        yield group
