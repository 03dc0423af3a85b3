#!/usr/bin/env python3
"""Rebuild ``kg/models/parser``: `make train`, which runs ``training/train.py ../shared/data``.

Prepares the treebanks, trains by parser.cfg with its seed, prints the scores on the test set and
writes the weights. On one core it takes about half an hour. Two machines may differ in the last
digits: products of matrices are added up in another order.
"""

import json
import shutil
import sys
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.tokens import DocBin
from spacy.training import Corpus

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import quick  # noqa: E402, F401  (patches on import)
import treebank  # noqa: E402

WORK = HERE.parent / "outputs" / "training"
TARGET = HERE.parent / "kg" / "models" / "parser"
#: what is shipped beside the weights and not made here
KEPT = ("README.md", "LICENSE")
META = {
    "name": "kg_parser",
    "version": "1.0.0",
    "description": "A Universal Dependencies parser on the words and hidden states of LAC.",
    "license": "CC BY-SA 4.0",
    "url": "https://universaldependencies.org/",
    "author": "the zhkg authors, from UD Chinese GSDSimp and UD Chinese PUD (see README.md)",
}


def main(data: str) -> None:
    folder = Path(data) / "treebank"
    WORK.mkdir(parents=True, exist_ok=True)
    parts = {
        "train": ("zh_gsdsimp-train.rebuilt.conllu", "zh_pud-test.conllu"),
        "dev": ("zh_gsdsimp-dev.conllu",),
        "test": ("zh_gsdsimp-test.conllu",),
    }
    for part, files in parts.items():
        treebank.main(str(WORK / f"{part}.spacy"), *(str(folder / file) for file in files))
    paths = {f"paths.{part}": str(WORK / f"{part}.spacy") for part in ("train", "dev")}
    train(HERE / "parser.cfg", WORK / "parser", overrides=paths)
    ship(WORK / "parser" / "model-best")


def ship(folder: Path) -> None:
    """Score the trained pipeline and copy it into the package, without the strings of the corpus."""
    nlp = spacy.load(folder)
    scores = {part: score(nlp, WORK / f"{part}.spacy") for part in ("dev", "test")}
    nlp.meta.update(META, performance=scores)
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # of this machine
    kept = {name: (TARGET / name).read_bytes() for name in KEPT if (TARGET / name).exists()}
    shutil.rmtree(TARGET, ignore_errors=True)
    nlp.to_disk(TARGET)
    labels = sorted({*nlp.get_pipe("parser").labels, "ROOT"})
    (TARGET / "vocab" / "strings.json").write_text(json.dumps(labels, indent=1), encoding="utf-8")
    for name, content in kept.items():
        (TARGET / name).write_bytes(content)
    for part, row in scores.items():
        print(f"{part}: UAS {100 * row['dep_uas']:.1f}, LAS {100 * row['dep_las']:.1f}")


def score(nlp: spacy.Language, path: Path) -> dict[str, float]:
    """UAS and LAS as spaCy counts them (without punctuation), on the tokens of the pipeline."""
    examples = list(Corpus(path)(nlp))
    assert sum(1 for _ in DocBin().from_disk(path).get_docs(nlp.vocab)) == len(examples)
    found = nlp.evaluate(examples)
    return {key: round(found[key], 4) for key in ("dep_uas", "dep_las")}


if __name__ == "__main__":
    main(*sys.argv[1:])
