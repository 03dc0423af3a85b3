"""The lexicon is read strictly: every problem at once, each with its file and entry."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.lexicon import Lexicon, lexicon_dir, load_lexicon, read_lexicon
from kg.model import STATUSES
from kg.ontology import load_ontology


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(lexicon_dir(), tmp_path / "zh"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(LexiconError) as caught:
        read_lexicon(folder)
    assert "\n" not in str(caught.value)
    return caught.value.problems


def test_the_lexicon_of_the_project() -> None:
    lexicon = load_lexicon()
    assert set(lexicon.relations) == set(load_ontology().relations)
    assert lexicon.areas["510107"] == "武侯区"
    assert {cue.status for cue in lexicon.cues} <= set(STATUSES)
    assert load_lexicon() is lexicon
    with pytest.raises(dataclasses.FrozenInstanceError):
        lexicon.tags = {}  # type: ignore[misc]


def test_a_copy_is_the_same(folder: Path) -> None:
    assert read_lexicon(folder) == load_lexicon()


def test_relations_name_only_relations_and_words_that_exist() -> None:
    lexicon = load_lexicon()
    for name, forms in lexicon.relations.items():
        assert set(forms.unless) <= set(lexicon.relations), name
        assert len({form.id for form in forms.forms}) == len(forms.forms), name


def test_the_relation_of_an_engine() -> None:
    lexicon = load_lexicon()
    engines = [engine for forms in lexicon.relations.values() for engine in forms.engines]
    assert {lexicon.stated_by(engine) for engine in engines} <= set(lexicon.relations)
    with pytest.raises(LexiconError, match=r"relations\.toml: no relation has 'magic' among its engines"):
        lexicon.stated_by("magic")


def test_unknown_key(folder: Path) -> None:
    edit(folder, "names.toml", "[person]\n", '[person]\nnicknames = ["小李"]\n')
    assert problems(folder) == ("names.toml [person]: unknown key 'nicknames'",)


def test_missing_key(folder: Path) -> None:
    edit(folder, "numbers.toml", "digits =", "# digits =")
    assert problems(folder) == ("numbers.toml: key 'digits' is missing",)


def test_missing_table(folder: Path) -> None:
    edit(folder, "schemes.toml", "[tags]", "[labels]")
    assert problems(folder) == ("schemes.toml: key 'tags' is missing",)


def test_wrong_types(folder: Path) -> None:
    edit(folder, "numbers.toml", '"十" = 10', '"十" = "10"')
    edit(folder, "relations.toml", "confidence = 0.7", 'confidence = "high"')
    edit(folder, "schemes.toml", 'NN = "n"', "NN = 1")
    edit(folder, "cues.toml", 'scope = "before"', "scope = 1")
    assert problems(folder) == (
        "relations.toml [memberOf] [forms] [1] [confidence]: expected a number, found text in quotes",
        "numbers.toml [places] [十]: expected a whole number, found text in quotes",
        "cues.toml [cues] [1] [scope]: expected text in quotes, found a whole number",
        "schemes.toml [tags] [NN]: expected text in quotes, found a whole number",
    )


def test_a_list_in_place_of_a_table(folder: Path) -> None:
    edit(folder, "titles.toml", "[words]", "[[words]]")
    assert problems(folder) == ("titles.toml [words]: expected a table, found a list",)


@pytest.mark.parametrize("name", ["relations", "names", "titles", "numbers", "cues", "schemes"])
def test_a_broken_file_gives_one_problem(folder: Path, name: str) -> None:
    path = folder / f"{name}.toml"
    path.write_text("[[[\n", encoding="utf-8")
    (problem,) = problems(folder)
    assert problem.startswith(f"{name}.toml: ")
    path.write_bytes(b"a = '\xff'\n")
    (problem,) = problems(folder)
    assert problem.startswith(f"{name}.toml: ")
    path.unlink()
    assert problems(folder) == (f"{name}.toml: No such file or directory",)


def test_a_broken_table_of_areas(folder: Path) -> None:
    (folder / "areas.tsv").write_text("110000\t北京市\n120000 天津市\n", encoding="utf-8")
    assert problems(folder) == ("areas.tsv: line 2: expected two columns with a tab between",)
    (folder / "areas.tsv").unlink()
    assert problems(folder) == ("areas.tsv: No such file or directory",)


def test_a_relation_and_a_class_that_the_ontology_does_not_know(folder: Path) -> None:
    edit(folder, "relations.toml", "[servesAt]", "[servesIn]")
    edit(folder, "names.toml", "\nPartyBody = ", "\nPartyRoom = ")
    assert problems(folder) == (
        "relations.toml: [servesIn] is no relation of kg.ttl",
        "names.toml: [organization.suffixes] PartyRoom is no class of kg.ttl",
    )


def test_all_problems_at_once(folder: Path) -> None:
    (folder / "titles.toml").write_text("=", encoding="utf-8")
    edit(folder, "names.toml", "[person]\n", "[person]\nnicknames = []\n")
    edit(folder, "numbers.toml", "digits =", "# digits =")
    found = problems(folder)
    assert [item.partition(":")[0] for item in found] == [
        "titles.toml",
        "names.toml [person]",
        "numbers.toml",
    ]


def test_every_field_has_a_value() -> None:
    lexicon = load_lexicon()
    assert all(getattr(lexicon, field.name) for field in dataclasses.fields(Lexicon))
