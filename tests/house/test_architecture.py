"""The house's rules that a reader cannot see at a glance: who imports whom, and what no code says."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from paths import ROOT

from kg.cli import cli
from kg.model import Evidence, Qualifiers, Statement
from kg.ontology import load_ontology

SOURCES = sorted((ROOT / "kg").rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}

GROUND = {"kg", "model", "errors", "values", "given", "ontology", "lexicon", "tables"}
LANGUAGE = {"reading", "cleaning", "nlp"}
GRAPH = {"graph", "resolve", "export", "query", "server", "push"}
GRAPH |= {"shapes", "review", "catalogue", "portrait", "charts"}
TOP = {"build", "api", "cli", "words", "evaluate", "__main__"}
# the rooms of nlp, in the order in which text flows: each imports from itself and from those before it
ROOMS: tuple[tuple[str, ...], ...] = (
    ("extensions", "terms", "spacy_import"),
    ("spans",),
    ("tokens",),
    ("quantities",),
    ("places",),
    ("people",),
    ("mentions",),
    ("tables",),
    ("reader",),
    ("coreference",),
    ("posts",),
    ("forms",),
    ("gifts",),
    ("claims",),
    # spaCy's components
    ("tokenizer", "embed", "sentences", "entities", "reference", "links", "relations", "status"),
    ("reader/component", "reader/judge"),
    ("statements",),
    ("__init__", "stated"),
    ("reader/learning", "reasons"),
)
# third party → the rooms that may import it
HOMES = {
    "spacy": {"nlp"},
    "onnxruntime": {"nlp"},
    "thinc": {"nlp"},
    "opencc": {"reading", "cleaning", "resolve", "catalogue"},
    "marisa_trie": {"values"},
    "networkx": {"graph", "resolve", "export", "api", "build"},
    "rensa": {"build"},
    "tomlkit": {"build"},
    "rdflib": {"export", "query", "server", "api", "push", "shapes"},
    "pyoxigraph": {"ontology", "query", "server", "shapes", "push"},
    "pyvis": {"export/html", "export/page"},
    "jinja2": {"export", "server", "portrait"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "markupsafe": {"export", "portrait"},
    "pypinyin": {"export"},
    "numpy": {"export", "nlp"},
    "lxml": {"reading", "export"},
    "docx": {"reading"},
    "openpyxl": {"reading"},
    "xlrd": {"reading"},
    "pdfminer": {"reading"},
    "pyshacl": {"shapes"},
    "pandas": {"api", "query"},
    "pyarrow": {"export", "push", "reading", "build"},
    "pyspark": {"build"},
    "warcio": {"reading"},
    "zstandard": {"reading"},
    "neo4j": {"push"},
    "falkordb": {"push"},
    "redis": {"push"},
    "ladybug": {"push"},
    "matplotlib": {"charts"},
    "click": {"cli"},
}
# The fields of the model are the code's own words (and the keys of exchanged files); classes and
# relations are not. "of" and "body" are plain English and parts of HTML.
WORDS = {f.name for model in (Statement, Qualifiers, Evidence) for f in fields(model)} | {"of", "body"}
# Numerals, and the units of the calendar and of money: a writing system, no vocabulary.
NUMERALS = "〇零一二两三四五六七八九十百千万亿余多年月日号点时分元"


def room(path: str) -> str:
    return Path(path).relative_to("kg").parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [part for part in parts if f"{part.replace('.', '/')}.py" in TREES]
            names |= set(modules) if len(modules) == len(parts) else {node.module, *modules}
    return names


@pytest.mark.parametrize("path", TREES)
def test_the_import_table(path: str) -> None:
    own = room(path)
    assert own in GROUND | LANGUAGE | GRAPH | TOP | {"__init__"}, f"{path}: a room that the table lacks"
    for name in imports(TREES[path]):
        top, _, rest = name.partition(".")
        if top != "kg" and top not in sys.stdlib_module_names:
            assert top in HOMES, f"{path} imports {name}, which the table lacks"
            assert {own, path.removeprefix("kg/").removesuffix(".py")} & HOMES[top], f"{path} imports {name}"
        other = rest.partition(".")[0] if top == "kg" and rest else ""
        if not other or other == own or own == "__init__":
            continue
        allowed = {
            **dict.fromkeys(GROUND, GROUND),
            **dict.fromkeys(LANGUAGE, GROUND | LANGUAGE),
            **dict.fromkeys(GRAPH, GROUND | GRAPH),
            "build": GROUND | LANGUAGE | GRAPH,
            "words": GROUND,
            "evaluate": GROUND,
            "api": GROUND | GRAPH | {"build", "words"},
            "cli": GROUND | GRAPH | TOP,
            "__main__": {"cli"},
        }[own]
        assert other in allowed, f"{path} imports {name}"


def floor(module: str) -> int:
    """Where a module of nlp stands in the order of its rooms."""
    whole, first = module.replace(".", "/"), module.partition(".")[0]
    return next(i for name in (whole, first) for i, names in enumerate(ROOMS) if name and name in names)


@pytest.mark.parametrize("path", [path for path in TREES if room(path) == "nlp"])
def test_the_rooms_of_nlp_import_those_before_them(path: str) -> None:
    """Imports inside functions too, but for `terms`, which may have to load a pipeline."""
    own = path.removeprefix("kg/nlp/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    for name in imports(TREES[path]):
        other = name.removeprefix("kg.nlp").removeprefix(".") or "__init__"
        if name.startswith("kg.nlp") and (own, other) != ("terms", "__init__"):
            assert floor(other) <= floor(own), f"{path} imports {name}"


@pytest.mark.parametrize("path", [path for path in TREES if room(path) == "export"])
def test_exporters_do_not_know_each_other(path: str) -> None:
    formats = {Path(p).stem for p in TREES if room(p) == "export"} - {
        "__init__",
        "layout",
        "packing",
        "page",
        "bundle",
        "markup",
        "posts",
        "tables",
    }
    others = {
        name.split(".")[2] for name in imports(TREES[path]) if name.count(".") == 2 and "kg.export" in name
    }
    assert path.endswith("__init__.py") or not others & formats


def strings(tree: ast.AST) -> list[str]:
    """The string constants of a module but for docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def exported(tree: ast.Module) -> set[str]:
    """What a module's ``__all__`` lists."""
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return set(ast.literal_eval(lists[0])) if lists else set()


@pytest.mark.parametrize("path", TREES)
def test_code_holds_no_domain_term(path: str) -> None:
    said = {text for text in strings(TREES[path]) if text in load_ontology().terms - WORDS}
    assert said - exported(TREES[path]) == set()  # Python's own names


@pytest.mark.parametrize("path", TREES)
def test_chinese_words_live_in_resources(path: str) -> None:
    for text in strings(TREES[path]):
        plain = re.sub(r"\[[^\]]*\]|\w-\w", " ", text)  # sets of characters are no words
        words = re.findall(r"[\u4e00-\u9fff]{2,}", plain)
        assert [word for word in words if not set(word) <= set(NUMERALS)] == [], text


#: lines at most, without docstrings but for a file's; what is longer says why, in a comment ``# long:`` above
FILE, CLASS, FUNCTION = 300, 120, 40
LONG = re.compile(r"\s*# long: \S.{19,}")


def documented(node: ast.AST) -> int:
    """The lines of the docstrings inside."""
    return sum(
        inner.body[0].end_lineno - inner.body[0].lineno + 1  # type: ignore[operator]
        for inner in ast.walk(node)
        if isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(inner) is not None
    )


def too_long(path: str) -> list[str]:
    """The file, its classes and functions that are longer than they may be and do not say why."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    found = [path] if len(lines) > FILE and not LONG.match(lines[0]) else []
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            most = CLASS if isinstance(node, ast.ClassDef) else FUNCTION
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - documented(node)
            first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
            if length > most and not LONG.match(lines[first - 2]):
                found.append(f"{path}: {node.name} has {length} lines")
    return found


@pytest.mark.parametrize("path", TREES)
def test_what_is_long_says_why(path: str) -> None:
    assert too_long(path) == [], "split it, or write # long: and why above it"


def test_only_the_command_line_prints() -> None:
    for path, tree in TREES.items():
        calls = [
            n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        ]
        assert "print" not in calls, path


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"kg {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_path_of_a_machine_is_versioned() -> None:
    pattern = r"/(work|home|root|tmp/v|Users)/\w"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data and name != "tests/house/test_architecture.py" and "yasgui" not in name:
            assert re.search(pattern, data.decode("utf-8", "replace")) is None, name
