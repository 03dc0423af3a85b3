"""The graph page in a real browser: found, read, browsed, taken away, and never attacked.

Needs Debian's ``chromium`` and ``fonts-noto-cjk``; `make test-all` installs them and runs these.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import networkx as nx
import pytest
from page_records import generated, gold_records, hostile_records, odd_records

from kg.export.html import write_page
from kg.graph import to_graph
from kg.model import ASSERTED, Records
from kg.ontology import load_ontology

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "install Debian's chromium (make test-all does)"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def gold() -> Records:
    return gold_records()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, gold: Records) -> Callable[[str], Path]:
    """Pages by name, each written once, in a folder with spaces and Chinese in its name."""
    folder = tmp_path_factory.mktemp("图 谱")
    makers: dict[str, Callable[[], Records]] = {
        "gold": lambda: gold,
        "hostile": hostile_records,
        "1k": lambda: generated(1000),
        "empty": lambda: Records((), (), ()),
        "one": lambda: Records((), gold.entities[:1], ()),
        "odd": odd_records,
        "isolates": lambda: Records((), gold.entities, ()),
    }

    def write(name: str) -> Path:
        path: Path = folder / f"页面 {name}.html"
        if not path.exists():
            with path.open("wb") as file:
                write_page(makers[name](), file)
        return path

    return write


@pytest.fixture
def visit(browser: Any, pages: Callable[[str], Path]) -> Iterator[Open]:
    """Opens a page and waits until it is drawn; any error or request on the way fails the test."""
    contexts: list[Any] = []
    problems: list[str] = []

    def go(name: str = "gold", hash: str = "", width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: note(request.url))
        page.goto(pages(name).as_uri() + hash)
        page.wait_for_selector("html[data-ready]")
        return page

    def note(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            problems.append("request " + url)

    yield go
    for context in contexts:
        context.close()
    assert problems == []


def names(page: Any, selector: str) -> list[str]:
    texts: list[str] = page.locator(selector).all_inner_texts()
    return [text.strip() for text in texts]


def at(**parts: str) -> str:
    return "#" + urlencode(parts)


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
    page.click("#to-table")
    assert page.locator("#listing table").is_visible()
    page.click("#home")
    for question in ("supervision", "gifts", "officials", "article"):
        page.click(f"[data-ask={question}]")
        page.click("#home")
    for link in page.locator("#panel .names .node").all()[:3]:
        link.click()
        page.wait_for_selector("#fact-count")
        page.click("#home")
    if name == "empty":
        assert "空" in page.locator("#panel").inner_text() or page.locator("#panel").is_hidden()


def test_nothing_moves_after_load(visit: Open) -> None:
    page = visit()
    page.wait_for_timeout(400)
    first = page.locator("#canvas").screenshot()
    page.wait_for_timeout(700)
    assert page.locator("#canvas").screenshot() == first


# ── safe ───────────────────────────────────────────────────────────────────────────────────────


def test_hostile_strings_never_run(visit: Open) -> None:
    page = visit("hostile")
    for number in range(12):
        page.locator("#panel .names .node").nth(number).click()
        page.wait_for_selector("#fact-count")
        assert page.locator("#panel .fact").count() >= 2
        page.click("#home")
    for query in ("<script", "javascript:", "__proto__", "{{7*7}}", "=HYPER", "constructor", "不存在<b>"):
        page.fill("#search", query)
        page.keyboard.press("Enter")
    page.click("#to-table")
    page.click("#language")
    page.click("#theme")
    for question in ("supervision", "gifts", "officials", "article"):
        page.evaluate(f"location.hash = '#ask={question}'")
        page.wait_for_timeout(100)
        for summary in page.locator("#panel summary").all()[:5]:
            summary.click()
    for link in page.locator("a[href]").all():
        href = link.get_attribute("href")
        assert href.startswith(("#", "https://", "http://")), href
        if not href.startswith("#"):
            assert link.get_attribute("rel") == "noopener noreferrer"
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


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("郫都区人大常委会", "郫都区人大常委会"),
        ("新生代", "安吉县新生代企业家联谊会"),
        ("tianhonghu", "田洪湖"),
        ("thh", "田洪湖"),
        ("Pi du qu", "郫都区"),
        ("新乡市卫滨区人大", "卫滨区人大"),
    ],
)
def test_search(visit: Open, query: str, name: str) -> None:
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type(query)
    assert name in names(page, "#results li .name")[:5]


def test_search_by_keyboard(visit: Open) -> None:
    page = visit()
    page.fill("#search", "人大")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#search", "aria-activedescendant")
    chosen = page.locator(f"#{active} .name").inner_text()
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Enter")
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
        page.evaluate("key => { location.hash = '#' + new URLSearchParams({node: key}) }", entity.id)
        page.wait_for_function(
            "name => document.querySelector('#panel h2').textContent === name", arg=entity.name
        )
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
    page.click("#language")
    assert re.search(r"amount\s*(about )?[\d,]+ CNY", page.locator("#panel").inner_text())


# ── the reader's questions ─────────────────────────────────────────────────────────────────────


def sums(records: Records, *names: str) -> tuple[dict[str, float], dict[str, float]]:
    """Sums by currency of money and of worth, as VOCABULARY says: a joint gift once."""
    money: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    seen = set()
    parts = {item.qualifiers.part_of for item in records.statements if item.status == ASSERTED}
    for item in records.statements:
        values = item.qualifiers
        if item.predicate not in names or item.status != ASSERTED or item.id in parts:
            continue
        for name, into in (("amount", money), ("worth", worth)):
            key = (item.doc, values.joint, name)
            if getattr(values, name) is None or (values.joint and key in seen):
                continue
            seen.add(key)
            into[values.currency or "CNY"] += getattr(values, name)
    return dict(money), dict(worth)


def test_donations_are_ranked_and_summed(visit: Open, gold: Records) -> None:
    page = visit()
    page.click("[data-ask=gifts]")
    money, worth = sums(gold, "donates")
    assert json.loads(page.get_attribute("#sum", "data-sum")) == [money, worth]
    order = names(page, "#panel .fold .name")
    assert order[0].startswith("1.")
    page.locator("#panel summary").first.click()
    assert page.locator("#panel .fold").first.locator(".fact").count() >= 1
    page.click("#to-table")
    page.wait_for_selector("#listing tbody tr")
    gifts = [item for item in gold.statements if item.predicate == "donates" and item.status == ASSERTED]
    assert str(len(gifts)) in page.locator("caption").inner_text()


def test_who_supervised_which_street(visit: Open, gold: Records) -> None:
    page = visit()
    page.click("[data-ask=supervision]")
    wanted = {
        (item.subject.name, item.object.name)
        for item in gold.statements
        if item.object and item.object.type == "Place" and item.status == ASSERTED
        and item.predicate in ("supervises", "liaisonOf")
    }  # fmt: skip
    page.click("#to-table")
    page.wait_for_selector("#listing tbody tr")
    rows = {
        (row.locator("th").inner_text().strip(), row.locator("[data-column=object]").inner_text().strip())
        for row in page.locator("#listing tbody tr").all()
    }
    assert rows == wanted


def test_officials_of_a_body_and_what_an_article_says(visit: Open, gold: Records) -> None:
    page = visit(hash="#ask=officials")
    assert any(text.startswith("安吉县新生代企业家联谊会") for text in names(page, "#panel summary"))
    page.evaluate("location.hash = '#ask=article&of=dev-02'")
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
    page.locator("[data-legend=types] label", has_text="人物").click()
    page.click("#to-table")
    page.wait_for_selector("#listing tbody tr")
    people = {entity.name for entity in gold.entities if entity.type == "Person"}
    assert not people & set(names(page, "#listing tbody th"))
    page.fill("#search", "田洪湖")
    assert "没有找到" in page.locator("#results").inner_text()
    page.keyboard.press("Escape")
    page.click("#reset")
    assert page.locator("[data-legend=types] input").evaluate_all(
        "items => items.every(item => item.checked)"
    )


def test_claims_are_off_at_first_and_look_different(visit: Open, gold: Records) -> None:
    planned = [item for item in gold.statements if item.status == "planned"]
    assert planned
    page = visit(hash=at(node=planned[0].subject.id))
    before = int(page.get_attribute("#fact-count", "data-count"))
    assert page.locator(".fact.claim").count() == 0
    page.locator("[data-legend=statuses] label", has_text="计划中").click()
    page.wait_for_selector(".fact.claim")
    assert int(page.get_attribute("#fact-count", "data-count")) > before
    assert "计划中" in page.locator(".fact.claim .badge").first.inner_text()


def test_dates_narrow_and_undated_facts_have_a_switch(visit: Open, gold: Records) -> None:
    page = visit(hash="#view=table")
    dated = {article.doc: article.date for article in gold.articles}
    asserted = [item for item in gold.statements if item.status == ASSERTED]
    undated = [item for item in asserted if not (dated[item.doc] or item.qualifiers.date)]
    assert undated
    caption = lambda: int(re.search(r"\d+", page.locator("caption").inner_text()).group())  # noqa: E731
    assert caption() == len(asserted)
    page.locator("#on-undated").uncheck()
    assert caption() == len(asserted) - len(undated)
    page.locator("input[type=date]").first.fill("2021-01-01")
    page.locator("input[type=date]").first.dispatch_event("change")
    late = [item for item in asserted if (item.qualifiers.date or dated[item.doc] or "") >= "2021-01-01"]
    assert caption() == len(late)


def test_paths_are_shortest(visit: Open) -> None:
    records = generated(1000)
    page = visit("1k")
    whole = to_graph(records).to_undirected(as_view=True)
    pick = random.Random(5)
    keys = [entity.id for entity in records.entities if entity.id in whole]
    for _ in range(25):
        start, goal = pick.sample(keys, 2)
        page.evaluate(
            "([a, b]) => { location.hash = '#' + new URLSearchParams({path: a, to: b}) }", [start, goal]
        )
        page.wait_for_function(
            "b => document.querySelector('#path-length')"
            " && location.hash.includes(encodeURIComponent(b).slice(-12))",
            arg=goal,
        )
        page.wait_for_timeout(60)
        wanted = nx.shortest_path_length(whole, start, goal) if nx.has_path(whole, start, goal) else -1
        assert int(page.get_attribute("#path-length", "data-length")) == wanted
        if wanted > 0:
            assert page.locator("#panel .hops > li > .facts").count() == wanted
            assert page.locator("#panel .hops blockquote").count() >= wanted


def test_a_path_by_hand(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "杜锦霞")))
    page.click("#find-path")
    page.keyboard.type("新乡摄影公司")
    page.keyboard.press("Enter")
    page.wait_for_selector("#path-length")
    assert int(page.get_attribute("#path-length", "data-length")) == 3
    page.reload()
    page.wait_for_selector("#path-length")
    assert page.locator("#panel h2").inner_text() == "杜锦霞 到 新乡摄影公司"


def test_back_and_forward_and_links(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "郫都区")))
    assert page.locator("#panel h2").inner_text() == "郫都区"
    page.fill("#search", "田洪湖")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    page.go_back()
    page.wait_for_function("document.querySelector('#panel h2').textContent === '郫都区'")
    page.go_forward()
    page.wait_for_function("document.querySelector('#panel h2').textContent === '田洪湖'")
    page.evaluate("location.hash = '#node=unknown'")
    page.wait_for_selector("#notice:visible")
    assert "unknown" in page.locator("#notice").inner_text()


def test_links_by_name_and_by_plain_iri(visit: Open, gold: Records) -> None:
    page = visit(hash="#node=郫都区")
    assert page.locator("#panel h2").inner_text() == "郫都区"
    page = visit(hash="#node=" + ids(gold, "田洪湖"))
    assert page.locator("#panel h2").inner_text() == "田洪湖"


def test_a_hub_opens_and_closes(visit: Open) -> None:
    page = visit("1k")
    page.locator("#panel .names .node").first.click()
    page.wait_for_selector("#widen")
    first = page.locator("#widen").inner_text()
    few, total = map(int, re.search(r"(\d+) / (\d+)", first).groups())
    assert 40 < few <= 48 < total
    drawn = lambda: int(page.get_attribute("#canvas", "data-nodes"))  # noqa: E731
    assert drawn() == few + 1
    page.click("#widen")
    assert page.locator("#widen").inner_text() == "收起"
    assert drawn() == total + 1
    page.click("#widen")
    assert page.locator("#widen").inner_text() == first
    assert drawn() == few + 1


def test_the_overview_names_its_hubs(visit: Open) -> None:
    for name, nodes in (("gold", 300), ("1k", 850)):
        page = visit(name)
        page.wait_for_function("document.querySelector('#canvas').dataset.labels > 0")
        assert int(page.get_attribute("#canvas", "data-nodes")) >= nodes
        assert int(page.get_attribute("#canvas", "data-labels")) >= 20


def test_a_click_on_the_canvas_chooses(visit: Open) -> None:
    page = visit(hash=at(node="长宁区人大工作研究会"))
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    assert page.locator("#panel h2").inner_text() == "长宁区人大工作研究会"
    for step in range(1, 60):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 60 - 4 * step)
        if page.locator("#tip:visible").count():
            break
    name = page.locator("#tip strong").inner_text()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 60 - 4 * step)
    page.wait_for_function("name => document.querySelector('#panel h2').textContent === name", arg=name)


def test_in_a_notebook(browser: Any, pages: Callable[[str], Path]) -> None:
    page = browser.new_page()
    page.set_content("<iframe id=frame width=1200 height=700></iframe>")
    page.evaluate(
        "text => { document.getElementById('frame').srcdoc = text }", pages("gold").read_text("utf-8")
    )
    frame = page.frame_locator("#frame")
    frame.locator("#panel .names .node").first.click()
    name = frame.locator("#panel h2").inner_text()
    frame.locator("#panel .fact .source a").first.click()
    frame.locator("#panel h3").first.wait_for()
    assert frame.locator("#panel h2").inner_text() != name
    page.close()


# ── takes away ─────────────────────────────────────────────────────────────────────────────────


def download(page: Any, kind: str) -> bytes:
    page.click("#export summary")
    with page.expect_download() as started:
        page.click(f"[data-file={kind}]")
    return Path(started.value.path()).read_bytes()


def test_downloads(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    picture = download(page, "png")
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000
    assert b"<svg" in download(page, "svg")
    graph = to_graph(gold)
    content = json.loads(download(page, "json"))
    key = ids(gold, "田洪湖")
    edges = [*graph.in_edges(key, data=True), *graph.out_edges(key, data=True)]
    assert {item["id"] for item in content["statements"]} == {values["statement"] for _, _, values in edges}
    assert key in {item["id"] for item in content["nodes"]}
    table = list(csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))))
    assert len(table) == 1 + len(content["statements"])


def test_csv_holds_no_formula(visit: Open) -> None:
    page = visit("hostile")
    for row in csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


# ── for everyone ───────────────────────────────────────────────────────────────────────────────


def test_the_table_sorts_by_keyboard(visit: Open) -> None:
    page = visit(hash="#view=table")
    head = page.locator("#listing thead th").nth(4)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#listing thead th").nth(4).get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert page.locator("#listing thead th").nth(4).get_attribute("aria-sort") == "descending"
    dates = names(page, "#listing [data-column=date]")
    assert dates == sorted(dates, reverse=True)
    assert dates[0]


def test_language_switch(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Public affairs knowledge graph"
    assert page.locator("#panel h2").inner_text() == "田洪湖"
    words = page.locator("#legend").inner_text() + page.locator(".tools").inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", words.replace("中文", ""))
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_that_axe_finds(visit: Open, language: str, scheme: str, width: int) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    page = visit(width=width, height=840, color_scheme=scheme, bypass_csp=True)
    if language == "en":
        page.click("#language")
    page.evaluate(axe)
    for hash in ("#", at(node="田洪湖"), "#view=table", "#ask=gifts", at(path="杜锦霞", to="新乡摄影公司")):
        page.evaluate("hash => { location.hash = hash }", hash)
        page.wait_for_timeout(150)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [
            (item["id"], item["nodes"][0]["html"])
            for item in found
            if item["impact"] in ("serious", "critical")
        ] == []


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
    page.locator("#panel .names .node").first.tap()
    page.wait_for_selector("#fact-count")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_gives_the_panel(visit: Open, gold: Records) -> None:
    page = visit(hash=at(node=ids(gold, "田洪湖")))
    page.emulate_media(media="print")
    assert page.locator("#stage").is_hidden()
    assert page.locator("#panel .fact").first.is_visible()
