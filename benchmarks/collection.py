"""How a collection grows: ``collection.py [ARTICLES]`` builds so many, builds again, and adds one.

The articles are made of the sentences of the sample articles: each takes six to fourteen of them by chance
(some 600 characters), with the names of people changed, from a fixed seed. Figures: collection.md.
"""

from __future__ import annotations

import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import GIVEN, SURNAMES

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "data" / "articles"
MODEL = "fast"


def write_articles(folder: Path, count: int) -> int:
    """Write so many articles; their characters."""
    draw = random.Random(1)
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in sorted(SAMPLES.glob("*.txt"))]
    sentences = [item for text in texts for item in re.findall(r"[^。\n]{15,120}。", text)]
    total = 0
    for number in range(count):
        named = draw.choice(SURNAMES) + draw.choice(GIVEN) + draw.choice(GIVEN)
        first = f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}\n{named}捐款{number + 1}元。"
        body = first + "".join(draw.sample(sentences, draw.randint(6, 14))) + "\n"
        path = folder / f"{number % 100:02}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
        total += len(body)
    return total


def timed(*arguments: object) -> tuple[float, float]:
    """Seconds on the clock, and of processor time of all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        characters = write_articles(folder / "in", count)
        print(f"{count} articles, {characters} characters, --model {MODEL}")
        print(f"{'':<28}{'clock':>9}{'CPU time':>11}")

        def step(label: str, *arguments: object) -> float:
            wall, cpu = timed(*arguments)
            print(f"{label:<28}{wall:7.1f} s{cpu:9.1f} s", flush=True)
            return wall

        options = ("--model", MODEL, "--jobs")
        one = step("one worker", "build", folder / "in", "-o", folder / "one", *options, 1)
        two = step("two workers", "build", folder / "in", "-o", folder / "two", *options, 2)
        step("nothing changed", "build", "-o", folder / "two")
        write_articles(folder / "more", 1)
        (folder / "more/00/0.txt").rename(folder / "in/00/one-more.txt")
        with (folder / "in/00/one-more.txt").open("a", encoding="utf-8") as file:
            file.write("又一篇。\n")
        step("one article more", "build", "-o", folder / "two", "--jobs", 1)
        step("status", "status", folder / "two")
        print(f"two workers against one: {one / two:.2f} times as fast")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"the largest process took {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 300)
