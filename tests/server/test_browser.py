"""The query page and the graph page as ``kg serve`` gives them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from records import records
from serving import Server, started

from kg.build import write_build
from kg.query import named_queries

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("served") / "build"
    write_build(records(), out)
    process, found = started(out)
    yield found
    process.terminate()
    process.wait()
    process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page that may complain of nothing and may ask nobody but the server."""
    complaints: list[str] = []
    context = browser.new_context()
    opened = context.new_page()
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))

    def seen(request: Any) -> None:
        if not request.url.startswith((server.address, "data:", "blob:")):
            complaints.append(request.url)

    opened.on("request", seen)
    yield opened
    context.close()
    assert complaints == []


def test_a_question_is_chosen_and_answered(page: Any, server: Server) -> None:
    page.goto(f"{server.address}query")
    page.wait_for_selector(f"body[data-ready='{len(named_queries())}']")
    page.select_option("#questions", "places-above")
    page.click(".yasqe_queryButton")
    expect(page.locator(".yasr table")).to_contain_text("四川省")
    number = page.locator(".yasr tbody td").first  # the row's number keeps away from the first value
    assert number.evaluate("cell => parseFloat(getComputedStyle(cell).paddingRight)") >= 10


def test_gephi_lite_reads_the_graph_from_here(browser: Any, server: Server) -> None:
    """Its site is played by a page that does what Gephi Lite does with `file`."""
    stub = """<!doctype html><title>wait</title><script>
    fetch(new URL(location).searchParams.get("file")).then((reply) => reply.text()).then((text) => {
      const found = new DOMParser().parseFromString(text, "application/xml");
      document.title = found.querySelectorAll("node").length + " " + found.querySelectorAll("edge").length;
    }, (error) => { document.title = "refused"; });
    </script>"""
    context = browser.new_context(locale="en")
    try:
        for site, title in (("https://lite.gephi.org", None), ("https://evil.example", "refused")):
            context.grant_permissions(["local-network-access"], origin=site)
            context.route(f"{site}/**", lambda route: route.fulfill(body=stub, content_type="text/html"))
            page = context.new_page()
            page.goto(server.address)
            with context.expect_page() as opened:
                page.click("text=Open in Gephi Lite")
            other = opened.value
            other.wait_for_url("https://lite.gephi.org/**")
            if title:  # another site that has got hold of the address
                other.goto(other.url.replace("https://lite.gephi.org", site))
            other.wait_for_function("document.title !== 'wait'")
            if title:
                assert other.title() == title
            else:
                nodes, edges = map(int, other.title().split())
                assert nodes > 10
                assert edges > 5
    finally:
        context.close()


def test_an_entity_leads_to_the_next(page: Any, server: Server) -> None:
    page.goto(f"{server.address}id/place/510107003")
    page.click("#chain a:has-text('武侯区')")
    page.wait_for_selector("h1:has-text('武侯区')")
    assert page.inner_text(".iri").endswith("/place/510107")


def test_the_graph_page_draws_under_its_policy(page: Any, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.address}graph")
    page.wait_for_selector("canvas")
