"""The graph page without a browser: one file, no network, nothing hostile, always the same bytes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from page_records import HOSTILE, generated, gold_records, hostile_records

from kg.api import Build
from kg.build import write_build
from kg.cli import main
from kg.errors import UsageError
from kg.export import html as page_module
from kg.export.html import SCRIPTS, write_page
from kg.export.layout import positions
from kg.export.page import resource
from kg.export.page.numbers import numbers_in
from kg.graph import to_graph
from kg.model import Records
from kg.ontology import load_ontology

WEB = Path(page_module.__file__).parent.parent / "resources" / "web"
EMPTY = Records((), (), ())


class Reader(HTMLParser):
    """All elements with their attributes and text, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.doctype = ""
        self.open = False
        self.feed(text)
        self.close()

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.elements and self.open:
            self.elements[-1][2].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, "".join(text)) for name, attrs, text in self.elements if name == tag]


def page(records: Records, **options: Any) -> str:
    file = io.BytesIO()
    write_page(records, file, **options)
    return file.getvalue().decode("utf-8")


def data(text: str) -> dict[str, Any]:
    blocks = {}
    for attrs, body in Reader(text).all("script"):
        if attrs.get("type") == "application/json":
            blocks[attrs["id"]] = json.loads(body)
        elif attrs.get("type") == "application/gzip":
            blocks[attrs["id"]] = json.loads(gzip.decompress(base64.b64decode(body)))
    return blocks


@pytest.fixture(scope="module")
def gold() -> Records:
    return gold_records()


@pytest.fixture(scope="module")
def gold_page(gold: Records) -> str:
    return page(gold)


def test_the_skeleton(gold_page: str) -> None:
    reader = Reader(gold_page)
    assert reader.doctype == "DOCTYPE html"
    assert reader.all("html")[0][0]["lang"] == "zh"
    assert len(reader.all("h1")) == 1
    assert reader.all("title")[0][1] == reader.all("h1")[0][1] != ""
    assert any(attrs.get("name") == "viewport" for attrs, _ in reader.all("meta"))
    assert "JavaScript" in gold_page[gold_page.index("<noscript>") : gold_page.index("</noscript>")]
    assert "@copyright (c) 2011-2017 Almende B.V" in gold_page
    assert "@license" in gold_page


def test_nothing_is_loaded_from_anywhere(gold_page: str) -> None:
    for tag, attrs, _ in Reader(gold_page).elements:
        assert "src" not in attrs, tag
        assert tag not in {"link", "iframe", "object", "embed", "img", "base", "form"}
        assert (attrs.get("href") or "#").startswith("#"), attrs
    assert "@import" not in resource("page.css")
    assert "url(" not in resource("page.css")


def test_one_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gold: Records
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("图 谱.html").open("wb") as file:
        write_page(gold, file)
    assert [path.name for path in tmp_path.iterdir()] == ["图 谱.html"]


def test_same_bytes_in_another_locale(root: Path, tmp_path: Path, gold_page: str) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from page_records import gold_records; "
        "from kg.export.html import write_page; write_page(gold_records(), sys.stdout.buffer)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(root / "tests" / "support")],
        env={**os.environ, "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert result.stdout == gold_page.encode()


def policy(text: str) -> str:
    metas = [attrs for attrs, _ in Reader(text).all("meta")]
    return next(m["content"] or "" for m in metas if m.get("http-equiv") == "Content-Security-Policy")


def test_the_policy_names_exactly_what_is_there(gold_page: str) -> None:
    rules = policy(gold_page)
    assert "unsafe" not in rules
    assert "default-src 'none'" in rules
    assert "require-trusted-types-for 'script'" in rules
    assert gold_page.index("Content-Security-Policy") < gold_page.index("<script")
    reader = Reader(gold_page)
    bodies = [text for attrs, text in reader.all("script") if "type" not in attrs]
    assert len(bodies) == 2
    for body in [*bodies, reader.all("style")[0][1]]:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules
    assert rules.count("sha256-") == 3


def test_the_policy_does_not_depend_on_the_data(gold_page: str) -> None:
    assert policy(page(hostile_records())) == policy(gold_page) == policy(page(EMPTY, language="en"))


def test_hostile_strings_stay_data(gold_page: str) -> None:
    assert len(HOSTILE) >= 30
    records = hostile_records()
    text = page(records)
    shape = [(tag, sorted(attrs)) for tag, attrs, _ in Reader(text).elements]
    assert shape == [(tag, sorted(attrs)) for tag, attrs, _ in Reader(gold_page).elements]
    blocks = data(text)
    wanted = Counter(item.name.encode("utf-8", "replace").decode() for item in records.entities)
    assert Counter(node["label"] for node in blocks["nodes"] if "k" in node) == wanted
    assert len(blocks["facts"]["rows"]) == len(records.statements)


def test_the_word_href_changes_nothing(gold: Records) -> None:
    entity = gold.entities[0]
    renamed = replace(entity, name="href " + entity.name)
    texts = [page(replace(gold, entities=(item, *gold.entities[1:]))) for item in (entity, renamed)]
    assert [len(Reader(text).elements) for text in texts] == [len(Reader(texts[0]).elements)] * 2
    assert texts[1].replace("href " + entity.name, entity.name).count("innerHTML") == texts[0].count(
        "innerHTML"
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_of_ours_writes_markup(name: str) -> None:
    code = (WEB / f"{name}.js").read_text("utf-8")
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(", code
    )
    assert found == []


def test_every_script_is_in_the_page(gold_page: str) -> None:
    assert {path.stem for path in WEB.glob("*.js")} == set(SCRIPTS)
    assert all(resource(f"{name}.js") in gold_page for name in SCRIPTS)


def test_both_languages_have_every_word() -> None:
    words = json.loads(resource("strings.json"))
    assert words["zh"].keys() == words["en"].keys()
    assert all(value.strip() for language in words.values() for value in language.values())
    code = "".join(resource(f"{name}.js") for name in SCRIPTS)
    used = set(re.findall(r"\bt\(\"([a-zA-Z.]+)\"", code))
    used |= set(re.findall(r"data-t(?:-\w+)?=\"(\w+)\"", resource("template.html")))
    assert {key for key in used if not key.endswith(".")} <= words["zh"].keys()
    questions = json.loads(resource("view.json"))["questions"]
    assert {f"q.{item['key']}{end}" for item in questions for end in ("", ".lead")} <= words["zh"].keys()
    places = {key: set(re.findall(r"\{\d\}", value)) for key, value in words["zh"].items()}
    assert places == {key: set(re.findall(r"\{\d\}", value)) for key, value in words["en"].items()}


def test_the_view_uses_names_of_the_ontology() -> None:
    view, ontology = json.loads(resource("view.json")), load_ontology()
    assert set(view["looks"]) - {""} <= set(ontology.classes)
    assert {name for item in view["questions"] for name in item["relations"]} <= set(ontology.relations)
    roles = view["roles"]
    fields = [
        name
        for key, value in roles.items()
        if key != "standard"
        for name in ([value] if isinstance(value, str) else value)
    ]
    assert set(fields) <= set(ontology.fields)
    assert len({tuple(look) for look in view["looks"].values()}) == len(view["looks"])


# Machado, Oliveira and Fernandes 2009, complete deficiency, for linear RGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(color: str) -> tuple[float, ...]:
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def luminance(color: str) -> float:
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(color: str, eyes: str) -> tuple[float, float, float]:
    """CIELAB of a colour as those eyes see it."""
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, linear(color), strict=True)))) for row in EYES[eyes]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(a * b for a, b in zip(row, seen, strict=True)) for row in to_xyz)
    f, g, h = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x / 0.95047, y, z / 1.08883))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


@pytest.mark.parametrize("eyes", EYES)
def test_types_differ_to_all_eyes(eyes: str) -> None:
    colors = [color for color, _ in json.loads(resource("view.json"))["looks"].values()]
    distances = [math.dist(lab(a, eyes), lab(b, eyes)) for a, b in combinations(colors, 2)]
    assert min(distances) > 14  # 2.3 is just noticeable


def test_shapes_and_words_stand_out_in_light_and_dark() -> None:
    style = resource("page.css")
    colors = [color for color, _ in json.loads(resource("view.json"))["looks"].values()]
    for block in re.findall(r":root[^{]*\{([^}]*)\}", style)[:2]:
        names = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for ground in ("paper", "ground"):
            assert all(contrast(color, names["paper"]) >= 3 for color in colors)
            for words in ("ink", "soft", "accent", "claim"):
                assert contrast(names[words], names[ground]) >= 4.5, (words, ground)


def test_the_facts_of_a_node_are_those_of_the_graph(gold: Records, gold_page: str) -> None:
    graph = to_graph(gold, status="all")
    blocks = data(gold_page)
    rows = blocks["facts"]["rows"]
    keys = [node.get("k") or rows[node["s"]][0] for node in blocks["nodes"]]
    assert sorted(keys) == sorted(graph.nodes)
    counted: Counter[str] = Counter()
    for row in rows:
        counted.update(keys[end] for end in {end for end in row[3:6] if end >= 0})
    for node in graph.nodes:
        edges = [*graph.in_edges(node, data=True), *graph.out_edges(node, data=True)]
        assert counted[node] == len({values["statement"] for _, _, values in edges})
    links = Counter((keys[link["from"]], keys[link["to"]], rows[link["s"]][0]) for link in blocks["links"])
    assert links == Counter(list(graph.edges(keys=True)))


def test_quotations_are_verbatim_and_marked(gold: Records, gold_page: str) -> None:
    facts = data(gold_page)["facts"]
    raws = {article.doc: article.raw for article in gold.articles}
    names = {entity.id: {entity.name, *entity.aliases} for entity in gold.entities}
    statements = {statement.id: statement for statement in gold.statements}
    marked = 0
    for row in facts["rows"]:
        for quote, marks, _ in row[10]:
            text = facts["quotes"][quote]
            if row[11] == "gold" and marks:
                assert text in raws[facts["articles"][row[1]][0]]
            for start, end, who in marks:
                statement = statements[row[0]]
                ref = statement.object if who else statement.subject
                assert ref is not None
                assert text[start:end] in names[ref.id]
                marked += 1
    assert marked > 150


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("捐款378万元", 3780000, "378万"),
        ("共10余万元", 100000, "10余万"),
        ("捐资三百五十万元", 3500000, "三百五十万"),
        ("合计1亿2000万元", 120000000, "1亿2000万"),
        ("捐10,000元", 10000, "10,000"),
        ("12.5万", 125000, "12.5万"),
        ("30名队员", 30, "30"),
    ],
)
def test_numbers_as_written(text: str, value: float, found: str) -> None:
    assert [(number, text[span.start : span.end]) for number, span in numbers_in(text)] == [(value, found)]


def test_amounts_keep_what_the_article_wrote(gold_page: str) -> None:
    facts = data(gold_page)["facts"]
    written = [row[9]["amount"] for row in facts["rows"] if "amount" in row[9]]
    assert any("万" in text for text in written)
    for row in facts["rows"]:
        assert set(row[9]) <= set(row[8])


def test_pinyin_finds_names(gold_page: str) -> None:
    nodes = {node["label"]: node for node in data(gold_page)["nodes"]}
    assert nodes["郫都区"]["p"][0] == "pi dou/du qu/ou"
    assert nodes["郫都区人大常委会"]["p"][0].startswith("pi ")


def test_focus_opens_with_an_entity(gold: Records) -> None:
    for name in ("田洪湖", next(item.id for item in gold.entities if item.name == "田洪湖")):
        blocks = data(page(gold, focus=name))
        assert blocks["nodes"][blocks["meta"]["focus"]]["label"] == "田洪湖"
    with pytest.raises(UsageError, match="没有的人"):
        page(gold, focus="没有的人")


def test_top_keeps_the_most_important_and_counts_the_rest(gold: Records) -> None:
    blocks = data(page(gold, top=20))
    entities = [node for node in blocks["nodes"] if "k" in node]
    rows = blocks["facts"]["rows"]
    assert len(entities) == 20
    assert blocks["meta"]["all"] == [len(gold.entities), len(gold.statements)]
    assert blocks["meta"]["left"] == [len(gold.entities) - 20, len(gold.statements) - len(rows)]
    weight = Counter(ref.id for s in gold.statements for ref in (s.subject, s.object) if ref)
    assert min(weight[node["k"]] for node in entities) >= sorted(weight.values())[-20]
    focused = data(page(gold, top=3, focus="郫都区"))
    assert "郫都区" in [node["label"] for node in focused["nodes"]]


def test_a_set_of_pages_holds_every_statement(gold: Records) -> None:
    files = dict(page_module.pages(gold, top=80))
    assert list(files)[-1] == "index.html"
    leaves = {name: files.pop(name).decode() for name in list(files) if "/" in name}
    assert sum(name.startswith("article/") for name in leaves) == len(gold.articles)
    blocks = {name: data(content.decode()) for name, content in files.items()}
    for item in blocks["index.html"]["nodes"]:
        if "k" in item:
            assert f"<h1><bdi>{escape(item['label'])}</bdi></h1>" in leaves[item["h"]]
    every = {item.id for item in gold.statements}
    for sort in ("articles", "entities"):
        parts = [block for name, block in blocks.items() if name.startswith(sort)]
        assert len(parts) > 2
        assert {row[0] for block in parts for row in block["facts"]["rows"]} == every
        for block in parts:
            assert len([node for node in block["nodes"] if "k" in node]) <= 80
    index = blocks["index.html"]
    rest = {item["k"]: item for item in index["meta"]["pages"]["names"]}
    here = {node["k"]: node for node in index["nodes"] if "k" in node}
    assert len(here) == 80
    assert rest.keys() | here.keys() == {entity.id for entity in gold.entities}
    assert not rest.keys() & here.keys()
    weight = Counter(r for s in gold.statements for r in {ref.id for ref in (s.subject, s.object) if ref})
    listed = index["meta"]["pages"]["files"]
    for key, item in (rest | {key: node for key, node in here.items() if "w" in node}).items():
        home = blocks[listed[item["g"]][0]]
        number = next(node["id"] for node in home["nodes"] if node.get("k") == key)
        assert sum(number in row[3:5] for row in home["facts"]["rows"]) == weight[key] == item["w"]
    again = dict(page_module.pages(gold, top=80))
    assert {name: content for name, content in again.items() if "/" not in name} == files
    assert {name: content.decode() for name, content in again.items() if "/" in name} == leaves


def test_an_earlier_page_survives_a_failure(tmp_path: Path, gold: Records) -> None:
    opened, path = Build(tmp_path, gold), tmp_path / "page.html"
    path.write_text("earlier", encoding="utf-8")
    with pytest.raises(UsageError, match="no entity has this name"):
        opened.view(path, focus="没有的人")
    assert path.read_text(encoding="utf-8") == "earlier"
    write_build(gold, tmp_path / "demo")
    for wrong in (["--focus", "没有的人"], ["--top", "0"], ["--pages", "--focus", "田洪湖"]):
        assert main(["view", str(tmp_path / "demo"), *wrong, "-o", str(path)]) == 2
        assert path.read_text(encoding="utf-8") == "earlier"
    assert main(["view", str(tmp_path / "demo"), "--focus", "田洪湖", "--top", "9", "-o", str(path)]) == 0
    blocks = data(path.read_text(encoding="utf-8"))
    assert blocks["nodes"][blocks["meta"]["focus"]]["label"] == "田洪湖"
    assert sum("k" in node for node in blocks["nodes"]) == 9
    assert (
        main(["view", str(tmp_path / "demo"), "--pages", "--top", "150", "-o", str(tmp_path / "组 页")]) == 0
    )
    names = {item.name for item in (tmp_path / "组 页").iterdir()}
    assert {"index.html", "articles-1.html", "entities-1.html"} <= names
    assert main(["view", str(tmp_path / "demo"), "--pages", "-o", str(path)]) == 1


def test_a_notebook_gets_a_frame_of_its_own(gold: Records) -> None:
    shown = Build(Path("unused"), gold).view(focus="田洪湖")._repr_html_()
    frames = Reader(shown).all("iframe")
    assert [tag for tag, _, _ in Reader(shown).elements] == ["iframe"]
    attrs = frames[0][0]
    assert attrs["srcdoc"] == page(gold, focus="田洪湖")
    assert "allow-same-origin" not in (attrs["sandbox"] or "")


@pytest.mark.parametrize("options", [{"language": "fr"}, {"top": 0}])
def test_wrong_options_are_named(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=str(next(iter(options)))):
        page(EMPTY, **options)


def test_large_blocks_are_packed_and_say_the_same(
    monkeypatch: pytest.MonkeyPatch, gold: Records, gold_page: str
) -> None:
    monkeypatch.setattr(page_module, "PACK_FROM", 1000)
    packed = page(gold)
    assert 'type="application/gzip"' in packed
    assert data(packed) == data(gold_page)
    assert packed == page(gold)


@pytest.mark.parametrize("name", ["empty", "one", "isolates"])
def test_small_graphs(name: str, gold: Records) -> None:
    count = {"empty": 0, "one": 1, "isolates": 30}[name]
    blocks = data(page(Records((), gold.entities[:count], ())))
    assert len(blocks["nodes"]) == count
    assert blocks["facts"]["rows"] == []


def test_positions_are_steady_and_apart() -> None:
    blocks = data(page(generated(1000)))
    points = [(node["x"], node["y"]) for node in blocks["nodes"]]
    assert len(set(points)) == len(points)
    pairs = [(link["from"], link["to"]) for link in blocks["links"]]
    assert positions(len(points), pairs) == positions(len(points), pairs[::-1]) == points


def test_positions_of_odd_graphs() -> None:
    assert positions(0, []) == []
    assert positions(1, [(0, 0)]) == [(0, 0)]
    assert len(set(positions(2, [(0, 1), (1, 0), (0, 1)]))) == 2
    star = positions(1200, [(0, leaf) for leaf in range(1, 1200)])
    assert len(set(star)) == 1200
