"""Fuzz targets for atheris: bytes in, and out comes a result, a `KGError`, or what is to be mended.

``make fuzz``, or ``python tests/support/fuzzing.py [--seconds 100] [TARGET…]``: each target in a
process of its own, one after the other; seeds and what was found new in ``outputs/fuzz/TARGET``. A crasher
is written there as ``crash-…``; move it to ``tests/data/crashers/TARGET``, where ``tests/test_fuzzing.py``
runs it ever after.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pyoxigraph
from hostile import BREAKERS, ENDINGS, MADE, PARAMETERS, PIECES, aligned, read, seed, store
from lxml import etree
from paths import DATA, ROOT
from records import article, entity, statement

from kg.errors import KGError
from kg.export import FORMATS, export
from kg.model import Records
from kg.query import named_queries
from kg.reading import read_stream
from kg.resolve.rulings import read_rulings
from kg.review.table import read_decisions
from kg.values.iri import BASE

OUT = ROOT / "outputs" / "fuzz"
CRASHERS = DATA / "crashers"
CUT = "\x1f"  # between the parts of an input that has several
#: kg is imported so that atheris sees which branches an input takes
ONE = """
import atheris
with atheris.instrument_imports(include=["kg"]):
    import fuzzing
fuzzing.one({!r}, {})
"""


def readers(data: bytes) -> None:
    """A file: the first byte chooses its ending."""
    if data:
        read(ENDINGS[data[0] % len(ENDINGS)], data[1:])


def stream(data: bytes) -> None:
    """Standard input."""
    with suppress(KGError):
        for item in read_stream(data):
            aligned(item)


def cleaner(data: bytes) -> None:
    """Cleaning, and the alignment to the source."""
    aligned(article("a", text(data)))


def exports(data: bytes) -> None:
    """Records with any text in their fields, in the format that the first byte chooses, read back."""
    if not data:
        return
    name = sorted(FORMATS)[data[0] % len(FORMATS)]
    out = io.BytesIO()
    export(made(text(data[1:])), name, out, "all")
    check(name, out.getvalue())


def parameters(data: bytes) -> None:
    """The value of a parameter of a named question: the first byte chooses which."""
    if not data:
        return
    name, parameter = PARAMETERS[data[0] % len(PARAMETERS)]
    with suppress(KGError):
        assert len(store().run(named_queries()[name].bind({parameter: text(data[1:])})).rows) < 500


def queries(data: bytes) -> None:
    """A question in SPARQL."""
    with suppress(KGError):
        store().ask(text(data))


def judgments(data: bytes) -> None:
    """A review table and a list of merges, as somebody sends them back."""
    for reader in (read_decisions, read_rulings):
        with suppress(KGError):
            list(reader(text(data), "a"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    item.__name__: item for item in (readers, stream, cleaner, exports, parameters, queries, judgments)
}


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def made(said: str) -> Records:
    """Two entities and a statement; the parts of ``said`` stand where a source puts its text."""
    parts = [*said.split(CUT), *[""] * 8]
    source = article("a", parts[0] or "李", title=parts[1], author=parts[2], url=parts[3])
    person = entity("Person", parts[4] or "李", "a", aliases=(parts[5],))
    body = entity("Organization", parts[6] or "局", "a")
    claim = statement(
        source,
        "donates",
        person,
        body,
        source.raw,
        item=parts[7],
        title=parts[5],
        date=parts[1],
        rule=parts[2],
    )
    both = tuple(sorted((person, body), key=lambda item: item.id))
    return Records((source,), both, (claim,), (), BASE)


RDF = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "dcat": pyoxigraph.RdfFormat.TURTLE,
}


def check(name: str, data: bytes) -> None:
    """That a format is well formed, by a reader that is not ours."""
    if name in RDF:
        assert list(pyoxigraph.parse(data, format=RDF[name]))
    elif name in ("graphml", "gexf"):
        etree.fromstring(data)
    elif name in ("jsonl", "nodes-jsonl", "ftm"):
        assert all(json.loads(line) for line in data.decode().split("\n") if line)
    elif FORMATS[name].suffix in ("json", "jsonld"):
        assert json.loads(data)
    elif FORMATS[name].suffix == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))}) <= 1


def seeds(name: str) -> Iterator[bytes]:
    """Sound inputs of a target, to begin from."""
    if name == "readers":
        yield from (bytes([at]) + seed(ending) for at, ending in enumerate(ENDINGS) if at > 5)
        yield from (
            bytes([ENDINGS.index(end)]) + data for end, data in MADE.values() if 0 < len(data) < 100_000
        )
    if name in ("readers", "exports", "parameters"):
        pieces = BREAKERS if name == "parameters" else PIECES
        yield from (bytes([at]) + part.encode("utf-8", "replace") for at, part in enumerate(pieces))
    elif name == "queries":
        yield from (query.text.encode() for query in named_queries().values())
    elif name == "judgments":
        yield "决定,编号,关系\n接受,0123456789ab,督导\n".encode()
        yield b"join https://w3id.org/zhkg/id/place/1 https://w3id.org/zhkg/id/place/2 # x\n"
    else:
        yield from (part.encode("utf-8", "replace") for part in PIECES)


def one(name: str, seconds: int) -> None:
    """Atheris over one target, until its time is up or an input crashes it; ends this process."""
    import atheris

    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (folder / f"seed-{number}").write_bytes(data)
    limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=3000", "-max_len=20000"]
    atheris.Setup(
        [name, str(folder), f"-artifact_prefix={folder}/", "-print_final_stats=1", *limits], TARGETS[name]
    )
    atheris.Fuzz()


def main() -> int:
    """Each target in a process of its own; 1 where one crashed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=600 // len(TARGETS), help="for each target")
    asked = parser.parse_args()
    failed = 0
    for name in asked.targets:
        command = [sys.executable, "-c", ONE.format(name, asked.seconds)]
        done = subprocess.run(
            command,
            cwd=ROOT / "tests" / "support",
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        tried = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        print(f"{name}: {tried[1] if tried else 0} inputs, status {done.returncode}", flush=True)
        if done.returncode:
            failed = 1
            print(done.stderr[-3000:], file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
