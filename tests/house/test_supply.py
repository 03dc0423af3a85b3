"""What a user installs: declared, described, under licences that ask nothing back, no more than needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from audit import verdict
from declared import EXTRAS, LARGE, LINES, PROJECT, TOOLS
from packaging.requirements import Requirement
from paths import ROOT

#: packages whose metadata name no licence, and the licence that their files have
KNOWN = {"ptyprocess": "ISC"}
GOOD = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|Zlib|CC0|HPND|Unlicense|W3C)", re.IGNORECASE
)
BAD = re.compile(r"(?<!L)\b(A?GPL|Affero|GNU General|SSPL|proprietary)", re.IGNORECASE)


def requirements(lines: list[str], extra: str = "") -> list[str]:
    found = map(Requirement, lines)
    return [item.name for item in found if item.marker is None or item.marker.evaluate({"extra": extra})]


def closure(names: list[str]) -> dict[str, Distribution]:
    """The packages of these names and all that they bring, by name; those of other platforms left out."""
    found: dict[str, Distribution] = {}
    while names:
        name = re.sub(r"[-_.]+", "-", names.pop()).lower()
        if name not in found:
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:
                continue
            names += requirements(list(found[name].requires or ()))
    return found


def licence(item: Distribution) -> str:
    metadata = item.metadata
    kinds = [line for line in metadata.get_all("Classifier") or () if line.startswith("License")]
    said = [metadata.get("License-Expression") or "", (metadata.get("License") or "")[:200], *kinds]
    return KNOWN.get(metadata["Name"], "; ".join(filter(None, said)))


def installed() -> dict[str, Distribution]:
    return closure(requirements(LINES))


@pytest.mark.parametrize("name", sorted(installed()))
def test_a_licence_that_asks_nothing_back(name: str) -> None:
    said = licence(installed()[name])
    assert GOOD.search(said), f"{name}: {said}"
    assert not BAD.search(said), f"{name}: {said}"


def test_every_direct_dependency_is_described() -> None:
    """In ``docs/dependencies.md``, and in ``pyproject.toml`` with its licence."""
    table = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for name in requirements(list(PROJECT["dependencies"])):
        assert f"| {name} |" in table, name
    for extra, lines in PROJECT["optional-dependencies"].items():
        if extra != "dev":
            assert f"`{extra}`" in table, extra
        if extra not in ("all", "dev"):
            for name in requirements(list(lines)):
                assert name in table, name


def test_all_is_every_extra_that_a_user_may_want() -> None:
    assert {*EXTRAS, *LARGE, *TOOLS, "all"} == set(PROJECT["optional-dependencies"])


def test_the_lock_has_what_is_declared() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)
    }
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in requirements(LINES)}
    assert wanted - pinned == set()


@pytest.mark.parametrize(
    ("packages", "strict", "status", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], True, 0, "1 packages, no known vulnerability"),
        (
            [{"name": "a", "skip_reason": "not found"}, {"name": "b", "vulns": []}],
            False,
            0,
            "1 of 2 packages",
        ),
        ([{"name": "a", "skip_reason": "not found"}], True, 2, "said nothing of 1 of 1 packages"),
        (None, True, 2, "said nothing of any package"),
        (
            [
                {"name": "a", "skip_reason": "not found"},
                {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]},
            ],
            False,
            1,
            "b 2: CVE-1, fixed in 2.1",
        ),
    ],
)
def test_what_the_audit_says(
    packages: list[dict[str, object]] | None, strict: bool, status: int, said: str
) -> None:
    found, lines = verdict("" if packages is None else json.dumps({"dependencies": packages}), strict)
    assert found == status
    assert len(lines) == 1
    assert said in lines[0]


def without(*names: str, code: str) -> subprocess.CompletedProcess[str]:
    """Runs ``code`` where packages of these names cannot be imported."""
    head = f"import sys\nfor name in {names!r}: sys.modules[name] = None\n"
    return subprocess.run(
        [sys.executable, "-c", head + code], capture_output=True, encoding="utf-8", cwd=ROOT
    )


NOT_FOR_EXTRACTION = (
    "pyvis",
    "pypinyin",
    "rdflib",
    "IPython",
    "jsonpickle",
    "starlette",
    "uvicorn",
    "pandas",
)


def test_extraction_needs_no_package_of_page_or_server() -> None:
    code = (
        "import kg\n"
        "doc = kg.load_nlp()('武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。')\n"
        "assert {s.predicate for s in kg.statements(doc)} >= {'supervises'}\n"
        "from kg.cli import main\n"
        "sys.exit(main(['extract', 'docs/example/street.txt', '--model', 'fast']))\n"
    )
    done = without(*NOT_FOR_EXTRACTION, code=code)
    assert done.returncode == 0, done.stderr
    recipe = (
        (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").split("pip install --no-deps zhkg")[1]
    )
    needed = set(requirements(list(PROJECT["dependencies"]))) - {"pyvis", "pypinyin", "rdflib", "jinja2"}
    assert set(re.findall(r"[\w-]+", recipe.split("pip install", 1)[1].split("\n")[0])) >= needed


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("pandas", None, "pandas"),
        ("pyarrow", ["export", "{build}", "--to", "parquet", "-o", "{tmp}/x.parquet"], "parquet"),
        ("pyshacl", ["validate", "{build}"], "shacl"),
        ("uvicorn", ["serve", "{build}", "--port", "0"], "serve"),
        ("starlette", ["serve", "{build}", "--port", "0"], "serve"),
        ("neo4j", ["push", "{build}", "--to", "neo4j://127.0.0.1:1/x"], "neo4j"),
        ("falkordb", ["push", "{build}", "--to", "redis://127.0.0.1:1/x"], "falkordb"),
        ("ladybug", ["push", "{build}", "--to", "ladybug:{tmp}/x.lbug"], "ladybug"),
        ("warcio", ["extract", "{tmp}/x.warc"], "archives"),
        (
            "pyspark",
            [
                "--quiet",
                "build",
                "docs/example/street.txt",
                "-o",
                "{tmp}/x",
                "--engine",
                "spark",
                "--master",
                "local",
            ],
            "spark",
        ),
        ("zstandard", ["extract", "{tmp}/x.txt.zst"], "archives"),
        ("openpyxl", ["extract", "{tmp}/x.xlsx"], "office"),
        ("docx", ["extract", "{tmp}/x.docx"], "office"),
        ("pdfminer", ["extract", "{tmp}/x.pdf"], "office"),
    ],
)
def test_a_missing_extra_is_named(
    missing: str, arguments: list[str] | None, extra: str, small_build: Path, tmp_path: Path
) -> None:
    if arguments is None:
        opened = f"kg.load({str(small_build)!r})"
        code = f"import kg\ntry: {opened}.to_pandas()\nexcept kg.KGError as error: sys.exit(str(error))"
    else:
        _office(tmp_path)
        (tmp_path / "x.warc").write_bytes(b"WARC/1.0\r\n")
        (tmp_path / "x.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd")
        line = [
            part.replace("{build}", str(small_build)).replace("{tmp}", str(tmp_path)) for part in arguments
        ]
        code = f"from kg.cli import main\nsys.exit(main({line!r}))"
    done = without(missing, code=code)
    assert done.returncode in (1, 2)
    [said] = done.stderr.strip().splitlines()
    assert f"pip install 'zhkg[{extra}]'" in said


def _office(folder: Path) -> None:
    import docx
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["捐赠单位", "金额（万元）"])
    book.save(folder / "x.xlsx")
    document = docx.Document()
    document.add_paragraph("李明到青山街道督导。")
    document.save(folder / "x.docx")
    (folder / "x.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
