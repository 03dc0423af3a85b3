"""A graph of any size for measurements: articles made from a seed, statements made of the articles."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from kg.model import Article, Entity, Evidence, Qualifiers, Records, Ref, Span, Statement
from kg.values.areas import load_areas
from kg.values.iri import BASE, article_iri, entity_iri, place_iri, statement_iri

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国"
BODIES = ("人大常委会", "卫生健康局", "民政局", "慈善总会", "商会", "医院", "公安局", "党委")
POSTS = ("主任", "副主任", "局长", "书记", "会长", "人大代表")
ITEMS = (("口罩", "只"), ("防护服", "套"), ("消毒液", "瓶"))


def generate(articles: int, seed: int = 1) -> Records:
    """The records of ``articles`` articles of some twelve statements each."""
    draw = random.Random(seed)
    people, bodies, places = _people(articles * 4), _bodies(articles), _places(articles)
    sources: list[Article] = []
    statements: dict[str, Statement] = {}
    for number in range(articles):
        source, said = _article(number, draw, people, bodies, places)
        sources.append(source)
        statements |= {item.id: item for item in said}
    entities = {item.id: item for item in (*people, *bodies, *places)}
    return Records(
        tuple(sorted(sources, key=lambda item: item.doc)),
        tuple(entities[key] for key in sorted(entities)),
        tuple(statements[key] for key in sorted(statements)),
        (),
        BASE,
    )


def _people(count: int) -> list[Entity]:
    return [
        Entity(entity_iri(BASE, "person", name, str(number)), "Person", name)
        for number in range(count)
        for name in [SURNAMES[number % 28] + GIVEN[number // 28 % 27] + GIVEN[number // 756 % 27]]
    ]


def _bodies(count: int) -> list[Entity]:
    areas = [name for code, name in sorted(load_areas().items()) if not code.endswith("0000")]
    names = [area + body for body in BODIES for area in areas][:count]
    return [Entity(entity_iri(BASE, "organization", name), "Organization", name) for name in names]


def _places(count: int) -> list[Entity]:
    areas = sorted(load_areas().items())[: max(count // 2, 10)]
    linked = [Entity(place_iri(BASE, code), "Place", name, code=code) for code, name in areas]
    names = [f"{name}{index}街道" for index in range(3) for _, name in areas]
    streets = [Entity(entity_iri(BASE, "place", name), "Place", name, (f"{name}办",)) for name in names]
    return [*linked, *streets[:count]]


def _article(
    number: int, draw: random.Random, people: list[Entity], bodies: list[Entity], places: list[Entity]
) -> tuple[Article, list[Statement]]:
    rows: list[tuple[str, Entity, Entity | None, Qualifiers, str]] = []
    streets = [item for item in draw.sample(places, 4) if item.code is None]
    for _ in range(2):
        person, body, place = draw.choice(people), draw.choice(bodies), draw.choice(places)
        post, (item, unit) = draw.choice(POSTS), draw.choice(ITEMS)
        amount, count = float(draw.randrange(1, 500) * 1000), float(draw.randrange(1, 90) * 100)
        money = Qualifiers(amount=amount, currency="CNY")
        goods = Qualifiers(item=item, quantity=count, unit=unit)
        counted = Qualifiers(indicator="劝返车辆", value=count, unit="辆次")
        rows += [
            ("holdsPosition", person, body, Qualifiers(title=post), f"{body.name}{post}{person.name}出席"),
            ("supervises", person, place, Qualifiers(date="2022-09-01"), f"{person.name}到{place.name}督导"),
            ("servesAt", draw.choice(people), place, Qualifiers(), f"在{place.name}值守"),
            ("donates", person, body, money, f"{person.name}捐款{amount:.0f}元"),
            ("donates", body, place, goods, f"捐赠{item}{count:.0f}{unit}"),
            ("measure", place, None, counted, f"劝返车辆{count:.0f}辆次"),
        ]
    for street in streets:
        within = draw.choice(places[: len(places) // 4])
        rows.append(("locatedIn", street, within, Qualifiers(), f"{street.name}属地"))
    raw = f"第{number}号通报。" + "。".join(row[-1] for row in rows) + "。"
    digest = hashlib.sha256(raw.encode()).hexdigest()
    source = Article(f"{number:06d}", f"{number:06d}.txt", raw, digest, f"第{number}号通报", "2022-09-02")
    return source, list(_statements(source, rows))


def _statements(
    source: Article, rows: list[tuple[str, Entity, Entity | None, Qualifiers, str]]
) -> Iterator[Statement]:
    for predicate, subject, target, qualifiers, quote in rows:
        ref = Ref(subject.id, subject.type, subject.name)
        other = Ref(target.id, target.type, target.name) if target else None
        if other and other.id == ref.id:
            continue
        start = source.raw.index(quote)
        span = Span(start, start + len(quote))
        article = article_iri(BASE, source.sha256)
        iri = statement_iri(BASE, article, predicate, ref, other, qualifiers)
        evidence = (Evidence(quote, span, span),)
        yield Statement(iri, source.doc, predicate, ref, other, qualifiers, evidence, confidence=0.9)
