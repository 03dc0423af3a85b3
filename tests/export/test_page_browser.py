"""The graph page in a real browser: found, read, browsed, taken away, and never attacked.

Needs Debian's ``chromium`` and ``fonts-noto-cjk``; `make test-all` installs them and runs these.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree

import networkx as nx
import pytest
from page_records import generated, gifts_told, gold_records, hostile_records, odd_records
from playwright.sync_api import expect

from kg.api import Build
from kg.build import build, read_build
from kg.export import html
from kg.export.html import write_page
from kg.graph import to_graph
from kg.model import ASSERTED, Records, Statement
from kg.ontology import load_ontology

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def gold() -> Records:
    return gold_records()


@pytest.fixture(scope="session")
def graphs(request: pytest.FixtureRequest, gold: Records) -> Callable[[str], Records]:
    """Records by name, each made once; ``seeds`` skips where the seeds are not beside the checkout."""

    def built(name: str) -> Records:
        folder: Path = request.getfixturevalue("demo_build" if name == "demo" else "seeds_build")
        return read_build(folder)

    makers: dict[str, Callable[[], Records]] = {
        "gold": lambda: gold,
        "demo": lambda: built("demo"),
        "seeds": lambda: built("seeds"),
        "hostile": hostile_records,
        "1k": lambda: generated(1000),
        "5k": lambda: generated(5000),
        "20k": lambda: generated(20_000),
        "empty": lambda: Records((), (), ()),
        "one": lambda: Records((), gold.entities[:1], ()),
        "odd": odd_records,
        "gifts": gifts_told,
        "isolates": lambda: Records((), gold.entities, ()),
    }
    return cache(lambda name: makers[name]())


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "seeds"
    build([seeds], out, model="fast")
    return out


@pytest.fixture(scope="session")
def pages(
    tmp_path_factory: pytest.TempPathFactory, graphs: Callable[[str], Records]
) -> Callable[[str], Path]:
    """Pages by name, each written once, in a folder with spaces and Chinese in its name."""
    folder = tmp_path_factory.mktemp("图 谱")

    def write(name: str) -> Path:
        path: Path = folder / f"页面 {name}.html"
        if not path.exists():
            records = graphs(name)
            with path.open("wb") as file:
                write_page(records, file)
        return path

    return write


class Desk:
    """One window of 1280 by 800 that most tests share: opening a new one for each costs a second."""

    def __init__(self, browser: Any) -> None:
        self.problems: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        self.page = self.watch(self.context.new_page())

    def watch(self, page: Any) -> Any:
        """Errors and requests of ``page`` become problems."""
        page.set_default_timeout(20_000)
        page.on("console", lambda item: self.problems.append(item.text) if item.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.note(request.url))
        return page

    def note(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "about:")):
            self.problems.append("request " + url)


@pytest.fixture(scope="session")
def desk(browser: Any) -> Iterator[Desk]:
    shared = Desk(browser)
    yield shared
    shared.context.close()


@pytest.fixture
def visit(browser: Any, desk: Desk, pages: Callable[[str], Path]) -> Iterator[Open]:
    """Opens a page and waits until it is drawn; any error or request on the way fails the test."""
    contexts: list[Any] = []
    desk.problems.clear()

    def go(name: str | Path = "gold", hash: str = "", **options: Any) -> Any:
        if options:
            size = {"width": options.pop("width", 1280), "height": options.pop("height", 800)}
            contexts.append(browser.new_context(viewport=size, accept_downloads=True, **options))
            page = desk.watch(contexts[-1].new_page())
        else:
            page = desk.page
            if page.url.startswith("file:"):
                page.evaluate("localStorage.clear()")
            page.goto("about:blank")
        page.goto((name if isinstance(name, Path) else pages(name)).as_uri() + hash)
        page.wait_for_selector("html[data-ready]")
        return page

    yield go
    for context in contexts:
        context.close()
    assert desk.problems == []


def names(page: Any, selector: str) -> list[str]:
    texts: list[str] = page.locator(selector).all_inner_texts()
    return [text.strip() for text in texts]


def at(**parts: str) -> str:
    return "#" + urlencode(parts)


def seen(page: Any) -> dict[str, Any]:
    """What the canvas shows: nodes, labels and statements, in pixels of the canvas."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown: dict[str, Any] = page.evaluate("graph.visible()")
    return shown


def overlapping(labels: list[dict[str, Any]]) -> int:
    """How many boxes share more than a pixel with another."""
    bad = set()
    for a, b in combinations(labels, 2):
        across = min(a["x"] + a["w"], b["x"] + b["w"]) - max(a["x"], b["x"])
        down = min(a["y"] + a["h"], b["y"] + b["h"]) - max(a["y"], b["y"])
        if across > 1 and down > 1:
            bad |= {a["id"], b["id"]}
    return len(bad)


def filtered(
    records: Records,
    *,
    types: Iterable[str] = (),
    relations: Iterable[str] = (),
    since: str = "",
    until: str = "",
) -> list[Statement]:
    """The asserted statements that the page's filters leave, by the same words as its legend."""
    dates = {article.doc: article.date or "" for article in records.articles}
    kept = []
    for item in records.statements:
        given = item.qualifiers
        date = given.date or given.valid_from or given.valid_until or dates[item.doc]
        kinds = {ref.type for ref in (item.subject, item.object) if ref}
        if item.status != ASSERTED or kinds & set(types) or item.predicate in relations:
            continue
        if not date or (
            (not since or date >= since[: len(date)]) and (not until or date <= until[: len(date)])
        ):
            kept.append(item)
    return kept


def wait(page: Any, true: str) -> None:
    """Waits until ``true`` is. (``wait_for_function`` would evaluate text, which the policy bars.)"""
    page.evaluate(
        f"""() => new Promise((done, failed) => {{
          const end = performance.now() + 20_000;
          const look = () => {{
            if ({true}) done();
            else if (performance.now() > end) failed(new Error("waited in vain"));
            else setTimeout(look, 5);
          }};
          look();
        }})"""
    )


def settled(page: Any) -> None:
    """Waits until the page shows what its address says: it draws a moment after the address has changed."""
    wait(page, "document.documentElement.dataset.drawn === location.hash")


def turn(page: Any, hash: str) -> None:
    """Goes to another place of the same page."""
    page.evaluate("hash => { location.hash = hash }", hash)
    settled(page)


def tap(page: Any, selector: str) -> None:
    """A click without the wait for a still picture; some tests click for real."""
    page.locator(selector).evaluate("item => item.click()")
    settled(page)


def click(target: Any) -> None:
    """A click for real, by mouse, on a locator."""
    target.click()
    settled(target.page)


def enter(page: Any, key: str = "Enter") -> None:
    page.keyboard.press(key)
    settled(page)


def press(page: Any, legend: str, label: str) -> None:
    """Switch one line of a legend, by what it says."""
    line = page.locator(f"[data-legend={legend}] label", has=page.get_by_text(label, exact=True))
    line.evaluate("item => item.click()")
    settled(page)


def caption(page: Any) -> int:
    """How many claims the table says it has."""
    found = re.search(r"\d+", page.locator("caption").inner_text())
    assert found
    return int(found.group())


def ids(records: Records, name: str) -> str:
    return next(entity.id for entity in records.entities if entity.name == name)


# ── opens anywhere, loads nothing ──────────────────────────────────────────────────────────────


def test_opens_without_a_network(visit: Open) -> None:
    page = visit()
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert page.locator("h1").count() == 1
    assert page.locator("#canvas canvas").bounding_box()["width"] > 400


@pytest.mark.parametrize("name", ["empty", "one", "isolates", "odd"])
def test_odd_graphs_open(visit: Open, name: str) -> None:
    page = visit(name)
    tap(page, "#to-table")
    assert page.locator("#listing table").is_visible()
    tap(page, "#home")
    for question in ("supervision", "gifts", "officials", "article"):
        tap(page, f"[data-ask={question}]")
        tap(page, "#home")
    for link in page.locator("#panel .names .node").all()[:3]:
        click(link)
        page.wait_for_selector("#fact-count")
        tap(page, "#home")
    if name == "empty":
        assert "空" in page.locator("#panel").inner_text() or page.locator("#panel").is_hidden()


def test_moved_and_renamed(visit: Open, pages: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "搬 家" / "下一层 100%"
    folder.mkdir(parents=True)
    page = visit(shutil.copy(pages("gold"), folder / "新 名字#1.html"))
    page.fill("#search", "田洪湖")
    enter(page)
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("name", ["demo", "seeds", "1k", "5k", "20k"])
def test_graphs_of_every_size(visit: Open, graphs: Callable[[str], Records], name: str) -> None:
    """Overview, search, panel and path, each against the records; and a picture that stands still."""
    records = graphs(name)
    page = visit(name)
    shown = seen(page)
    first = page.locator("#canvas").screenshot()
    count: Counter[str] = Counter()
    for item in records.statements:
        if item.status == ASSERTED:
            count.update({ref.id for ref in (item.subject, item.object) if ref})
    graph = to_graph(records)
    linked = {node for node in graph if graph.degree(node)}
    assert {node["id"] for node in shown["nodes"]} == linked
    assert all(0 <= n["x"] <= shown["width"] and 0 <= n["y"] <= shown["height"] for n in shown["nodes"])
    assert len(shown["labels"]) + len(shown["islands"]) >= 20
    assert overlapping(shown["labels"]) == 0
    page.wait_for_timeout(1000)
    assert page.locator("#canvas").screenshot() == first
    busiest = max(count, key=lambda key: (count[key], key))
    for key in (busiest, sorted(count)[len(count) // 2]):
        entity = next(entity for entity in records.entities if entity.id == key)
        page.fill("#search", entity.name)
        hits = names(page, "#results li .name")[:5]
        assert entity.name in hits
        page.keyboard.press("Escape")
        turn(page, at(node=key))
        assert page.locator("#panel h2").inner_text() == entity.name
        assert int(page.get_attribute("#fact-count", "data-count")) == count[key]
    pairs = walks(page, [(busiest, sorted(count)[0]), (busiest, sorted(count)[-1])])
    whole = nx.Graph(graph.edges())
    for (start, goal), found in pairs:
        assert found == (
            nx.shortest_path_length(whole, start, goal) if nx.has_path(whole, start, goal) else -1
        )


# ── safe ───────────────────────────────────────────────────────────────────────────────────────


def test_hostile_strings_never_run(visit: Open, graphs: Callable[[str], Records]) -> None:
    """Every node hovered, selected and searched; every view, question, language, theme and file."""
    records = graphs("hostile")
    page = visit("hostile")
    page.evaluate(
        """() => {
          const box = document.querySelector("#canvas").getBoundingClientRect();
          for (const { x, y } of graph.visible().nodes) {
            const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
            document.querySelector("#canvas canvas").dispatchEvent(new PointerEvent("pointermove", at));
          }
        }"""
    )
    keys = [entity.id.encode("utf-8", "replace").decode() for entity in records.entities]
    counts = page.evaluate(
        """async (keys) => {
          const counts = [];
          for (const key of keys) {
            location.hash = "#" + new URLSearchParams({ node: key });
            await new Promise((done) => addEventListener("hashchange", () => setTimeout(done)));
            counts.push(document.querySelectorAll("#panel .fact").length);
          }
          return counts;
        }""",
        keys,
    )
    assert sum(count >= 2 for count in counts) >= len(keys) - 6  # a lone surrogate is no key of an address
    page.evaluate(
        """(texts) => {
          const box = document.getElementById("search");
          for (const text of texts) {
            box.value = text;
            box.dispatchEvent(new Event("input"));
          }
          box.blur();
        }""",
        [entity.name.encode("utf-8", "replace").decode()[:60] for entity in records.entities[::2]],
    )
    for kind in ("png", "svg", "json", "csv"):
        assert download(page, kind)
    tap(page, "#home")
    tap(page, "#to-table")
    page.wait_for_selector("#listing tbody tr")
    tap(page, "#language")
    tap(page, "#theme")
    anchors = "items => items.map((item) => [item.getAttribute('href'), item.rel])"
    links = page.locator("a[href]").evaluate_all(anchors)
    assert sum(href.startswith("https://") for href, _ in links) >= 4
    for href, rel in links:
        assert href.startswith(("#", "https://", "http://")), href
        assert href.startswith("#") or rel == "noopener noreferrer"
    for question in ("supervision", "gifts", "officials", "article"):
        turn(page, at(ask=question))
        for summary in page.locator("#panel summary").all()[:5]:
            summary.click()
    assert page.evaluate("window.__xss") is None
    assert page.locator("iframe, img, base, form, object, embed, link").count() == 0
    assert page.locator("script").count() == 6


def test_the_policy_bites(browser: Any, pages: Callable[[str], Path]) -> None:
    page = browser.new_page()
    page.goto(pages("gold").as_uri())
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("try { document.body.innerHTML = 'x'; 'ran' } catch (e) { e.name }") == "TypeError"
    assert page.evaluate("fetch('https://example.org').then(() => 'ran', () => 'blocked')") == "blocked"
    inline = "try { document.body.setAttribute('onclick', 'window.__ran = 1'); 'set' } catch (e) { e.name }"
    assert page.evaluate(inline) == "TypeError"
    page.locator("body").click(position={"x": 5, "y": 5})
    assert page.evaluate("window.__ran") is None
    page.close()


# ── finds things ───────────────────────────────────────────────────────────────────────────────


SEARCHES = {
    "郫都区人大常委会": "郫都区人大常委会",
    "新生代": "安吉县新生代企业家联谊会",
    "tianhonghu": "田洪湖",
    "thh": "田洪湖",
    "Pi du qu": "郫都区",
    "新乡市卫滨区人大": "卫滨区人大",
}


def test_search(visit: Open) -> None:
    """Full name, infix, pinyin, initials, alias."""
    page = visit()
    for query, name in SEARCHES.items():
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
        page.keyboard.type(query)
        assert name in names(page, "#results li .name")[:5], query
        page.keyboard.press("Escape")
        page.fill("#search", "")
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")


def test_search_by_keyboard(visit: Open) -> None:
    page = visit()
    page.fill("#search", "人大")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#search", "aria-activedescendant")
    chosen = page.locator(f"#{active} .name").inner_text()
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    enter(page)
    assert page.locator("#panel h2").inner_text() == chosen
    page.fill("#search", "没有这个名字")
    assert "没有找到" in page.locator("#results").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#results").is_hidden()


def test_enter_of_an_input_method_does_not_choose(visit: Open) -> None:
    page = visit()
    page.fill("#search", "人大")
    page.evaluate(
        "document.getElementById('search').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert page.evaluate("location.hash") == ""


def test_the_panel_has_every_fact_of_the_graph(visit: Open, gold: Records) -> None:
    graph = to_graph(gold)
    page = visit()
    for entity in random.Random(3).sample(gold.entities, 12):
        turn(page, at(node=entity.id))
        assert page.locator("#panel h2").inner_text() == entity.name
        edges = [*graph.in_edges(entity.id, data=True), *graph.out_edges(entity.id, data=True)]
        facts = {values["statement"] for _, _, values in edges}
        assert int(page.get_attribute("#fact-count", "data-count")) == len(facts)
        for more in page.locator("#panel .more:visible").all():
            more.click()
        shown = page.eval_on_selector_all("#panel .fact", "items => items.map(item => item.dataset.fact)")
        assert sorted(shown) == sorted(facts)


def test_a_fact_shows_its_words_its_source_and_its_kind(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    card = page.locator("#panel .fact", has=page.locator("mark.subject")).first
    text = card.inner_text()
    assert "已述事实" in text
    assert "把握：高" in text
    assert card.locator("blockquote").count() >= 1
    assert card.locator("a[href^='https://example.org/']").get_attribute("rel") == "noopener noreferrer"
    assert page.locator("#panel mark.object").count() >= 1
    raws = "".join(article.raw for article in gold.articles)
    quote = card.locator("blockquote").first.evaluate(
        "item => [...item.childNodes].filter(n => n.nodeName !== 'SMALL').map(n => n.textContent).join('')"
    )
    assert quote in raws


def test_amounts_as_written_and_as_numbers(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "广东省五华商会")))
    text = page.locator("#panel").inner_text()
    assert re.search(r"金额\s*约?[\d.]+万元（[\d,]+ CNY）", text), text
    tap(page, "#language")
    assert re.search(r"amount\s*(about )?[\d,]+ CNY", page.locator("#panel").inner_text())


# ── the reader's questions ─────────────────────────────────────────────────────────────────────


def ranked(page: Any) -> list[tuple[str, str]]:
    """The lines of the ranking: the donors, and what they gave."""
    for more in page.locator("#panel .more:visible").all():
        more.click()
    lines = zip(names(page, "#panel .fold .name"), names(page, "#panel .fold summary small"), strict=True)
    return [(name.partition(". ")[2], given) for name, given in lines]


def test_a_gift_is_in_one_line_of_the_ranking_and_in_the_sum_once(visit: Open) -> None:
    page = visit("gifts", hash="#ask=gifts")
    assert ranked(page) == [
        ("甲", "10万元"),
        ("乙、甲", "6万元（含共同捐赠）"),
        ("丙", "5万元"),
        ("戊", "5万元"),
        ("丁", "4万元"),
        ("乙", "物资 1 笔"),
        ("丁戊", "已在别处计入"),
    ]
    assert json.loads(page.get_attribute("#sum", "data-sum")) == [{"CNY": 300000}, {}]
    assert "6 笔 · 10 条" in page.locator("#sum").inner_text()
    page.locator("#panel summary").nth(2).click()
    counted = [("已在别处计入" in text) for text in names(page, "#panel .fold >> nth=2 >> .fact .source")]
    assert sorted(counted) == [False, True]
    turn(page, "#ask=gifts&of=乙")  # the joint gift is told of by both
    assert json.loads(page.get_attribute("#sum", "data-sum")) == [{"CNY": 60000}, {}]
    tap(page, "#language")
    tap(page, "#whole")
    assert ("丁戊", "counted elsewhere") in ranked(page)


@pytest.mark.parametrize("name", ["demo", "1k"])
def test_the_ranking_is_what_the_question_answers(
    visit: Open, graphs: Callable[[str], Records], name: str
) -> None:
    records = graphs(name)
    wanted = Build(Path("unused"), records).query("gifts-counted-by-donor").to_dicts()
    page = visit(name, hash="#ask=gifts")
    told = json.loads(page.get_attribute("#sum", "data-sum"))
    for found, column in zip(told, ("amount", "worth"), strict=True):
        total: Counter[str] = Counter()
        for row in wanted:
            total[row["currency"]] += row[column]
        assert found == pytest.approx({code: value for code, value in total.items() if value})
    lines = [who for who, given in ranked(page) if "元" in given]
    assert set(lines) == {row["donor"] for row in wanted}
    most = max(row["amount"] for row in wanted if row["currency"] == "CNY")
    assert lines[0] in {row["donor"] for row in wanted if row["amount"] == most}


def test_donations_open_to_their_claims(visit: Open, gold: Records) -> None:
    page = visit()
    tap(page, "[data-ask=gifts]")
    order = names(page, "#panel .fold .name")
    assert order[0].startswith("1.")
    page.locator("#panel summary").first.click()
    assert page.locator("#panel .fold").first.locator(".fact").count() >= 1
    tap(page, "#to-table")
    page.wait_for_selector("#listing tbody tr")
    gifts = [item for item in gold.statements if item.predicate == "donates" and item.status == ASSERTED]
    assert str(len(gifts)) in page.locator("caption").inner_text()


def test_who_supervised_which_street(visit: Open, gold: Records) -> None:
    page = visit()
    tap(page, "[data-ask=supervision]")
    wanted = {
        (item.subject.name, item.object.name)
        for item in gold.statements
        if item.object and item.object.type == "Place" and item.status == ASSERTED
        and item.predicate in ("supervises", "liaisonOf")
    }  # fmt: skip
    tap(page, "#to-table")
    page.wait_for_selector("#listing tbody tr")
    rows = {
        (row.locator("th").inner_text().strip(), row.locator("[data-column=object]").inner_text().strip())
        for row in page.locator("#listing tbody tr").all()
    }
    assert rows == wanted


def test_officials_of_a_body_and_what_an_article_says(visit: Open, gold: Records) -> None:
    page = visit(hash="#ask=officials")
    assert any(text.startswith("安吉县新生代企业家联谊会") for text in names(page, "#panel summary"))
    turn(page, at(ask="article", of="dev-02"))
    page.wait_for_selector("#panel .fact")
    wanted = [item for item in gold.statements if item.doc == "dev-02" and item.status == ASSERTED]
    for more in page.locator("#panel .more:visible").all():
        more.click()
    assert page.locator("#panel .fact").count() == len(wanted)


# ── browses ────────────────────────────────────────────────────────────────────────────────────


def test_legend_counts_and_switches(visit: Open, gold: Records) -> None:
    page = visit()
    graph = to_graph(gold, status="all")
    wanted = Counter(kind for _, kind in graph.nodes(data="type"))
    labels = {item.zh: name for name, item in load_ontology().classes.items()}
    shown = {}
    for label in page.locator("[data-legend=types] label").all():
        shown[labels[label.locator("span").inner_text()]] = int(
            label.locator("small").get_attribute("data-count")
        )
    assert shown == wanted
    click(page.locator("[data-legend=types] label", has_text="人物"))
    tap(page, "#to-table")
    page.wait_for_selector("#listing tbody tr")
    people = {entity.name for entity in gold.entities if entity.type == "Person"}
    assert not people & set(names(page, "#listing tbody th"))
    page.fill("#search", "田洪湖")
    assert "没有找到" in page.locator("#results").inner_text()
    page.keyboard.press("Escape")
    tap(page, "#reset")
    assert page.locator("[data-legend=types] input").evaluate_all(
        "items => items.every(item => item.checked)"
    )


def test_claims_are_off_at_first_and_look_different(visit: Open, gold: Records) -> None:
    planned = [item for item in gold.statements if item.status == "planned"]
    assert planned
    page = visit(hash=at(node=planned[0].subject.id))
    before = int(page.get_attribute("#fact-count", "data-count"))
    assert page.locator(".fact.claim").count() == 0
    click(page.locator("[data-legend=statuses] label", has_text="计划中"))
    page.wait_for_selector(".fact.claim")
    assert int(page.get_attribute("#fact-count", "data-count")) > before
    assert "计划中" in page.locator(".fact.claim .badge").first.inner_text()


def test_what_each_legend_hides(visit: Open, graphs: Callable[[str], Records]) -> None:
    """A type, a relation and the dates, in canvas, table, search and path alike."""
    records = graphs("1k")
    page = visit("1k")

    def agrees(wanted: list[Statement]) -> None:
        tap(page, "#to-graph")
        assert set(seen(page)["statements"]) == {item.id for item in wanted}
        tap(page, "#to-table")
        assert caption(page) == len(wanted)

    agrees(filtered(records))
    press(page, "types", "组织")
    agrees(filtered(records, types=["Organization"]))
    tap(page, "#to-graph")
    bodies = {entity.id: entity.name for entity in records.entities if entity.type == "Organization"}
    assert not {node["id"] for node in seen(page)["nodes"]} & set(bodies)
    page.fill("#search", next(iter(bodies.values())))
    assert not set(names(page, "#results li .name")) & set(bodies.values())
    page.keyboard.press("Escape")
    gift = next(item for item in filtered(records) if item.predicate == "holdsPosition")
    assert gift.object
    assert walks(page, [(gift.subject.id, gift.object.id)])[0][1] == -1
    assert "没有路径" in page.locator("#panel").inner_text()
    tap(page, "#reset")
    assert walks(page, [(gift.subject.id, gift.object.id)])[0][1] == 1
    tap(page, "#home")
    for label in ("担任职务", "位于"):
        press(page, "relations", label)
    agrees(filtered(records, relations=["holdsPosition", "locatedIn"]))
    page.locator("#since").fill("2022-03-05")
    page.locator("#since").dispatch_event("change")
    page.locator("#until").fill("2022-08-20")
    page.locator("#until").dispatch_event("change")
    agrees(
        filtered(records, relations=["holdsPosition", "locatedIn"], since="2022-03-05", until="2022-08-20")
    )
    tap(page, "#reset")
    agrees(filtered(records))


def test_only_one_line_of_a_legend(visit: Open, gold: Records) -> None:
    page = visit(hash="#view=table")
    line = page.locator("[data-legend=relations] .switch", has=page.get_by_text("捐赠", exact=True))
    line.hover()
    click(line.locator(".only"))
    assert "only" in page.evaluate("document.activeElement.className")
    gifts = [item for item in gold.statements if item.status == ASSERTED and item.predicate == "donates"]
    assert caption(page) == len(gifts)
    tap(page, "#to-graph")
    assert set(seen(page)["statements"]) == {item.id for item in gifts}
    tap(page, "#reset")
    for label in page.locator("[data-legend=types] label").all_inner_texts():
        press(page, "types", label.split("\n")[0].strip())
    assert "没有可画的内容" in page.locator("#notice").inner_text()
    click(page.locator("#notice button"))
    assert page.locator("#notice").is_hidden()
    assert len(seen(page)["nodes"]) > 300


def test_undated_facts_have_a_switch(visit: Open, gold: Records) -> None:
    page = visit(hash="#view=table")
    dated = {article.doc: article.date for article in gold.articles}
    asserted = [item for item in gold.statements if item.status == ASSERTED]
    undated = [item for item in asserted if not (dated[item.doc] or item.qualifiers.date)]
    assert undated
    assert caption(page) == len(asserted)
    assert int(page.locator("label[for=on-undated] small").inner_text()) >= len(undated)
    page.locator("#since").fill("2021-01-01")
    page.locator("#since").dispatch_event("change")
    assert caption(page) == len(filtered(gold, since="2021-01-01"))
    page.locator("#on-undated").uncheck()
    assert caption(page) == len(filtered(gold, since="2021-01-01")) - len(undated)


def walks(page: Any, pairs: list[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """The length that the page gives the path between each pair; -1 where it finds none."""
    lengths = page.evaluate(
        """async (pairs) => {
          const found = [];
          for (const [path, to] of pairs) {
            const next = "#" + new URLSearchParams({ path, to });
            if (location.hash !== next) {
              location.hash = next;
              await new Promise((done) => addEventListener("hashchange", () => setTimeout(done)));
            }
            const length = Number(document.getElementById("path-length").dataset.length);
            const hops = [...document.querySelectorAll("#panel .hops > li > .facts")];
            if (hops.length !== Math.max(length, 0)) throw new Error("hops without claims");
            if (hops.some((hop) => !hop.querySelector("blockquote"))) throw new Error("no evidence");
            found.push(length);
          }
          return found;
        }""",
        pairs,
    )
    return list(zip(pairs, lengths, strict=True))


def test_paths_are_shortest_under_the_filters(visit: Open, graphs: Callable[[str], Records]) -> None:
    records = graphs("1k")
    page = visit("1k")
    press(page, "relations", "位于")
    press(page, "types", "捐赠")
    page.locator("#since").fill("2022-02-01")
    page.locator("#since").dispatch_event("change")
    left = filtered(records, relations=["locatedIn", "donates"], since="2022-02-01")
    graph = to_graph(replace(records, statements=tuple(left)))
    graph = nx.Graph(graph.edges())
    large = sorted(max(nx.connected_components(graph), key=len))
    pick = random.Random(5)
    keys = sorted(entity.id for entity in records.entities)
    graph.add_nodes_from(keys)
    pairs = [tuple(pick.sample(large, 2)) for _ in range(40)] + [
        tuple(pick.sample(keys, 2)) for _ in range(15)
    ]
    found = walks(page, pairs)
    for (start, goal), length in found:
        wanted = nx.shortest_path_length(graph, start, goal) if nx.has_path(graph, start, goal) else -1
        assert length == wanted
    assert {-1} < {length for _, length in found}


def test_a_path_by_hand(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "杜锦霞")))
    tap(page, "#find-path")
    page.keyboard.type("新乡摄影公司")
    enter(page)
    page.wait_for_selector("#path-length")
    assert int(page.get_attribute("#path-length", "data-length")) == 3
    assert [text[0] for text in names(page, "#panel .way")] == ["→", "←", "→"]
    page.reload()
    page.wait_for_selector("#path-length")
    assert page.locator("#panel h2").inner_text() == "杜锦霞 到 新乡摄影公司"


def test_a_path_goes_around_a_relation(visit: Open) -> None:
    page = visit("demo")
    graph = page.evaluate("graph.visible()")
    keys = [node["id"] for node in graph["nodes"]][:60]
    found = {}
    for (start, goal), length in walks(page, list(combinations(keys[:12], 2))):
        if length > 0:
            found[start, goal] = length
    start, goal = max(found, key=lambda pair: found[pair])
    turn(page, at(path=start, to=goal))
    page.wait_for_selector("#avoid button")
    before = names(page, "#panel .way")
    button = page.locator("#avoid button").first
    relation, word = button.get_attribute("data-relation"), button.inner_text().split()[-1]
    click(button)
    page.wait_for_selector(f"#avoid [data-relation='{relation}'][aria-pressed=true]")
    assert f"without={relation}" in page.url
    after = names(page, "#panel .way")
    assert after != before
    length = int(page.get_attribute("#path-length", "data-length"))
    assert length == -1 or length >= found[start, goal]
    used = {item["predicate"] for item in json.loads(download(page, "json"))["statements"]}
    assert relation not in used, word
    page.reload()
    page.wait_for_selector(f"#avoid [data-relation='{relation}'][aria-pressed=true]")
    assert names(page, "#panel .way") == after


def test_two_stay_on_the_canvas_and_one_is_seen_two_steps_far(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "杜锦霞")))
    alone = {node["name"] for node in seen(page)["nodes"]}
    tap(page, "#two-steps")
    page.wait_for_selector("#two-steps[aria-pressed=true]")
    far = {node["name"] for node in seen(page)["nodes"]}
    assert alone < far
    graph = nx.Graph(to_graph(replace(gold, statements=tuple(filtered(gold)))).edges())
    key = ids(gold, "杜锦霞")
    near = nx.single_source_shortest_path_length(graph, key, 2)
    assert set(near) <= {node["id"] for node in seen(page)["nodes"]}
    tap(page, "#two-steps")
    page.wait_for_selector("#two-steps[aria-pressed=false]")
    tap(page, "#keep")
    page.fill("#search", "田洪湖")
    enter(page)
    page.wait_for_selector("#kept")
    both = {node["name"] for node in seen(page)["nodes"]}
    assert alone | {"田洪湖"} <= both
    page.reload()
    page.wait_for_selector("#kept")
    assert {node["name"] for node in seen(page)["nodes"]} == both
    click(page.locator("#kept button"))
    page.wait_for_selector("#kept", state="detached")
    assert "杜锦霞" not in {node["name"] for node in seen(page)["nodes"]} or "杜锦霞" in both


def test_gephi_lite_gets_a_file_that_a_reader_of_gexf_reads(
    visit: Open, gold: Records, tmp_path: Path
) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    data = download(page, "gexf")
    (tmp_path / "graph.gexf").write_bytes(data)
    graph = nx.read_gexf(tmp_path / "graph.gexf", version="1.3")
    content = json.loads(download(page, "json"))
    assert {row["iri"] for _, row in graph.nodes(data=True)} == {node["id"] for node in content["nodes"]}
    assert {row["statement"] for *_, row in graph.edges(data=True)} <= {
        item["id"] for item in content["statements"]
    }
    assert graph.number_of_edges() >= 1
    assert "viz" in next(iter(graph.nodes(data=True)))[1]
    assert re.search(rb"<description>[^<]*[0-9a-f]{12}", data)
    assert "https://lite.gephi.org/" in page.locator("#notice a").get_attribute("href")
    hostile = visit("hostile")
    ElementTree.fromstring(download(hostile, "gexf"))


def test_back_and_forward_and_links(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "郫都区")))
    assert page.locator("#panel h2").inner_text() == "郫都区"
    page.fill("#search", "田洪湖")
    enter(page)
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    page.go_back()
    settled(page)
    assert page.locator("#panel h2").inner_text() == "郫都区"
    page.go_forward()
    settled(page)
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    turn(page, "#node=unknown")
    page.wait_for_selector("#notice:visible")
    assert "unknown" in page.locator("#notice").inner_text()


def test_filters_are_in_the_address(visit: Open) -> None:
    page = visit("1k")
    whole = {node["id"] for node in seen(page)["nodes"]}
    press(page, "types", "地点")
    fewer = {node["id"] for node in seen(page)["nodes"]}
    press(page, "relations", "担任职务")
    press(page, "statuses", "计划中")
    page.evaluate("item => { const box = document.getElementById(item); box.value = '2022-06-01';"
                  " box.dispatchEvent(new Event('change')) }", "since")  # fmt: skip
    settled(page)
    shown = seen(page)
    address = page.url
    assert "-Place,-holdsPosition,planned,2022-06-01.." in unquote(address)
    other = visit("1k", hash="#" + urlsplit(address).fragment, color_scheme="dark")
    assert [node["id"] for node in seen(other)["nodes"]] == [node["id"] for node in shown["nodes"]]
    assert not other.locator("[data-legend=types] label", has_text="地点").locator("input").is_checked()
    assert other.input_value("#since") == "2022-06-01"
    tap(page, "#panel .names li:first-child .node")  # a link of the page keeps them
    assert urlsplit(page.url).fragment.endswith("&" + urlsplit(address).fragment)
    for _ in range(4):
        page.go_back()
        settled(page)
    assert {node["id"] for node in seen(page)["nodes"]} == fewer
    page.go_back()
    settled(page)
    assert {node["id"] for node in seen(page)["nodes"]} == whole
    page.go_forward()
    settled(page)
    assert {node["id"] for node in seen(page)["nodes"]} == fewer


def test_links_by_name_and_by_plain_iri(visit: Open, gold: Records) -> None:
    page = visit(hash="#node=郫都区")
    assert page.locator("#panel h2").inner_text() == "郫都区"
    page = visit(hash="#node=" + ids(gold, "田洪湖"))
    assert page.locator("#panel h2").inner_text() == "田洪湖"


@pytest.mark.parametrize("name", ["demo", "seeds", "1k"])
def test_a_node_stands_amid_its_neighbours(visit: Open, graphs: Callable[[str], Records], name: str) -> None:
    graph = to_graph(graphs(name))
    page = visit(name)
    order = sorted(
        (node for node in graph if graph.degree(node)), key=lambda node: (-graph.degree(node), node)
    )
    for node in [*order[:4], *order[9:60:10]]:
        turn(page, at(node=node))
        assert page.locator("#panel h2").inner_text() == graph.nodes[node]["label"]
        shown = seen(page)
        near = {item["id"] for item in shown["nodes"]}
        assert node in near
        if graph.degree(node) <= 40:
            assert set(nx.all_neighbors(graph, node)) <= near
        for item in shown["nodes"]:
            assert item["r"] <= item["x"] <= shown["width"] - item["r"], item["name"]
            assert item["r"] <= item["y"] <= shown["height"] - item["r"], item["name"]
        assert len(shown["labels"]) >= 0.9 * len(near), (graph.nodes[node]["label"], len(near))
        assert overlapping(shown["labels"]) <= 0.1 * len(shown["labels"])


def test_a_line_runs_through_no_nearer_node(visit: Open, graphs: Callable[[str], Records]) -> None:
    graph = to_graph(graphs("1k"))
    near = {node: set(nx.all_neighbors(graph, node)) - {node} for node in graph}
    hubs = [node for node, others in sorted(near.items()) if 17 < len(others) < 30]
    assert hubs
    page = visit("1k")
    for hub in hubs[:4]:
        turn(page, at(node=hub))
        nodes = {node["id"]: node for node in seen(page)["nodes"]}
        middle = nodes.pop(hub)
        for key, other in product(near[hub], nodes):
            if key == other:
                continue
            far, mark = nodes[key], nodes[other]
            x, y = far["x"] - middle["x"], far["y"] - middle["y"]
            along = ((mark["x"] - middle["x"]) * x + (mark["y"] - middle["y"]) * y) / (x * x + y * y)
            aside = abs((mark["x"] - middle["x"]) * y - (mark["y"] - middle["y"]) * x) / math.hypot(x, y)
            assert not (0 < along < 1 and aside < mark["r"])


def test_a_hub_opens_and_closes(visit: Open, graphs: Callable[[str], Records]) -> None:
    graph = to_graph(graphs("1k"))
    page = visit("1k")
    click(page.locator("#panel .names .node").first)
    page.wait_for_selector("#widen")
    first = page.locator("#widen").inner_text()
    few, total = map(int, re.findall(r"\d+", first))
    assert 40 < few <= 48 < total
    drawn = lambda: {item["id"] for item in seen(page)["nodes"]}  # noqa: E731
    before = drawn()
    assert len(before) == few + 1
    tap(page, "#widen")
    assert page.locator("#widen").inner_text() == "收起"
    assert len(drawn()) == total + 1
    hub = next(
        node for node in before if graph.nodes[node]["label"] == page.locator("#panel h2").inner_text()
    )
    assert set(nx.all_neighbors(graph, hub)) <= drawn()
    tap(page, "#widen")
    assert page.locator("#widen").inner_text() == first
    assert drawn() == before


def test_a_click_on_the_canvas_chooses(visit: Open) -> None:
    page = visit(hash=at(node="长宁区人大工作研究会"))
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    settled(page)
    assert page.locator("#panel h2").inner_text() == "长宁区人大工作研究会"
    other = next(node for node in seen(page)["nodes"] if node["name"] != "长宁区人大工作研究会")
    page.mouse.move(box["x"] + other["x"], box["y"] + other["y"])
    expect(page.locator("#tip strong")).to_have_text(other["name"])
    page.mouse.click(box["x"] + other["x"], box["y"] + other["y"])
    expect(page.locator("#panel h2")).to_have_text(other["name"])


def test_in_a_notebook(browser: Any, desk: Desk, gold: Records) -> None:
    from IPython.core.formatters import DisplayFormatter

    view = Build(Path("unused"), gold).view(focus="田洪湖")
    data, _ = DisplayFormatter().format(view)
    assert data["text/plain"].startswith("<page of ")
    page = desk.watch(browser.new_page())
    desk.problems.clear()
    page.set_content(data["text/html"])
    frame = page.frame_locator("iframe")
    frame.locator("#fact-count").wait_for()
    assert frame.locator("#panel h2").inner_text() == "田洪湖"
    frame.locator("#panel .fact .source a").first.click()
    frame.locator("#panel h3").first.wait_for()
    assert frame.locator("#panel h2").inner_text() != "田洪湖"
    frame.locator("#language").click()
    assert frame.locator("h1").inner_text() == "Public affairs knowledge graph"
    reach = "try { parent.document.body; 'reached' } catch (error) { error.name }"
    assert page.frames[1].evaluate(reach) == "SecurityError"
    assert desk.problems == []
    page.close()


def test_a_set_of_pages_leaves_nothing_out(visit: Open, gold: Records, tmp_path: Path) -> None:
    for name, content in html.pages(gold, top=150):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page = visit(tmp_path / "index.html")
    total = len({item.id for item in gold.entities})
    assert f"共有 {total} 个实体" in page.locator("#panel .left-out").inner_text()
    count = Counter(
        ref.id for s in gold.statements if s.status == ASSERTED for ref in (s.subject, s.object) if ref
    )
    here = {node["id"] for node in seen(page)["nodes"]}
    away = [e for e in gold.entities if e.id not in here and count[e.id] and len(e.name) > 3]
    for entity in (away[0], away[-1]):
        page = visit(tmp_path / "index.html")
        page.fill("#search", entity.name)
        page.keyboard.press("Enter")
        page.wait_for_url("**/entities-*")
        page.wait_for_selector("#fact-count")
        assert page.locator("#panel h2").inner_text() == entity.name
        assert int(page.get_attribute("#fact-count", "data-count")) == count[entity.id]
        assert page.locator("#panel .left-out").count() == 0
    page = visit(tmp_path / "index.html", hash="#ask=article")
    page.locator("#panel .plain").last.click()
    page.wait_for_url("**/articles-*")
    page.wait_for_selector("#panel .fact")
    tap(page, "#home")
    page.locator("#pages summary").click()
    assert page.locator("#pages a").count() == len(list(tmp_path.glob("*.html")))


# ── takes away ─────────────────────────────────────────────────────────────────────────────────


def download(page: Any, kind: str) -> bytes:
    tap(page, "#export summary")
    with page.expect_download() as started:
        tap(page, f"[data-file={kind}]")
    return Path(started.value.path()).read_bytes()


def test_downloads(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    picture = download(page, "png")
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000
    colors = page.evaluate(
        """async (bytes) => {
          const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
          const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
          context.drawImage(picture, 0, 0);
          const { data } = context.getImageData(0, 0, picture.width, picture.height);
          const pixels = new Uint32Array(data.buffer);
          const paper = pixels[0];
          return [new Set(pixels).size, pixels.filter((pixel) => pixel !== paper).length];
        }""",
        list(picture),
    )
    assert colors[0] > 50
    assert colors[1] > 5000
    shown = seen(page)
    drawing = ElementTree.fromstring(download(page, "svg").decode())
    own = drawing.find("{*}title")  # what the picture shows
    marks = [item.text or "" for item in drawing.iter() if item.tag.endswith("title") and item is not own]
    assert Counter(mark.split(" · ")[0] for mark in marks) == Counter(node["name"] for node in shown["nodes"])
    table = list(csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))))
    # a line of headings before the facts; after them one of build, filter and day
    assert len(table) == 1 + int(page.get_attribute("#fact-count", "data-count")) + 1
    assert len(table[-1]) < len(table[0])


def test_the_json_is_the_graph_in_view(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    whole = to_graph(gold)
    key = ids(gold, "田洪湖")
    edges = [*whole.in_edges(key, keys=True), *whole.out_edges(key, keys=True)]
    content = json.loads(download(page, "json"))
    assert {item["id"] for item in content["statements"]} == {edge[2] for edge in edges}
    tap(page, "#home")
    press(page, "relations", "担任职务")
    kept = filtered(gold, relations=["holdsPosition"])
    wanted = to_graph(replace(gold, statements=tuple(kept)))
    content = json.loads(download(page, "json"))
    assert {(node["id"], node["type"]) for node in content["nodes"]} == set(wanted.nodes(data="type"))
    loaded = nx.MultiDiGraph()
    values = {node["id"] for node in content["nodes"]}
    for item in content["statements"]:
        stops = [end for end in (item["subject"], item["id"], item["object"]) if end in values]
        for start, end in pairwise(stops):
            loaded.add_edge(start, end, key=item["id"], predicate=item["predicate"])
    assert set(loaded.edges(keys=True, data="predicate")) == set(wanted.edges(keys=True, data="predicate"))
    lines = list(csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))))
    assert len(lines) == 1 + len(kept) + 1
    assert re.search(r"\b[0-9a-f]{12}\b.* \d{4}-\d\d-\d\d$", lines[-1][0])  # build, filters, day


def test_csv_holds_no_formula(visit: Open) -> None:
    page = visit("hostile")
    for row in csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row)
        assert not any(re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", cell) for cell in row)


def test_what_turns_a_quotation_is_shown(visit: Open) -> None:
    page = visit("hostile", hash="#view=table")
    shown = "".join(page.locator("#listing blockquote").all_inner_texts())
    assert "U+202E" in shown
    assert not re.search("[\u202a-\u202e]", shown)


def test_counts_agree(visit: Open) -> None:
    page = visit()
    for line in page.locator("#panel .names li").all()[:4]:
        name, count = line.locator(".node").inner_text(), line.locator("small").inner_text()
        page.fill("#search", name)
        hits = page.locator("#results li", has=page.get_by_text(name, exact=True))
        number = re.sub(r"\D", "", count)
        assert number in [text.split()[-1] for text in hits.locator(".count").all_inner_texts()]
        page.fill("#search", "")
        click(line.locator(".node"))
        page.wait_for_selector("#fact-count")
        assert page.locator("#panel h2").inner_text() == name
        assert re.sub(r"\D", "", count) == page.get_attribute("#fact-count", "data-count")
        tap(page, "#home")


# ── for everyone ───────────────────────────────────────────────────────────────────────────────


def test_the_table_sorts_by_keyboard(visit: Open) -> None:
    page = visit(hash="#view=table")
    head = page.locator("#listing thead th").nth(4)
    head.locator("button").focus()
    enter(page)
    assert page.locator("#listing thead th").nth(4).get_attribute("aria-sort") == "ascending"
    enter(page)
    assert page.locator("#listing thead th").nth(4).get_attribute("aria-sort") == "descending"
    dates = names(page, "#listing [data-column=date]")
    assert dates == sorted(dates, reverse=True)
    assert dates[0]


def test_language_switch(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    tap(page, "#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Public affairs knowledge graph"
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    words = page.locator("#legend").inner_text() + page.locator(".tools").inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", words.replace("中文", ""))
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_every_claim_is_reached_by_keyboard(visit: Open, gold: Records) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    enter(page)
    assert page.evaluate("document.activeElement.id") == "listing"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('th') !== null")
    more = page.locator("#listing .more")
    while more.is_visible():
        more.focus()
        enter(page)
    asserted = [item for item in gold.statements if item.status == ASSERTED]
    assert page.locator("#listing tbody tr").count() == len(asserted)
    for heading in page.locator("#listing thead th").all():
        assert heading.get_attribute("scope") == "col"
    assert page.locator("#listing tbody th[scope=row]").count() == len(asserted)
    page.locator("#listing tbody th a").first.focus()
    enter(page)
    page.wait_for_selector("#fact-count")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_barrier_that_axe_finds(visit: Open, language: str, scheme: str, width: int) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    page = visit("demo", width=width, height=840, color_scheme=scheme, bypass_csp=True)
    if language == "en":
        tap(page, "#language")
    page.evaluate(axe)
    table = "#view=table&ask=supervision"
    path = at(path="杜锦霞", to="卫滨区人大")
    views = ["#", "#node=郫都区人大常委会", table, "#ask=gifts", path]
    for hash in views:
        turn(page, hash)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [
            (item["id"], item["nodes"][0]["html"])
            for item in found
            if item["impact"] in ("serious", "critical")
        ] == []


def test_motion_only_where_it_is_wanted(visit: Open) -> None:
    click = """async () => {
      const before = graph.visible().scale, scales = [];
      document.getElementById("zoom-in").click();
      for (let frame = 0; frame < 6; frame++) {
        await new Promise(requestAnimationFrame);
        scales.push(graph.visible().scale / before);
      }
      return scales;
    }"""
    durations = "[...document.querySelectorAll('*')].map((item) => getComputedStyle(item).transitionDuration)"
    calm = visit(reduced_motion="reduce")
    assert calm.evaluate(click) == [pytest.approx(1.4)] * 6
    assert set(calm.evaluate(durations)) == {"0s"}
    calm.emulate_media(reduced_motion="no-preference")
    assert min(calm.evaluate(click)) < 1.39
    assert set(calm.evaluate(durations)) > {"0s"}


def test_zoomed_in(visit: Open) -> None:
    """A window of 1280 by 800 at 200 %, and of 1280 by 1024 at 400 %, has so many pixels of CSS."""
    page = visit(width=640, height=400, device_scale_factor=2)
    usable(page, 640, 400)
    page.set_viewport_size({"width": 320, "height": 256})
    tap(page, "#home")
    tap(page, "#to-graph")
    usable(page, 320, 256)


def usable(page: Any, width: int, height: int) -> None:
    """Nothing is cut off, and search, panel, filters and table can be reached and read."""
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= width
    for control in page.locator("header button:visible:not(.skip), header summary, header input").all():
        box = control.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.locator("#canvas").bounding_box()["height"] >= 250
    page.fill("#search", "田洪湖")
    enter(page)
    page.wait_for_selector("#fact-count")
    fact = page.locator("#panel .fact").first
    fact.scroll_into_view_if_needed()
    assert fact.bounding_box()["y"] < height
    assert page.evaluate(wide) <= width
    page.locator("#to-filters").click()
    page.locator("#reset").scroll_into_view_if_needed()
    page.locator("#close-filters").click()
    tap(page, "#to-table")
    assert page.evaluate(wide) <= width


def test_a_phone(visit: Open) -> None:
    page = visit(width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for control in page.locator(
        "header button:visible, header summary:visible, header input, #panel button:visible"
    ).all():
        assert control.bounding_box()["height"] >= 40
    page.locator("#to-filters").tap()
    assert page.locator("#legend").is_visible()
    page.locator("#close-filters").tap()
    assert page.locator("#legend").is_hidden()
    page.fill("#search", "区")
    hits = page.locator("#results li")
    assert hits.count() > 3
    for hit in hits.all()[:4]:  # nothing lies over them
        box = hit.bounding_box()
        where = [box["x"] + box["width"] - 12, box["y"] + box["height"] / 2]
        assert page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('#results') !== null", where
        )
    page.keyboard.press("Escape")
    page.fill("#search", "")
    page.locator("#to-table").tap()
    settled(page)
    assert page.locator("caption").bounding_box()["height"] < 60
    row = page.locator("#listing tbody tr").first
    assert row.bounding_box()["width"] <= 390
    assert row.locator("td").first.evaluate("(cell) => getComputedStyle(cell, '::before').content") != "none"
    assert page.locator("#listing").evaluate("(place) => place.scrollWidth <= place.clientWidth")
    page.locator("#to-graph").tap()
    settled(page)
    page.locator("#panel .names .node").first.tap()
    settled(page)
    page.wait_for_selector("#fact-count")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_gives_the_panel(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")), width=1280)
    page.emulate_media(media="print")
    assert page.locator("#stage").is_hidden()
    assert page.locator("#panel .fact").first.is_visible()


# ── rankings ───────────────────────────────────────────────────────────────────────────────────


def test_a_preset_draws_what_its_list_ranks(visit: Open) -> None:
    page = visit("1k", hash="#ask=gifts")
    listed = [line.partition(". ")[2] for line in names(page, "#panel .fold .name")[:10]]
    drawn = {node["name"] for node in seen(page)["nodes"]}
    assert set(listed) <= drawn
    assert "10" in page.locator("#notice").inner_text()
    told, canvas = (page.locator(name).bounding_box() for name in ("#notice", "#canvas"))
    head = told["y"] + told["height"] - canvas["y"]
    assert min(node["y"] - node["r"] for node in seen(page)["nodes"]) >= head  # it lies over none of them


def test_an_svg_says_what_it_shows(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    root = ElementTree.fromstring(download(page, "svg"))
    space = "{http://www.w3.org/2000/svg}"
    lines = list(root.iter(f"{space}line"))
    assert lines
    assert all(line.get("marker-end") == "url(#to)" for line in lines)
    words = {text.text for text in root.iter(f"{space}text")}
    assert words & {relation.zh for relation in load_ontology().relations.values()} or len(words) > 2
    about = root.find(f"{space}desc").text
    assert re.search(r"\d{4}-\d\d-\d\d$", about)
    assert re.search(r"\b[0-9a-f]{12}\b", about)


def test_the_overview_is_islands_that_open_in_place(visit: Open) -> None:
    page = visit("demo")
    whole = seen(page)
    islands = [item | {"id": item["name"]} for item in whole["islands"]]
    assert len(islands) > 4
    canvas = page.locator("#canvas").bounding_box()
    for button in page.locator(".zoom button").all():
        box = button.bounding_box()
        x, y = box["x"] - canvas["x"], box["y"] - canvas["y"]
        islands.append({"id": "button", "x": x, "y": y, "w": box["width"], "h": box["height"]})
    assert overlapping(islands + whole["labels"]) == 0
    named = {item["name"] for item in whole["islands"]}
    for bridge in whole["bridges"]:
        assert bridge["facts"] > 0
        assert len(set(bridge["names"])) == 2
    assert named
    first = islands[0]
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + first["x"] + first["w"] / 2, box["y"] + first["y"] + first["h"] / 2)
    wait(page, f"graph.visible().scale > {whole['scale']} * 1.3")
    opened = seen(page)
    inside = [
        node
        for node in opened["nodes"]
        if 0 <= node["x"] <= opened["width"] and 0 <= node["y"] <= opened["height"]
    ]
    assert set(first["members"]) <= {node["id"] for node in inside}
    assert len(inside) < len(whole["nodes"])
    tap(page, "#fit")
    wait(page, f"graph.visible().scale < {whole['scale']} * 1.1")
