"""``--to ftm``: what FollowTheMoney's own model says of it, and that names, posts and dates come through."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from records import any_records, article, entity, records, statement

from kg.build import read_build
from kg.export import FORMATS, export
from kg.model import Records
from kg.values.iri import BASE, article_iri

LINKS = ("Occupancy", "Membership", "Payment", "UnknownLink", "Event")


def exported(found: Records, status: str = "asserted") -> list[dict[str, Any]]:
    file = io.BytesIO()
    export(found, "ftm", file, status)
    return [json.loads(line) for line in file.getvalue().splitlines()]


def of(found: list[dict[str, Any]], schema: str) -> list[dict[str, Any]]:
    return [item["properties"] for item in found if item["schema"] == schema]


def official() -> Records:
    """A post with its dates, one that ended, a membership, gifts and a visit."""
    text = "李燎2019年起任武侯区人大常委会主任。李燎曾任局长。李燎是商会会员。"
    text += "甲公司向商会捐款10万元。甲公司捐口罩5箱。李燎到街道督导。"
    source = article(
        "一", text, date="2022-09-02", title="报道", url="https://example.org/1", publisher="报社"
    )
    person = entity("Person", "李燎", "一", aliases=("李主任",))
    body = entity("Organization", "武侯区人大常委会", "一", kind="CongressBody")
    club = entity("Organization", "商会", "一")
    firm = entity("Organization", "甲公司", "一", kind="Company")
    street = entity("Place", "街道", "一", code="510107003")
    one, two, three, four, five, six = (f"{part}。" for part in text.split("。")[:-1])
    said = (
        statement(source, "holdsPosition", person, body, one, title="主任", valid_from="2019"),
        statement(source, "holdsPosition", person, body, two, title="局长", status="ended"),
        statement(source, "memberOf", person, club, three),
        statement(source, "donates", firm, club, four, amount=100000.0, currency="CNY", date="2022-09"),
        statement(source, "donates", firm, None, five, item="口罩", quantity=5.0, unit="箱"),
        statement(source, "supervises", person, street, six, date="9月1日"),
        statement(source, "supervises", person, street, six, status="planned", date="2022-10-01"),
    )
    things = tuple(sorted((person, body, club, firm, street), key=lambda item: item.id))
    return Records((source,), things, tuple(sorted(said, key=lambda item: item.id)), (), BASE)


def test_names_posts_and_dates_come_through() -> None:
    made = official()
    found = exported(made, "all")
    by_id = {item["id"]: item for item in found}
    holds = [item["properties"] for item in found if item["schema"] == "Occupancy"]
    told = {
        (
            by_id[item["holder"][0]]["properties"]["name"][0],
            by_id[item["post"][0]]["properties"]["name"][0],
            *item.get("startDate", []),
            *item.get("status", []),
        )
        for item in holds
    }
    assert told == {("李燎", "武侯区人大常委会主任", "2019"), ("李燎", "武侯区人大常委会局长", "ended")}
    post = by_id[holds[0]["post"][0]]["properties"]
    assert by_id[post["organization"][0]]["schema"] == "PublicBody"
    [person] = of(found, "Person")
    assert (person["name"], person["alias"]) == (["李燎"], ["李主任"])
    [member] = of(found, "Membership")
    assert by_id[member["organization"][0]]["properties"]["name"] == ["商会"]


def test_gifts_visits_and_articles() -> None:
    made = official()
    found = exported(made)
    by_id = {item["id"]: item["properties"] for item in found}
    [paid] = of(found, "Payment")
    assert (paid["amount"], paid["currency"], paid["date"]) == (["100000"], ["CNY"], ["2022-09"])
    assert [by_id[paid[end][0]]["name"] for end in ("payer", "beneficiary")] == [["甲公司"], ["商会"]]
    [goods] = of(found, "Event")
    assert goods["summary"] == ["口罩5箱"]
    [visit] = of(found, "UnknownLink")
    assert visit["role"] == ["督导"]
    assert "date" not in visit  # 9月1日 is none
    [source] = of(found, "Article")
    assert source["bodyText"] == [made.articles[0].raw]
    assert source["notes"] == [article_iri(BASE, made.articles[0].sha256)]
    ids = {item.id for item in made.statements if item.status == "asserted"}
    links = [item["properties"] for item in found if item["schema"] in LINKS]
    assert {item["recordId"][0] for item in links} == ids
    for item in links:
        assert by_id[item["proof"][0]]["title"] == ["报道"]
        assert item["description"][0] in made.articles[0].raw


def test_what_it_cannot_say_is_counted(run_kg, tmp_path: Path) -> None:
    from kg.build import write_build

    assert FORMATS["ftm"].left_out(official(), "all") == 1
    assert FORMATS["ftm"].left_out(official()) == 0
    assert FORMATS["jsonl"].left_out(official(), "all") == 0
    write_build(official(), tmp_path / "build")
    done = run_kg("export", tmp_path / "build", "--to", "ftm", "--status", "all")
    assert done.stderr.decode() == "1 statements are not in it: FollowTheMoney has no words for them\n"
    assert len(done.stdout.splitlines()) == len(exported(official(), "all"))


def valid(found: list[dict[str, Any]]) -> None:
    """By the model of the package: known schemata and properties, valid values, nothing dangling."""
    from followthemoney import model

    ids = {item["id"] for item in found}
    assert len(ids) == len(found)
    for item in found:
        schema = model.get(item["schema"])
        assert schema is not None, item
        assert schema.validate(item) is None
        assert set(schema.required) <= set(item["properties"]), item
        proxy = model.get_proxy(item, cleaned=False)
        for name, values in item["properties"].items():
            property_ = schema.get(name)
            assert property_ is not None, (item["schema"], name)
            assert proxy.get(name), (name, values)
            if property_.type.name == "entity":
                assert set(values) <= ids, (name, item)
                for value in values:
                    end = next(one["schema"] for one in found if one["id"] == value)
                    assert model.get(end).is_a(property_.range), (name, end)


@pytest.mark.system("libicu-dev")
@pytest.mark.parametrize("status", ["asserted", "all"])
def test_followthemoney_takes_it(status: str, demo_build: Path) -> None:
    valid(exported(official(), status))
    valid(exported(records(), status))
    valid(exported(read_build(demo_build), status))


@pytest.mark.system("libicu-dev")
def test_every_name_post_and_date_comes_back(demo_build: Path) -> None:
    """As followthemoney reads and cleans them."""
    from followthemoney import model

    made = read_build(demo_build)
    proxies = [model.get_proxy(item, cleaned=False) for item in exported(made, "all")]
    names = {proxy.id: proxy.first("name", quiet=True) for proxy in proxies}
    told_of = [proxy for proxy in proxies if proxy.schema.name not in (*LINKS, "Position")]
    called = {proxy.first("notes"): proxy for proxy in told_of}
    entities = {one.id: one for one in made.entities}
    for iri, one in entities.items():
        told = {*called[iri].get("name"), *called[iri].get("alias", quiet=True)}
        assert told == {one.name, *one.aliases, *one.traditional}
    links = {proxy.first("recordId"): proxy for proxy in proxies if proxy.schema.name in LINKS}
    posts = dates = 0
    for item in made.statements:
        link, said = links.get(item.id), item.qualifiers
        if item.status not in ("asserted", "ended"):
            continue
        if item.predicate == "holdsPosition" and said.title and item.object:
            assert link is not None
            holder, body = entities[item.subject.id], entities[item.object.id]
            assert names[link.first("holder")] == holder.name
            assert names[link.first("post")] == f"{body.name}{said.title}"
            posts += 1
        for name, value in (
            ("date", said.date),
            ("startDate", said.valid_from),
            ("endDate", said.valid_until),
        ):
            if value and link is not None:
                assert link.get(name) == [value]
                dates += 1
    assert posts > 50
    assert dates > 20
    assert sorted(day for proxy in proxies for day in proxy.get("publishedAt", quiet=True)) == sorted(
        article.date for article in made.articles if article.date
    )


@pytest.mark.system("libicu-dev")
@settings(max_examples=60, deadline=None)
@given(any_records())
def test_followthemoney_takes_any_text(found: Records) -> None:
    valid(exported(found, "all"))
