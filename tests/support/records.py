"""Records made by hand for tests: two articles with everything that an exporter must survive."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import strategies as st

from kg.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Qualifiers,
    Records,
    Ref,
    Span,
    Statement,
)
from kg.values.iri import BASE, article_iri, entity_iri, place_iri, statement_iri

HOSTILE = "甲<b>\"'&\\乙]]>\x00\x0b\ufffe\u2028😀--><script>"


def article(doc: str, raw: str, **metadata: str) -> Article:
    data = raw.encode("utf-8", "surrogatepass")
    return Article(doc, f"{doc}.txt", raw, hashlib.sha256(data).hexdigest(), **metadata)


def entity(type_: str, name: str, *docs: str, anchor: str = "", code: str | None = None, **more) -> Entity:
    iri = place_iri(BASE, code) if code else entity_iri(BASE, type_.lower(), name, anchor)
    return Entity(iri, type_, name, docs=tuple(docs), code=code, **more)


def ref(item: Entity) -> Ref:
    return Ref(item.id, item.type, item.name)


def statement(
    source: Article, predicate: str, subject: Entity, object_: Entity | None = None, quote: str = "", **more
) -> Statement:
    """A statement of ``source`` with its evidence at the first place of ``quote`` there."""
    fields = {key: more.pop(key) for key in ("status", "confidence", "rule") if key in more}
    qualifiers = Qualifiers(**more)
    start = source.raw.index(quote)
    span = Span(start, start + len(quote))
    target = ref(object_) if object_ else None
    iri = statement_iri(BASE, article_iri(BASE, source.sha256), predicate, ref(subject), target, qualifiers)
    evidence = (Evidence(quote, span, span),) if quote else ()
    return Statement(iri, source.doc, predicate, ref(subject), target, qualifiers, evidence, **fields)


def extractions() -> list[Extraction]:
    """A street inspection and a list of gifts; the second also names the first's official."""
    one = article(
        "一",
        "武侯区人大常委会主任李燎到玉林街道督导。\r\n玉林街道累计劝返车辆4063辆次。"
        "\r\n王新不再担任主任。武侯区人大常委会发布《一封信》。李燎联系玉林街道。",
        title="督导疫情防控",
        date="2022-09-02",
        publisher="武侯人大",
        author=HOSTILE,
        url="https://example.org/a b?x=<1>",
    )
    two = article(
        "二/乙",
        f"杨敏、赵刚共捐款10万元，其中杨敏捐6万元。\n{HOSTILE}有限公司向玉林街道捐赠防护服2000套，价值5万港元。"
        "\n成都市武侯区人大常委会主任李燎捐款20万港元。杨敏拟捐款1亿元。县队派出30名队员。刘芳在玉林街道值守。",
        date="2022-09",
    )
    district = entity("Place", "武侯区", "一", code="510107", kind="AdministrativeArea")
    city = entity("Place", "成都市", "一", code="510100", kind="AdministrativeArea")
    street = entity("Place", "玉林街道", "一", code="510107003", aliases=("武侯区玉林街道",))
    congress = entity(
        "Organization", "武侯区人大常委会", "一", kind="CongressBody", aliases=("区人大常委会",)
    )
    long = entity("Organization", "成都市武侯区人大常委会", "二/乙", kind="CongressBody")
    liao = entity("Person", "李燎", "一", anchor="武侯区人大常委会", traditional=("李燎",))
    liao2 = entity("Person", "李燎", "二/乙", anchor="成都市武侯区人大常委会")
    wang = entity("Person", "王新", "一", anchor="一")
    letter = entity("Document", "一封信", "一", anchor="一")
    yang = entity("Person", "杨敏", "二/乙", anchor="二")
    zhao = entity("Person", "赵刚", "二/乙", anchor="二")
    liu = entity("Person", "刘芳", "二/乙", anchor="二")
    team = entity("Organization", "县队", "二/乙", anchor="二")
    company = entity(
        "Organization", HOSTILE + "有限公司", "二/乙", kind="Company", aliases=("=1+1", "甲公司")
    )
    street2 = replace(street, docs=("二/乙",))
    total = statement(
        two, "donates", yang, None, "杨敏、赵刚共捐款10万元", amount=100000.0, currency="CNY", joint="gift-1"
    )
    first = (
        statement(
            one, "holdsPosition", liao, congress, "武侯区人大常委会主任李燎", title="主任", confidence=0.9
        ),
        statement(one, "supervises", liao, street, "李燎到玉林街道督导", date="2022-09-01", rule="到+督导"),
        statement(one, "supervises", liao, district, "督导", date="9月1日"),
        statement(
            one,
            "measure",
            street,
            None,
            "玉林街道累计劝返车辆4063辆次",
            indicator="劝返车辆",
            value=4063.0,
            unit="辆次",
        ),
        statement(one, "holdsPosition", wang, congress, "王新不再担任主任", title="主任", status="ended"),
        statement(one, "issues", congress, letter, "发布《一封信》", date="2022-09"),
        statement(one, "liaisonOf", liao, street, "李燎联系玉林街道"),
        statement(one, "locatedIn", street, district, "玉林街道", valid_from="2020"),
    )
    second = (
        total,
        statement(two, "donates", zhao, None, "杨敏、赵刚共捐款10万元", **_money(100000.0, joint="gift-1")),
        statement(two, "donates", yang, None, "杨敏捐6万元", **_money(60000.0, part_of=total.id)),
        statement(
            two,
            "donates",
            company,
            street2,
            "有限公司向玉林街道捐赠防护服2000套，价值5万港元",
            item="防护服",
            quantity=2000.0,
            unit="套",
            worth=50000.0,
            currency="HKD",
            approx=True,
        ),
        statement(two, "donates", liao2, None, "李燎捐款20万港元", amount=200000.0, currency="HKD"),
        statement(two, "donates", yang, None, "杨敏拟捐款1亿元", **_money(1e8), status="planned"),
        statement(two, "holdsPosition", liao2, long, "成都市武侯区人大常委会主任李燎", title="主任"),
        statement(two, "dispatches", team, None, "县队派出30名队员", quantity=30.0, unit="名"),
        statement(two, "servesAt", liu, street2, "刘芳在玉林街道值守"),
        statement(two, "memberOf", liu, company, "有限公司"),
    )
    return [
        Extraction(one, (district, city, street, congress, liao, wang, letter), first),
        Extraction(two, (long, liao2, yang, zhao, liu, team, company, street2), second),
    ]


def records() -> Records:
    """The extractions above, resolved."""
    from kg.resolve import resolve

    return resolve(extractions(), BASE)


def _money(amount: float, **more) -> dict:
    return {"amount": amount, "currency": "CNY", **more}


def written(text: str) -> str:
    """``text`` as RDF and XML say it: one U+FFFD for each character that XML lacks."""
    return "".join(c if _in_xml(c) else "\ufffd" for c in text)


def _in_xml(char: str) -> bool:
    code = ord(char)
    if code < 0x20:
        return char in "\t\n\r"
    control = 0x7F <= code <= 0x9F and code != 0x85
    return (
        not control
        and not 0xD800 <= code <= 0xDFFF
        and not 0xFDD0 <= code <= 0xFDEF
        and code not in (0xFFFE, 0xFFFF)
    )


@st.composite
def any_records(draw: st.DrawFn) -> Records:
    """Small records with any text wherever a source may have put it."""
    texts = st.text(max_size=12)
    names = st.text(min_size=1, max_size=8)
    numbers = st.none() | st.floats(min_value=0, max_value=1e15, allow_nan=False) | st.just(3.0)
    source = article(
        "a", draw(st.text(min_size=1, max_size=30)), title=draw(texts), author=draw(texts), url=draw(texts)
    )
    people = [
        entity("Person", name, "a", aliases=(draw(texts),))
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ]
    bodies = [
        entity("Organization", name, "a", traditional=(draw(names),))
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ]
    statements = {}
    for _ in range(draw(st.integers(1, 4))):
        predicate = draw(st.sampled_from(["donates", "holdsPosition", "measure", "supervises"]))
        target = None if predicate == "measure" else draw(st.sampled_from(bodies))
        found = statement(
            source,
            predicate,
            draw(st.sampled_from(people)),
            target,
            source.raw,
            amount=draw(numbers),
            value=draw(numbers),
            item=draw(st.none() | texts),
            title=draw(st.none() | texts),
            date=draw(st.none() | texts),
            rule=draw(texts),
            status=draw(st.sampled_from(["asserted", "planned"])),
            joint=draw(st.none() | names),
        )
        statements[found.id] = found
    entities = {item.id: item for item in people + bodies}
    return Records(
        (source,),
        tuple(entities[key] for key in sorted(entities)),
        tuple(statements[key] for key in sorted(statements)),
        (),
        BASE,
    )


def disputed() -> Records:
    """Two articles that disagree: on who is mayor, on a gift; and a gift of two companies at once."""
    one = article("a", "镇长甲。丙镇长。甲公司捐10万元。甲、乙公司共捐5万元给丁镇。成立突击队。甲接任。")
    two = article("b", "镇长乙。甲公司捐20万元。乙曾任。")
    town = entity("Place", "丁镇", "a", code="510107003")
    first, second = entity("Person", "甲", "a"), entity("Person", "乙", "b")
    third = entity("Person", "甲", "a", anchor="x")
    north, south = entity("Organization", "甲公司", "a"), entity("Organization", "乙公司", "a")
    team = entity("Organization", "突击队", "a")
    joint = {"amount": 50000.0, "currency": "CNY", "joint": "共"}
    said = (
        statement(one, "holdsPosition", first, town, "镇长甲", title="镇长"),
        statement(two, "holdsPosition", second, town, "镇长乙", title="镇长"),
        statement(one, "holdsPosition", first, south, "甲接任", title="会长", valid_from="2022-05"),
        statement(two, "holdsPosition", second, south, "乙曾任", title="会长", valid_until="2022-04"),
        statement(one, "donates", north, None, "甲公司捐10万元", amount=100000.0),
        statement(two, "donates", north, None, "甲公司捐20万元", amount=200000.0, currency="CNY"),
        statement(one, "donates", north, town, "甲、乙公司共捐5万元给丁镇", **joint),
        statement(one, "donates", south, town, "甲、乙公司共捐5万元给丁镇", **joint),
        statement(one, "establishes", town, team, "成立突击队"),
        statement(one, "servesAt", first, town, "甲"),
    )
    found = {item.id: item for item in (town, first, second, third, north, south, team)}
    return Records(
        (one, two),
        tuple(found[key] for key in sorted(found)),
        tuple(sorted(said, key=lambda item: item.id)),
        (),
        BASE,
    )


def small_records() -> Records:
    """An official, a post, a visit, a gift and a plan; two persons of one name."""
    first, second, third = (
        "武侯区人大常委会主任李燎到玉林街道督导。",
        "李燎向玉林街道捐款10万元。",
        "李燎计划走访玉林街道。",
    )
    source = article("a", f"{first}\n{second}\n{third}\n", title="督导", date="2022-09-01")
    person = entity("Person", "李燎", "a", aliases=("李主任",))
    namesake = entity("Person", "李燎", "a", anchor="b")
    body = entity("Organization", "武侯区人大常委会", "a")
    street = entity("Place", "玉林街道", "a", aliases=("武侯区玉林街道",))
    statements = (
        statement(source, "holdsPosition", person, body, first, title="主任"),
        statement(source, "supervises", person, street, first),
        statement(source, "donates", person, street, second, amount=100000.0, currency="CNY"),
        statement(source, "supervises", person, street, third, date="2022-09-02", status="planned"),
    )
    return Records(
        (source,),
        tuple(sorted((person, namesake, body, street), key=lambda item: item.id)),
        tuple(sorted(statements, key=lambda item: item.id)),
        (),
        BASE,
    )
