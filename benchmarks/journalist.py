"""What a journalist would ask: ``journalist.py FOLDER`` counts the rows of ``journalist/*.rq`` in a build."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.build import read_build
from kg.model import ASSERTED
from kg.query import Store

QUESTIONS = Path(__file__).with_name("journalist")


def main(folder: Path) -> None:
    records = read_build(folder)
    stores = {status: Store(records, status) for status in (ASSERTED, "all")}
    print("| question | rows |\n|---|---|")
    for path in sorted(QUESTIONS.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        answer = stores["all" if "(every status)" in title else ASSERTED].run(text)
        print(f"| {title} | {len(answer)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
