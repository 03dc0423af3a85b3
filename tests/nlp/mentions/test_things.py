"""Names of the user's own: lists of people, bodies and places, and things by their endings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build, extract_stream, given_by, read_build
from kg.errors import UsageError
from kg.given import File, Given
from kg.model import Entity
from kg.nlp.mentions.things import read_names

Run = Callable[..., subprocess.CompletedProcess[bytes]]
NAMES = "name,type,aliases\n盛达隆,Company,盛达\n阿依努尔,Person,努尔同学|阿努\n云上小筑,Place,\n# 说明\n\n"


def entities(text: str, names: str = NAMES, model: str | None = None) -> dict[str, Entity]:
    found = extract_stream(text.encode(), given=Given(names=(File("n.csv", names),)), model=model)
    return {entity.name: entity for entity in found.entities}


@pytest.mark.parametrize("model", [None, "fast"])
def test_names_that_no_rule_would_find(model: str | None) -> None:
    text = "阿依努尔到云上小筑慰问。盛达隆向云上小筑捐赠棉被300床。盛达还捐款5万元，阿努到会。\n"
    assert {"阿依努尔", "盛达隆", "云上小筑"} - set(entities(text, "name,type\n", "fast"))
    found = entities(text, model=model)
    assert (found["盛达隆"].type, found["盛达隆"].kind) == ("Organization", "Company")
    assert found["盛达隆"].aliases == ("盛达",)
    assert (found["阿依努尔"].type, found["阿依努尔"].aliases) == ("Person", ("阿努",))
    assert found["云上小筑"].type == "Place"
    assert "盛达" not in found


def test_a_longer_name_stays_whole() -> None:
    found = entities("东湖区人大常委会主任李明到会。\n", "name,type\n东湖区,Organization\n")
    assert "东湖区人大常委会" in found


def test_a_name_goes_before_what_the_tagger_says() -> None:
    assert entities("李明捐款5万元。\n", "name,type\n李明,Company\n")["李明"].type == "Organization"


@pytest.mark.parametrize(
    "text",
    [
        "﻿名称;类型;别名\n盛达隆;企业;盛达",
        "姓名\t类别\t简称\n盛达隆\tcompany\t盛达\n",
        'name,type,aliases\r\n"盛达隆",企业,"盛达"\r\n',
    ],
)
def test_tables_as_spreadsheets_write_them(text: str) -> None:
    found = dict(read_names(File("n.csv", text)))
    assert set(found) == {"盛达隆", "盛达"}
    assert {(item.name, item.label, item.kind) for item in found.values()} == {("盛达隆", "ORG", "Company")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("盛达隆,Company\n", r"^n\.csv: its first line must be: name,type,aliases$"),
        ("name,type\n盛达隆,Dragon\n", r"^n\.csv: line 2 has no name, or a type other than .*Person, Place$"),
        ("name,type\n,Person\n", r"^n\.csv: line 2 has no name"),
    ],
)
def test_a_list_that_is_wrong(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        list(read_names(File("n.csv", text)))


def test_bodies_of_a_list_are_one_in_all_articles_and_people_are_not(tmp_path: Path, run_kg: Run) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(
            f"盛达隆捐款{ord(name)}元。\n阿依努尔捐款{ord(name)}元。\n", encoding="utf-8"
        )
    file = tmp_path / "names.csv"
    file.write_bytes(NAMES.encode("gb18030"))
    out = tmp_path / "out"
    build([tmp_path / "in"], out, given=given_by(names=[file]))
    found = read_build(out)
    assert sorted((e.name, e.docs) for e in found.entities) == [
        ("盛达隆", ("a", "b")),
        ("阿依努尔", ("a",)),
        ("阿依努尔", ("b",)),
    ]
    assert (out / "given/names-1.csv").read_text(encoding="utf-8") == NAMES
    done = run_kg("extract", tmp_path / "in" / "a.txt", "--nodes", "--names", file)
    assert done.stdout.decode().count('"Organization"') == 1
    file.write_text("x", encoding="utf-8")
    done = run_kg("extract", "--names", file, stdin="盛达隆。".encode(), LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 2
    assert "第一行" in done.stderr.decode()
