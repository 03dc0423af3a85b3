#!/usr/bin/env python3
"""Treebanks as spaCy's training data, in the tokens that the pipeline makes.

    python training/treebank.py OUT.spacy FILE.conllu…      # traditional characters are converted

A parser that is trained on the treebank's tokens and run on LAC's loses 5 points. So each sentence is
cut by our own tokenizer, and its tree is projected: every character of a treebank's token hangs on
the token's last character; a token of ours then hangs where the character nearest to the root hangs.
Trees stay trees, since that distance falls with each step up. Part of a word that the treebank does
not cut is `INSIDE`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import opencc
from spacy.tokens import Doc, DocBin

from kg.nlp import load_nlp

INSIDE = "compound"
#: labels of older releases → those of GSDSimp's test set
LABELS = {"csubjpass": "csubj:pass", "discourse:sp": "discourse"}
#: and of PUD, which draws other lines; its compounds of two nouns are GSD's nmod
PUD = {
    **LABELS,
    "compound": "nmod",
    "case:loc": "case",
    "obl:tmod": "nmod:tmod",
    "mark:prt": "mark",
    "flat": "flat:foreign",
    "dep": "parataxis",
}

Row = tuple[str, int, str]


def main(out: str, *files: str) -> None:
    nlp = load_nlp()
    simplify = opencc.OpenCC("t2s").convert
    docs = []
    for file in files:
        names = PUD if "pud" in Path(file).name else LABELS
        for rows in sentences(Path(file)):
            simple = [(simplify(form), head, names.get(label, label)) for form, head, label in rows]
            docs.append(projected(nlp.tokenizer("".join(form for form, _, _ in simple)), simple))
    DocBin(attrs=["TAG", "HEAD", "DEP", "SPACY"], docs=docs).to_disk(out)
    print(f"{out}: {len(docs)} sentences, {sum(map(len, docs))} tokens")


def sentences(path: Path) -> Iterator[list[Row]]:
    """Form, head and label of each word of each sentence."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = (line.split("\t") for line in block.splitlines() if not line.startswith("#"))
        yield [(f[1].replace(" ", ""), int(f[6]), f[7]) for f in lines if f[0].isdigit()]


def projected(doc: Doc, rows: list[Row]) -> Doc:
    """A Doc with the tokens of ``doc`` and the tree of ``rows``, which are the same text."""
    ends, at = [], -1
    for form, _, _ in rows:
        at += len(form)
        ends.append(at)
    heads: list[int] = []  # of each character the character that it hangs on, -1 for the root
    labels: list[str] = []
    for end, (form, head, label) in zip(ends, rows, strict=True):
        heads += [end] * (len(form) - 1) + [ends[head - 1] if head else -1]
        labels += [INSIDE] * (len(form) - 1) + [label]

    def depth(char: int) -> int:
        steps = 0
        while char >= 0:
            char, steps = heads[char], steps + 1
        return steps

    owner = [token.i for token in doc for _ in token.text]
    top = [min(range(t.idx, t.idx + len(t)), key=lambda c: (depth(c), -c)) for t in doc]
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[False] * len(doc),
        tags=[token.tag_ for token in doc],
        heads=[owner[heads[char]] if heads[char] >= 0 else i for i, char in enumerate(top)],
        deps=["ROOT" if heads[char] < 0 else labels[char] for char in top],
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
