"""The wheel stands alone: everything that `kg` reads is in it, and it works with no checkout beside it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from declared import LINES, PROJECT
from packaging.requirements import Requirement

import kg

SENTENCE = "1月28日,武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", out, root]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [path] = out.glob("*.whl")
    return path


def test_the_wheel_holds_what_the_code_reads(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {f"kg/resources/{path.relative_to(root).as_posix()}" for path in (root / "ontology").rglob("*.*")}
    here |= {
        path.relative_to(root).as_posix()
        for path in (root / "kg").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert here - names == set()
    assert {name for name in names if name.endswith(("LICENSE", "NOTICE"))}
    assert not {name for name in names if name.startswith(("tests/", "outputs/"))}


def run(python: Path | str, cwd: Path, **env: str) -> None:
    """`kg extract -` with that interpreter: it must find a supervision, and be the kg below ``cwd``."""
    command = [str(python), "-P", "-m", "kg", "extract", "-"]
    done = subprocess.run(
        command, cwd=cwd, input=SENTENCE.encode(), capture_output=True, env={**os.environ, **env}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "supervises" in {json.loads(line)["predicate"] for line in done.stdout.decode().splitlines()}
    where = [str(python), "-P", "-c", "import kg; print(kg.__file__)"]
    home = subprocess.run(
        where, cwd=cwd, capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    assert Path(home.stdout.strip()).is_relative_to(cwd)


def test_it_works_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    run(sys.executable, tmp_path, PYTHONPATH=str(tmp_path / "site"))


@pytest.mark.system("a fresh environment, which takes minutes to fill")
def test_it_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    run(python, tmp_path)
    subprocess.run([tmp_path / "venv/bin/kg", "--version"], check=True, cwd=tmp_path)


def test_one_version_everywhere(root: Path) -> None:
    assert PROJECT["version"] == kg.__version__
    ontology = (root / "ontology/kg.ttl").read_text(encoding="utf-8")
    assert re.findall(r'owl:versionInfo "([^"]+)"', ontology) == [kg.__version__]


def test_every_import_is_a_declared_dependency(root: Path) -> None:
    declared = {Requirement(line).name.lower() for line in LINES}
    homes = packages_distributions()
    for path in (root / "kg").rglob("*.py"):
        for name in re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            if (
                name not in {*sys.stdlib_module_names, "kg", "markupsafe"} and name in homes
            ):  # jinja2 brings markupsafe
                assert {home.lower() for home in homes[name]} & declared, f"{path.name} imports {name}"


def test_the_questions_of_the_demo_have_answers(root: Path, demo_build: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    questions = re.findall(r"^\t@\$\(BIN\)/kg (query \$\(DEMO\) .*)$", makefile, re.MULTILINE)
    assert len(questions) == 3
    for question in questions:
        arguments = [part.replace("$(DEMO)", str(demo_build)) for part in question.split()]
        done = subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=True)
        header, _, *rows = done.stdout.decode().splitlines()
        assert rows, header


def test_what_a_bare_machine_runs(root: Path) -> None:
    """The commands of the README's head are targets, and the check of the project is the longest of them."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "test-all"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert readme.index("make demo") < readme.index("make test") < 600
    runner = root / ".ci" / "run"
    assert os.access(runner, os.X_OK)
    assert "make test-all" in runner.read_text(encoding="utf-8")
