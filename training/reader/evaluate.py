"""Scores a pipeline on annotated texts: facts per relation, entities, recipients, probabilities; as Markdown.

python training/reader/evaluate.py TEXTS… [--pipeline fast] [--least 0.5] [--curve] [--genres] [--errors N]
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterable

from scoring import Judged, judged
from sources import score

from kg.nlp import FAST, least_confidence, load_nlp

Tally = dict[str, list[int]]


def tally(texts: Iterable[Judged], least: float) -> Tally:
    """Right, wrong and missed of each relation, of statements with at least that probability."""
    found: Tally = collections.defaultdict(lambda: [0, 0, 0])
    for text in texts:
        for fact in text.gold["facts"]:
            found[fact["rel"]][2] += 1
        for statement, right in zip(text.said, text.right, strict=True):
            if statement["confidence"] >= least:
                found[statement["predicate"]][0 if right else 1] += 1
                found[statement["predicate"]][2] -= right
    return found


def total(found: Tally) -> list[int]:
    return [sum(counts[i] for counts in found.values()) for i in range(3)]


def rows(found: Tally) -> list[str]:
    """A table of precision, recall and F1."""
    lines = ["| | P | R | F1 | gold | said |", "|---|--:|--:|--:|--:|--:|"]
    for name, (right, wrong, missed) in [*sorted(found.items()), ("**all**", total(found))]:
        figures = " | ".join(f"{x:.3f}" for x in score.prf(right, wrong, missed))
        lines.append(f"| {name} | {figures} | {right + missed} | {right + wrong} |")
    return lines


def curve(texts: list[Judged]) -> list[str]:
    """Precision, recall and F1 by the least confidence."""
    lines = ["| least confidence | P | R | F1 |", "|--:|--:|--:|--:|"]
    for least in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        p, r, f = score.prf(*total(tally(texts, least)))
        lines.append(f"| {least:.1f} | {p:.3f} | {r:.3f} | {f:.3f} |")
    return lines


def reliability(texts: list[Judged]) -> list[str]:
    """How many statements of each tenth of confidence are right, and the expected calibration error."""
    said = [(s["confidence"], r) for t in texts for s, r in zip(t.said, t.right, strict=True)]
    bins: dict[int, list[tuple[float, bool]]] = collections.defaultdict(list)
    for confidence, right in said:
        bins[min(int(confidence * 10), 9)].append((confidence, right))
    lines = ["| confidence | statements | mean | right |", "|---|--:|--:|--:|"]
    error = 0.0
    for key, members in sorted(bins.items()):
        mean = sum(c for c, _ in members) / len(members)
        right = sum(r for _, r in members) / len(members)
        error += abs(mean - right) * len(members) / len(said)
        lines.append(f"| {key / 10:.1f}–{key / 10 + 0.1:.1f} | {len(members)} | {mean:.2f} | {right:.2f} |")
    return [*lines, "", f"Expected calibration error {error:.3f} over {len(said)} statements."]


def borrowed(texts: list[Judged], least: float) -> list[str]:
    """How many statements are right whose subject or recipient stands in another sentence."""
    counts = {"subject": [0, 0], "object": [0, 0]}
    for text in texts:
        for statement, right in zip(text.said, text.right, strict=True):
            for end in counts if statement["confidence"] >= least else ():
                evidence = statement["evidence"][0]
                span, sentence = evidence[end], evidence["sentence"]
                if span and not sentence["start"] <= span["start"] < sentence["end"]:
                    counts[end][0] += right
                    counts[end][1] += 1
    return [f"{end} of another sentence: {right} of {said} right" for end, (right, said) in counts.items()]


def entities(texts: list[Judged]) -> Tally:
    docs = {t.name: t.gold for t in texts}
    nodes = [
        {"type": e.type, "name": e.name, "aliases": list(e.aliases), "docs": [t.name]}
        for t in texts
        for e in t.extraction.entities
    ]
    found: Tally = score.score_nodes(docs, nodes)[0]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", help="splits, files, or folders of articles and gold")
    parser.add_argument("--pipeline", choices=[FAST])
    parser.add_argument("--least", type=float, help="the pipeline's own, unless said")
    parser.add_argument("--curve", action="store_true", help="also by least confidence, and reliability")
    parser.add_argument("--genres", action="store_true", help="also by genre")
    parser.add_argument("--errors", type=int, default=0, help="also so many misses and wrong statements")
    args = parser.parse_args()
    least = least_confidence(args.pipeline) if args.least is None else args.least
    texts = list(judged(args.texts, load_nlp(args.pipeline)))
    print(f"{len(texts)} texts, statements of at least {least:.2f}\n")
    print("\n".join([*rows(tally(texts, least)), ""]))
    print("\n".join([*rows(entities(texts)), ""]))
    kept = [dict(s, doc=t.name) for t in texts for s in t.said if s["confidence"] >= least]
    _, misses, wrongs, _, (found, gold) = score.score_facts({t.name: t.gold for t in texts}, kept)
    print(f"gifts whose recipient was found too: {found} of {gold}")
    print("\n".join([*borrowed(texts, least), ""]))
    if args.curve:
        print("\n".join([*curve(texts), "", *reliability(texts), ""]))
    if args.genres:
        by_genre: dict[str, list[Judged]] = collections.defaultdict(list)
        for text in texts:
            by_genre[(text.gold["genre"] or "").partition("-")[0]].append(text)
        print("| genre | texts | P | R | F1 |\n|---|--:|--:|--:|--:|")
        for genre, members in sorted(by_genre.items(), key=lambda item: (-len(item[1]), item[0])):
            p, r, f = score.prf(*total(tally(members, least)))
            print(f"| {genre} | {len(members)} | {p:.3f} | {r:.3f} | {f:.3f} |")
    for title, lines in (("missed", misses), ("wrong", wrongs)):
        for doc, line in lines[: args.errors]:
            print(f"{title} {doc}: {line}")


if __name__ == "__main__":
    main()
