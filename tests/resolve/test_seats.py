"""A post of an area and of its government is one post."""

from __future__ import annotations

from dataclasses import replace

import pytest
from records import article, entity, statement

from kg.export.careers import write
from kg.export.posts import posts
from kg.model import Entity, Extraction, Records
from kg.resolve import resolve
from kg.values.iri import BASE


def holding(*held: tuple[Entity, str], together: bool = False) -> Records:
    """One article for each body (or one for all), in which 王洁 holds a post there under a title."""
    person = entity("Person", "王洁", anchor="x")
    found = []
    for number, part in enumerate([held] if together else [[one] for one in held]):
        raw = "".join(f"{body.name}{title}王洁。" for body, title in part)
        source = article(f"d{number}", raw)
        bodies = [replace(body, docs=(source.doc,)) for body, _ in part]
        made = [
            statement(source, "holdsPosition", person, body, f"{body.name}{title}王洁", title=title)
            for body, title in part
        ]
        found.append(Extraction(source, (replace(person, docs=(source.doc,)), *bodies), tuple(made)))
    return resolve(found, BASE)


def bodies(found: Records) -> list[str]:
    return [post.body.name for post in posts(found)]


CITY = entity("Place", "荆门市", code="420800")
GOVERNMENT = entity("Organization", "荆门市人民政府", kind="GovernmentBody")


@pytest.mark.parametrize("title", ["市长", "副市长", "代理市长"])
def test_a_post_of_a_city_is_of_its_government(title: str) -> None:
    apart = holding((CITY, title), (GOVERNMENT, title))
    assert bodies(apart) == ["荆门市人民政府", "荆门市人民政府"]
    assert len({post.iri(BASE) for post in posts(apart)}) == 1


def test_one_article_that_says_both_has_one_row(tmp_path) -> None:
    found = holding((CITY, "副市长"), (GOVERNMENT, "副市长"), together=True)
    (only,) = found.statements
    assert len(only.evidence) == 2
    with (tmp_path / "careers.csv").open("wb") as file:
        write(found, file)
    assert (tmp_path / "careers.csv").read_text(encoding="utf-8-sig").count("副市长,荆门市人民政府") == 1


def test_where_no_government_is_named_it_is_the_area_s() -> None:
    assert bodies(holding((CITY, "副市长"))) == ["荆门市"]


@pytest.mark.parametrize("title", ["市委书记", "市长助理", "人大代表"])
def test_other_posts_stay(title: str) -> None:
    assert sorted(bodies(holding((CITY, title), (GOVERNMENT, title)))) == ["荆门市", "荆门市人民政府"]


def test_the_government_of_another_area_is_not_meant() -> None:
    other = entity("Organization", "宜昌市人民政府", kind="GovernmentBody")
    office = entity("Organization", "荆门市人民政府办公室", kind="GovernmentBody")
    assert sorted(bodies(holding((CITY, "副市长"), (other, "副市长"), (office, "主任")))) == [
        "宜昌市人民政府",
        "荆门市",
        "荆门市人民政府办公室",
    ]


def test_a_town_without_a_code_has_the_government_that_its_own_article_names() -> None:
    town = entity("Place", "红石镇", anchor="a")
    government = entity("Organization", "红石镇政府", anchor="a")
    assert bodies(holding((town, "镇长"), (government, "副镇长"), together=True)) == ["红石镇政府"] * 2
    assert sorted(bodies(holding((town, "镇长"), (government, "副镇长")))) == ["红石镇", "红石镇政府"]
