#!/usr/bin/env python3
"""The annotated corpus on the command line.

corpus.py check [FILE…] [--notes]      every problem, one a line; exit 1 where there is any
corpus.py build OUT [--split tune]     OUT/text/<id>.txt, OUT/gold/<id>.json for tests/data/score.py
corpus.py count                        what each split holds
corpus.py lint [--only names]          what is odd across texts
corpus.py agreement [--list]           how far first and second annotations agree
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from agreement import agreement, disagreements
from block import Block, Problem
from check import check, notes
from count import table
from fuller import short
from lint import copies, released, unlisted
from names import Named
from notation import blocks
from split import SPLITS, read_split
from wordings import odd_wordings

HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1] / "tests" / "data"


def first(corpus: Path = HERE) -> list[Path]:
    """The files of the corpus, without second annotations."""
    return sorted((corpus / "texts").glob("*.txt")) + sorted((corpus / "wikipedia").glob("*.txt"))


def second(corpus: Path = HERE) -> list[Path]:
    """The files of second annotations."""
    return sorted((corpus / "second").glob("*.txt"))


def by_name(files: Iterable[Path]) -> dict[str, Block]:
    return {block.name: block for file in files for block in blocks(file)}


def splits(corpus: Path = HERE) -> dict[str, str]:
    """The split of each text, by split.toml."""
    texts = {file.stem: [block.name for block in blocks(file)] for file in first(corpus)}
    return read_split(corpus / "split.toml", texts)


def strays(corpus: Path = HERE) -> Iterator[Problem]:
    """Second annotations of no text, or of a text that is another than in the corpus."""
    own = by_name(first(corpus))
    for block in by_name(second(corpus)).values():
        if block.name not in own:
            yield Problem(block.file, block.name, block.line, "second annotation of a text that is not there")
        elif block.text != own[block.name].text:
            yield Problem(block.file, block.name, block.line, "another text than in the corpus")


def unsplit(corpus: Path = HERE) -> Iterator[Problem]:
    """What is wrong with split.toml: a text in no split, a name that is no text's."""
    try:
        splits(corpus)
    except ValueError as error:
        yield Problem(corpus / "split.toml", "split.toml", 1, str(error))


def build(out: Path, found: Iterable[Block]) -> int:
    """Writes texts and gold; how many. Raises ValueError where a block has lines that cannot be read."""
    count = 0
    for block in found:
        if block.problems:
            raise ValueError("\n".join(map(str, block.problems)))
        gold = json.dumps(block.gold(), ensure_ascii=False, indent=1) + "\n"
        for folder, suffix, data in (("text", "txt", block.raw()), ("gold", "json", gold)):
            (out / folder).mkdir(parents=True, exist_ok=True)
            (out / folder / f"{block.name}.{suffix}").write_text(data, encoding="utf-8")
        count += 1
    return count


def lint(found: list[Block], hidden: set[str], only: str | None) -> Iterator[str]:
    """What is odd across texts. Nothing is shown of the ``hidden`` ones: nobody is to read them."""
    corpus = [Named(block) for block in found]
    open_ = [named for named in corpus if named.block.name not in hidden]
    if only in (None, "copies"):
        for run, names in copies(corpus, released(TESTS)):
            shown = f"{len(run)} characters" if set(names) <= hidden else run
            yield f"copy: {shown}: {' '.join(names)}"
    if only in (None, "wordings"):
        for odd in odd_wordings(open_):
            yield (
                f"{odd.relation} in {odd.told.named.block.name}, not in {odd.untold.named.block.name}: "
                f"{odd.told.text} | {odd.untold.text}"
            )
    if only in (None, "names"):
        for text, name, owner in unlisted(open_):
            yield f"no entity in {text}: {name} (one in {owner})"
    if only in (None, "bodies"):
        for text, name, full in short(named.block for named in open_):
            yield f"short in {text}: {name} ({full}?)"


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("check")
    command.add_argument("files", nargs="*", type=Path)
    command.add_argument("--notes", action="store_true", help="list what is only odd, too")
    command = commands.add_parser("build")
    command.add_argument("out", type=Path)
    command.add_argument("--split", choices=SPLITS)
    commands.add_parser("count")
    command = commands.add_parser("lint")
    command.add_argument("--only", choices=("copies", "wordings", "names", "bodies"))
    command = commands.add_parser("agreement")
    command.add_argument("--list", action="store_true", help="list the facts that only one of both has")
    for command in commands.choices.values():
        command.add_argument("--corpus", type=Path, default=HERE, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    args = arguments(argv)
    own = by_name(first(args.corpus))
    if args.command == "check":
        files = args.files or first(args.corpus) + second(args.corpus)
        found = [*check(files), *(() if args.files else (*strays(args.corpus), *unsplit(args.corpus)))]
        odd = (
            [note for file in files for block in blocks(file) for note in notes(block)] if args.notes else []
        )
        print(*found, *odd, f"{len(found)} problems, {len(odd)} notes in {len(files)} files", sep="\n")
        return 1 if found else 0
    if args.command == "build":
        parts = splits(args.corpus)
        wanted = [b for b in own.values() if args.split in (None, parts[b.name])]
        print(f"{build(args.out, wanted)} texts in {args.out}")
    elif args.command == "count":
        parts = splits(args.corpus)
        columns = {part: [b for b in own.values() if parts[b.name] == part] for part in SPLITS}
        print(*table({**columns, "all": list(own.values())}), sep="\n")
    elif args.command == "lint":
        hidden = {name for name, part in splits(args.corpus).items() if part == "test"}
        print(*lint(list(own.values()), hidden, args.only), sep="\n")
    else:
        others = list(by_name(second(args.corpus)).values())
        print(*agreement(own, others), *(disagreements(own, others) if args.list else ()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
