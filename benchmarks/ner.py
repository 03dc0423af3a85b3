"""Names found, beside what LAC alone finds in the same run: ``ner.py [FOLDER] [--errors N]``.

FOLDER is ``../shared/data`` unless given. Spans and types must be the same (strict). The table in
ner.md is this command's output. Nothing is trained on either set.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from kg.nlp import load_nlp
from kg.nlp.tokens.lac import load_lac
from kg.nlp.tokens.stretches import pieces

PERSON, BODY, PLACE, TITLE = "person", "organization", "place", "title"
#: CLUENER's types; book, game and movie are left out
CLUENER = {
    "name": PERSON,
    "organization": BODY,
    "government": BODY,
    "company": BODY,
    "address": PLACE,
    "scene": PLACE,
    "position": TITLE,
}
UNER = {"PER": PERSON, "ORG": BODY, "LOC": PLACE}
LAC = {"PER": PERSON, "ORG": BODY, "LOC": PLACE}
OURS = {"PERSON": PERSON, "ORG": BODY, "GPE": PLACE, "FAC": PLACE, "LOC": PLACE, "TITLE": TITLE}

Name = tuple[int, int, str]
Row = tuple[str, set[Name]]


def cluener(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield (
            item["text"],
            {
                (start, end + 1, CLUENER[label])
                for label, names in item["label"].items()
                if label in CLUENER
                for spans in names.values()
                for start, end in spans
            },
        )


def uner(path: Path) -> Iterator[Row]:
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        text, names, begun = "", [], False
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            _, word, tag, *_ = line.split("\t")
            mark, _, label = tag.partition("-")
            if mark == "B" or (mark == "I" and not begun):
                names.append([len(text), len(text) + len(word), label])
            elif mark == "I":
                names[-1][1] = len(text) + len(word)
            begun = mark in ("B", "I")
            text += word
        yield text, {(start, end, UNER[label]) for start, end, label in names if label in UNER}


def by_lac(text: str) -> set[Name]:
    found: set[Name] = set()
    at = 0
    for piece in pieces(text):
        words = [(piece, "w")] if piece.isspace() else load_lac().run([piece])[0]
        for word, tag in words:
            if tag in LAC:
                found.add((at, at + len(word), LAC[tag]))
            at += len(word)
    return found


def f1(right: int, found: int, gold: int) -> float:
    return 200 * right / (found + gold) if found + gold else 0.0


def report(name: str, rows: list[Row], errors: int) -> None:
    nlp = load_nlp()
    texts = [text for text, _ in rows]
    systems = {
        "LAC": [by_lac(text) for text in texts],
        "ours": [
            {(e.start_char, e.end_char, OURS[e.label_]) for e in d.ents if e.label_ in OURS}
            for d in nlp.pipe(texts)
        ],
    }
    types = [
        t for t in (PERSON, BODY, PLACE, TITLE) if any(t == label for _, gold in rows for *_, label in gold)
    ]
    print(f"\n{name}: {len(rows)} sentences\n")
    print("| type | gold | LAC P | R | F | ours P | R | F |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    common = [t for t in types if t != TITLE]
    for title, kinds in [*((t, [t]) for t in types), ("all that LAC has", common), ("all", types)]:
        wanted = [{n for n in gold if n[2] in kinds} for _, gold in rows]
        cells = []
        for answers in systems.values():
            given = [{n for n in answer if n[2] in kinds} for answer in answers]
            right = sum(len(a & b) for a, b in zip(given, wanted, strict=True))
            found, gold = sum(map(len, given)), sum(map(len, wanted))
            cells += [100 * right / max(found, 1), 100 * right / gold, f1(right, found, gold)]
        print(f"| {title} | {gold} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    if errors:
        show(rows, systems["ours"], systems["LAC"], errors)


def show(rows: list[Row], ours: list[set[Name]], lac: list[set[Name]], most: int) -> None:
    """The commonest kinds of error, with examples; + is where LAC alone is right."""
    kinds: dict[str, list[str]] = {}
    for (text, gold), found, base in zip(rows, ours, lac, strict=True):
        for start, end, label in sorted(found - gold):
            over = [g for g in gold if g[0] < end and start < g[1]]
            kind = f"{label}: " + (
                "type " + over[0][2]
                if over and over[0][:2] == (start, end)
                else "edge"
                if over
                else "spurious"
            )
            plus = "+" if over and over[0] in base else " "
            want = f" ≠ {text[over[0][0] : over[0][1]]}/{over[0][2]}" if over else ""
            kinds.setdefault(kind, []).append(
                f"{plus}{text[max(0, start - 5) : start]}[{text[start:end]}]{text[end : end + 5]}{want}"
            )
        for start, end, label in sorted(gold - found):
            if not any(f[0] < end and start < f[1] for f in found):
                plus = "+" if (start, end, label) in base else " "
                kinds.setdefault(f"{label}: missed", []).append(
                    f"{plus}{text[max(0, start - 5) : start]}[{text[start:end]}]{text[end : end + 5]}"
                )
    for kind, examples in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"\n{kind}: {len(examples)}, where LAC is right {sum(e[0] == '+' for e in examples)}")
        for example in examples[:: max(1, len(examples) // most)][:most]:
            print("  " + example)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/data", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    report("CLUENER dev", list(cluener(given.folder / "ner-eval" / "cluener_dev.jsonl")), given.errors)
    report(
        "UNER Chinese GSDSimp test",
        list(uner(given.folder / "ner-train" / "uner_zh_gsdsimp-test.iob2")),
        given.errors,
    )


if __name__ == "__main__":
    main()
