"""The pages to read, in a real browser: found, shared by their address, printed, and never attacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import arrived, wide_and_serious
from page_records import gold_records, hostile_records
from records import records
from serving import Server, started

from kg.build import write_build
from kg.portrait import leaves

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    made, found = [], {}
    for name, held in (("records", records()), ("gold", gold_records())):
        out = tmp_path_factory.mktemp("read") / "build"
        write_build(held, out)
        process, found[name] = started(out)
        made.append(process)
    yield found
    for process in made:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture
def visit(browser: Any, servers: dict[str, Server]) -> Iterator[Any]:
    """Opens a path of a server; nothing may be complained of, and nobody else asked."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def go(path: str, name: str = "gold", **options: Any) -> Any:
        size = {"width": options.pop("width", 1200), "height": 844}
        contexts.append(browser.new_context(viewport=size, locale=options.pop("locale", "zh-CN"), **options))
        page = contexts[-1].new_page()
        page.on("console", lambda item: complaints.append(item.text) if item.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda item: seen(item.url))
        page.goto(servers[name].address.rstrip("/") + path)
        return page

    def seen(url: str) -> None:
        if not url.startswith((*(server.address for server in servers.values()), "data:", "file:")):
            complaints.append(url)

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_search_is_narrowed_shared_and_taken_back(visit: Any) -> None:
    page = visit("/")
    page.fill("input[name=q]", "田洪湖")
    page.keyboard.press("Enter")
    arrived(page, "#entities")
    assert page.locator("#statements mark.hit").count() > 0
    assert set(page.locator("mark.hit").all_inner_texts()) <= {"田洪湖"}
    page.click("summary")
    page.select_option("select[name=relation]", "holdsPosition")
    page.click("form.search button")
    page.wait_for_url("**relation=holdsPosition**")
    narrowed = page.url
    assert page.locator("#statements > li").count() > 0
    assert all("担任职务" in line for line in page.locator("#statements > li > div").all_inner_texts())
    page.go_back()
    assert "relation=holdsPosition" not in page.url
    assert page.input_value("input[name=q]") == "田洪湖"
    again = visit(narrowed[narrowed.index("/search") :])
    assert again.input_value("select[name=relation]") == "holdsPosition"
    assert again.input_value("input[name=q]") == "田洪湖"


def test_from_a_hit_to_the_article_and_the_entity(visit: Any) -> None:
    page = visit("/search?q=督导&show=articles")
    page.locator("#articles a").first.click()
    arrived(page, "pre.text mark.hit")
    page.locator("#said li a").first.click()
    arrived(page, "#count")
    assert int(page.get_attribute("#count", "data-facts")) > 0
    assert page.locator("blockquote q").count() > 0


def test_what_is_not_found_is_said(visit: Any) -> None:
    assert "没有找到" in visit("/search?q=zzzzzz").inner_text("#nothing")


def test_a_page_in_the_other_language(visit: Any) -> None:
    page = visit("/search?q=田洪湖")
    page.click("a[hreflang=en]")
    arrived(page, "html[lang=en]")
    assert page.input_value("input[name=q]") == "田洪湖"
    assert visit("/", locale="en-US").get_attribute("html", "lang") == "en"


def test_the_graph_leads_to_the_page_to_read(visit: Any) -> None:
    page = visit("/search?q=田洪湖&show=entities")
    page.locator("#entities a").first.click()
    arrived(page, "#count")
    facts = page.get_attribute("#count", "data-facts")
    page.click("text=在图中看")
    page.wait_for_selector("#fact-count")
    page.click("#panel a.leaf")
    arrived(page, "#count")
    assert page.get_attribute("#count", "data-facts") == facts


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_everybody_can_read_it(visit: Any, width: int, scheme: str, locale: str) -> None:
    page = visit("/search?q=督导&status=asserted", width=width, color_scheme=scheme, locale=locale)
    wide_and_serious(page, width)
    entity, article = (
        page.locator(name).first.get_attribute("href") for name in ("#statements a", "#articles a")
    )
    for path in (entity, article, "/"):
        wide_and_serious(visit(path, width=width, color_scheme=scheme, locale=locale), width)


def test_it_prints(visit: Any) -> None:
    page = visit("/search?q=田洪湖&show=entities")
    page.locator("#entities a").first.click()
    arrived(page, "#count")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert page.locator("h1").is_visible()
    assert len(page.pdf()) > 10_000


def test_hostile_pages_do_nothing(browser: Any, tmp_path: Path) -> None:
    problems: list[str] = []
    page = browser.new_page()
    page.on(
        "request",
        lambda item: problems.append(item.url) if not item.url.startswith(("file:", "data:")) else None,
    )
    page.on("dialog", lambda item: problems.append(item.message))
    for name, data in list(leaves(hostile_records(), "zh"))[::9]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        page.goto(path.as_uri())
        assert page.evaluate("window.__xss") is None
        assert page.locator("h1").is_visible()
    page.close()
    assert [url for url in problems if not url.startswith(("file:", "data:"))] == []
