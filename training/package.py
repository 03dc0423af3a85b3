#!/usr/bin/env python3
"""`make package`: the pipeline as an installable spaCy model, tried in a fresh environment.

    python training/package.py OUT

Writes the pipeline to OUT/pipeline, packages it with ``spacy package`` as zh_zhkg, builds zhkg's own
wheel, which has the components, and installs both into a new environment, where ``spacy.load`` of
its name must find in the sample articles what the pipeline finds here.
"""

import json
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from kg.cleaning import clean
from kg.nlp import load_nlp
from kg.reading import read_sources

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "tests" / "data" / "articles"
TRIAL = """
import json, sys, spacy
docs = spacy.load("zh_zhkg").pipe(json.load(sys.stdin))
print(json.dumps([[[str(e), e.label_] for e in d.ents] + d._.kg_statements for d in docs]))
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
    texts = [clean(article)[1].clean for article in read_sources([ARTICLES])]
    wanted = [[[str(e), e.label_] for e in doc.ents] + doc._.kg_statements for doc in nlp.pipe(texts)]
    trial = [python, "-I", "-c", TRIAL]
    found = subprocess.check_output(trial, cwd=folder, input=json.dumps(texts).encode())
    if json.loads(found) != wanted:
        sys.exit("the installed pipeline finds other things than this checkout")
    print(f"{len(texts)} articles, {sum(map(len, wanted))} entities and statements: the same in both")
    print("\n".join(str(wheel) for wheel in wheels))


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
