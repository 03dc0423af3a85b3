#!/usr/bin/env python3
"""`make package`: the pipeline as an installable spaCy model, tried in a fresh environment.

    python training/package.py OUT

Writes the pipeline to OUT/pipeline, packages it with ``spacy package`` as zh_zhkg, builds zhkg's own
wheel, which has the components, and installs both into a new environment, where ``spacy.load`` of
its name must give statements.
"""

import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from kg.nlp import load_nlp

ROOT = Path(__file__).parent.parent
TRIAL = """
import spacy
doc = spacy.load("zh_zhkg")("东湖区人大常委会主任李明到青山街道督导防汛工作。")
print([(ent.text, ent.label_) for ent in doc.ents])
assert {s["predicate"] for s in doc._.kg_statements} >= {"holdsPosition", "supervises"}
"""


def main(out: str) -> None:
    folder = Path(out).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    own = version("zhkg")
    nlp = load_nlp()
    nlp.meta.update(
        name="zhkg",
        version=own,
        license="Apache-2.0",
        description="Entities and relations of Chinese public-affairs text.",
        requirements=[f"zhkg=={own}"],
    )
    nlp.to_disk(folder / "pipeline")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    package = ("package", folder / "pipeline", folder, "--build", "wheel", "--force")
    run(sys.executable, "-m", "spacy", *package)
    wheels = [*folder.glob("zhkg-*.whl"), *folder.glob("zh_zhkg-*/dist/*.whl")]
    venv.create(folder / "venv", with_pip=True, clear=True)
    python = folder / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", *wheels)
    subprocess.run([python, "-I", "-c", TRIAL], check=True, cwd=folder)
    print("\n".join(str(wheel) for wheel in wheels))


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
