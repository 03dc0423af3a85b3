"""Records for the graph page: the sample articles' gold, generated graphs, and hostile strings."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import replace
from typing import Any

import records
from paths import DATA

from kg.model import Article, Entity, Evidence, Qualifiers, Records, Ref, Span, Statement
from kg.reading import read_sources
from kg.values.iri import BASE, article_iri, entity_iri, statement_iri


def gold_records() -> Records:
    """What the gold of the sample articles says, with its evidence where the raw text has it."""
    raws = {item.path: item.raw for item in read_sources([DATA / "articles"]) if isinstance(item, Article)}
    articles, entities, statements = [], {}, {}
    for path in sorted((DATA / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = raws[gold["text"]]
        lines = [line.strip() for line in raw.splitlines() if line.strip()]
        title = next((line for line in lines[1:] if len(line) > 8), lines[0])[:40]
        digest = hashlib.sha256(raw.encode()).hexdigest()
        article = Article(path.stem, gold["text"], raw, digest, title, gold["date"], "示例日报")
        article = replace(article, url=f"https://example.org/{path.stem}")
        articles.append(article)
        refs = {}
        for item in gold["entities"]:
            anchor = path.stem if item["type"] == "Person" else ""
            iri = entity_iri(BASE, item["type"].lower(), item["name"], anchor)
            refs[item["id"]] = Ref(iri, item["type"], item["name"])
            old = entities.get(iri, Entity(iri, item["type"], item["name"]))
            entities[iri] = Entity(
                iri,
                item["type"],
                item["name"],
                tuple(dict.fromkeys(old.aliases + tuple(item["aliases"]))),
                (*old.docs, path.stem),
            )
        for number, fact in enumerate(gold["facts"]):
            statement = _gold_statement(article, fact, refs, number)
            statements[statement.id] = statement
    return _records(articles, entities.values(), statements.values())


def _gold_statement(article: Article, fact: dict[str, Any], refs: dict[str, Ref], number: int) -> Statement:
    names = {
        "title",
        "amount",
        "currency",
        "item",
        "quantity",
        "unit",
        "worth",
        "indicator",
        "value",
        "approx",
    }
    values = {key: value for key, value in fact.items() if key in names}
    for key in ("amount", "quantity", "worth", "value"):
        if key in values:
            values[key] = float(values[key])
    if "amount" in values or "worth" in values:
        values.setdefault("currency", "CNY")
    if fact.get("joint"):
        values["joint"] = f"{article.key}/{fact.get('amount')}"
    qualifiers = Qualifiers(**values)
    subject = refs[fact["subj"]]
    target = refs[fact["obj"]] if fact.get("obj") else None
    evidence = _evidence(article.raw, fact["evidence"], subject, target)
    iri = statement_iri(BASE, article_iri(BASE, article.sha256), fact["rel"], subject, target, qualifiers)
    status = "planned" if number == 7 else "asserted"
    return Statement(
        iri, article.doc, fact["rel"], subject, target, qualifiers, evidence, status, 0.92, "gold"
    )


def _evidence(raw: str, quote: str, subject: Ref, target: Ref | None) -> tuple[Evidence, ...]:
    start = raw.find(quote)
    if start < 0:
        return (Evidence(quote, Span(0, 0), Span(0, 0)),)
    start = max(raw.rfind("。", 0, start), raw.rfind("\n", 0, start)) + 1
    stop = raw.find("。", start)
    span = Span(start, len(raw) if stop < 0 else stop + 1)

    def mention(ref: Ref | None) -> Span | None:
        at = -1 if ref is None else raw.find(ref.name, span.start)
        if ref is not None and (at < 0 or at >= span.end):
            at = raw.find(ref.name)
        return None if at < 0 or ref is None else Span(at, at + len(ref.name))

    return (Evidence(raw[span.start : span.end], span, span, mention(subject), mention(target)),)


def generated(count: int, seed: int = 1) -> Records:
    """A graph of about ``count`` nodes: officials, streets, bodies, gifts and counts over many articles."""
    pick = random.Random(seed)
    surnames, given = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "燎敏强伟芳娜秀英华建国明志海燕军平辉"
    areas, ends = (
        "玉林芳草浆洗望江晋阳金花红牌簇桥华兴机投火车南站跳伞塔双楠肖家河",
        ["街道", "社区", "镇", "村"],
    )
    entities: list[Entity] = []

    def add(kind: str, name: str) -> Ref:
        iri = entity_iri(BASE, kind.lower(), f"{name}{len(entities)}")
        entities.append(Entity(iri, kind, name, docs=(), aliases=(name[:2],) if len(name) > 4 else ()))
        return Ref(iri, kind, name)

    persons = [
        add("Person", pick.choice(surnames) + "".join(pick.sample(given, pick.choice((1, 2)))))
        for _ in range(max(1, count * 40 // 100))
    ]
    places = [
        add("Place", "".join(pick.sample(areas, 2)) + pick.choice(ends))
        for _ in range(max(1, count * 20 // 100))
    ]
    bodies = [
        add(
            "Organization",
            "".join(pick.sample(areas, 2)) + pick.choice(["区人大常委会", "商会", "公司", "医院"]),
        )
        for _ in range(max(1, count * 20 // 100))
    ]
    articles: list[Article] = []
    statements: dict[str, Statement] = {}
    drafts: list[tuple[str, Ref, Ref | None, dict[str, Any], str]] = []
    hub = lambda items: items[min(int(pick.paretovariate(1.1)) - 1, len(items) - 1)]  # noqa: E731
    for person in persons:
        body, place = hub(bodies), pick.choice(places)
        drafts.append(
            ("holdsPosition", person, body, {"title": "主任"}, f"{body.name}主任{person.name}出席。")
        )
        if pick.random() < 0.6:
            drafts.append(("supervises", person, place, {}, f"{person.name}到{place.name}督导疫情防控工作。"))
    for _ in range(count * 14 // 100):
        donor, amount = pick.choice(persons + bodies), pick.randint(1, 500) * 1000
        values = {"amount": float(amount), "currency": "CNY"}
        target = hub(bodies) if pick.random() < 0.5 else None
        drafts.append(
            (
                "donates",
                donor,
                target,
                values,
                f"{donor.name}向{target.name if target else '社会'}捐款{amount}元。",
            )
        )
    for _ in range(count * 6 // 100):
        place, number = pick.choice(places), pick.randint(10, 9000)
        values = {"indicator": "劝返车辆", "value": float(number), "unit": "辆次"}
        drafts.append(("measure", place, None, values, f"{place.name}累计劝返车辆{number}辆次。"))
    for place in places[1:]:
        above = hub(places)
        if above.id != place.id:
            drafts.append(("locatedIn", place, above, {}, f"{place.name}位于{above.name}。"))
    pick.shuffle(drafts)
    for first in range(0, len(drafts), 8):
        part = drafts[first : first + 8]
        raw = "".join(draft[4] for draft in part)
        doc = f"a{first // 8:05d}"
        date = f"2022-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"
        digest = hashlib.sha256((doc + raw).encode()).hexdigest()
        article = Article(doc, doc + ".txt", raw, digest, f"疫情防控报道之{first}", date, "示例日报")
        article = replace(article, url=f"https://example.org/{doc}")
        articles.append(article)
        at = 0
        for predicate, subject, target, values, text in part:
            span = Span(at, at + len(text))
            at = span.end

            def find(ref: Ref | None, span: Span = span, raw: str = raw) -> Span | None:
                found = -1 if ref is None else raw.find(ref.name, span.start, span.end)
                return None if ref is None or found < 0 else Span(found, found + len(ref.name))

            evidence = Evidence(text, span, span, find(subject), find(target))
            qualifiers = Qualifiers(**values)
            iri = statement_iri(BASE, article.key, predicate, subject, target, qualifiers)
            status = "planned" if pick.random() < 0.03 else "asserted"
            statements[iri] = Statement(
                iri,
                doc,
                predicate,
                subject,
                target,
                qualifiers,
                (evidence,),
                status,
                round(pick.uniform(0.5, 1), 2),
            )
    return _records(articles, entities, statements.values())


def odd_records() -> Records:
    """One hub of 400, loops of both kinds, parallel lines, long names, rare hanzi."""
    entities, statements = [], []
    raw = "自己向自己捐款5元。"
    article = Article("a", "a.txt", raw, hashlib.sha256(raw.encode()).hexdigest())

    def add(name: str) -> Ref:
        entities.append(Entity(entity_iri(BASE, "organization", name), "Organization", name))
        return Ref(entities[-1].id, "Organization", name)

    def state(predicate: str, subject: Ref, target: Ref | None, **values: Any) -> None:
        qualifiers = Qualifiers(**values)
        iri = statement_iri(BASE, article.key, predicate, subject, target, qualifiers)
        evidence = Evidence(raw, Span(0, len(raw)), Span(0, len(raw)))
        statements.append(Statement(iri, "a", predicate, subject, target, qualifiers, (evidence,)))

    hub, rare, long = add("中心"), add("𠮷野家😀"), add("长" * 200)
    for end in (hub, rare, long):
        state("supervises", end, end)
        state("donates", end, end, amount=5.0, currency="CNY")
    for predicate in ("supervises", "donates", "dispatches"):
        state(predicate, hub, rare)
        state(predicate, rare, hub)
    for number in range(400):
        state("supervises", add(f"第{number}办"), hub)
    return _records([article], entities, statements)


HOSTILE = [
    "</script><script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    "<svg onload=window.__xss=1>",
    "'\"><script>window.__xss=1</script>",
    "javascript:window.__xss=1",
    "data:text/html,<script>window.__xss=1</script>",
    "vbscript:msgbox(1)",
    "JaVaScRiPt:window.__xss=1",
    "\tjavascript:window.__xss=1",
    'https://example.org/"onmouseover="window.__xss=1',
    "https://example.org/'><script>window.__xss=1</script>",
    "//evil.example/x.js",
    "{{7*7}}",
    "{% include 'template.html' %}",
    "${window.__xss=1}",
    "`${window.__xss=1}`",
    "__proto__",
    "constructor",
    "toString",
    "-->",
    "<!--<script>",
    "]]>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
    "\u2028window.__xss=1\u2029",
    "\u202e反向\u202c",
    "\x00\x01\x1f",
    "\ufeff零宽\u200b字",
    "href=https://example.org",
    "<a href='javascript:window.__xss=1'>点</a>",
    '=HYPERLINK("https://example.org")',
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "＝1+1",
    "＠SUM(1)",
    "\x1b=1+1",
    "超" * 3000,
    "𠮷野家😀",
    "\ud800",
    "<iframe srcdoc='<script>parent.__xss=1</script>'>",
    "<base href=https://evil.example/>",
    "<style>*{display:none}</style>",
    "';window.__xss=1;//",
]


def hostile_records() -> Records:
    """Every hostile string in every field."""
    articles, entities, statements = [], [], []
    for number, text in enumerate(HOSTILE):
        raw = f"{text}捐给{text}一百元。"
        digest = hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()
        articles.append(Article(f"{text}#{number}", text, raw, digest, text, text, text, text, text))
        refs = []
        for kind in ("Person", "Organization"):
            iri = f"{text}{number}{kind}"
            entities.append(
                Entity(iri, kind, text, (text, text + "别名"), (articles[-1].doc,), text, (text,), text)
            )
            refs.append(Ref(iri, kind, text))
        span, half = Span(0, len(raw)), Span(0, len(text))
        evidence = Evidence(raw, span, span, half, Span(len(text) + 2, 2 * len(text) + 2))
        gift = Qualifiers(
            title=text, amount=100.0, currency=text, item=text, quantity=1.0, unit=text, indicator=text,
            date=text, valid_from=text, valid_until=text, joint=text, part_of=text,
        )  # fmt: skip
        for predicate in ("donates", "holdsPosition"):
            iri = f"statement/{predicate}/{text}{number}"
            statements.append(
                Statement(iri, articles[-1].doc, predicate, *refs, gift, (evidence,), "asserted", 0.5, text)
            )
    return _records(articles, entities, statements)


def _records(articles: Any, entities: Any, statements: Any) -> Records:
    return Records(
        tuple(sorted(articles, key=lambda item: item.doc)),
        tuple(sorted(entities, key=lambda item: item.id)),
        tuple(sorted(statements, key=lambda item: item.id)),
        (),
        BASE,
    )


def plain(text: str) -> str:
    """A text without white space, for comparisons with what a browser shows."""
    return re.sub(r"\s+", "", text)


def gifts_told() -> Records:
    """A joint gift, a total and its parts, a running total and what it holds, a gift told by two articles."""
    early = records.article(
        "a", "甲乙共捐6万元。甲捐10万元。丙累计捐5万元。丙捐2万元。乙捐口罩。", date="2022-01-20"
    )
    late = records.article("b", "甲捐10万元。丁戊捐9万元，丁4万元，戊5万元。", date="2022-01-22")
    one, two, three, four, five = (records.entity("Organization", name, "a") for name in "甲乙丙丁戊")
    together = records.entity("Organization", "丁戊", "b")
    money = {"currency": "CNY"}
    total = records.statement(late, "donates", together, None, "丁戊捐9万元", amount=90000.0, **money)
    running = records.statement(early, "donates", three, None, "丙累计捐5万元。", amount=50000.0, **money)
    given = Span(early.raw.index("捐5"), early.raw.index("捐5") + 1)
    rows = [
        records.statement(early, "donates", one, None, "甲乙共捐6万元。", amount=60000.0, joint="j", **money),
        records.statement(early, "donates", two, None, "甲乙共捐6万元。", amount=60000.0, joint="j", **money),
        records.statement(early, "donates", one, None, "甲捐10万元。", amount=100000.0, **money),
        records.statement(late, "donates", one, None, "甲捐10万元。", amount=100000.0, **money),
        replace(running, evidence=(replace(running.evidence[0], trigger=given),)),
        records.statement(early, "donates", three, None, "丙捐2万元。", amount=20000.0, **money),
        records.statement(early, "donates", two, None, "乙捐口罩。", item="口罩"),
        total,
        records.statement(late, "donates", four, None, "丁4万元", amount=40000.0, part_of=total.id, **money),
        records.statement(late, "donates", five, None, "戊5万元", amount=50000.0, part_of=total.id, **money),
    ]
    named = sorted((one, two, three, four, five, together), key=lambda item: item.id)
    return Records((early, late), tuple(named), tuple(sorted(rows, key=lambda item: item.id)), (), BASE)
