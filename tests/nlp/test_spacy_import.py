"""spaCy without its command line, until somebody asks for that."""

from __future__ import annotations

import subprocess
import sys

#: a web client, templates and project assets come with spaCy's commands
COMMANDS = ("spacy.cli", "typer", "weasel", "httpx", "requests", "jinja2")


def run(code: str) -> list[str]:
    """The lines that a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[:-1]


def test_the_pipeline_loads_without_spacys_commands_and_without_rdflib() -> None:
    code = (
        "import sys; from kg.nlp import load_nlp; load_nlp()('李明到青山街道调研。')\n"
        f"print([name for name in {(*COMMANDS, 'rdflib')} if name in sys.modules])"
    )
    assert run(code) == ["[]"]


def test_the_commands_come_when_they_are_asked_for() -> None:
    code = (
        "from kg.nlp.spacy_import import import_spacy; import_spacy(); import spacy\n"
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)\n"
        "import spacy.cli; print(spacy.cli.package.__name__)\n"
        "from spacy.cli import app; print(len(app.registered_commands) > 5)"
    )
    assert run(code) == ["True", "package", "True"]


def test_a_spacy_that_is_there_stays_as_it_is() -> None:
    code = (
        "import spacy; before = spacy.info\n"
        "from kg.nlp.spacy_import import import_spacy; import_spacy(); print(spacy.info is before)"
    )
    assert run(code) == ["True"]
