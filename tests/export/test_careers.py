"""``--to careers`` and ``--to popolo``: posts with their places, levels and dates."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from records import HOSTILE, article, entity, records, statement

from kg.export import export
from kg.model import Records
from kg.values.areas import level
from kg.values.iri import BASE


def out(found: Records, form: str, status: str = "asserted") -> str:
    file = io.BytesIO()
    export(found, form, file, status)
    return file.getvalue().decode("utf-8-sig")


def table(found: Records, status: str = "asserted") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out(found, "careers", status), newline="")))


def career() -> Records:
    """Someone's posts, in a body named for its area, in a village and in one that is said to be somewhere."""
    text = "李燎2019年至2021年任武侯区教育局局长。李燎任晋阳村书记。李燎任蓝天公司董事长。"
    text += "蓝天公司位于玉林街道。李燎曾任=主席。李燎将任省长。"
    source = article("一", text, title="简历", date="2022-09-02", url="https://example.org/1")
    person = entity("Person", "李燎", "一", aliases=(HOSTILE,))
    district = entity("Place", "武侯区", "一", code="510107")
    street = entity("Place", "玉林街道", "一", code="510107003")
    village = entity("Place", "晋阳村", "一", code="510107009201")
    bureau = entity("Organization", "武侯区教育局", "一", kind="GovernmentBody")
    firm = entity("Organization", "蓝天公司", "一", kind="Company")
    parts = [f"{part}。" for part in text.split("。")[:-1]]
    since = {"valid_from": "2019", "valid_until": "2021"}
    said = [
        statement(source, "holdsPosition", person, bureau, parts[0], title="局长", **since),
        statement(source, "holdsPosition", person, village, parts[1], title="书记"),
        statement(source, "holdsPosition", person, firm, parts[2], title="董事长"),
        statement(source, "locatedIn", firm, street, parts[3]),
        statement(source, "holdsPosition", person, bureau, parts[4], title="=主席", status="ended"),
        statement(source, "holdsPosition", person, bureau, parts[5], title="省长", status="planned"),
    ]
    things = (person, district, street, village, bureau, firm)
    by_id = {item.id: item for item in things}
    entities, said = tuple(by_id[key] for key in sorted(by_id)), sorted(said, key=lambda item: item.id)
    return Records((source,), entities, tuple(said), (), BASE)


def test_a_row_a_post() -> None:
    found = {row["title"]: row for row in table(career())}
    assert set(found) == {"局长", "书记", "董事长"}
    where = {title: (row["body"], row["level"], row["place_code"]) for title, row in found.items()}
    assert where == {
        "局长": ("武侯区教育局", "县级", "510107"),  # by its name
        "书记": ("晋阳村", "村级", "510107009201"),  # itself
        "董事长": ("蓝天公司", "乡级", "510107003"),  # as the article says
    }
    row = found["局长"]
    assert (row["person"], row["start"], row["end"], row["status"]) == ("李燎", "2019", "2021", "asserted")
    assert (row["source"], row["published"], row["url"]) == ("简历", "2022-09-02", "https://example.org/1")
    assert row["quote"] == "李燎2019年至2021年任武侯区教育局局长。"


def test_what_has_ended_comes_when_asked_for_and_no_plan() -> None:
    found = {row["title"]: row["status"] for row in table(career(), "all")}
    assert found == {"局长": "asserted", "书记": "asserted", "董事长": "asserted", "'=主席": "ended"}
    assert [row["status"] for row in table(career(), "ended")] == ["ended"]


def test_an_area_of_two_names_is_no_place() -> None:
    made = career()
    twin = entity("Place", "武侯区", "一", code="510199")
    entities = tuple(sorted((*made.entities, twin), key=lambda item: item.id))
    doubtful = Records(made.articles, entities, made.statements, (), BASE)
    assert {row["title"]: row["place_code"] for row in table(doubtful)}["局长"] == ""


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("510000", "province"),
        ("510100", "prefecture"),
        ("510107", "county"),
        ("510107003", "township"),
        ("510107009201", "village"),
    ],
)
def test_levels(code: str, named: str) -> None:
    assert level(code) == named


@pytest.mark.parametrize("made", [career(), records()])
def test_popolo_holds_together(made: Records) -> None:
    data: dict[str, list[dict[str, Any]]] = json.loads(out(made, "popolo", "all"))
    assert set(data) == {"persons", "organizations", "areas", "posts", "memberships"}
    ids = {name: {item["id"] for item in rows} for name, rows in data.items()}
    for rows in data.values():
        assert len({item["id"] for item in rows}) == len(rows)
    for item in (*data["posts"], *data["memberships"]):
        assert item.get("area_id") in {None, *ids["areas"]}
        assert item.get("organization_id") in {None, *ids["organizations"]}
        assert item.get("organization_id") or item.get("area_id")
    for item in data["memberships"]:
        assert item["person_id"] in ids["persons"]
        assert item.get("post_id") in {None, *ids["posts"]}
        assert item["sources"]


def test_popolo_says_what_the_table_says() -> None:
    data = json.loads(out(career(), "popolo"))
    posts = {item["id"]: item for item in data["posts"]}
    held = {(posts[item["post_id"]]["label"], item.get("start_date")) for item in data["memberships"]}
    assert held == {("武侯区教育局局长", "2019"), ("晋阳村书记", None), ("蓝天公司董事长", None)}
    assert {item["classification"] for item in data["organizations"]} == {"GovernmentBody", "Company"}
    assert {item["identifier"] for item in data["areas"]} == {"510107", "510107003", "510107009201"}
